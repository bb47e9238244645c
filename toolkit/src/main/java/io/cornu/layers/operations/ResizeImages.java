package io.cornu.layers.operations;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.Resizing;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Images stretched to another size.
 *
 * <p>Shapes: (batch, height, width, channels) to (batch, height', width', channels).
 *
 * <p>Source: {@code keras.ops.image.resize}, Keras 3.15, without its options for the aspect ratio, which
 * {@link Resizing} has.
 *
 * @param height the new height, at least 1
 * @param width the new width, at least 1
 * @param interpolation how pixels between others come about; bilinear by default
 * @param antialias whether pixels of smaller images are means over all that vanish; false by default
 * @param dataFormat which axis holds the channels; the last by default
 */
public record ResizeImages(int height, int width, Interpolation interpolation, boolean antialias, DataFormat dataFormat)
        implements Layer {
    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a side is below 1
     */
    public ResizeImages {
        Resizing.of(height, width);
    }

    /**
     * Stretches images, bilinearly.
     *
     * @param height the new height, at least 1
     * @param width the new width, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a side is below 1
     */
    public static ResizeImages of(int height, int width) {
        return new ResizeImages(height, width, Interpolation.BILINEAR, false, DataFormat.CHANNELS_LAST);
    }

    private Resizing layer() {
        return Resizing.of(height, width)
                .withInterpolation(interpolation)
                .withAntialias(antialias)
                .withDataFormat(dataFormat);
    }

    @Override
    public String kind() {
        return "Resize";
    }

    @Override
    public Shape outputShape(Shape input) {
        return layer().outputShape(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return layer().call(call);
    }
}
