package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
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
 *
 * <p>With a record component {@code OptimizerSettings settings} and {@link ConfigurableOptimizer} it clips, decays
 * and averages as Keras' own do. A codec in a {@code KerasRegistry} lets it stand in {@code .keras} files.
 */
public interface Optimizer {
    /**
     * The learning rate.
     *
     * @return a number or a schedule
     */
    LearningRate learningRate();

    /**
     * What happens to gradients before the update and to weights besides it.
     *
     * @return nothing unless overridden
     */
    default OptimizerSettings settings() {
        return OptimizerSettings.none();
    }

    /**
     * The numbers kept for every weight.
     *
     * @return none unless overridden
     */
    default List<Slot> slots() {
        return List.of();
    }

    /**
     * The numbers kept for one weight, for optimizers that treat some weights in another way.
     *
     * @param weight the weight
     * @return the same for all weights unless overridden
     */
    default List<Slot> slots(OptimizedWeight weight) {
        return slots();
    }

    /**
     * How much one weight shrinks before an update, in parts of the learning rate.
     *
     * @param weight the weight
     * @return as the settings say unless overridden
     */
    default double weightDecay(OptimizedWeight weight) {
        return settings().weightDecay().rateOf(weight);
    }

    /**
     * Adds the update of one weight to a graph: give the weight, and each slot that changes, its new value.
     *
     * @param <T> the type of the numbers
     * @param step the weight, its gradient, its slots, the rate and the step
     */
    <T extends TFloating> void update(UpdateStep<T> step);

    /**
     * Numbers kept for a weight, or one number kept for all of them.
     *
     * @param name the name, Keras' where it has this slot
     * @param kind what it looks like
     * @param initialValue what it starts with; of no meaning for copies
     * @param ownShape its dimensions where they are not the weight's
     */
    record Slot(String name, Kind kind, double initialValue, Optional<Shape> ownShape) {
        /** What a slot looks like. */
        public enum Kind {
            /** An array for each weight. */
            FILLED,
            /** An array for each weight, of its shape, that starts as the weight itself. */
            COPY,
            /** One number for all weights. Any of their updates may assign it, and all the same value. */
            SHARED
        }

        /**
         * A slot of the weight's shape that starts with zeros.
         *
         * @param name the name, Keras' where it has this slot
         * @return the slot
         */
        public static Slot zeros(String name) {
            return filled(name, 0);
        }

        /**
         * A slot of the weight's shape.
         *
         * @param name the name, Keras' where it has this slot
         * @param value what it starts with
         * @return the slot
         */
        public static Slot filled(String name, double value) {
            return new Slot(name, Kind.FILLED, value, Optional.empty());
        }

        /**
         * A slot of another shape that starts with zeros.
         *
         * @param name the name, Keras' where it has this slot
         * @param shape its dimensions
         * @return the slot
         */
        public static Slot zeros(String name, Shape shape) {
            return new Slot(name, Kind.FILLED, 0, Optional.of(shape));
        }

        /**
         * A slot that starts as the weight is when training begins.
         *
         * @param name the name, Keras' where it has this slot
         * @return the slot
         */
        public static Slot copy(String name) {
            return new Slot(name, Kind.COPY, 0, Optional.empty());
        }

        /**
         * One number for all weights.
         *
         * @param name the name, Keras' where it has this slot
         * @param value what it starts with
         * @return the slot
         */
        public static Slot shared(String name, double value) {
            return new Slot(name, Kind.SHARED, value, Optional.of(Shape.scalar()));
        }

        /**
         * The dimensions for one weight.
         *
         * @param weight the weight
         * @return its own shape, or the weight's
         */
        public Shape shape(OptimizedWeight weight) {
            return ownShape.orElse(weight.shape());
        }
    }
}
