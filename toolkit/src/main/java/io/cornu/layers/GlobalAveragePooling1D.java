package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The mean of every channel over the whole sequence. Steps that a mask leaves out do not count.
 *
 * <p>Shapes: (batch, steps, channels) to (batch, channels), or (batch, 1, channels) if the dimensions are kept.
 *
 * <p>Source: {@code keras.layers.GlobalAveragePooling1D}, Keras 3.15.
 *
 * @param dataFormat where the channels are; last by default
 * @param keepDimensions whether the steps stay, as 1; false by default (Keras: {@code keepdims})
 */
@RecordBuilder
public record GlobalAveragePooling1D(DataFormat dataFormat, boolean keepDimensions)
        implements Layer, GlobalAveragePooling1DBuilder.With {
    /**
     * Global average pooling with Keras' defaults.
     *
     * @return the layer
     */
    public static GlobalAveragePooling1D of() {
        return new GlobalAveragePooling1D(DataFormat.CHANNELS_LAST, false);
    }

    @Override
    public Shape outputShape(Shape input) {
        return pooling().outputShape(input);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        return Optional.empty();
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<TInt32> steps = tf.constant(pooling().axes());
        if (call.mask().isEmpty()) {
            return tf.math.mean(call.input(), steps, Mean.keepDims(keepDimensions));
        }
        int channels = dataFormat == DataFormat.CHANNELS_LAST ? 2 : 1;
        Operand<TBool> mask = tf.expandDims(call.mask().get(), tf.constant(channels));
        // Not a product: what is masked may be anything, NaN included.
        Operand<T> counted = tf.select(mask, call.input(), call.constant(0));
        Operand<T> number = tf.dtypes.cast(mask, call.input().type());
        ReduceSum.Options kept = ReduceSum.keepDims(keepDimensions);
        return tf.math.div(tf.reduceSum(counted, steps, kept), tf.reduceSum(number, steps, kept));
    }

    private GlobalPooling pooling() {
        return new GlobalPooling(1, dataFormat, keepDimensions);
    }
}
