package io.cornu.optimizers;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;

/**
 * What all optimizers have in common: what happens to gradients before the update and to weights besides it.
 *
 * <p>In this order, for every batch: the loss is scaled, gradients are taken and scaled back, averaged over batches,
 * and cut; weights shrink, and are updated; the moving average follows them, and overwrites them when it is time;
 * constraints come last.
 *
 * <p>Source: {@code keras.optimizers.Optimizer}, Keras 3.15.
 *
 * @param clipping how gradients are cut; not at all by default
 * @param weightDecay how much weights shrink; not at all by default, but for AdamW and Muon
 * @param ema the moving average of the weights; none by default
 * @param gradientAccumulationSteps of how many batches the mean gradient makes an update, at least 1, the default
 * @param lossScaleFactor by how much the loss is multiplied before gradients are taken, above 0; 1 by default
 */
@RecordBuilder
public record OptimizerSettings(
        Clipping clipping,
        WeightDecay weightDecay,
        Optional<WeightAverage> ema,
        int gradientAccumulationSteps,
        double lossScaleFactor)
        implements OptimizerSettingsBuilder.With {
    private static final OptimizerSettings NONE =
            new OptimizerSettings(Clipping.none(), WeightDecay.of(0), Optional.empty(), 1, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there are fewer than 1 step to accumulate, or the factor is not above 0
     */
    public OptimizerSettings {
        Arguments.positive("optimizer", "gradientAccumulationSteps", gradientAccumulationSteps);
        Arguments.positive("optimizer", "lossScaleFactor", lossScaleFactor);
    }

    /**
     * Nothing but the update itself.
     *
     * @return the settings
     */
    public static OptimizerSettings none() {
        return NONE;
    }

    /**
     * Nothing but a decay of the weights.
     *
     * @param weightDecay how much they shrink
     * @return the settings
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    static OptimizerSettings decaying(double weightDecay) {
        return NONE.withWeightDecay(WeightDecay.of(weightDecay));
    }
}
