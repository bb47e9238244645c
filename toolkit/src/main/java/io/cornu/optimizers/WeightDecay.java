package io.cornu.optimizers;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How much weights shrink before every update: {@code w = w - rate learningRate w}.
 *
 * <p>What is left out is not written into {@code .keras} files, for Keras has no place for it: set it again after
 * loading, as in Python.
 *
 * <p>Source: {@code keras.optimizers.Optimizer.exclude_from_weight_decay}, Keras 3.15.
 *
 * @param rate finite and at least 0; 0 for none
 * @param excluded regular expressions; a weight does not shrink if one of them is found in its path, such as
 *     {@code dense/bias}; none by default
 */
@RecordBuilder
public record WeightDecay(double rate, List<String> excluded) implements WeightDecayBuilder.With {
    /**
     * Checks rate and expressions.
     *
     * @throws IllegalArgumentException if the rate is negative or not finite, or a text is no regular expression
     */
    public WeightDecay {
        Arguments.notNegative("WeightDecay", "rate", rate);
        excluded = List.copyOf(excluded);
        excluded.forEach(WeightDecay::requirePattern);
    }

    /**
     * A decay of all weights.
     *
     * @param rate finite and at least 0; 0 for none
     * @return the decay
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static WeightDecay of(double rate) {
        return new WeightDecay(rate, List.of());
    }

    /**
     * How much one weight shrinks.
     *
     * @param weight the weight
     * @return the rate, or 0 if the weight is left out
     */
    public double rateOf(OptimizedWeight weight) {
        return isExcluded(weight) ? 0 : rate;
    }

    boolean isExcluded(OptimizedWeight weight) {
        return excluded.stream()
                .anyMatch(pattern ->
                        Pattern.compile(pattern).matcher(weight.path()).find());
    }

    static void requirePattern(String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException failure) {
            throw new IllegalArgumentException(
                    "optimizer: expected regular expressions for weights, received '" + pattern + "': "
                            + failure.getDescription() + ". Mend it, or quote it with Pattern.quote.",
                    failure);
        }
    }
}
