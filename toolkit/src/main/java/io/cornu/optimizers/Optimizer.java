package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import java.util.List;
import org.tensorflow.types.family.TFloating;

/**
 * How a gradient changes a weight.
 *
 * <p>An optimizer is an immutable value. It names its slots (numbers kept for every weight) and adds one update to
 * a graph; the engine clips the gradients before, and keeps slots, rate and step. One of your own:
 *
 * <pre>{@code
 * record SignDescent(LearningRate learningRate) implements Optimizer {
 *     public <T extends TFloating> void update(UpdateStep<T> step) {
 *         var direction = step.tf().math.sign(step.gradient());
 *         var change = step.tf().math.mul(step.learningRate(), direction);
 *         step.assign(step.tf().math.sub(step.weight(), change));
 *     }
 * }
 * }</pre>
 */
public interface Optimizer {
    /**
     * The learning rate.
     *
     * @return a number or a schedule
     */
    LearningRate learningRate();

    /**
     * How gradients are cut before the update.
     *
     * @return not at all unless overridden
     */
    default Clipping clipping() {
        return Clipping.none();
    }

    /**
     * The numbers kept for every weight, each of the weight's shape.
     *
     * @return none unless overridden
     */
    default List<Slot> slots() {
        return List.of();
    }

    /**
     * Adds the update of one weight to a graph: give the weight, and each slot that changes, its new value.
     *
     * @param <T> the type of the numbers
     * @param step the weight, its gradient, its slots, the rate and the step
     */
    <T extends TFloating> void update(UpdateStep<T> step);

    /**
     * Numbers kept for every weight.
     *
     * @param name the name, Keras' where it has this slot
     * @param initialValue what it starts with
     */
    record Slot(String name, double initialValue) {
        /**
         * A slot that starts with zeros.
         *
         * @param name the name, Keras' where it has this slot
         * @return the slot
         */
        public static Slot zeros(String name) {
            return new Slot(name, 0);
        }
    }
}
