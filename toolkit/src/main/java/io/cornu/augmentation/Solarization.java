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
 * Adds a number to all values of each image while training, then turns those from a threshold on into their negatives.
 *
 * <pre>x' = clip(x + addition, 0, 255), y = x' where x' &lt; threshold, else 255 - x'</pre>
 *
 * <p>The lowest addition and threshold are bytes, the highest shares of 255, as in Keras.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.Solarization}, Keras 3.15.
 *
 * @param additionFactor what is added; within [0, 1], 0 by default
 * @param thresholdFactor from where on values turn; within [0, 1], 0 by default, so that all do
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record Solarization(Range additionFactor, Range thresholdFactor, Range valueRange, DataFormat dataFormat)
        implements Layer, SolarizationBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a factor leaves [0, 1], or the range of values is empty
     */
    public Solarization {
        additionFactor.within("Solarization", "additionFactor", 0, 1);
        thresholdFactor.within("Solarization", "thresholdFactor", 0, 1);
        valueRange.asValues("Solarization");
    }

    /**
     * Turns all images into negatives.
     *
     * @return the layer
     */
    public static Solarization of() {
        return of(0, 0);
    }

    /**
     * Adds, and turns, from 0 up.
     *
     * @param additionFactor the largest addition, as a share of 255
     * @param thresholdFactor the largest threshold, as a share of 255
     * @return the layer
     * @throws IllegalArgumentException if one leaves [0, 1]
     */
    public static Solarization of(double additionFactor, double thresholdFactor) {
        return new Solarization(
                Range.upTo(additionFactor), Range.upTo(thresholdFactor), Range.BYTES, DataFormat.CHANNELS_LAST);
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
        return solarized(images, images.perImage(bytes(additionFactor)), images.perImage(bytes(thresholdFactor)));
    }

    /** Drawn towards a lowest number that may be above the highest, as Keras does. */
    private static Range bytes(Range factor) {
        return Range.of(factor.low(), Math.max(factor.low(), factor.high() * Range.BYTES.high()));
    }

    <T extends TFloating> Operand<T> solarized(Pixels<T> images, Operand<T> addition, Operand<T> threshold) {
        Ops tf = images.tf();
        Operand<T> bytes = images.rescaled(images.images(), valueRange, Range.BYTES);
        Operand<T> added = images.clipped(tf.math.add(bytes, addition), Range.BYTES);
        Operand<T> negative = tf.math.sub(images.constant(Range.BYTES.high()), added);
        Operand<T> result = tf.select(tf.math.less(added, threshold), added, negative);
        return images.rescaled(result, Range.BYTES, valueRange);
    }
}
