package io.cornu.ops;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
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
     * @return (batch, height', width', filters)
     */
    public static <T extends TNumber> Operand<T> dilated(
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
