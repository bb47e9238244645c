package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Steps that shrink with the sum of all squared gradients so far (Duchi, Hazan and Singer 2011).
 *
 * <pre>
 * a = a + g^2
 * w = w - learningRate g / sqrt(a + epsilon)
 * </pre>
 *
 * <p>Source: {@code keras.optimizers.Adagrad}, Keras 3.15.
 *
 * @param learningRate the rate; .001 by default
 * @param initialAccumulatorValue what a starts with, at least 0; 0.1 by default
 * @param epsilon what keeps the division away from 0, above 0; 1e-7 by default
 * @param settings clipping, weight decay, averages and the like; none by default
 */
@RecordBuilder
public record Adagrad(
        LearningRate learningRate, double initialAccumulatorValue, double epsilon, OptimizerSettings settings)
        implements ConfigurableOptimizer<Adagrad>, AdagradBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the initial value is negative or epsilon is not above 0
     */
    public Adagrad {
        Arguments.notNegative("Adagrad", "initialAccumulatorValue", initialAccumulatorValue);
        Arguments.positive("Adagrad", "epsilon", epsilon);
    }

    /**
     * Adagrad with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static Adagrad of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * Adagrad with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static Adagrad of(LearningRate learningRate) {
        return new Adagrad(learningRate, .1, 1e-7, OptimizerSettings.none());
    }

    @Override
    public Adagrad withSettings(OptimizerSettings settings) {
        return AdagradBuilder.With.super.withSettings(settings);
    }

    @Override
    public List<Slot> slots() {
        return List.of(Slot.filled("accumulator", initialAccumulatorValue));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        Ops tf = step.tf();
        Operand<T> sum = tf.math.add(step.slot("accumulator"), tf.math.square(step.gradient()));
        step.assignSlot("accumulator", sum);
        Operand<T> change = tf.math.div(
                tf.math.mul(step.learningRate(), step.gradient()),
                tf.math.sqrt(tf.math.add(sum, step.constant(epsilon))));
        step.assign(tf.math.sub(step.weight(), change));
    }
}
