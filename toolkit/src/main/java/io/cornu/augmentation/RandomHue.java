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
 * Turns the hues of each image while training, one way or the other by a coin, by up to half the color wheel.
 *
 * <p>Shapes: (batch, height, width, 3), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomHue}, Keras 3.15.
 *
 * @param factor how far, 1 being half the wheel; within [0, 1]
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomHue(Range factor, Range valueRange, DataFormat dataFormat) implements Layer, RandomHueBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the factor leaves [0, 1], or the range of values is empty
     */
    public RandomHue {
        factor.within("RandomHue", "factor", 0, 1);
        valueRange.asValues("RandomHue");
    }

    /**
     * Turns up to a share.
     *
     * @param factor how far at most, 1 being half the wheel
     * @return the layer
     * @throws IllegalArgumentException if it leaves [0, 1]
     */
    public static RandomHue of(double factor) {
        return of(Range.upTo(factor));
    }

    /**
     * Turns within a range.
     *
     * @param factor how far, 1 being half the wheel
     * @return the layer
     * @throws IllegalArgumentException if it leaves [0, 1]
     */
    public static RandomHue of(Range factor) {
        return new RandomHue(factor, Range.BYTES, DataFormat.CHANNELS_LAST);
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
        return turned(images, tf.math.mul(tf.math.mul(images.perRow(factor), images.sign()), images.constant(.5)));
    }

    /** Turns by a share of the wheel, of shape (batch, 1). */
    <T extends TFloating> Operand<T> turned(Pixels<T> images, Operand<T> turn) {
        Ops tf = images.tf();
        Operand<T> unit = images.rescaled(images.images(), valueRange, Range.UNIT);
        HueSaturation<T> colors = HueSaturation.of(images.with(unit));
        Operand<T> hue = tf.math.add(colors.hue(), tf.reshape(turn, tf.constant(new int[] {-1, 1, 1, 1})));
        Operand<T> one = images.constant(1);
        hue = tf.select(tf.math.greater(hue, one), tf.math.sub(hue, one), hue);
        hue = tf.select(tf.math.less(hue, images.constant(0)), tf.math.add(hue, one), hue);
        Operand<T> result = colors.withHue(hue).toColors(images);
        return images.rescaled(images.clipped(result, Range.UNIT), Range.UNIT, valueRange);
    }
}
