package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Shows more or less of each image while training, about its middle.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomZoom}, Keras 3.15.
 *
 * @param heightFactor how much more height is seen, as a share: positive zooms out, negative in; within (-1, 1]
 * @param widthFactor the same for the width; that of the height by default, so that nothing is distorted
 * @param fillMode what comes in from outside; reflected by default
 * @param interpolation how pixels between others come about, nearest or bilinear; bilinear by default
 * @param fillValue the number outside with {@link FillMode#CONSTANT}; finite, 0 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomZoom(
        Range heightFactor,
        Optional<Range> widthFactor,
        FillMode fillMode,
        Interpolation interpolation,
        double fillValue,
        DataFormat dataFormat)
        implements Layer, RandomZoomBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a factor leaves (-1, 1], the interpolation is neither nearest nor bilinear, or
     *     the value is not finite
     */
    public RandomZoom {
        requireZoom("heightFactor", heightFactor);
        widthFactor.ifPresent(factor -> requireZoom("widthFactor", factor));
        Affine.check("RandomZoom", interpolation, fillValue);
    }

    private static void requireZoom(String name, Range factor) {
        Arguments.require(
                factor.low() > -1 && factor.high() <= 1,
                "RandomZoom",
                name + " must lie within (-1, 1]",
                "[" + factor.low() + ", " + factor.high() + "]");
    }

    /**
     * Zooms in as far as out, without distortion.
     *
     * @param factor how much more or less is seen at most, as a share
     * @return the layer
     * @throws IllegalArgumentException if it leaves (-1, 1)
     */
    public static RandomZoom of(double factor) {
        return of(Range.around(factor));
    }

    /**
     * Zooms within a range, without distortion.
     *
     * @param factor how much more is seen, as a share
     * @return the layer
     * @throws IllegalArgumentException if it leaves (-1, 1]
     */
    public static RandomZoom of(Range factor) {
        return new RandomZoom(
                factor, Optional.empty(), FillMode.REFLECT, Interpolation.BILINEAR, 0, DataFormat.CHANNELS_LAST);
    }

    /**
     * The same layer with a zoom of its own for the width.
     *
     * @param factor how much more width is seen, as a share
     * @return a copy
     * @throws IllegalArgumentException if it leaves (-1, 1]
     */
    public RandomZoom withWidthFactor(Range factor) {
        return withWidthFactor(Optional.of(factor));
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
        Operand<T> height = tf.math.add(images.perRow(heightFactor), images.constant(1));
        Operand<T> width = widthFactor
                .<Operand<T>>map(factor -> tf.math.add(images.perRow(factor), images.constant(1)))
                .orElse(height);
        return zoomed(images, height, width);
    }

    <T extends TFloating> Operand<T> zoomed(Pixels<T> images, Operand<T> height, Operand<T> width) {
        Operand<T> zero = images.constant(0);
        return new Affine(interpolation, fillMode, fillValue)
                .apply(images, List.of(width, zero, kept(images, 2, width), zero, height, kept(images, 1, height)));
    }

    /** What keeps the middle where it is. */
    private static <T extends TFloating> Operand<T> kept(Pixels<T> images, int axis, Operand<T> zoom) {
        Ops tf = images.tf();
        Operand<T> middle = tf.math.mul(images.constant(.5), tf.math.sub(images.size(axis), images.constant(1)));
        return tf.math.mul(middle, tf.math.sub(images.constant(1), zoom));
    }
}
