package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.types.family.TFloating;

/**
 * Steps in the unit of the weights, from running averages of squared gradients and squared steps (Zeiler 2012).
 *
 * <pre>
 * a = rho a + (1 - rho) g^2
 * d = sqrt(b + epsilon) / sqrt(a + epsilon) g
 * b = rho b + (1 - rho) d^2
 * w = w - learningRate d
 * </pre>
 *
 * <p>Zeiler's paper has a learning rate of 1; Keras' default is 0.001.
 *
 * <p>Source: {@code keras.optimizers.Adadelta}, Keras 3.15.
 *
 * @param learningRate the rate; .001 by default
 * @param rho the decay of a and b, in [0, 1); 0.95 by default
 * @param epsilon what keeps the division away from 0, above 0; 1e-7 by default
 * @param settings clipping, weight decay, averages and the like; none by default
 */
@RecordBuilder
public record Adadelta(LearningRate learningRate, double rho, double epsilon, OptimizerSettings settings)
        implements ConfigurableOptimizer<Adadelta>, AdadeltaBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if rho lies outside [0, 1) or epsilon is not above 0
     */
    public Adadelta {
        Arguments.share("Adadelta", "rho", rho);
        Arguments.positive("Adadelta", "epsilon", epsilon);
    }

    /**
     * Adadelta with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static Adadelta of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * Adadelta with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static Adadelta of(LearningRate learningRate) {
        return new Adadelta(learningRate, .95, 1e-7, OptimizerSettings.none());
    }

    @Override
    public Adadelta withSettings(OptimizerSettings settings) {
        return AdadeltaBuilder.With.super.withSettings(settings);
    }

    @Override
    public List<Slot> slots() {
        return List.of(Slot.zeros("accumulated_grad"), Slot.zeros("accumulated_delta_var"));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        step.run(step.tf()
                .train
                .resourceApplyAdadelta(
                        step.weightHandle(),
                        step.slotHandle("accumulated_grad"),
                        step.slotHandle("accumulated_delta_var"),
                        step.learningRate(),
                        step.constant(rho),
                        step.constant(epsilon),
                        step.gradient()));
    }
}
