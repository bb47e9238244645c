package io.cornu.cli;

import io.cornu.text.Names;
import io.cornu.tuning.ChoiceDistribution;
import io.cornu.tuning.Distribution;
import io.cornu.tuning.FloatDistribution;
import io.cornu.tuning.IntDistribution;
import io.cornu.tuning.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What values an option of {@code train} can take in a search, as people type it.
 *
 * @param option the option without its hyphens
 * @param distribution the values
 * @param condition the option and value without which it is not asked for
 */
record SearchRange(String option, Distribution distribution, Optional<Map.Entry<String, String>> condition) {
    static final String DESCRIPTION =
            "What to search: an option of train without its hyphens, and LOW..HIGH for numbers,"
                    + " with :log where decades count alike, or the values with commas; a condition behind it, as in"
                    + " 'momentum=0..0.95 if optimizer=sgd'.";

    private static final Pattern TEXT =
            Pattern.compile("(?<option>[a-z-]+)=(?<values>\\S+?)(?:\\s+if\\s+(?<other>[a-z-]+)=(?<value>\\S+))?");
    private static final Pattern RANGE = Pattern.compile("(?<low>[^:]+?)\\.\\.(?<high>[^:]+?)(?<log>:log)?");

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /**
     * Reads what was typed.
     *
     * @param text such as {@code learning-rate=1e-5..1e-2:log}
     * @param known the options there are
     * @throws IllegalArgumentException if it is no such thing
     */
    static SearchRange parse(String text, List<String> known) {
        Matcher matcher = TEXT.matcher(text.strip());
        String option = text.replaceAll("=.*", "").strip();
        if (!matcher.matches() || !known.contains(option)) {
            throw new IllegalArgumentException("--search: expected OPTION=LOW..HIGH or OPTION=VALUE,VALUE with one of "
                    + known + ", received '" + text + "'. " + Names.suggestion(option, known));
        }
        Optional<Map.Entry<String, String>> condition = matcher.group("other") == null
                ? Optional.empty()
                : Optional.of(Map.entry(matcher.group("other"), matcher.group("value")));
        boolean isWhole = TrainVariants.isWhole(option);
        try {
            Distribution distribution = distribution(matcher.group("values"), isWhole);
            requireFitting(option, distribution, isWhole);
            return new SearchRange(option, distribution, condition);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--search " + option + ": expected " + (isWhole ? "whole numbers" : "numbers")
                            + " on both sides of .., received '" + matcher.group("values") + "'.",
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--search " + option + ": " + e.getMessage(), e);
        }
    }

    private static Distribution distribution(String values, boolean isWhole) {
        Matcher range = RANGE.matcher(values);
        if (!range.matches()) {
            return new ChoiceDistribution(List.of(values.split(",", -1)));
        }
        String low = range.group("low");
        String high = range.group("high");
        boolean isLogarithmic = range.group("log") != null;
        double first = Double.parseDouble(low);
        if (!(first <= Double.parseDouble(high)) || isLogarithmic && first <= 0) {
            throw new IllegalArgumentException("expected LOW..HIGH with LOW no more than HIGH, and above 0 with :log,"
                    + " received '" + values + "'.");
        }
        return isWhole
                ? new IntDistribution(Long.parseLong(low), Long.parseLong(high), 1, isLogarithmic)
                : new FloatDistribution(Double.parseDouble(low), Double.parseDouble(high), 0, isLogarithmic);
    }

    /** A choice can hold what was meant for a range, such as {@code 1..2:LOG}. */
    private static void requireFitting(String option, Distribution distribution, boolean isWhole) {
        OptionSpec spec = new CommandLine(new TrainOptions()).getCommandSpec().findOption("--" + option);
        boolean isFlag = spec != null && spec.arity().max() == 0;
        boolean isNumber = isWhole || spec != null && (spec.type() == double.class || spec.type() == Double.class);
        List<String> labels = distribution instanceof ChoiceDistribution choice ? choice.labels() : List.of();
        for (String label : labels) {
            if (isFlag && !List.of("true", "yes", "false", "no").contains(label)) {
                throw new IllegalArgumentException("expected true or false, received '" + label + "'.");
            }
            if (isNumber && !(isWhole ? WHOLE : NUMBER).matcher(label).matches()) {
                throw new IllegalArgumentException("expected LOW..HIGH, LOW..HIGH:log or "
                        + (isWhole ? "whole numbers" : "numbers") + " with commas, received '" + label + "'.");
            }
        }
        if (labels.isEmpty() && !isNumber) {
            throw new IllegalArgumentException("expected values with commas, received the range " + distribution + ".");
        }
    }

    /** Every choice, or the least and the greatest value, in words. */
    List<String> ends() {
        if (distribution instanceof ChoiceDistribution choice) {
            return choice.labels();
        }
        return distribution instanceof FloatDistribution real
                ? List.of(real.text(real.low()), real.text(real.high()))
                : List.of(
                        distribution.text(((IntDistribution) distribution).low()),
                        distribution.text(((IntDistribution) distribution).high()));
    }

    /** Whether a trial that has chosen so far asks for it. */
    boolean applies(Map<String, String> chosen) {
        return condition.map(c -> c.getValue().equals(chosen.get(c.getKey()))).orElse(true);
    }

    /** A trial's value, in words. */
    String suggest(Trial trial) {
        return distribution.text(trial.suggest(option, distribution));
    }
}
