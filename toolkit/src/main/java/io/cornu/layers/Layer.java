package io.cornu.layers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * A step of a network: from one or several tensors to one; to several if it is a {@link MultiOutputLayer}.
 *
 * <p>A layer is an immutable value that says what weights it needs and how it computes; it holds no weights and
 * no native memory, and may be used in any number of networks. Shapes include the batch as their first
 * dimension, unknown as -1.
 *
 * <p>To write one of your own, implement {@link #call}; add {@link #outputShape(Shape)} where the shape changes
 * and {@link #variables} where there are weights:
 *
 * <pre>{@code
 * record Scale(double start) implements Layer {
 *     public List<VariableSpec> variables(List<Shape> inputs) {
 *         return List.of(VariableSpec.trainable("scale", Shape.of(inputs.get(0).get(-1)), Constant.of(start)));
 *     }
 *
 *     public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
 *         return call.tf().math.mul(call.input(), call.variable("scale"));
 *     }
 * }
 * }</pre>
 */
public interface Layer {
    /**
     * The shape that comes out for the shapes that go in; called before anything is built.
     *
     * @param inputs the shapes of the inputs, batch first
     * @return the shape of the output, batch first
     * @throws LayerShapeException if the layer cannot take such inputs
     */
    default Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != 1) {
            throw new LayerShapeException(
                    "expected one input, received " + inputs.size(), "Merge them with Add or Concatenate first.");
        }
        return outputShape(inputs.get(0));
    }

    /**
     * The shape that comes out of a layer with one input; by default the input's.
     *
     * @param input the shape of the input, batch first
     * @return the shape of the output, batch first
     * @throws LayerShapeException if the layer cannot take such an input
     */
    default Shape outputShape(Shape input) {
        return input;
    }

    /**
     * The shapes that come out, of one output or several; see {@link MultiOutputLayer}.
     *
     * @param inputs the shapes of the inputs, batch first
     * @return the shape of each output, batch first; that of the only output unless overridden
     * @throws LayerShapeException if the layer cannot take such inputs
     */
    default List<Shape> outputShapes(List<Shape> inputs) {
        return List.of(outputShape(inputs));
    }

    /**
     * The weights and statistics this layer needs, in Keras' order; by default none.
     *
     * @param inputs the shapes of the inputs, batch first
     * @return the variables, trainable ones first
     */
    default List<VariableSpec> variables(List<Shape> inputs) {
        return List.of();
    }

    /**
     * Adds this layer's computation to a graph.
     *
     * @param <T> the type of the numbers: float32, or float64 where gradients are checked
     * @param call the inputs, the variables and the phase
     * @return the output
     */
    <T extends TFloating> Operand<T> call(LayerCall<T> call);

    /**
     * Adds this layer's computation to a graph, with one output or several; see {@link MultiOutputLayer}.
     *
     * @param <T> the type of the numbers
     * @param call the inputs, the variables and the phase
     * @return as many outputs as {@link #outputShapes} says; the only output unless overridden
     */
    default <T extends TFloating> List<Operand<T>> callAll(LayerCall<T> call) {
        return List.of(call(call));
    }

    /**
     * Whether the input's mask is also the output's; Keras' attribute {@code supports_masking}. The mask ends at other
     * layers.
     *
     * @return false unless overridden
     */
    default boolean supportsMasking() {
        return false;
    }

    /**
     * Which positions of the output count, for the layers after this one and for the loss.
     *
     * @param <T> the type of the numbers
     * @param call the same as that of {@link #call}
     * @return the first input's mask if {@link #supportsMasking}, else none, unless overridden
     */
    default <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        return supportsMasking() ? call.mask() : Optional.empty();
    }

    /**
     * Which positions of each output count.
     *
     * @param <T> the type of the numbers
     * @param call the same as that of {@link #callAll}
     * @return as many as there are outputs: {@link #outputMask} for the first, as in Keras, and none for the others,
     *     unless overridden
     */
    default <T extends TFloating> List<Optional<Operand<TBool>>> outputMasks(LayerCall<T> call) {
        return List.of(outputMask(call));
    }

    /**
     * Whether this layer draws random numbers in the phases where {@link Phase#isRandom}.
     *
     * @return false unless overridden
     */
    default boolean isStochastic() {
        return false;
    }

    /**
     * Whether this layer computes in the type of its variables even where its {@link DTypePolicy} says otherwise, and
     * only its result has the policy's type; for those whose sums and differences lose too much in a shorter type, and
     * those that are given whole numbers.
     *
     * @return false unless overridden
     */
    default boolean isPrecisionSensitive() {
        return false;
    }

    /**
     * Keras' class name of this layer.
     *
     * @return the simple name of the Java class unless overridden
     */
    default String kind() {
        return getClass().getSimpleName();
    }

    /**
     * This layer under a name of its own.
     *
     * @param name letters, digits, {@code _}, {@code -} and {@code .}, starting with a letter or digit; unique within the network
     * @return the layer with its name
     * @throws IllegalArgumentException if the name has other characters
     */
    default NamedLayer named(String name) {
        return new NamedLayer(name, this);
    }

    /**
     * This layer with a type of numbers of its own, whatever that of the network; Keras' option {@code dtype}.
     *
     * @param policy in which type it computes
     * @return the layer with its policy
     */
    default PolicyLayer withPolicy(DTypePolicy policy) {
        return new PolicyLayer(policy, this);
    }
}
