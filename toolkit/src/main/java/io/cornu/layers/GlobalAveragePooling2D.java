package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.family.TFloating;

/**
 * The mean of every channel over the whole image.
 *
 * <p>Shapes: (batch, height, width, channels) to (batch, channels), or (batch, 1, 1, channels) if the dimensions
 * are kept.
 *
 * <p>Source: {@code keras.layers.GlobalAveragePooling2D}, Keras 3.15, with {@code data_format="channels_last"}.
 *
 * @param keepDimensions whether height and width stay, as 1; false by default (Keras: {@code keepdims})
 */
@RecordBuilder
public record GlobalAveragePooling2D(boolean keepDimensions) implements Layer, GlobalAveragePooling2DBuilder.With {
    /**
     * Global average pooling with Keras' defaults.
     *
     * @return the layer
     */
    public static GlobalAveragePooling2D of() {
        return new GlobalAveragePooling2D(false);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireImages(input);
        return keepDimensions ? Shape.of(input.get(0), 1, 1, input.get(3)) : Shape.of(input.get(0), input.get(3));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.tf().math.mean(call.input(), call.tf().constant(new int[] {1, 2}), Mean.keepDims(keepDimensions));
    }
}
