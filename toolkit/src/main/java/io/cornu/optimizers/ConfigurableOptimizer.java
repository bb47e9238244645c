package io.cornu.optimizers;

import java.util.List;
import java.util.Optional;

/**
 * An optimizer whose {@link OptimizerSettings} can be set one by one, under Keras' names.
 *
 * <pre>{@code
 * Optimizer optimizer = Adam.of(0.001).withClipnorm(1).withWeightDecay(0.01).withEma(0.99);
 * }</pre>
 *
 * <p>An optimizer of your own is one with a component {@code settings} and this interface.
 *
 * @param <O> the optimizer itself
 */
public interface ConfigurableOptimizer<O extends Optimizer> extends Optimizer {
    @Override
    OptimizerSettings settings();

    /**
     * The same optimizer with other settings.
     *
     * @param settings what happens to gradients before the update and to weights after it
     * @return a copy
     */
    O withSettings(OptimizerSettings settings);

    /**
     * The same optimizer with another clipping.
     *
     * @param clipping how gradients are cut
     * @return a copy
     */
    default O withClipping(Clipping clipping) {
        return withSettings(settings().withClipping(clipping));
    }

    /**
     * The same optimizer with every number of a gradient limited.
     *
     * @param limit above 0
     * @return a copy, with this clipping only
     * @throws IllegalArgumentException if the limit is not above 0
     */
    default O withClipvalue(double limit) {
        return withClipping(Clipping.byValue(limit));
    }

    /**
     * The same optimizer with the norm of each gradient limited.
     *
     * @param limit above 0
     * @return a copy, with this clipping only
     * @throws IllegalArgumentException if the limit is not above 0
     */
    default O withClipnorm(double limit) {
        return withClipping(Clipping.byNorm(limit));
    }

    /**
     * The same optimizer with the norm of all gradients together limited.
     *
     * @param limit above 0
     * @return a copy, with this clipping only
     * @throws IllegalArgumentException if the limit is not above 0
     */
    default O withGlobalClipnorm(double limit) {
        return withClipping(Clipping.byGlobalNorm(limit));
    }

    /**
     * The same optimizer with weights that shrink before every update: {@code w = w - rate learningRate w}.
     *
     * @param rate finite and at least 0; 0 for none
     * @return a copy, with the same weights left out
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    default O withWeightDecay(double rate) {
        return withSettings(settings().withWeightDecay(settings().weightDecay().withRate(rate)));
    }

    /**
     * The same optimizer with weights that never shrink; Keras' {@code exclude_from_weight_decay}.
     *
     * @param patterns regular expressions; a weight is left out if one is found in its path, such as {@code bias}
     * @return a copy, with these left out only
     * @throws IllegalArgumentException if one is no regular expression
     */
    default O withoutWeightDecayOf(String... patterns) {
        return withSettings(settings().withWeightDecay(settings().weightDecay().withExcluded(List.of(patterns))));
    }

    /**
     * The same optimizer with a moving average of the weights, which they become at the end of training.
     *
     * @param momentum the share of the old average that is kept, in [0, 1]; Keras' default is 0.99
     * @return a copy
     * @throws IllegalArgumentException if the momentum lies outside [0, 1]
     */
    default O withEma(double momentum) {
        return withSettings(settings().withEma(Optional.of(WeightAverage.of(momentum))));
    }

    /**
     * The same optimizer with a moving average of the weights, which they become every so many updates as well.
     *
     * @param momentum the share of the old average that is kept, in [0, 1]; Keras' default is 0.99
     * @param overwriteFrequency after how many updates the weights become their average, at least 1
     * @return a copy
     * @throws IllegalArgumentException if the momentum lies outside [0, 1] or the frequency is below 1
     */
    default O withEma(double momentum, int overwriteFrequency) {
        return withSettings(
                settings().withEma(Optional.of(WeightAverage.of(momentum).withOverwriteFrequency(overwriteFrequency))));
    }

    /**
     * The same optimizer with updates by the mean gradient of several batches.
     *
     * @param steps how many batches, at least 1; 1 for an update by every batch
     * @return a copy
     * @throws IllegalArgumentException if there are fewer than 1
     */
    default O withGradientAccumulationSteps(int steps) {
        return withSettings(settings().withGradientAccumulationSteps(steps));
    }

    /**
     * The same optimizer with a loss that is multiplied before gradients are taken, which are divided again: small
     * numbers stay above the smallest that a short type can hold. See {@link LossScaleOptimizer} for a factor that
     * finds itself.
     *
     * @param factor above 0; 1 for none
     * @return a copy
     * @throws IllegalArgumentException if the factor is not above 0 or not finite
     */
    default O withLossScaleFactor(double factor) {
        return withSettings(settings().withLossScaleFactor(factor));
    }
}
