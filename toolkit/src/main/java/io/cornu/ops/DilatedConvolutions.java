package io.cornu.ops;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Windows that skip positions.
 *
 * <p>The gradients of {@code Conv2D} and {@code DepthwiseConv2dNative} ignore the dilation: wrong numbers with padding
 * SAME, a crash of the JVM with VALID. {@code Conv3D} cannot dilate on CPUs at all.
 */
final class DilatedConvolutions {
    private DilatedConvolutions() {}

    /**
     * Over images of float32 through the generic {@code Conv}, which has no gradient of its own:
     * {@link io.cornu.runtime.Gradients} registers one, which the CPU can compute in float32 only.
     */
    static <T extends TNumber> Operand<T> generic(Ops tf, Operand<T> x, Operand<T> kernel, Window window) {
        return tf.scope()
                .opBuilder("Conv", "DilatedConv")
                .addInput(x.asOutput())
                .addInput(kernel.asOutput())
                .setAttr("strides", new long[] {1, 1, 1, 1})
                .setAttr("dilations", new long[] {
                    1, window.dilation().get(0), window.dilation().get(1), 1
                })
                .setAttr("padding", window.padding())
                .setAttr("data_format", "CHANNELS_LAST")
                .build()
                .output(0);
    }

    /** Every dilation-th position makes an image of its own, over which a plain convolution without padding runs. */
    static <T extends TNumber> Operand<T> interleaved(
            Ops tf, Operand<T> x, Window window, UnaryOperator<Operand<T>> convolution) {
        Operand<TInt32> blocks = SpatialMath.constants(tf, window.dilation());
        List<Integer> all = window.reaches().stream()
                .map(reach -> window.isSame() ? reach - 1 : 0)
                .toList();
        Operand<TInt32> around = SpatialMath.constants(tf, all);
        Operand<TInt32> before = tf.math.floorDiv(around, tf.constant(2));
        // What is missing for the blocks to fit is added at the end, and cut off again.
        Operand<TInt32> excess =
                tf.math.floorMod(tf.math.neg(tf.math.add(SpatialMath.sizes(tf, x, window.axes()), around)), blocks);
        Operand<TInt32> after = tf.math.add(tf.math.sub(around, before), excess);
        Operand<T> pieces = tf.spaceToBatchNd(x, blocks, tf.stack(List.of(before, after), Stack.axis(1L)));
        Operand<TInt32> crops = tf.stack(List.of(tf.zerosLike(blocks), excess), Stack.axis(1L));
        return tf.batchToSpaceNd(convolution.apply(pieces), blocks, crops);
    }
}
