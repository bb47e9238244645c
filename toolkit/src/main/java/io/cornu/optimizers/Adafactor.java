package io.cornu.optimizers;

import io.cornu.ops.GraphMath;
import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@link Adam} without momentum and with little memory: of a matrix it keeps the mean squares of rows and columns
 * (Shazeer and Stern 2018).
 *
 * <pre>
 * beta = 1 - t^beta2Decay
 * r = beta r + (1 - beta) mean of (g^2 + epsilon1) over the last axis
 * c = beta c + (1 - beta) mean of (g^2 + epsilon1) over the last axis but one
 * v = r c / mean(r)                     for vectors: v = beta v + (1 - beta) (g^2 + epsilon1)
 * d = g / sqrt(v)
 * w = w - max(epsilon2, rms(w)) min(learningRate, 1 / sqrt(t)) d / max(1, rms(d) / clipThreshold)
 * </pre>
 *
 * <p>As in Keras, v is kept besides r and c, and the rate is never above 1 / sqrt(t), whether {@code relativeStep} is
 * set or not.
 *
 * <p>Source: {@code keras.optimizers.Adafactor}, Keras 3.15.
 *
 * @param learningRate the rate; .001 by default
 * @param beta2Decay at most 0; -0.8 by default
 * @param epsilon1 what keeps squares above 0, above 0; 1e-30 by default
 * @param epsilon2 the smallest size a weight is taken to have, above 0; 0.001 by default
 * @param clipThreshold how large d may be, above 0; 1 by default
 * @param relativeStep of no effect, see above; true by default
 * @param settings clipping, weight decay, averages and the like; none by default
 */
@RecordBuilder
public record Adafactor(
        LearningRate learningRate,
        double beta2Decay,
        double epsilon1,
        double epsilon2,
        double clipThreshold,
        boolean relativeStep,
        OptimizerSettings settings)
        implements ConfigurableOptimizer<Adafactor>, AdafactorBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if beta2Decay is above 0 or another number is not
     */
    public Adafactor {
        Arguments.require(
                beta2Decay <= 0 && Double.isFinite(beta2Decay),
                "Adafactor",
                "beta2Decay must be a finite number of at most 0",
                beta2Decay);
        Arguments.positive("Adafactor", "epsilon1", epsilon1);
        Arguments.positive("Adafactor", "epsilon2", epsilon2);
        Arguments.positive("Adafactor", "clipThreshold", clipThreshold);
    }

    /**
     * Adafactor with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static Adafactor of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * Adafactor with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static Adafactor of(LearningRate learningRate) {
        return new Adafactor(learningRate, -.8, 1e-30, 1e-3, 1, true, OptimizerSettings.none());
    }

    @Override
    public Adafactor withSettings(OptimizerSettings settings) {
        return AdafactorBuilder.With.super.withSettings(settings);
    }

    /** As it is for vectors. */
    @Override
    public List<Slot> slots() {
        return List.of(Slot.zeros(Rules.VELOCITY));
    }

    @Override
    public List<Slot> slots(OptimizedWeight weight) {
        Shape shape = weight.shape();
        int rank = shape.numDimensions();
        if (rank < 2) {
            return slots();
        }
        Shape rows = shape.take(rank - 1);
        Shape columns = shape.take(rank - 2).append(shape.get(-1));
        return List.of(Slot.zeros("r", rows), Slot.zeros("c", columns), Slot.zeros(Rules.VELOCITY));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        Ops tf = step.tf();
        Operand<T> rate =
                tf.math.minimum(step.learningRate(), tf.math.div(step.constant(1), tf.math.sqrt(step.number())));
        Operand<T> size =
                tf.math.mul(tf.math.maximum(step.constant(epsilon2), rootMeanSquare(step, step.weight())), rate);
        Operand<T> squares = tf.math.add(tf.math.square(step.gradient()), step.constant(epsilon1));
        Operand<T> beta = Rules.rest(step, tf.math.pow(step.number(), step.constant(beta2Decay)));
        Operand<T> v = step.target().shape().numDimensions() < 2
                ? followed(step, Rules.VELOCITY, beta, squares)
                : factored(step, beta, squares);
        Operand<T> direction = tf.math.div(step.gradient(), tf.math.sqrt(v));
        Operand<T> excess = tf.math.maximum(
                step.constant(1), tf.math.div(rootMeanSquare(step, direction), step.constant(clipThreshold)));
        step.assign(tf.math.sub(step.weight(), tf.math.mul(size, tf.math.div(direction, excess))));
    }

    private static <T extends TFloating> Operand<T> factored(UpdateStep<T> step, Operand<T> beta, Operand<T> squares) {
        Ops tf = step.tf();
        Operand<T> r = followed(step, "r", beta, Rules.mean(step, squares, -1, false));
        Operand<T> c = followed(step, "c", beta, Rules.mean(step, squares, -2, false));
        Operand<T> rows = tf.expandDims(tf.math.div(r, Rules.mean(step, r, -1, true)), tf.constant(-1));
        Operand<T> v = tf.math.mul(rows, tf.expandDims(c, tf.constant(-2)));
        step.assignSlot(Rules.VELOCITY, v);
        return v;
    }

    private static <T extends TFloating> Operand<T> followed(
            UpdateStep<T> step, String slot, Operand<T> beta, Operand<T> value) {
        Operand<T> moved = Rules.blend(step, beta, step.slot(slot), value);
        step.assignSlot(slot, moved);
        return moved;
    }

    private static <T extends TFloating> Operand<T> rootMeanSquare(UpdateStep<T> step, Operand<T> values) {
        Ops tf = step.tf();
        Operand<T> sum = GraphMath.sum(tf, tf.math.square(values));
        return tf.math.sqrt(tf.math.div(sum, step.constant(step.target().shape().size())));
    }
}
