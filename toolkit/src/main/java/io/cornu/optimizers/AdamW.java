package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.types.family.TFloating;

/**
 * {@link Adam} with weights that shrink apart from the gradient (Loshchilov and Hutter 2019).
 *
 * <pre>
 * w = w - weightDecay learningRate w
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * w = w - learningRate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)
 * </pre>
 *
 * <p>Biases and the scales of normalization layers are better left out:
 * {@code AdamW.of(0.001).withoutWeightDecayOf("bias", "gamma", "beta")}.
 *
 * <p>Source: {@code keras.optimizers.AdamW}, Keras 3.15.
 *
 * @param learningRate the rate; .001 by default
 * @param beta1 the decay of m, in [0, 1); 0.9 by default
 * @param beta2 the decay of v, in [0, 1); 0.999 by default
 * @param epsilon what keeps the division away from 0, above 0; 1e-7 by default
 * @param amsgrad whether the step never grows with a shrinking v; false by default
 * @param settings clipping, weight decay, averages and the like; a weight decay of 0.004 by default
 */
@RecordBuilder
public record AdamW(
        LearningRate learningRate,
        double beta1,
        double beta2,
        double epsilon,
        boolean amsgrad,
        OptimizerSettings settings)
        implements ConfigurableOptimizer<AdamW>, AdamWBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a beta lies outside [0, 1) or epsilon is not above 0
     */
    public AdamW {
        Arguments.share("AdamW", "beta1", beta1);
        Arguments.share("AdamW", "beta2", beta2);
        Arguments.positive("AdamW", "epsilon", epsilon);
    }

    /**
     * AdamW with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static AdamW of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * AdamW with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static AdamW of(LearningRate learningRate) {
        return new AdamW(learningRate, .9, .999, 1e-7, false, OptimizerSettings.decaying(.004));
    }

    @Override
    public AdamW withSettings(OptimizerSettings settings) {
        return AdamWBuilder.With.super.withSettings(settings);
    }

    @Override
    public List<Slot> slots() {
        return amsgrad
                ? List.of(Slot.zeros("momentum"), Slot.zeros("velocity"), Slot.zeros("velocity_hat"))
                : List.of(Slot.zeros("momentum"), Slot.zeros("velocity"));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        Rules.adam(step, beta1, beta2, epsilon, amsgrad);
    }
}
