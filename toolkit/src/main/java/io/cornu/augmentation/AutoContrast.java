package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceMin;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Stretches the values of each channel of each image over the whole range, in every phase. A channel that is the same
 * everywhere stays as it is.
 *
 * <pre>y = (x - lowest) / (highest - lowest), in the range of values</pre>
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.AutoContrast}, Keras 3.15.
 *
 * @param valueRange what values pixels have; 0 to 255 by default
 */
@RecordBuilder
public record AutoContrast(Range valueRange) implements Layer, AutoContrastBuilder.With {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the range of values is empty
     */
    public AutoContrast {
        valueRange.asValues("AutoContrast");
    }

    /**
     * Stretches bytes.
     *
     * @return the layer
     */
    public static AutoContrast of() {
        return new AutoContrast(Range.BYTES);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Pixels.requireImages(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.always(call, DataFormat.CHANNELS_LAST, this::augmented);
    }

    <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        Ops tf = images.tf();
        Operand<T> bytes = images.rescaled(images.images(), valueRange, Range.BYTES);
        Operand<TInt32> axes = tf.constant(new int[] {1, 2});
        Operand<T> low = tf.reduceMin(bytes, axes, ReduceMin.keepDims(true));
        Operand<T> range = tf.math.sub(tf.reduceMax(bytes, axes, ReduceMax.keepDims(true)), low);
        Operand<TBool> isFlat = tf.math.equal(range, images.constant(0));
        Operand<T> scale =
                tf.math.div(images.constant(Range.BYTES.high()), tf.select(isFlat, images.constant(1), range));
        Operand<T> stretched = tf.math.sub(tf.math.mul(bytes, scale), tf.math.mul(low, scale));
        Operand<T> result = images.rescaled(images.clipped(stretched, Range.BYTES), Range.BYTES, valueRange);
        return tf.select(isFlat, images.images(), result);
    }
}
