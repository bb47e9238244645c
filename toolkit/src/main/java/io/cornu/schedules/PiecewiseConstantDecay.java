package io.cornu.schedules;

import io.cornu.text.Arguments;
import java.util.List;

/**
 * Rates that stay up to given steps.
 *
 * <pre>values[0] while step {@literal <=} boundaries[0], then values[1] while step {@literal <=} boundaries[1], ...</pre>
 *
 * <p>Source: {@code keras.optimizers.schedules.PiecewiseConstantDecay}, Keras 3.15.
 *
 * @param boundaries the last step of each rate but the last, rising, at least 0; at least one
 * @param values the rates, one more; finite and at least 0
 */
public record PiecewiseConstantDecay(List<Long> boundaries, List<Double> values) implements LearningRate {
    /**
     * Checks that they fit together.
     *
     * @throws IllegalArgumentException if boundaries do not rise, there is not one value more, or a value is negative or not finite
     */
    public PiecewiseConstantDecay {
        boundaries = List.copyOf(boundaries);
        values = List.copyOf(values);
        Arguments.require(
                !boundaries.isEmpty() && values.size() == boundaries.size() + 1,
                "PiecewiseConstantDecay",
                "there must be boundaries, and one value more",
                boundaries.size() + " boundaries and " + values.size() + " values");
        for (int i = 0; i < boundaries.size(); i++) {
            Arguments.require(
                    boundaries.get(i) > (i == 0 ? -1 : boundaries.get(i - 1)),
                    "PiecewiseConstantDecay",
                    "boundaries must rise from at least 0",
                    boundaries);
        }
        values.forEach(value -> Arguments.notNegative("PiecewiseConstantDecay", "each value", value));
    }

    /**
     * Rates that stay up to given steps.
     *
     * @param boundaries the last step of each rate but the last, rising, at least 0; at least one
     * @param values the rates, one more; finite and at least 0
     * @return the schedule
     * @throws IllegalArgumentException if boundaries do not rise, there is not one value more, or a value is negative or not finite
     */
    public static PiecewiseConstantDecay of(List<Long> boundaries, List<Double> values) {
        return new PiecewiseConstantDecay(boundaries, values);
    }

    @Override
    public double at(long step) {
        int i = 0;
        while (i < boundaries.size() && step > boundaries.get(i)) {
            i++;
        }
        return values.get(i);
    }
}
