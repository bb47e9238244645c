package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * All numbers of an example in one row.
 *
 * <p>Shapes: (batch, a, b, ...) to (batch, a * b * ...). Channels that come first are moved to the end before, so that
 * both formats give the same row.
 *
 * <p>Source: {@code keras.layers.Flatten}, Keras 3.15.
 *
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record Flatten(DataFormat dataFormat) implements Layer, FlattenBuilder.With {
    /**
     * A flattening layer, the channels last.
     *
     * @return the layer
     */
    public static Flatten of() {
        return new Flatten(DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRankAtLeast(1, input, "(batch, ...)");
        Shape example = input.takeLast(input.numDimensions() - 1);
        return Shape.of(input.get(0), example.hasUnknownDimension() ? Shape.UNKNOWN_SIZE : example.size());
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Shape input = call.inputShapes().get(0);
        Operand<T> x = input.numDimensions() > 1
                ? dataFormat.toChannelsLast(tf, call.input(), input.numDimensions())
                : call.input();
        long size = outputShape(input).get(1);
        if (size != Shape.UNKNOWN_SIZE) {
            return tf.reshape(x, tf.constant(new long[] {-1, size}));
        }
        // Only the batch is known to keep its size then.
        return tf.reshape(
                x, tf.concat(List.of(AxisRules.sizeAt(tf, x, 0), tf.constant(new int[] {-1})), tf.constant(0)));
    }
}
