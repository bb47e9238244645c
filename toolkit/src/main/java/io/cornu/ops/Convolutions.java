package io.cornu.ops;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Split;
import org.tensorflow.types.family.TNumber;

/** Convolutions whose gradient TensorFlow's C++ side lacks or gets wrong. */
public final class Convolutions {
    private Convolutions() {}

    /**
     * A dilated convolution.
     *
     * <p>The gradient of {@code Conv2D} ignores the dilation: wrong numbers with padding SAME, a crash of the JVM with
     * VALID. The generic {@code Conv} has no gradient of its own, and {@link io.cornu.runtime.Gradients} registers one.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, height, width, channels)
     * @param kernel (height, width, channels / groups, filters)
     * @param dilation down and right
     * @param padding {@code VALID} or {@code SAME}
     * @param groups into how many groups channels and filters are split
     * @return (batch, height', width', filters)
     */
    public static <T extends TNumber> Operand<T> dilated(
            Ops tf, Operand<T> x, Operand<T> kernel, long[] dilation, String padding, int groups) {
        if (groups == 1) {
            return dilated(tf, x, kernel, dilation, padding);
        }
        // The operation knows no groups, so each has its own.
        List<Operand<T>> results = new ArrayList<>();
        Split<T> channels = tf.split(tf.constant(3), x, (long) groups);
        Split<T> filters = tf.split(tf.constant(3), kernel, (long) groups);
        for (int i = 0; i < groups; i++) {
            results.add(dilated(tf, channels.output().get(i), filters.output().get(i), dilation, padding));
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
}
