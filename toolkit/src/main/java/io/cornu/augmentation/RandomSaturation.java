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
 * Makes the colors of each image stronger or paler while training.
 *
 * <pre>saturation' = clip(saturation f / (1 - f)): gray at f = 0, as it was at 0.5, full at 1</pre>
 *
 * <p>The range of values cuts off the saturation alone, which lies in [0, 1] whatever the pixels' values, as in Keras.
 *
 * <p>Shapes: (batch, height, width, 3), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomSaturation}, Keras 3.15.
 *
 * @param factor what f is drawn from; within [-1, 1], where negative numbers make gray
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomSaturation(Range factor, Range valueRange, DataFormat dataFormat)
        implements Layer, RandomSaturationBuilder.With {
    /** {@code keras.config.epsilon()}. */
    private static final double EPSILON = 1e-7;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the factor leaves [-1, 1], or the range of values is empty
     */
    public RandomSaturation {
        factor.within("RandomSaturation", "factor", -1, 1);
        valueRange.asValues("RandomSaturation");
    }

    /**
     * Draws f as far below 0 as above, as Keras does where a single number is given.
     *
     * @param factor the largest f
     * @return the layer
     * @throws IllegalArgumentException if it leaves [-1, 1]
     */
    public static RandomSaturation of(double factor) {
        return of(Range.around(factor));
    }

    /**
     * Draws f from a range.
     *
     * @param factor what f is drawn from
     * @return the layer
     * @throws IllegalArgumentException if it leaves [-1, 1]
     */
    public static RandomSaturation of(Range factor) {
        return new RandomSaturation(factor, Range.BYTES, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Pixels.requireChannels(input, dataFormat, 3);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.augment(call, dataFormat, this::augmented);
    }

    <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        Ops tf = images.tf();
        Operand<T> drawn = images.perRow(factor);
        Operand<T> rest = tf.math.add(tf.math.sub(images.constant(1), drawn), images.constant(EPSILON));
        return saturated(images, tf.math.div(drawn, rest));
    }

    /** Multiplies the saturation by a number for each image, of shape (batch, 1). */
    <T extends TFloating> Operand<T> saturated(Pixels<T> images, Operand<T> strength) {
        Ops tf = images.tf();
        HueSaturation<T> colors = HueSaturation.of(images);
        Operand<T> product =
                tf.math.mul(colors.saturation(), tf.reshape(strength, tf.constant(new int[] {-1, 1, 1, 1})));
        return colors.withSaturation(images.clipped(product, valueRange)).toColors(images);
    }
}
