package io.cornu.optimizers;

import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * What an optimizer works with while it adds the update of one weight to a graph.
 *
 * @param <T> the type of the numbers
 */
public interface UpdateStep<T extends TFloating> {
    /**
     * TensorFlow's operations. All of an update must be made with these, for it may not happen in every run.
     *
     * @return the operations
     */
    Ops tf();

    /**
     * Which weight is updated.
     *
     * @return its path and shape
     */
    OptimizedWeight target();

    /**
     * The weight before the update, after its decay.
     *
     * @return its value
     */
    Operand<T> weight();

    /**
     * The gradient of the loss by the weight, clipped.
     *
     * @return its value
     */
    Operand<T> gradient();

    /**
     * A slot before the update.
     *
     * @param name the name in {@link Optimizer#slots}
     * @return its value
     * @throws IllegalArgumentException if there is no such slot
     */
    Operand<T> slot(String name);

    /**
     * The learning rate of this step.
     *
     * @return a rank-0 number
     */
    Operand<T> learningRate();

    /**
     * The number of this update; it counts updates, not batches, where gradients are accumulated.
     *
     * @return a rank-0 number, 1 for the first
     */
    Operand<T> number();

    /**
     * A number as a constant of the type in use.
     *
     * @param value the number
     * @return a rank-0 constant
     */
    Operand<T> constant(double value);

    /**
     * Gives the weight its new value.
     *
     * @param value of the weight's shape
     */
    void assign(Operand<T> value);

    /**
     * Gives a slot its new value.
     *
     * @param name the name in {@link Optimizer#slots}
     * @param value of the slot's shape; for a slot shared by all weights, the same for each of them
     * @throws IllegalArgumentException if there is no such slot
     */
    void assignSlot(String name, Operand<T> value);

    /**
     * The resource behind the weight, for TensorFlow's fused kernels, which update in place.
     *
     * @return a resource handle
     */
    Operand<? extends TType> weightHandle();

    /**
     * The resource behind a slot, for TensorFlow's fused kernels.
     *
     * @param name the name in {@link Optimizer#slots}
     * @return a resource handle
     * @throws IllegalArgumentException if there is no such slot
     */
    Operand<? extends TType> slotHandle(String name);

    /**
     * Makes an operation part of the step, instead of {@link #assign}.
     *
     * @param kernel a fused kernel over {@link #weightHandle} and {@link #slotHandle} that takes the gradient
     */
    void run(Op kernel);
}
