package io.cornu.ops;

import static io.cornu.ops.GraphMath.constant;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** Sequences, images and volumes with several positions for each one. */
public final class Resampling {
    private Resampling() {}

    /**
     * Every position several times in a row.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, spatial axes, channels)
     * @param factors how many times along each spatial axis
     * @return (batch, spatial axes * factors, channels)
     */
    public static <T extends TNumber> Operand<T> repeated(Ops tf, Operand<T> x, List<Integer> factors) {
        int rank = factors.size() + 2;
        Operand<T> y = x;
        for (int axis = 1; axis <= factors.size(); axis++) {
            int factor = factors.get(axis - 1);
            if (factor > 1) {
                int[] multiples = new int[rank + 1];
                Arrays.fill(multiples, 1);
                multiples[axis + 1] = factor;
                Operand<T> copies = tf.tile(tf.expandDims(y, tf.constant(axis + 1)), tf.constant(multiples));
                y = tf.reshape(copies, SpatialMath.enlarged(tf, y, rank, axis, factor));
            }
        }
        return y;
    }

    /**
     * Larger images, on straight lines between the nearest pixels.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, height, width, channels)
     * @param factors down and right
     * @return (batch, height * factor, width * factor, channels)
     */
    public static <T extends TNumber> Operand<T> bilinear(Ops tf, Operand<T> x, List<Integer> factors) {
        return x.type() == TFloat32.class
                ? resized(tf, "ResizeBilinear", x, factors)
                : weighted(
                        tf,
                        x,
                        factors,
                        source -> source,
                        distance -> tf.nn.relu(tf.math.sub(constant(tf, x, 1), distance)));
    }

    /**
     * Larger images, on the cubic curves of Keys 1981.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, height, width, channels)
     * @param factors down and right
     * @return (batch, height * factor, width * factor, channels)
     */
    public static <T extends TNumber> Operand<T> bicubic(Ops tf, Operand<T> x, List<Integer> factors) {
        if (x.type() == TFloat32.class) {
            return resized(tf, "ResizeBicubic", x, factors);
        }
        // TensorFlow's kernel looks its weights up in a table of 1,024 steps a pixel.
        Operand<T> steps = constant(tf, x, 1024);
        return weighted(
                tf,
                x,
                factors,
                source -> tf.math.div(tf.math.rint(tf.math.mul(source, steps)), steps),
                distance -> cubic(tf, distance));
    }

    /**
     * Larger images, by a sinc that a wider sinc windows.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, height, width, channels)
     * @param factors down and right
     * @param radius how many pixels it sees to each side
     * @return (batch, height * factor, width * factor, channels)
     */
    public static <T extends TNumber> Operand<T> lanczos(Ops tf, Operand<T> x, List<Integer> factors, int radius) {
        return weighted(tf, x, factors, source -> source, distance -> {
            Operand<T> angle = tf.math.mul(tf.math.maximum(distance, constant(tf, x, 1e-3)), constant(tf, x, Math.PI));
            Operand<T> wide = constant(tf, x, radius);
            Operand<T> sines = tf.math.mul(tf.math.sin(angle), tf.math.sin(tf.math.div(angle, wide)));
            Operand<T> windowed = tf.math.div(tf.math.mul(wide, sines), tf.math.square(angle));
            return tf.math.mul(windowed, tf.dtypes.cast(tf.math.lessEqual(distance, wide), x.type()));
        });
    }

    private static <T extends TNumber> Operand<T> resized(Ops tf, String type, Operand<T> x, List<Integer> factors) {
        Operand<TInt32> size = tf.math.mul(SpatialMath.sizes(tf, x, 2), SpatialMath.constants(tf, factors));
        return tf.scope()
                .opBuilder(type, type)
                .addInput(x.asOutput())
                .addInput(size.asOutput())
                .setAttr("half_pixel_centers", true)
                .build()
                .output(0);
    }

    /**
     * Each new pixel is the mean of old ones, weighted by their distance; the weights of those that exist add up to 1.
     * For what TensorFlow's own kernels cannot do: float64, and {@code ScaleAndTranslate} on GPUs.
     */
    private static <T extends TNumber> Operand<T> weighted(
            Ops tf,
            Operand<T> x,
            List<Integer> factors,
            UnaryOperator<Operand<T>> position,
            UnaryOperator<Operand<T>> weight) {
        Operand<T> down = weights(tf, x, 0, factors.get(0), position, weight);
        Operand<T> right = weights(tf, x, 1, factors.get(1), position, weight);
        Operand<T> taller = tf.linalg.einsum(List.of(down, x), "oh,bhwc->bowc");
        return tf.linalg.einsum(List.of(right, taller), "ow,bhwc->bhoc");
    }

    /** (new positions, old positions) of one axis. */
    private static <T extends TNumber> Operand<T> weights(
            Ops tf,
            Operand<T> x,
            int axis,
            int factor,
            UnaryOperator<Operand<T>> position,
            UnaryOperator<Operand<T>> weight) {
        Operand<TInt32> size = tf.squeeze(
                tf.slice(SpatialMath.sizes(tf, x, 2), tf.constant(new int[] {axis}), tf.constant(new int[] {1})));
        Operand<T> half = constant(tf, x, 0.5);
        Operand<T> old = numbers(tf, x, size);
        Operand<T> fresh = numbers(tf, x, tf.math.mul(size, tf.constant(factor)));
        Operand<T> source =
                position.apply(tf.math.sub(tf.math.div(tf.math.add(fresh, half), constant(tf, x, factor)), half));
        Operand<T> distance =
                tf.math.abs(tf.math.sub(tf.expandDims(source, tf.constant(1)), tf.expandDims(old, tf.constant(0))));
        Operand<T> weights = weight.apply(distance);
        Operand<T> sums = tf.reduceSum(weights, tf.constant(1), ReduceSum.keepDims(true));
        // Sizes have no gradient, and the path through them must not be looked for.
        return tf.stopGradient(tf.math.div(weights, sums));
    }

    private static <T extends TNumber> Operand<T> numbers(Ops tf, Operand<T> like, Operand<TInt32> count) {
        return tf.dtypes.cast(tf.range(tf.constant(0), count, tf.constant(1)), like.type());
    }

    /** 1.5 d^3 - 2.5 d^2 + 1 up to 1, -0.5 d^3 + 2.5 d^2 - 4 d + 2 up to 2, then 0. */
    private static <T extends TNumber> Operand<T> cubic(Ops tf, Operand<T> d) {
        Operand<T> near = polynomial(tf, d, 1.5, -2.5, 0, 1);
        Operand<T> far = polynomial(tf, d, -0.5, 2.5, -4, 2);
        Operand<T> one = constant(tf, d, 1);
        Operand<T> two = constant(tf, d, 2);
        Operand<T> beyond = tf.select(tf.math.less(d, two), far, tf.zerosLike(d));
        return tf.select(tf.math.lessEqual(d, one), near, beyond);
    }

    private static <T extends TNumber> Operand<T> polynomial(Ops tf, Operand<T> x, double... coefficients) {
        Operand<T> y = constant(tf, x, 0);
        for (double coefficient : coefficients) {
            y = tf.math.add(tf.math.mul(y, x), constant(tf, x, coefficient));
        }
        return y;
    }
}
