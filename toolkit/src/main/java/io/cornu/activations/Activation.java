package io.cornu.activations;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A function applied to every number of a layer's output, or along one of its axes.
 *
 * <p>Keras' own are in {@link Activations}. One of your own is a class with a name and a formula:
 *
 * <pre>{@code
 * record Square() implements Activation {
 *     public String name() { return "square"; }
 *
 *     public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) { return tf.math.square(x); }
 * }
 * }</pre>
 */
public interface Activation {
    /**
     * The name in files, Keras' where it has this function.
     *
     * @return such as {@code relu}
     */
    String name();

    /**
     * Adds the function to a graph.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x the numbers, of known rank
     * @return numbers of the {@link #outputShape}
     */
    <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x);

    /**
     * The shape of what comes out. The input's own by default; of Keras' functions only {@link Activations#glu} changes
     * it.
     *
     * @param input the shape of what goes in, batch first
     * @return the shape of what comes out
     * @throws IllegalArgumentException if the function cannot take such a shape
     */
    default Shape outputShape(Shape input) {
        return input;
    }
}
