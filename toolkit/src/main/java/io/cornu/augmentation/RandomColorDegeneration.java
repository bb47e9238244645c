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
 * Moves the colors of each image towards gray while training, or away from it.
 *
 * <pre>y = x + f (gray - x), gray = 0.2989 red + 0.587 green + 0.114 blue</pre>
 *
 * <p>Shapes: (batch, height, width, 1 or 3), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomColorDegeneration}, Keras 3.15.
 *
 * @param factor what f is drawn from; within [-1, 1]
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomColorDegeneration(Range factor, Range valueRange, DataFormat dataFormat)
        implements Layer, RandomColorDegenerationBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the factor leaves [-1, 1], or the range of values is empty
     */
    public RandomColorDegeneration {
        factor.within("RandomColorDegeneration", "factor", -1, 1);
        valueRange.asValues("RandomColorDegeneration");
    }

    /**
     * Draws f as far below 0 as above, as Keras does where a single number is given.
     *
     * @param factor the largest f
     * @return the layer
     * @throws IllegalArgumentException if it leaves [-1, 1]
     */
    public static RandomColorDegeneration of(double factor) {
        return of(Range.around(factor));
    }

    /**
     * Draws f from a range.
     *
     * @param factor what f is drawn from
     * @return the layer
     * @throws IllegalArgumentException if it leaves [-1, 1]
     */
    public static RandomColorDegeneration of(Range factor) {
        return new RandomColorDegeneration(factor, Range.BYTES, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Pixels.requireChannels(input, dataFormat, 1, 3);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.augment(call, dataFormat, this::augmented);
    }

    <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        Ops tf = images.tf();
        Operand<T> change = tf.math.sub(images.gray(), images.images());
        Operand<T> moved = tf.math.add(images.images(), tf.math.mul(images.perImage(factor), change));
        return images.clipped(moved, valueRange);
    }
}
