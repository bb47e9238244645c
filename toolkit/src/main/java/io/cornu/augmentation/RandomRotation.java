package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Turns each image about its middle while training.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomRotation}, Keras 3.15.
 *
 * @param factor how far, as a share of the full circle, counterclockwise where positive; within [-1, 1]
 * @param fillMode what comes in from outside; reflected by default
 * @param interpolation how pixels between others come about, nearest or bilinear; bilinear by default
 * @param fillValue the number outside with {@link FillMode#CONSTANT}; finite, 0 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomRotation(
        Range factor, FillMode fillMode, Interpolation interpolation, double fillValue, DataFormat dataFormat)
        implements Layer, RandomRotationBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the factor leaves [-1, 1], the interpolation is neither nearest nor bilinear,
     *     or the value is not finite
     */
    public RandomRotation {
        factor.within("RandomRotation", "factor", -1, 1);
        Affine.check("RandomRotation", interpolation, fillValue);
    }

    /**
     * Turns as far in one direction as in the other.
     *
     * @param factor how far at most, as a share of the full circle: 0.1 is 36 degrees
     * @return the layer
     * @throws IllegalArgumentException if it leaves [-1, 1]
     */
    public static RandomRotation of(double factor) {
        return of(Range.around(factor));
    }

    /**
     * Turns within a range.
     *
     * @param factor how far, as a share of the full circle
     * @return the layer
     * @throws IllegalArgumentException if it leaves [-1, 1]
     */
    public static RandomRotation of(Range factor) {
        return new RandomRotation(factor, FillMode.REFLECT, Interpolation.BILINEAR, 0, DataFormat.CHANNELS_LAST);
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
        Operand<T> turn = images.perRow(factor);
        return turned(images, images.tf().math.mul(turn, images.constant(2 * Math.PI)));
    }

    <T extends TFloating> Operand<T> turned(Pixels<T> images, Operand<T> angle) {
        Ops tf = images.tf();
        Operand<T> half = images.constant(.5);
        Operand<T> x = tf.math.mul(half, tf.math.sub(images.size(2), images.constant(1)));
        Operand<T> y = tf.math.mul(half, tf.math.sub(images.size(1), images.constant(1)));
        Operand<T> cosine = tf.math.cos(angle);
        Operand<T> sine = tf.math.sin(angle);
        // The middle stays where it is.
        Operand<T> right = tf.math.add(tf.math.sub(x, tf.math.mul(x, cosine)), tf.math.mul(y, sine));
        Operand<T> down = tf.math.sub(tf.math.sub(y, tf.math.mul(x, sine)), tf.math.mul(y, cosine));
        return new Affine(interpolation, fillMode, fillValue)
                .apply(images, List.of(cosine, tf.math.neg(sine), right, sine, cosine, down));
    }
}
