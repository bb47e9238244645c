package io.cornu.layers;

import io.cornu.ops.GraphMath;
import io.cornu.text.Shapes;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Probabilities that sum to 1 over some axes.
 *
 * <pre>y = exp(x) / sum(exp(x))</pre>
 *
 * <p>A mask of the input's shape leaves numbers out: their probability is 0.
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.Softmax}, Keras 3.15.
 *
 * @param axis the axes over which probabilities sum to 1; -1 by default
 */
public record Softmax(List<Integer> axis) implements Layer {
    /** What Keras puts in place of numbers that do not count. */
    private static final double LARGE_NEGATIVE = -1e9;

    /**
     * Checks the axes.
     *
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public Softmax {
        axis = AxisRules.several("Softmax", axis);
    }

    /**
     * Probabilities over the last axis.
     *
     * @return the layer
     */
    public static Softmax of() {
        return of(-1);
    }

    /**
     * Probabilities over some axes.
     *
     * @param axes at least one, counting the batch as 0, or from the end if negative
     * @return the layer
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public static Softmax of(int... axes) {
        return new Softmax(Arrays.stream(axes).boxed().toList());
    }

    @Override
    public Shape outputShape(Shape input) {
        AxisRules.indices(axis, input);
        return input;
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        int[] axes = AxisRules.indices(axis, call.inputShapes().get(0));
        if (call.mask().isEmpty()) {
            return probabilities(tf, call.input(), axes);
        }
        Operand<TBool> mask = call.mask().get();
        requireMaskOfNumbers(mask, call.inputShapes().get(0));
        Operand<T> kept = tf.select(mask, call.input(), call.constant(LARGE_NEGATIVE));
        return tf.select(mask, probabilities(tf, kept, axes), call.constant(0));
    }

    private static <T extends TFloating> Operand<T> probabilities(Ops tf, Operand<T> x, int[] axes) {
        if (axes.length == 1) {
            return GraphMath.alongAxis(tf, x, axes[0], tf.nn::softmax);
        }
        Operand<TInt32> over = tf.constant(axes);
        // Away from overflow; it cancels out, so no gradient needs to flow through it.
        Operand<T> highest = tf.stopGradient(tf.max(x, over, Max.keepDims(true)));
        Operand<T> shifted = tf.math.sub(x, highest);
        Operand<T> sum = tf.reduceSum(tf.math.exp(shifted), over, ReduceSum.keepDims(true));
        return tf.math.exp(tf.math.sub(shifted, tf.math.log(sum)));
    }

    private static void requireMaskOfNumbers(Operand<TBool> mask, Shape input) {
        if (mask.shape().numDimensions() != input.numDimensions()) {
            throw new LayerShapeException(
                    "Softmax: expected a mask for every number of its input, received a mask of "
                            + mask.shape().numDimensions() + " axes for " + Shapes.text(input),
                    "Use Activation.of(softmax()), which leaves masks alone.");
        }
    }
}
