package io.cornu.layers;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TType;

/**
 * Which axis of an image, sequence or volume holds the channels.
 *
 * <p>Layers compute with the channels last, and transpose around that where they come first, so that both formats run on
 * any device.
 */
public enum DataFormat {
    /** (batch, height, width, channels). Keras' default. */
    CHANNELS_LAST,
    /** (batch, channels, height, width). */
    CHANNELS_FIRST;

    /**
     * Keras' name.
     *
     * @return {@code channels_last} or {@code channels_first}
     */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The same dimensions with the channels last. */
    Shape toChannelsLast(Shape shape) {
        return permuted(shape, toLast(shape.numDimensions()));
    }

    /** Dimensions with the channels last, as this format has them. */
    Shape fromChannelsLast(Shape shape) {
        return permuted(shape, fromLast(shape.numDimensions()));
    }

    <T extends TType> Operand<T> toChannelsLast(Ops tf, Operand<T> x, int rank) {
        return permuted(tf, x, toLast(rank));
    }

    <T extends TType> Operand<T> fromChannelsLast(Ops tf, Operand<T> x, int rank) {
        return permuted(tf, x, fromLast(rank));
    }

    /** What an operation that keeps the rank, and knows channels last only, makes of an input in this format. */
    <T extends TType> Operand<T> around(Ops tf, Operand<T> x, int rank, UnaryOperator<Operand<T>> operation) {
        return fromChannelsLast(tf, operation.apply(toChannelsLast(tf, x, rank)), rank);
    }

    private static int[] toLast(int rank) {
        return IntStream.range(0, rank)
                .map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1)
                .toArray();
    }

    private static int[] fromLast(int rank) {
        return IntStream.range(0, rank)
                .map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1)
                .toArray();
    }

    private Shape permuted(Shape shape, int[] axes) {
        return this == CHANNELS_LAST
                ? shape
                : Shape.of(IntStream.of(axes).mapToLong(shape::get).toArray());
    }

    private <T extends TType> Operand<T> permuted(Ops tf, Operand<T> x, int[] axes) {
        return this == CHANNELS_LAST ? x : tf.linalg.transpose(x, tf.constant(axes));
    }
}
