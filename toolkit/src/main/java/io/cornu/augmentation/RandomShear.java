package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Slants each image while training, this way or that by a coin that both directions share.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomShear}, Keras 3.15.
 *
 * @param xFactor how far a row is moved against the one above, in pixels; within [0, 1], or as far below 0 as above
 * @param yFactor how far a column is moved against the one to its left, in pixels; as above
 * @param fillMode what comes in from outside; reflected by default
 * @param interpolation how pixels between others come about, nearest or bilinear; bilinear by default
 * @param fillValue the number outside with {@link FillMode#CONSTANT}; finite, 0 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomShear(
        Range xFactor,
        Range yFactor,
        FillMode fillMode,
        Interpolation interpolation,
        double fillValue,
        DataFormat dataFormat)
        implements Layer, RandomShearBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a factor is neither within [0, 1] nor as far below 0 as above, the
     *     interpolation is neither nearest nor bilinear, or the value is not finite
     */
    public RandomShear {
        requireShear("xFactor", xFactor);
        requireShear("yFactor", yFactor);
        Affine.check("RandomShear", interpolation, fillValue);
    }

    private static void requireShear(String name, Range factor) {
        Arguments.require(
                factor.high() <= 1 && (factor.low() >= 0 || factor.low() == -factor.high()),
                "RandomShear",
                name + " must lie within [0, 1], or reach as far below 0 as above",
                "[" + factor.low() + ", " + factor.high() + "]");
    }

    /**
     * Slants as far in one direction as in the other.
     *
     * @param xFactor how far a row is moved against the one above at most, in [0, 1]
     * @param yFactor how far a column is moved against the one to its left at most, in [0, 1]
     * @return the layer
     * @throws IllegalArgumentException if one is above 1
     */
    public static RandomShear of(double xFactor, double yFactor) {
        return of(Range.around(xFactor), Range.around(yFactor));
    }

    /**
     * Slants within ranges, in either direction.
     *
     * @param xFactor how far a row is moved against the one above
     * @param yFactor how far a column is moved against the one to its left
     * @return the layer
     * @throws IllegalArgumentException if one is neither within [0, 1] nor as far below 0 as above
     */
    public static RandomShear of(Range xFactor, Range yFactor) {
        return new RandomShear(xFactor, yFactor, FillMode.REFLECT, Interpolation.BILINEAR, 0, DataFormat.CHANNELS_LAST);
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
        Operand<T> sign = images.sign();
        return slanted(images, tf.math.mul(images.perRow(xFactor), sign), tf.math.mul(images.perRow(yFactor), sign));
    }

    <T extends TFloating> Operand<T> slanted(Pixels<T> images, Operand<T> x, Operand<T> y) {
        Operand<T> zero = images.constant(0);
        Operand<T> one = images.constant(1);
        return new Affine(interpolation, fillMode, fillValue).apply(images, List.of(one, x, zero, y, one, zero));
    }
}
