package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Leaves the values of each image only their highest bits while training, out of eight.
 *
 * <p>Nearly nowhere does the result depend on small changes: no gradient flows through it, as in Keras.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomPosterization}, Keras 3.15.
 *
 * @param factor how many bits: whole numbers within [1, 8], of which the highest is left out unless it is the only one
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomPosterization(Range factor, Range valueRange, DataFormat dataFormat)
        implements Layer, RandomPosterizationBuilder.With {
    private static final int BITS = 8;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the factor leaves [1, 8], or the range of values is empty
     */
    public RandomPosterization {
        factor.within("RandomPosterization", "factor", 1, 8);
        valueRange.asValues("RandomPosterization");
        Arguments.require(
                factor.low() == Math.rint(factor.low()) && factor.high() == Math.rint(factor.high()),
                "RandomPosterization",
                "factor must be whole numbers",
                factor);
    }

    /**
     * Draws the number of bits from 1 up.
     *
     * @param factor one more than the largest number of bits; 1 for exactly one
     * @return the layer
     * @throws IllegalArgumentException if it leaves [1, 8]
     */
    public static RandomPosterization of(double factor) {
        return of(Range.of(1, factor));
    }

    /**
     * Draws the number of bits from a range.
     *
     * @param factor how many bits, the highest left out unless it is the only one
     * @return the layer
     * @throws IllegalArgumentException if it leaves [1, 8]
     */
    public static RandomPosterization of(Range factor) {
        return new RandomPosterization(factor, Range.BYTES, DataFormat.CHANNELS_LAST);
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
        Ops tf = images.tf();
        Operand<T> bits = tf.math.floor(images.perImage(factor));
        // A draw just below 1 may be rounded up by the product.
        bits = tf.math.minimum(bits, images.constant(Math.max(factor.low(), factor.high() - 1)));
        Operand<T> step = tf.math.pow(images.constant(2), tf.math.sub(images.constant(BITS), bits));
        Operand<T> bytes = images.rescaled(images.images(), valueRange, Range.BYTES);
        // Bytes have no fractions: those go first.
        Operand<T> steps = tf.math.floor(tf.math.div(tf.math.floor(bytes), step));
        return images.rescaled(tf.stopGradient(tf.math.mul(steps, step)), Range.BYTES, valueRange);
    }
}
