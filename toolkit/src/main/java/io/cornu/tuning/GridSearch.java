package io.cornu.tuning;

import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Takes every combination of given values once, the last parameter's values changing fastest. A study ends when all
 * are taken.
 *
 * <p>The trials that were queued with settings of their own do not count.
 *
 * @param values what each parameter takes, by name, in words as {@link Distribution#parse} reads them; at least one
 *     each
 */
public record GridSearch(Map<String, List<String>> values) implements Sampler {
    /**
     * Checks the grid.
     *
     * @throws IllegalArgumentException if a parameter has no value or the grid more points than an int counts
     */
    public GridSearch {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        long points = 1;
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            List<String> choices = List.copyOf(entry.getValue());
            Arguments.require(!choices.isEmpty(), "GridSearch", "'" + entry.getKey() + "' must have a value", choices);
            points *= choices.size();
            Arguments.require(points <= Integer.MAX_VALUE, "GridSearch", "the grid must have fewer points", points);
            copy.put(entry.getKey(), choices);
        }
        values = Collections.unmodifiableMap(copy);
    }

    /**
     * A grid.
     *
     * @param values what each parameter takes, by name, such as {@code Map.of("units", List.of(32, 64))}; a map with
     *     an order keeps it
     * @return the sampler
     * @throws IllegalArgumentException if a parameter has no value or the grid more points than an int counts
     */
    public static GridSearch of(Map<String, ? extends List<?>> values) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        values.forEach((name, choices) ->
                words.put(name, choices.stream().map(String::valueOf).toList()));
        return new GridSearch(words);
    }

    /**
     * How many points the grid has.
     *
     * @return the product of the numbers of values
     */
    @Override
    public OptionalInt limit() {
        return OptionalInt.of(values.values().stream().mapToInt(List::size).reduce(1, (a, b) -> a * b));
    }

    @Override
    public double sampleAlone(StudyView study, String name, Distribution distribution) {
        List<String> choices = values.get(name);
        if (choices == null) {
            throw new IllegalArgumentException("GridSearch: expected one of the parameters " + values.keySet()
                    + ", received '" + name + "'. Give its values to GridSearch.of.");
        }
        int point = point(study);
        List<Map.Entry<String, List<String>>> entries = new ArrayList<>(values.entrySet());
        for (int last = entries.size() - 1; !entries.get(last).getKey().equals(name); last--) {
            point /= entries.get(last).getValue().size();
        }
        return distribution.parse(choices.get(point % choices.size()));
    }

    private int point(StudyView study) {
        Double own = study.trial().memory().get(POINT);
        // What a trial of somebody's own leaves out is taken from the next point, and that is not used up.
        double point = own == null ? Records.next(study.trials(), POINT) : own;
        return (int) (point % limit().orElse(1));
    }
}
