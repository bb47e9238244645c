package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.types.family.TFloating;

/**
 * {@link Adam} with the largest gradient in place of the average square (Kingma and Ba 2015, section 7).
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g
 * u = max(beta2 u, |g|)
 * w = w - learningRate / (1 - beta1^t) m / (u + epsilon)
 * </pre>
 *
 * <p>Source: {@code keras.optimizers.Adamax}, Keras 3.15.
 *
 * @param learningRate the rate; .001 by default
 * @param beta1 the decay of m, in [0, 1); 0.9 by default
 * @param beta2 the decay of u, in [0, 1); 0.999 by default
 * @param epsilon what keeps the division away from 0, above 0; 1e-7 by default
 * @param settings clipping, weight decay, averages and the like; none by default
 */
@RecordBuilder
public record Adamax(LearningRate learningRate, double beta1, double beta2, double epsilon, OptimizerSettings settings)
        implements ConfigurableOptimizer<Adamax>, AdamaxBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a beta lies outside [0, 1) or epsilon is not above 0
     */
    public Adamax {
        Arguments.share("Adamax", "beta1", beta1);
        Arguments.share("Adamax", "beta2", beta2);
        Arguments.positive("Adamax", "epsilon", epsilon);
    }

    /**
     * Adamax with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static Adamax of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * Adamax with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static Adamax of(LearningRate learningRate) {
        return new Adamax(learningRate, .9, .999, 1e-7, OptimizerSettings.none());
    }

    @Override
    public Adamax withSettings(OptimizerSettings settings) {
        return AdamaxBuilder.With.super.withSettings(settings);
    }

    @Override
    public List<Slot> slots() {
        return List.of(Slot.zeros("momentum"), Slot.zeros("norm"));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        step.run(step.tf()
                .train
                .resourceApplyAdaMax(
                        step.weightHandle(),
                        step.slotHandle("momentum"),
                        step.slotHandle("norm"),
                        Rules.power(step, beta1),
                        step.learningRate(),
                        step.constant(beta1),
                        step.constant(beta2),
                        step.constant(epsilon),
                        step.gradient()));
    }
}
