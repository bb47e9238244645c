package io.cornu.augmentation;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A change of whole batches, targets included, while a network trains; given to {@link
 * io.cornu.model.Fit#withAugmentation}.
 *
 * <p>One of your own is a record, such as this one, which adds noise to the targets:
 *
 * <pre>{@code
 * record NoisyTargets(double deviation) implements BatchAugmentation {
 *     public <T extends TFloating> Examples<T> augment(Examples<T> examples, Draws<T> draws) {
 *         Operand<T> targets = examples.targets().get(0);
 *         Operand<T> noise = draws.randomNormal(draws.tf().shape(targets));
 *         Operand<T> noisy = draws.tf().math.add(targets, draws.tf().math.mul(noise, draws.constant(deviation)));
 *         return new Examples<>(examples.inputs(), List.of(noisy));
 *     }
 * }
 * }</pre>
 */
public interface BatchAugmentation {
    /**
     * A batch.
     *
     * @param <T> the type of the numbers
     * @param inputs the model's inputs in order, one row an example
     * @param targets the model's targets in order, one row an example: vectors or numbers, never numbers of classes
     */
    record Examples<T extends TFloating>(List<Operand<T>> inputs, List<Operand<T>> targets) {
        /** Copies the lists. */
        public Examples {
            inputs = List.copyOf(inputs);
            targets = List.copyOf(targets);
        }
    }

    /**
     * Adds the change to a graph.
     *
     * @param <T> the type of the numbers
     * @param examples the batch
     * @param draws where random numbers come from
     * @return a batch of as many examples, inputs and targets, of the same shapes
     * @throws IllegalArgumentException if such a batch cannot be changed
     */
    <T extends TFloating> Examples<T> augment(Examples<T> examples, Draws<T> draws);
}
