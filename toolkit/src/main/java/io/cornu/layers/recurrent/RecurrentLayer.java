package io.cornu.layers.recurrent;

import io.cornu.layers.ActivityPenalty;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.VariableSpec;
import io.cornu.regularizers.Regularizer;
import io.cornu.text.Shapes;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * A layer that goes through sequences with a cell, from the first step to the last or the other way.
 *
 * <p>Shapes: (batch, steps, features) to (batch, units), or to (batch, steps, units) if it returns sequences. The number
 * of steps must be known and at most {@value #MAX_STEPS}: each becomes a part of the graph, which trains faster than a
 * loop, but the first call takes some milliseconds for each. Where the input has a mask, steps that do not count leave
 * the state as it is.
 *
 * <p>Source: {@code keras.layers.RNN}, Keras 3.15, without {@code stateful} and {@code return_state}.
 */
public sealed interface RecurrentLayer extends Layer permits SimpleRNN, LSTM, GRU, RNN {
    /** The longest sequence. */
    int MAX_STEPS = 4096;

    /**
     * What happens in a step.
     *
     * @return the cell
     */
    RecurrentCell cell();

    /**
     * Whether the output of every step comes out, and not the last one's only.
     *
     * @return false by default
     */
    boolean returnSequences();

    /**
     * Whether it goes from the last step to the first; outputs come in the order they are made.
     *
     * @return false by default
     */
    boolean goBackwards();

    /**
     * Whether steps that do not count give zeros, and not the output of the step before.
     *
     * @return false by default
     */
    boolean zeroOutputForMask();

    /**
     * The penalty on the output.
     *
     * @return none by default
     */
    Regularizer activityRegularizer();

    /**
     * The same layer in the other direction.
     *
     * @return a copy
     */
    RecurrentLayer reversed();

    /**
     * The same layer with or without outputs for steps that do not count.
     *
     * @param isZero whether they are zeros
     * @return a copy
     */
    RecurrentLayer withZeroOutputForMask(boolean isZero);

    @Override
    default Shape outputShape(Shape input) {
        if (input.numDimensions() != 3) {
            throw new LayerShapeException(
                    "expected input (batch, steps, features), received " + Shapes.text(input),
                    "Add Reshape.of(steps, features) before it.");
        }
        if (input.get(1) == Shape.UNKNOWN_SIZE || input.get(2) == Shape.UNKNOWN_SIZE) {
            throw new LayerShapeException(
                    "expected a known number of steps and features, received " + Shapes.text(input),
                    "State them in Input.of(steps, features), and fill up shorter sequences behind a Masking layer.");
        }
        Unrolled.requireFewSteps(input);
        int units = cell().outputSize(input.get(2));
        return returnSequences() ? Shape.of(input.get(0), input.get(1), units) : Shape.of(input.get(0), units);
    }

    @Override
    default List<VariableSpec> variables(List<Shape> inputs) {
        return cell().variables(inputs.get(0).get(2)).stream()
                .map(spec -> spec.within("cell/"))
                .toList();
    }

    @Override
    default boolean isStochastic() {
        return cell().isStochastic();
    }

    @Override
    default boolean supportsMasking() {
        return true;
    }

    @Override
    default <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        return returnSequences() ? call.mask() : Optional.empty();
    }

    @Override
    default <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return ActivityPenalty.on(new Unrolled<>(this, call).output(), activityRegularizer(), call);
    }
}
