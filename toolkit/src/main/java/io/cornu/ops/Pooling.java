package io.cornu.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Pooling over sequences, images and volumes through the operations that take their window as an attribute.
 *
 * <p>TensorFlow Java's own {@code maxPool} emits {@code MaxPoolV2}, which TFLite does not know and which TensorFlow
 * cannot differentiate inside functions.
 */
public final class Pooling {
    private Pooling() {}

    /** What is made of the values in a window. */
    public enum Kind {
        /** The largest one. */
        MAX("MaxPool"),
        /** Their mean, padding not counted. */
        AVERAGE("AvgPool");

        private final String operation;

        Kind(String operation) {
            this.operation = operation;
        }
    }

    /**
     * One value of each window.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param kind what is made of the values in a window
     * @param x (batch, spatial axes, channels)
     * @param window how it moves, without dilation
     * @return (batch, spatial axes', channels)
     */
    public static <T extends TNumber> Operand<T> pool(Ops tf, Kind kind, Operand<T> x, Window window) {
        if (window.axes() == 1) {
            return SpatialMath.asSequence(tf, pool(tf, kind, SpatialMath.asImage(tf, x), window.asImage()));
        }
        if (window.axes() == 3 && x.type() == TFloat64.class) {
            return acrossAndAlong(tf, kind, x, window);
        }
        String type = window.axes() == 2 ? kind.operation : kind.operation + "3D";
        return tf.scope()
                .opBuilder(type, type)
                .addInput(x.asOutput())
                .setAttr("padding", window.padding())
                .setAttr("ksize", attribute(window.size()))
                .setAttr("strides", attribute(window.strides()))
                .build()
                .output(0);
    }

    /**
     * Windows spread so evenly that there is a given number of them: the i-th begins at floor(i input / output) and ends
     * at ceil((i + 1) input / output).
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param kind what is made of the values in a window
     * @param x (batch, spatial axes, channels)
     * @param inputSizes the sizes of its spatial axes
     * @param outputSizes how many windows there are along each spatial axis
     * @return (batch, outputSizes, channels)
     */
    public static <T extends TNumber> Operand<T> adaptive(
            Ops tf, Kind kind, Operand<T> x, List<Integer> inputSizes, List<Integer> outputSizes) {
        Operand<T> result = x;
        for (int axis = 0; axis < inputSizes.size(); axis++) {
            if (!inputSizes.get(axis).equals(outputSizes.get(axis))) {
                result = alongAxis(tf, kind, result, inputSizes, outputSizes, axis);
            }
        }
        return result;
    }

    /** Volumes of float64, for which the CPU has no kernels: first over height and width, then over depth. */
    private static <T extends TNumber> Operand<T> acrossAndAlong(Ops tf, Kind kind, Operand<T> x, Window window) {
        Operand<TInt32> rest = tf.constant(new int[] {-1});
        Operand<TInt32> examples = SpatialMath.range(tf, x, 0, 1);
        Operand<TInt32> depth = SpatialMath.range(tf, x, 1, 2);
        Operand<TInt32> channels = SpatialMath.range(tf, x, 4, 5);
        Operand<T> images = shaped(tf, x, List.of(rest, SpatialMath.range(tf, x, 2, 4), channels));
        Operand<T> across = pool(
                tf,
                kind,
                images,
                Window.of(window.size().subList(1, 3), window.strides().subList(1, 3), window.padding()));
        Operand<T> columns = shaped(tf, across, List.of(examples, depth, rest, channels));
        Window alone = Window.of(
                List.of(window.size().get(0), 1), List.of(window.strides().get(0), 1), window.padding());
        Operand<T> along = pool(tf, kind, columns, alone);
        return shaped(
                tf, along, List.of(examples, SpatialMath.range(tf, along, 1, 2), SpatialMath.range(tf, across, 1, 4)));
    }

    private static <T extends TNumber> Operand<T> shaped(Ops tf, Operand<T> x, List<Operand<TInt32>> sizes) {
        return tf.reshape(x, tf.concat(sizes, tf.constant(0)));
    }

    /** Windows are of two sizes that differ by one: both are pooled everywhere, and the right positions taken. */
    private static <T extends TNumber> Operand<T> alongAxis(
            Ops tf, Kind kind, Operand<T> x, List<Integer> inputSizes, List<Integer> outputSizes, int axis) {
        long input = inputSizes.get(axis);
        long output = outputSizes.get(axis);
        int small = (int) ceilDiv(input, output);
        int smallWindows = (int) input - small + 1;
        int[] positions = IntStream.range(0, (int) output)
                .map(i -> {
                    long begin = i * input / output;
                    return (int) (ceilDiv((i + 1) * input, output) - begin > small ? smallWindows + begin : begin);
                })
                .toArray();
        List<Operand<T>> pooled = new ArrayList<>();
        pooled.add(alongAxis(tf, kind, x, inputSizes.size(), axis, small));
        if (IntStream.of(positions).anyMatch(position -> position >= smallWindows)) {
            pooled.add(alongAxis(tf, kind, x, inputSizes.size(), axis, small + 1));
        }
        Operand<T> all = pooled.size() == 1 ? pooled.get(0) : tf.concat(pooled, tf.constant(axis + 1));
        return tf.gather(all, tf.constant(positions), tf.constant(axis + 1));
    }

    private static <T extends TNumber> Operand<T> alongAxis(
            Ops tf, Kind kind, Operand<T> x, int axes, int axis, int size) {
        List<Integer> window = new ArrayList<>(Window.ones(axes));
        window.set(axis, size);
        return size == 1 ? x : pool(tf, kind, x, Window.of(window, Window.ones(axes), "VALID"));
    }

    private static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }

    private static long[] attribute(List<Integer> numbers) {
        return Window.withBatchAndChannels(numbers).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }
}
