package io.cornu.layers.recurrent;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Goes through sequences in both directions, with weights for each.
 *
 * <p>Shapes: those of the layer; twice its units with {@link MergeMode#CONCAT}.
 *
 * <p>Source: {@code keras.layers.Bidirectional}, Keras 3.15, without {@code merge_mode=None}.
 *
 * @param layer the layer for one direction
 * @param backwardLayer the layer for the other; one like the first by default
 * @param mergeMode how the outputs become one; side by side by default
 */
@RecordBuilder
public record Bidirectional(RecurrentLayer layer, RecurrentLayer backwardLayer, MergeMode mergeMode)
        implements Layer, BidirectionalBuilder.With {
    /**
     * Checks that the layers go together.
     *
     * @throws IllegalArgumentException if both go the same way, or only one returns sequences
     */
    public Bidirectional {
        Arguments.require(
                layer.goBackwards() != backwardLayer.goBackwards(),
                "Bidirectional",
                "the layers must go in different directions",
                "goBackwards " + layer.goBackwards() + " twice");
        Arguments.require(
                layer.returnSequences() == backwardLayer.returnSequences(),
                "Bidirectional",
                "both layers or neither must return sequences",
                layer.returnSequences() + " and " + backwardLayer.returnSequences());
        // As Keras has it, so that what does not count is the same in both directions.
        layer = layer.withZeroOutputForMask(layer.returnSequences());
        backwardLayer = backwardLayer.withZeroOutputForMask(layer.returnSequences());
    }

    /**
     * A layer in both directions, outputs side by side.
     *
     * @param layer the layer for one direction; for the other one like it
     * @return the layer
     */
    public static Bidirectional of(RecurrentLayer layer) {
        return new Bidirectional(layer, layer.reversed(), MergeMode.CONCAT);
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape output = layer.outputShape(input);
        backwardLayer.outputShape(input);
        if (mergeMode != MergeMode.CONCAT) {
            return output;
        }
        int last = output.numDimensions() - 1;
        return output.take(last)
                .append(output.get(last) + backwardLayer.outputShape(input).get(last));
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        return Stream.concat(
                        layer.variables(inputs).stream().map(spec -> spec.within("forward_layer/")),
                        backwardLayer.variables(inputs).stream().map(spec -> spec.within("backward_layer/")))
                .toList();
    }

    @Override
    public boolean isStochastic() {
        return layer.isStochastic() || backwardLayer.isStochastic();
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        return layer.returnSequences() ? call.mask() : Optional.empty();
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> one = layer.call(call.inner("forward_layer", call.inputs(), call.inputShapes(), call.masks()));
        Operand<T> other =
                backwardLayer.call(call.inner("backward_layer", call.inputs(), call.inputShapes(), call.masks()));
        if (layer.returnSequences()) {
            other = tf.reverse(other, tf.constant(new int[] {1}));
        }
        return switch (mergeMode) {
            case CONCAT -> tf.concat(List.of(one, other), tf.constant(-1));
            case SUM -> tf.math.add(one, other);
            case MUL -> tf.math.mul(one, other);
            case AVE -> tf.math.div(tf.math.add(one, other), call.constant(2));
        };
    }
}
