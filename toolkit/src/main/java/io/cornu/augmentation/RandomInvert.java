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
 * Turns some images into their negatives while training: the highest value less what it was.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomInvert}, Keras 3.15.
 *
 * @param factor what the probability of each image is drawn from; within [0, 1], 0 to 1 by default
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomInvert(Range factor, Range valueRange, DataFormat dataFormat)
        implements Layer, RandomInvertBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the factor leaves [0, 1], or the range of values is empty
     */
    public RandomInvert {
        factor.within("RandomInvert", "factor", 0, 1);
        valueRange.asValues("RandomInvert");
    }

    /**
     * Inverts half of all images.
     *
     * @return the layer
     */
    public static RandomInvert of() {
        return of(1);
    }

    /**
     * Draws the probability from 0 up.
     *
     * @param factor the largest probability
     * @return the layer
     * @throws IllegalArgumentException if it leaves [0, 1]
     */
    public static RandomInvert of(double factor) {
        return of(Range.upTo(factor));
    }

    /**
     * Draws the probability from a range.
     *
     * @param factor what the probability is drawn from
     * @return the layer
     * @throws IllegalArgumentException if it leaves [0, 1]
     */
    public static RandomInvert of(Range factor) {
        return new RandomInvert(factor, Range.BYTES, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Pixels.requireImages(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.augment(call, dataFormat, this::augmented);
    }

    private <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        Ops tf = images.tf();
        Operand<T> negative = tf.math.sub(images.constant(valueRange.high()), images.images());
        return tf.select(images.chosen(factor), negative, images.images());
    }
}
