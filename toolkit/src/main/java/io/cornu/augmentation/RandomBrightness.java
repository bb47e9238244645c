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
 * Adds a number to all values of each image while training, and cuts off what leaves the range of values.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomBrightness}, Keras 3.15.
 *
 * @param factor what is added, as a share of the range of values; within [-1, 1]
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomBrightness(Range factor, Range valueRange, DataFormat dataFormat)
        implements Layer, RandomBrightnessBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the factor leaves [-1, 1], or the range of values is empty
     */
    public RandomBrightness {
        factor.within("RandomBrightness", "factor", -1, 1);
        valueRange.asValues("RandomBrightness");
    }

    /**
     * Darkens as much as it brightens.
     *
     * @param factor how much at most, as a share of the range of values
     * @return the layer
     * @throws IllegalArgumentException if it leaves [-1, 1]
     */
    public static RandomBrightness of(double factor) {
        return of(Range.around(factor));
    }

    /**
     * Adds within a range.
     *
     * @param factor how much, as a share of the range of values
     * @return the layer
     * @throws IllegalArgumentException if it leaves [-1, 1]
     */
    public static RandomBrightness of(Range factor) {
        return new RandomBrightness(factor, Range.BYTES, DataFormat.CHANNELS_LAST);
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
        return brightened(images, images.perImage(factor));
    }

    <T extends TFloating> Operand<T> brightened(Pixels<T> images, Operand<T> share) {
        Ops tf = images.tf();
        Operand<T> added = tf.math.mul(share, images.constant(valueRange.width()));
        return images.clipped(tf.math.add(images.images(), added), valueRange);
    }
}
