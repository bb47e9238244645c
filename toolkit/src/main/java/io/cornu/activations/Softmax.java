package io.cornu.activations;

import static io.cornu.ops.GraphMath.alongAxis;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Probabilities along an axis.
 *
 * <pre>y = exp(x) / sum(exp(x))</pre>
 *
 * <p>Source: {@code keras.activations.softmax}, Keras 3.15. In files, another axis than the last makes it a
 * {@code Softmax} layer in the place of a function's name, as Keras itself writes one.
 *
 * @param axis the axis that sums to 1, negative ones from the end; -1 is Keras' default
 */
@RecordBuilder
public record Softmax(int axis) implements Activation, SoftmaxBuilder.With {
    /**
     * Probabilities along the last axis.
     *
     * @return the activation
     */
    public static Softmax of() {
        return new Softmax(-1);
    }

    @Override
    public String name() {
        return "softmax";
    }

    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
        return alongAxis(tf, x, Axes.index(name(), axis, x.shape()), tf.nn::softmax);
    }

    @Override
    public Shape outputShape(Shape input) {
        Axes.index(name(), axis, input);
        return input;
    }
}
