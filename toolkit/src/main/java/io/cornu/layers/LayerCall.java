package io.cornu.layers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What a layer works with while it adds its computation to a graph.
 *
 * @param <T> the type of the numbers
 */
public interface LayerCall<T extends TFloating> {
    /**
     * TensorFlow's operations, in a scope named after the layer.
     *
     * @return the operations
     */
    Ops tf();

    /**
     * The inputs in order.
     *
     * @return at least one
     */
    List<Operand<T>> inputs();

    /**
     * The only input.
     *
     * @return the first input
     */
    default Operand<T> input() {
        return inputs().get(0);
    }

    /**
     * The shapes of the inputs as the network knows them, batch first.
     *
     * @return one shape an input
     */
    List<Shape> inputShapes();

    /**
     * Which positions of each input count, where a layer before it says so.
     *
     * @return one for each input; of shape (batch, positions), false where a position does not count
     */
    List<Optional<Operand<TBool>>> masks();

    /**
     * Which positions of the only input count.
     *
     * @return the mask of the first input
     */
    default Optional<Operand<TBool>> mask() {
        return masks().get(0);
    }

    /**
     * The value of one of the layer's variables.
     *
     * @param name the name in its {@link VariableSpec}
     * @return the value before this step, or what the layer made of it in an earlier call of this step
     * @throws IllegalArgumentException if the layer has no such variable
     */
    Operand<T> variable(String name);

    /**
     * Gives a statistic a new value at the end of the step. Ignored unless {@link Phase#isLearning}.
     *
     * @param name the name in its {@link VariableSpec}
     * @param value the new value
     * @throws IllegalArgumentException if the layer has no such variable, or it is trainable
     */
    void update(String name, Operand<T> value);

    /**
     * Gives a weight a new value that this step already uses: {@link #variable} gives it from now on, penalties and
     * gradients are taken of it, and the optimizer goes on from it. No gradient flows into what it was computed from.
     * Ignored unless {@link Phase#isLearning}.
     *
     * @param name the name in its {@link VariableSpec}
     * @param value the new value, of the variable's shape
     * @throws IllegalArgumentException if the layer has no such variable, or it is a statistic
     */
    void replace(String name, Operand<T> value);

    /**
     * Adds a penalty to the loss, besides those of the variables' regularizers.
     *
     * @param penalty a rank-0 number
     */
    void penalize(Operand<T> penalty);

    /**
     * What a layer within this one works with: its variables are those of this layer whose names start with the inner
     * layer's name and a slash, which is also where Keras stores them.
     *
     * @param name the inner layer's name within this one, Keras' attribute: {@code cell}, {@code forward_layer}
     * @param inputs what goes into the inner layer
     * @param inputShapes their shapes, batch first
     * @param masks their masks
     * @return the call of the inner layer
     */
    LayerCall<T> inner(
            String name, List<Operand<T>> inputs, List<Shape> inputShapes, List<Optional<Operand<TBool>>> masks);

    /**
     * What the network is being used for. A frozen layer is never {@link Phase#isLearning}.
     *
     * @return the phase
     */
    Phase phase();

    /**
     * Fresh uniform random numbers in [0, 1), other ones in each step and layer, the same ones for the same seed.
     *
     * @param shape the dimensions wanted
     * @return numbers through which no gradient flows
     */
    Operand<T> randomUniform(Operand<TInt32> shape);

    /**
     * Fresh random numbers of the standard normal distribution, other ones in each step and layer, the same ones for
     * the same seed.
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
    Operand<T> constant(double value);
}
