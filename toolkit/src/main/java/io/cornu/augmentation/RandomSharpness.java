package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Blurs or sharpens each image while training, by its distance from a smoothed copy, and cuts off what leaves the range
 * of values.
 *
 * <pre>y = x + (1 - 2 f) (smoothed - x): smoothed at f = 0, as it was at 0.5, sharper up to 1</pre>
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomSharpness}, Keras 3.15.
 *
 * @param factor what f is drawn from; within [0, 1]
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomSharpness(Range factor, Range valueRange, DataFormat dataFormat)
        implements Layer, RandomSharpnessBuilder.With {
    private static final double SIDE = 1 / 13.0;
    private static final double MIDDLE = 5 / 13.0;
    private static final double[] SMOOTHING = {SIDE, SIDE, SIDE, SIDE, MIDDLE, SIDE, SIDE, SIDE, SIDE};

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the factor leaves [0, 1], or the range of values is empty
     */
    public RandomSharpness {
        factor.within("RandomSharpness", "factor", 0, 1);
        valueRange.asValues("RandomSharpness");
    }

    /**
     * Draws f from 0 up.
     *
     * @param factor the largest f
     * @return the layer
     * @throws IllegalArgumentException if it leaves [0, 1]
     */
    public static RandomSharpness of(double factor) {
        return of(Range.upTo(factor));
    }

    /**
     * Draws f from a range.
     *
     * @param factor what f is drawn from
     * @return the layer
     * @throws IllegalArgumentException if it leaves [0, 1]
     */
    public static RandomSharpness of(Range factor) {
        return new RandomSharpness(factor, Range.BYTES, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Pixels.requireImages(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.augment(call, dataFormat, this::augmented);
    }

    <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        return sharpened(images, images.perImage(factor));
    }

    <T extends TFloating> Operand<T> sharpened(Pixels<T> images, Operand<T> strength) {
        Ops tf = images.tf();
        Operand<T> kernel = tf.dtypes.cast(
                tf.reshape(tf.constant(SMOOTHING), tf.constant(new int[] {3, 3})),
                images.draws().type());
        Operand<T> change = tf.math.sub(Blur.with(images, kernel), images.images());
        Operand<T> share = tf.math.sub(images.constant(1), tf.math.mul(strength, images.constant(2)));
        return images.clipped(tf.math.add(images.images(), tf.math.mul(share, change)), valueRange);
    }
}
