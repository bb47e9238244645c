package io.cornu.augmentation;

import io.cornu.layers.LayerCall;
import io.cornu.ops.GraphMath;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Where random numbers come from while a graph is built.
 *
 * @param <T> the type of the numbers
 */
public interface Draws<T extends TFloating> {
    /**
     * TensorFlow's operations.
     *
     * @return the operations
     */
    Ops tf();

    /**
     * The type of the numbers.
     *
     * @return float32, or float64 where gradients are checked
     */
    Class<T> type();

    /**
     * Fresh uniform random numbers in [0, 1), other ones in each step, the same ones for the same seed.
     *
     * @param shape the dimensions wanted
     * @return numbers through which no gradient flows
     */
    Operand<T> randomUniform(Operand<TInt32> shape);

    /**
     * Fresh random numbers of the standard normal distribution, other ones in each step, the same ones for the same
     * seed.
     *
     * @param shape the dimensions wanted
     * @return numbers through which no gradient flows
     */
    Operand<T> randomNormal(Operand<TInt32> shape);

    /**
     * A number as a constant of the type in use.
     *
     * @param value the number
     * @return a rank-0 constant
     */
    default Operand<T> constant(double value) {
        return GraphMath.constant(tf(), type(), value);
    }

    /**
     * Those of a layer.
     *
     * @param <T> the type of the numbers
     * @param call what the layer works with
     * @return its draws
     */
    static <T extends TFloating> Draws<T> of(LayerCall<T> call) {
        return new Draws<>() {
            @Override
            public Ops tf() {
                return call.tf();
            }

            @Override
            public Class<T> type() {
                return call.input().type();
            }

            @Override
            public Operand<T> randomUniform(Operand<TInt32> shape) {
                return call.randomUniform(shape);
            }

            @Override
            public Operand<T> randomNormal(Operand<TInt32> shape) {
                return call.randomNormal(shape);
            }
        };
    }
}
