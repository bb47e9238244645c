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
 * Spreads the values of each image about the mean of each channel while training, or draws them together, and cuts off
 * what leaves the range of values.
 *
 * <pre>y = (x - mean) f + mean, f in [1 - low, 1 + high)</pre>
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomContrast}, Keras 3.15.
 *
 * @param factor low: how much the contrast sinks at most; high: how much it rises; within [0, 1]
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomContrast(Range factor, Range valueRange, DataFormat dataFormat)
        implements Layer, RandomContrastBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the factor leaves [0, 1], or the range of values is empty
     */
    public RandomContrast {
        factor.within("RandomContrast", "factor", 0, 1);
        valueRange.asValues("RandomContrast");
    }

    /**
     * Raises the contrast, as Keras does where a single number is given.
     *
     * @param factor by how much at most, in [0, 1]
     * @return the layer
     * @throws IllegalArgumentException if it leaves [0, 1]
     */
    public static RandomContrast of(double factor) {
        return of(Range.upTo(factor));
    }

    /**
     * Lowers and raises the contrast.
     *
     * @param factor by how much at most, down and up
     * @return the layer
     * @throws IllegalArgumentException if it leaves [0, 1]
     */
    public static RandomContrast of(Range factor) {
        return new RandomContrast(factor, Range.BYTES, DataFormat.CHANNELS_LAST);
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
        return adjusted(images, images.perImage(Range.of(1 - factor.low(), 1 + factor.high())));
    }

    <T extends TFloating> Operand<T> adjusted(Pixels<T> images, Operand<T> strength) {
        Ops tf = images.tf();
        Operand<T> mean = images.meanOfPixels();
        Operand<T> spread = tf.math.mul(tf.math.sub(images.images(), mean), strength);
        return images.clipped(tf.math.add(spread, mean), valueRange);
    }
}
