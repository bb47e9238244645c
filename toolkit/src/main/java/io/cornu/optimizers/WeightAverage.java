package io.cornu.optimizers;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * A moving average of the weights; Keras' {@code use_ema}.
 *
 * <pre>average = momentum average + (1 - momentum) w    after every batch; the first time, average = w</pre>
 *
 * <p>At the end of a fit the weights become their average; with an overwrite frequency, also every so many updates.
 * Until then the averages stand in {@link io.cornu.model.OptimizerState#slots} as {@code average}.
 *
 * <p>Source: {@code keras.optimizers.Optimizer}, Keras 3.15.
 *
 * @param momentum the share of the old average that is kept, in [0, 1]; 0.99 by default
 * @param overwriteFrequency after how many updates the weights become their average; 0, the default, for at the end
 *     only
 */
@RecordBuilder
public record WeightAverage(double momentum, int overwriteFrequency) implements WeightAverageBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the momentum lies outside [0, 1] or the frequency is negative
     */
    public WeightAverage {
        Arguments.require(momentum >= 0 && momentum <= 1, "Ema", "momentum must be in [0, 1]", momentum);
        Arguments.require(overwriteFrequency >= 0, "Ema", "overwriteFrequency must be at least 0", overwriteFrequency);
    }

    /**
     * An average that weights become at the end of training.
     *
     * @param momentum the share of the old average that is kept, in [0, 1]
     * @return the average
     * @throws IllegalArgumentException if the momentum lies outside [0, 1]
     */
    public static WeightAverage of(double momentum) {
        return new WeightAverage(momentum, 0);
    }
}
