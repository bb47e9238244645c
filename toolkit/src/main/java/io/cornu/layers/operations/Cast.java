package io.cornu.layers.operations;

import io.cornu.data.DataType;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Numbers of another type, as far as that shows in their values: integers are truncated towards zero, booleans are 1
 * for all but 0. The numbers themselves stay in the network's type, so integers do not wrap around, and float32
 * and float64 change nothing.
 *
 * <p>Shapes: any, and the same. Only floating types pass gradients on.
 *
 * <p>Source: {@code keras.ops.cast}, Keras 3.15.
 *
 * @param type the type in Keras: float32, float64, an integer type, or bool
 */
public record Cast(DataType type) implements Layer {
    /**
     * Checks the type.
     *
     * @throws IllegalArgumentException if it is a shorter floating type
     */
    public Cast {
        Arguments.require(
                type != DataType.FLOAT16 && type != DataType.BFLOAT16,
                "Cast",
                "type must be float32, float64, bool or an integer type",
                type.kerasName());
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    /** Whole numbers must not be rounded on the way. */
    @Override
    public boolean isPrecisionSensitive() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> x = call.input();
        if (type.isFloating()) {
            return tf.identity(x);
        }
        if (type == DataType.BOOL) {
            return tf.dtypes.cast(Truth.of(tf, x), x.type());
        }
        Operand<T> cut = tf.stopGradient(x);
        return tf.math.mul(tf.math.sign(cut), tf.math.floor(tf.math.abs(cut)));
    }
}
