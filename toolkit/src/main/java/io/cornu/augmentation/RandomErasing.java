package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Covers a rectangle of some images while training (Zhong et al. 2017).
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomErasing}, Keras 3.15.
 *
 * @param factor what the probability of each image is drawn from; within [0, 1], 0 to 1 by default
 * @param scale what the squares of both sides are drawn from, as shares of the image's sides; within [0, 1], 0.02 to
 *     0.33 by default
 * @param fillValue what covers: one number, three for the colors, or none for normal noise as wide as the highest
 *     value; none by default
 * @param valueRange what values pixels have, and where what covers is cut off; 0 to 255 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomErasing(Range factor, Range scale, List<Double> fillValue, Range valueRange, DataFormat dataFormat)
        implements Layer, RandomErasingBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a factor leaves [0, 1], there are two or more than three values, one is not
     *     finite, or the range of values is empty
     */
    public RandomErasing {
        factor.within("RandomErasing", "factor", 0, 1);
        scale.within("RandomErasing", "scale", 0, 1);
        fillValue = List.copyOf(fillValue);
        Arguments.require(
                (fillValue.size() < 2 || fillValue.size() == 3)
                        && fillValue.stream().allMatch(Double::isFinite),
                "RandomErasing",
                "fillValue must be none, one or three finite numbers",
                fillValue);
        valueRange.asValues("RandomErasing");
    }

    /**
     * Covers half of all images with noise.
     *
     * @return the layer
     */
    public static RandomErasing of() {
        return of(1);
    }

    /**
     * Draws the probability from 0 up.
     *
     * @param factor the largest probability, in [0, 1]
     * @return the layer
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public static RandomErasing of(double factor) {
        return new RandomErasing(
                Range.upTo(factor), Range.of(.02, .33), List.of(), Range.BYTES, DataFormat.CHANNELS_LAST);
    }

    /**
     * The same layer with one number that covers.
     *
     * @param value finite
     * @return a copy
     * @throws IllegalArgumentException if it is not finite
     */
    public RandomErasing withFillValue(double value) {
        return withFillValue(List.of(value));
    }

    @Override
    public Shape outputShape(Shape input) {
        Pixels.requireImages(input);
        if (fillValue.size() == 3 && input.get(dataFormat == DataFormat.CHANNELS_LAST ? 3 : 1) != 3) {
            throw new LayerShapeException(
                    "expected images of 3 channels for a fillValue of 3 numbers, received " + Shapes.text(input),
                    "Give one number.");
        }
        return input;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.augment(call, dataFormat, this::augmented);
    }

    private <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        Ops tf = images.tf();
        Operand<T> width = tf.math.sqrt(images.perRow(scale));
        Operand<T> height = tf.math.sqrt(images.perRow(scale));
        Operand<T> covered = covered(images, Rectangles.draw(images, width, height), cover(images));
        return tf.select(images.chosen(factor), covered, images.images());
    }

    <T extends TFloating> Operand<T> covered(Pixels<T> images, Rectangles<T> rectangles, Operand<T> cover) {
        return images.tf().select(rectangles.mask(images), images.clipped(cover, valueRange), images.images());
    }

    private <T extends TFloating> Operand<T> cover(Pixels<T> images) {
        Ops tf = images.tf();
        if (fillValue.isEmpty()) {
            Operand<T> noise = images.draws().randomNormal(tf.shape(images.images()));
            return tf.math.mul(noise, images.constant(valueRange.high()));
        }
        double[] values = fillValue.stream().mapToDouble(Double::doubleValue).toArray();
        return tf.dtypes.cast(tf.constant(values), images.draws().type());
    }
}
