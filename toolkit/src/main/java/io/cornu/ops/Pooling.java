package io.cornu.ops;

import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * Pooling over images through the operations that take their window as an attribute.
 *
 * <p>TensorFlow Java's own {@code maxPool} emits {@code MaxPoolV2}, which TFLite does not know and which TensorFlow
 * cannot differentiate inside functions.
 */
public final class Pooling {
    private Pooling() {}

    /**
     * The largest value of each window.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, height, width, channels)
     * @param window height and width
     * @param strides down and right
     * @param padding {@code VALID} or {@code SAME}
     * @return (batch, height', width', channels)
     */
    public static <T extends TNumber> Operand<T> max(
            Ops tf, Operand<T> x, long[] window, long[] strides, String padding) {
        return pool(tf, "MaxPool", x, window, strides, padding);
    }

    /**
     * The mean value of each window, padding not counted.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, height, width, channels)
     * @param window height and width
     * @param strides down and right
     * @param padding {@code VALID} or {@code SAME}
     * @return (batch, height', width', channels)
     */
    public static <T extends TNumber> Operand<T> average(
            Ops tf, Operand<T> x, long[] window, long[] strides, String padding) {
        return pool(tf, "AvgPool", x, window, strides, padding);
    }

    private static <T extends TNumber> Operand<T> pool(
            Ops tf, String type, Operand<T> x, long[] window, long[] strides, String padding) {
        Map<String, long[]> attributes = Map.of(
                "ksize", new long[] {1, window[0], window[1], 1}, "strides", new long[] {1, strides[0], strides[1], 1});
        var builder = tf.scope().opBuilder(type, type).addInput(x.asOutput()).setAttr("padding", padding);
        attributes.forEach(builder::setAttr);
        return builder.build().output(0);
    }
}
