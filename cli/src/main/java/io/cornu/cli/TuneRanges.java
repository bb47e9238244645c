package io.cornu.cli;

import io.cornu.tuning.ChoiceDistribution;
import io.cornu.tuning.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * What a search varies.
 *
 * @param ranges one for each option, behind those that their conditions name
 */
record TuneRanges(List<SearchRange> ranges) {
    private static final List<String> DATA_OPTIONS = List.of("data", "validation-data", "validation-split", "scaling");

    /**
     * Reads what was typed.
     *
     * @throws IllegalArgumentException if it is nothing that can be searched
     */
    static TuneRanges parse(List<String> texts) {
        List<String> known = TrainVariants.known();
        TuneRanges all = new TuneRanges(
                texts.stream().map(text -> SearchRange.parse(text, known)).toList());
        List<String> names = all.ranges().stream().map(SearchRange::option).toList();
        if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("--search: expected one or more options, each once, received " + names
                    + ". Give, for example, --search learning-rate=1e-5..1e-2:log.");
        }
        for (SearchRange range : all.ranges()) {
            if (DATA_OPTIONS.contains(range.option())) {
                throw new IllegalArgumentException("--search: expected settings of the training, received "
                        + range.option() + ", with which values could not be compared.");
            }
            range.condition().ifPresent(condition -> all.checkCondition(range, condition));
        }
        return all;
    }

    private void checkCondition(SearchRange range, Map.Entry<String, String> condition) {
        Optional<SearchRange> other = ranges.subList(0, ranges.indexOf(range)).stream()
                .filter(earlier -> earlier.option().equals(condition.getKey()))
                .findFirst();
        if (other.isEmpty()) {
            throw new IllegalArgumentException("--search " + range.option()
                    + ": expected a condition on an option searched before it, received " + condition.getKey() + ".");
        }
        if (!(other.get().distribution() instanceof ChoiceDistribution choice)) {
            throw new IllegalArgumentException("--search " + range.option()
                    + ": expected a condition on an option with values with commas, received " + condition.getKey()
                    + ", which has a range.");
        }
        if (!choice.labels().contains(condition.getValue())) {
            throw new IllegalArgumentException("--search " + range.option() + ": expected a condition on one of "
                    + choice.labels() + ", the values of " + condition.getKey() + ", received '"
                    + condition.getValue() + "', which would never be.");
        }
    }

    /** What a trial chooses, by option. */
    Map<String, String> chosen(Trial trial) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (SearchRange range : ranges) {
            if (range.applies(chosen)) {
                chosen.put(range.option(), range.suggest(trial));
            }
        }
        return chosen;
    }

    /** The settings with the first value of everything. */
    TrainSettings first(CommandLine command) {
        return TrainVariants.with(combination(Map.of()), command);
    }

    /**
     * Checks the settings that all trials share, and with them every choice and both ends of every range.
     *
     * @throws IllegalArgumentException if one of them is no training
     */
    void check(TrainSettings base, CommandLine command) {
        try {
            check(Map.of(), command);
        } catch (IllegalArgumentException e) {
            // Where it lies in what is not searched, it is said as train says it.
            SettingsCheck.check(base);
            throw e;
        }
        for (SearchRange range : ranges) {
            for (String value : range.ends()) {
                Map<String, String> wanted = new LinkedHashMap<>(Map.of(range.option(), value));
                Optional<Map.Entry<String, String>> condition = range.condition();
                while (condition.isPresent()) {
                    Map.Entry<String, String> needed = condition.get();
                    wanted.put(needed.getKey(), needed.getValue());
                    condition = ranges.stream()
                            .filter(other -> other.option().equals(needed.getKey()))
                            .findFirst()
                            .flatMap(SearchRange::condition);
                }
                check(wanted, command);
            }
        }
    }

    private void check(Map<String, String> wanted, CommandLine command) {
        Map<String, String> chosen = combination(wanted);
        try {
            TrainVariants.with(chosen, command);
        } catch (IllegalArgumentException e) {
            String cause = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            String settings = chosen.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException("--search: with " + settings + ": " + cause, e);
        }
    }

    /** What a trial could choose that chooses some values, and else the first. */
    private Map<String, String> combination(Map<String, String> wanted) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (SearchRange range : ranges) {
            if (range.applies(chosen)) {
                String first = range.ends().get(0);
                chosen.put(range.option(), wanted.getOrDefault(range.option(), first));
            }
        }
        return chosen;
    }
}
