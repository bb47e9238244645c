package io.cornu.layers.recurrent;

import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * What a recurrent layer does with one step of a sequence.
 *
 * <p>Keras' own are {@link SimpleRNNCell}, {@link LSTMCell}, {@link GRUCell} and {@link StackedRNNCells}. One of your
 * own, for {@code RNN.of(new Decay(.9))}:
 *
 * <pre>{@code
 * record Decay(double rate) implements RecurrentCell {
 *     public List<Integer> stateSizes(long features) {
 *         return List.of((int) features);
 *     }
 *
 *     public <T extends TFloating> Stepper<T> begin(LayerCall<T> call) {
 *         return (input, states) -> {
 *             var kept = call.tf().math.mul(states.get(0), call.constant(rate));
 *             var sum = call.tf().math.add(kept, input);
 *             return new Step<>(sum, List.of(sum));
 *         };
 *     }
 * }
 * }</pre>
 */
public interface RecurrentCell {
    /**
     * How many numbers it remembers from step to step. Every sequence begins with zeros.
     *
     * @param features the size of a step of the input
     * @return the size of each state, at least one
     */
    List<Integer> stateSizes(long features);

    /**
     * The size of a step of the output.
     *
     * @param features the size of a step of the input
     * @return that of the first state unless overridden
     */
    default int outputSize(long features) {
        return stateSizes(features).get(0);
    }

    /**
     * The weights it needs, in Keras' order.
     *
     * @param features the size of a step of the input
     * @return none unless overridden
     */
    default List<VariableSpec> variables(long features) {
        return List.of();
    }

    /**
     * Begins a sequence.
     *
     * @param <T> the type of the numbers
     * @param call the variables and the phase; its input is the first step, of shape (batch, features)
     * @return what computes each step
     */
    <T extends TFloating> Stepper<T> begin(LayerCall<T> call);

    /**
     * Whether it draws random numbers while training.
     *
     * @return false unless overridden
     */
    default boolean isStochastic() {
        return false;
    }

    /**
     * Computes the steps of one sequence.
     *
     * @param <T> the type of the numbers
     */
    @FunctionalInterface
    interface Stepper<T extends TFloating> {
        /**
         * Adds a step to a graph.
         *
         * @param input of shape (batch, features)
         * @param states as they were before, each of shape (batch, size)
         * @return what comes out
         */
        Step<T> step(Operand<T> input, List<Operand<T>> states);
    }

    /**
     * What comes out of a step.
     *
     * @param <T> the type of the numbers
     * @param output of shape (batch, output size)
     * @param states for the next step
     */
    record Step<T extends TFloating>(Operand<T> output, List<Operand<T>> states) {
        /** Copies the list. */
        public Step {
            states = List.copyOf(states);
        }
    }
}
