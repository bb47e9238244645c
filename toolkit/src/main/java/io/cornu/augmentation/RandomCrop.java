package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.Phase;
import io.cornu.ops.Resampling;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
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
                call, dataFormat, images -> call.phase() == Phase.TRAINING ? cut(images) : fromMiddle(images));
    }

    private <T extends TFloating> Operand<T> cut(Pixels<T> images) {
        Shape shape = images.images().shape();
        int down = (int) shape.get(1) - height;
        int right = (int) shape.get(2) - width;
        Ops tf = images.tf();
        if (down > 0 && right > 0) {
            return window(images, place(images, down), place(images, right), height, width);
        }
        Window middle = middle(shape);
        int cutHeight = Math.min(height, (int) shape.get(1) - middle.top());
        int cutWidth = Math.min(width, (int) shape.get(2) - middle.left());
        Operand<T> cut = window(
                images, tf.constant(middle.top()), tf.constant(middle.left()), cutHeight, cutWidth);
        return resized(tf, cut, cutHeight, cutWidth);
    }

    private <T extends TFloating> Operand<T> fromMiddle(Pixels<T> images) {
        Ops tf = images.tf();
        Window middle = middle(images.images().shape());
        Operand<T> cut = window(
                images, tf.constant(middle.top()), tf.constant(middle.left()), middle.height(), middle.width());
        return resized(tf, cut, middle.height(), middle.width());
    }

    private <T extends TFloating> Operand<T> resized(Ops tf, Operand<T> cut, int cutHeight, int cutWidth) {
        return cutHeight == height && cutWidth == width
                ? cut
                : Resampling.resize(tf, cut, height, width, "BILINEAR", false);
    }

    private record Window(int top, int left, int height, int width) {}

    /** The largest window about the middle that is shaped like the result. */
    private Window middle(Shape shape) {
        long imageHeight = shape.get(1);
        long imageWidth = shape.get(2);
        int cutHeight = (int) Math.max(1, Math.min(imageHeight, imageWidth * height / width));
        int cutWidth = (int) Math.max(1, Math.min(imageWidth, imageHeight * width / height));
        return new Window(
                (int) (imageHeight - cutHeight) / 2, (int) (imageWidth - cutWidth) / 2, cutHeight, cutWidth);
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
                images.images(),
                tf.stack(java.util.List.of(zero, top, left, zero)),
                tf.constant(new int[] {-1, height, width, -1}));
    }
}
