package io.cornu.ops;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** Convolutions whose gradient TensorFlow's C++ side lacks or gets wrong. */
public final class Convolutions {
    private Convolutions() {}

    /**
     * A convolution in groups.
     *
     * <p>The CPU differentiates grouped convolutions of float32 only, through oneDNN; of other types each group is a
     * convolution of its own.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, height, width, channels)
     * @param kernel (height, width, channels / groups, filters)
     * @param strides down and right
     * @param groups into how many groups of channels x and the filters are split
     * @param padding {@code VALID} or {@code SAME}
     * @return (batch, height', width', filters)
     */
    public static <T extends TNumber> Operand<T> grouped(
            Ops tf, Operand<T> x, Operand<T> kernel, long[] strides, int groups, String padding) {
        List<Long> everyAxis = List.of(1L, strides[0], strides[1], 1L);
        return groups > 1 && x.type() == TFloat64.class
                ? split(tf, x, kernel, groups, (part, filters) -> tf.nn.conv2d(part, filters, everyAxis, padding))
                : tf.nn.conv2d(x, kernel, everyAxis, padding);
    }

    /**
     * A dilated convolution.
     *
     * <p>The gradient of {@code Conv2D} ignores the dilation: wrong numbers with padding SAME, a crash of the JVM with
     * VALID. The generic {@code Conv} has no gradient of its own, and {@link io.cornu.runtime.Gradients} registers one,
     * which the CPU can compute in float32 only. Other types are composed.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, height, width, channels)
     * @param kernel (height, width, channels / groups, filters)
     * @param dilation down and right
     * @param groups into how many groups of channels x and the filters are split
     * @param padding {@code VALID} or {@code SAME}
     * @return (batch, height', width', filters)
     */
    public static <T extends TNumber> Operand<T> dilated(
            Ops tf, Operand<T> x, Operand<T> kernel, long[] dilation, int groups, String padding) {
        return split(
                tf,
                x,
                kernel,
                groups,
                (part, filters) -> x.type() == TFloat64.class
                        ? interleaved(tf, part, filters, dilation, padding)
                        : dilated(tf, part, filters, dilation, padding));
    }

    /** What is done to each group. */
    private interface Convolution<T extends TNumber> {
        Operand<T> apply(Operand<T> x, Operand<T> kernel);
    }

    private static <T extends TNumber> Operand<T> split(
            Ops tf, Operand<T> x, Operand<T> kernel, int groups, Convolution<T> convolution) {
        if (groups == 1) {
            return convolution.apply(x, kernel);
        }
        List<Output<T>> channels = tf.split(tf.constant(3), x, (long) groups).output();
        List<Output<T>> filters =
                tf.split(tf.constant(3), kernel, (long) groups).output();
        List<Operand<T>> results = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            results.add(convolution.apply(channels.get(i), filters.get(i)));
        }
        return tf.concat(results, tf.constant(3));
    }

    private static <T extends TNumber> Operand<T> dilated(
            Ops tf, Operand<T> x, Operand<T> kernel, long[] dilation, String padding) {
        return tf.scope()
                .opBuilder("Conv", "DilatedConv")
                .addInput(x.asOutput())
                .addInput(kernel.asOutput())
                .setAttr("strides", new long[] {1, 1, 1, 1})
                .setAttr("dilations", new long[] {1, dilation[0], dilation[1], 1})
                .setAttr("padding", padding)
                .setAttr("data_format", "CHANNELS_LAST")
                .build()
                .output(0);
    }

    /** Every dilation-th pixel makes an image of its own, over which a plain convolution runs. */
    private static <T extends TNumber> Operand<T> interleaved(
            Ops tf, Operand<T> x, Operand<T> kernel, long[] dilation, String padding) {
        Operand<TInt32> blocks = tf.constant(new int[] {(int) dilation[0], (int) dilation[1]});
        Operand<TInt32> one = tf.constant(1);
        Operand<TInt32> two = tf.constant(new int[] {2});
        Operand<TInt32> images = tf.slice(tf.shape(x), tf.constant(new int[] {1}), two);
        Operand<TInt32> kernels = tf.slice(tf.shape(kernel), tf.constant(new int[] {0}), two);
        Operand<TInt32> around =
                padding.equals("SAME") ? tf.math.mul(tf.math.sub(kernels, one), blocks) : tf.zerosLike(blocks);
        Operand<TInt32> before = tf.math.floorDiv(around, tf.constant(2));
        // What is missing for the blocks to fit is added at the end, and cut off again.
        Operand<TInt32> excess = tf.math.floorMod(tf.math.neg(tf.math.add(images, around)), blocks);
        Operand<TInt32> after = tf.math.add(tf.math.sub(around, before), excess);
        Operand<T> pieces = tf.spaceToBatchNd(x, blocks, tf.stack(List.of(before, after), Stack.axis(1L)));
        Operand<T> convolved = tf.nn.conv2d(pieces, kernel, List.of(1L, 1L, 1L, 1L), "VALID");
        Operand<TInt32> crops = tf.stack(List.of(tf.zerosLike(blocks), excess), Stack.axis(1L));
        return tf.batchToSpaceNd(convolved, blocks, crops);
    }
}
