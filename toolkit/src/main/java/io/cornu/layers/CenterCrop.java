package io.cornu.layers;

import io.cornu.ops.ImageResampling;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Cuts the middle out of images. Of images that are smaller than the window in one direction, the largest part about the
 * middle that is shaped like the window is resized, bilinearly.
 *
 * <p>Shapes: (batch, height, width, channels) of known height and width, to those of the window.
 *
 * <p>Source: {@code keras.layers.CenterCrop}, Keras 3.15.
 *
 * @param height the height of the window, at least 1
 * @param width the width of the window, at least 1
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record CenterCrop(int height, int width, DataFormat dataFormat) implements Layer, CenterCropBuilder.With {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if a side is below 1
     */
    public CenterCrop {
        Arguments.positive("CenterCrop", "height", height);
        Arguments.positive("CenterCrop", "width", width);
    }

    /**
     * A window.
     *
     * @param height its height, at least 1
     * @param width its width, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a side is below 1
     */
    public static CenterCrop of(int height, int width) {
        return new CenterCrop(height, width, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireImages(input);
        Shape last = dataFormat.toChannelsLast(input);
        Resizing.requireKnown(input, last);
        return dataFormat.fromChannelsLast(Shape.of(last.get(0), height, width, last.get(3)));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Shape shape = dataFormat.toChannelsLast(call.inputShapes().get(0));
        long top = (shape.get(1) - height) / 2;
        long left = (shape.get(2) - width) / 2;
        boolean fits = shape.get(1) >= height && shape.get(2) >= width;
        return dataFormat.around(
                tf,
                call.input(),
                4,
                images -> fits
                        ? tf.slice(images, tf.constant(new int[] {0, (int) top, (int) left, 0}), tf.constant(new int[] {
                            -1, height, width, -1
                        }))
                        : ImageResampling.fromMiddle(tf, images, height, width));
    }
}
