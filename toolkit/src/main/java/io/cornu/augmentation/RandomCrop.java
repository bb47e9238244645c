package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.Phase;
import io.cornu.ops.ImageResampling;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Cuts a window out of images while training, in a place of its own for each batch.
 *
 * <p>In the other phases, it takes the largest window about the middle that is shaped like the result, and resizes it,
 * bilinearly; this is what Keras documents, while its code leaves images there as they are, whatever shape it states.
 * Images that are not larger than the window in both directions are treated in training as Keras treats them: cut from
 * a fixed place, then resized.
 *
 * <p>Shapes: (batch, height, width, channels) of known height and width, to those of the window.
 *
 * <p>Source: {@code keras.layers.RandomCrop}, Keras 3.15.
 *
 * @param height the height of the window, at least 1
 * @param width the width of the window, at least 1
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomCrop(int height, int width, DataFormat dataFormat) implements Layer, RandomCropBuilder.With {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if a side is below 1
     */
    public RandomCrop {
        Arguments.positive("RandomCrop", "height", height);
        Arguments.positive("RandomCrop", "width", width);
    }

    /**
     * A window.
     *
     * @param height its height, at least 1
     * @param width its width, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a side is below 1
     */
    public static RandomCrop of(int height, int width) {
        return new RandomCrop(height, width, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        Pixels.requireImages(input);
        boolean isLast = dataFormat == DataFormat.CHANNELS_LAST;
        if (input.get(isLast ? 1 : 2) == Shape.UNKNOWN_SIZE || input.get(isLast ? 2 : 3) == Shape.UNKNOWN_SIZE) {
            throw new LayerShapeException(
                    "expected images of known height and width, received " + Shapes.text(input),
                    "State both in Input.of(...).");
        }
        return isLast
                ? Shape.of(input.get(0), height, width, input.get(3))
                : Shape.of(input.get(0), input.get(1), height, width);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.always(
                call,
                dataFormat,
                images -> call.phase() == Phase.TRAINING
                        ? cut(images)
                        : ImageResampling.fromMiddle(images.tf(), images.images(), height, width));
    }

    private <T extends TFloating> Operand<T> cut(Pixels<T> images) {
        Shape shape = images.images().shape();
        int imageHeight = (int) shape.get(1);
        int imageWidth = (int) shape.get(2);
        Ops tf = images.tf();
        if (imageHeight > height && imageWidth > width) {
            return window(
                    images, place(images, imageHeight - height), place(images, imageWidth - width), height, width);
        }
        // The place is that of a window shaped like the result, the window is as large as the result, or as it can be.
        long shapedHeight = Math.max(1, Math.min(imageHeight, (long) imageWidth * height / width));
        long shapedWidth = Math.max(1, Math.min(imageWidth, (long) imageHeight * width / height));
        int top = (int) (imageHeight - shapedHeight) / 2;
        int left = (int) (imageWidth - shapedWidth) / 2;
        int cutHeight = Math.min(height, imageHeight - top);
        int cutWidth = Math.min(width, imageWidth - left);
        Operand<T> cut = window(images, tf.constant(top), tf.constant(left), cutHeight, cutWidth);
        return cutHeight == height && cutWidth == width
                ? cut
                : ImageResampling.resize(tf, cut, height, width, "BILINEAR", false);
    }

    /** A whole number from 0 to a limit. */
    private static <T extends TFloating> Operand<TInt32> place(Pixels<T> images, int limit) {
        Ops tf = images.tf();
        Operand<T> drawn = images.uniform(tf.constant(new int[0]), Range.of(0, limit + 1.0));
        // A draw just below 1 may be rounded up by the product.
        return tf.math.minimum(tf.dtypes.cast(drawn, TInt32.class), tf.constant(limit));
    }

    private static <T extends TFloating> Operand<T> window(
            Pixels<T> images, Operand<TInt32> top, Operand<TInt32> left, int height, int width) {
        Ops tf = images.tf();
        Operand<TInt32> zero = tf.constant(0);
        return tf.slice(
                images.images(), tf.stack(List.of(zero, top, left, zero)), tf.constant(new int[] {-1, height, width, -1
                }));
    }
}
