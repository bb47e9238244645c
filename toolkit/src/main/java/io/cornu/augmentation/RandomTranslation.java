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
 * Moves each image while training, down and to the right by shares of its height and width.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomTranslation}, Keras 3.15.
 *
 * @param heightFactor how far down, as a share of the height; within [-1, 1]
 * @param widthFactor how far to the right, as a share of the width; within [-1, 1]
 * @param fillMode what comes in from outside; reflected by default
 * @param interpolation how pixels between others come about, nearest or bilinear; bilinear by default
 * @param fillValue the number outside with {@link FillMode#CONSTANT}; finite, 0 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomTranslation(
        Range heightFactor,
        Range widthFactor,
        FillMode fillMode,
        Interpolation interpolation,
        double fillValue,
        DataFormat dataFormat)
        implements Layer, RandomTranslationBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a factor leaves [-1, 1], the interpolation is neither nearest nor bilinear, or
     *     the value is not finite
     */
    public RandomTranslation {
        heightFactor.within("RandomTranslation", "heightFactor", -1, 1);
        widthFactor.within("RandomTranslation", "widthFactor", -1, 1);
        Affine.check("RandomTranslation", interpolation, fillValue);
    }

    /**
     * Moves as far in one direction as in the other.
     *
     * @param heightFactor how far up or down at most, as a share of the height
     * @param widthFactor how far to the left or right at most, as a share of the width
     * @return the layer
     * @throws IllegalArgumentException if one leaves [-1, 1]
     */
    public static RandomTranslation of(double heightFactor, double widthFactor) {
        return of(Range.around(heightFactor), Range.around(widthFactor));
    }

    /**
     * Moves within ranges.
     *
     * @param heightFactor how far down, as a share of the height
     * @param widthFactor how far to the right, as a share of the width
     * @return the layer
     * @throws IllegalArgumentException if one leaves [-1, 1]
     */
    public static RandomTranslation of(Range heightFactor, Range widthFactor) {
        return new RandomTranslation(
                heightFactor, widthFactor, FillMode.REFLECT, Interpolation.BILINEAR, 0, DataFormat.CHANNELS_LAST);
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
        Operand<T> down = tf.math.mul(images.perRow(heightFactor), images.size(1));
        Operand<T> right = tf.math.mul(images.perRow(widthFactor), images.size(2));
        return moved(images, down, right);
    }

    <T extends TFloating> Operand<T> moved(Pixels<T> images, Operand<T> down, Operand<T> right) {
        Ops tf = images.tf();
        Operand<T> zero = images.constant(0);
        Operand<T> one = images.constant(1);
        return new Affine(interpolation, fillMode, fillValue)
                .apply(images, List.of(one, zero, tf.math.neg(right), zero, one, tf.math.neg(down)));
    }
}
