package io.cornu.layers;

import io.cornu.ops.ImageResampling;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Images in another size.
 *
 * <p>Shapes: (batch, height, width, channels) to (batch, height', width', channels); height and width must be known
 * where the aspect ratio is kept.
 *
 * <p>Source: {@code keras.layers.Resizing}, Keras 3.15, which has a pair of flags for the aspect ratio.
 *
 * @param height the new height, at least 1
 * @param width the new width, at least 1
 * @param interpolation how pixels between others come about; bilinear by default
 * @param aspectRatio what happens to images of another shape; they are stretched by default
 * @param fillValue what stands around images with {@link AspectRatio#PAD}; finite, 0 by default
 * @param antialias whether pixels of smaller images are means over all that vanish; false by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record Resizing(
        int height,
        int width,
        Interpolation interpolation,
        AspectRatio aspectRatio,
        double fillValue,
        boolean antialias,
        DataFormat dataFormat)
        implements Layer, ResizingBuilder.With {
    /** What happens to images of another shape than the result. */
    public enum AspectRatio {
        /** They are stretched. */
        STRETCH,
        /** The largest window about the middle that is shaped like the result is taken. */
        CROP,
        /** They are extended on both sides until they are shaped like the result. */
        PAD
    }

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a side is below 1, or the value is not finite
     */
    public Resizing {
        Arguments.positive("Resizing", "height", height);
        Arguments.positive("Resizing", "width", width);
        Arguments.require(Double.isFinite(fillValue), "Resizing", "fillValue must be finite", fillValue);
    }

    /**
     * Stretches images, bilinearly.
     *
     * @param height the new height, at least 1
     * @param width the new width, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a side is below 1
     */
    public static Resizing of(int height, int width) {
        return new Resizing(
                height, width, Interpolation.BILINEAR, AspectRatio.STRETCH, 0, false, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireImages(input);
        Shape last = dataFormat.toChannelsLast(input);
        if (aspectRatio != AspectRatio.STRETCH) {
            requireKnown(input, last);
        }
        return dataFormat.fromChannelsLast(Shape.of(last.get(0), height, width, last.get(3)));
    }

    /** Requires images whose shape is known before any is seen. */
    static void requireKnown(Shape input, Shape last) {
        if (last.get(1) == Shape.UNKNOWN_SIZE || last.get(2) == Shape.UNKNOWN_SIZE) {
            throw new LayerShapeException(
                    "expected images of known height and width, received " + Shapes.text(input),
                    "State both in Input.of(...).");
        }
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        return dataFormat.around(
                tf,
                call.input(),
                4,
                images -> ImageResampling.resize(
                        tf, shaped(call, images), height, width, interpolation.name(), antialias));
    }

    private <T extends TFloating> Operand<T> shaped(LayerCall<T> call, Operand<T> images) {
        if (aspectRatio == AspectRatio.STRETCH) {
            return images;
        }
        Ops tf = call.tf();
        Shape shape = dataFormat.toChannelsLast(call.inputShapes().get(0));
        long shapedHeight = scaled(shape.get(2), height, width);
        long shapedWidth = scaled(shape.get(1), width, height);
        if (aspectRatio == AspectRatio.CROP) {
            long cutHeight = Math.max(1, Math.min(shape.get(1), shapedHeight));
            long cutWidth = Math.max(1, Math.min(shape.get(2), shapedWidth));
            return tf.slice(
                    images,
                    tf.constant(
                            new int[] {0, (int) (shape.get(1) - cutHeight) / 2, (int) (shape.get(2) - cutWidth) / 2, 0
                            }),
                    tf.constant(new int[] {-1, (int) cutHeight, (int) cutWidth, -1}));
        }
        // As many on both sides, also where one more would be needed on one of them.
        int above = (int) (Math.max(shape.get(1), shapedHeight) - shape.get(1)) / 2;
        int left = (int) (Math.max(shape.get(2), shapedWidth) - shape.get(2)) / 2;
        return tf.pad(
                images,
                tf.constant(new int[][] {{0, 0}, {above, above}, {left, left}, {0, 0}}),
                call.constant(fillValue));
    }

    /** In float32, as Keras does. */
    private static long scaled(long side, int part, int whole) {
        return (long) ((float) (side * part) / whole);
    }
}
