package io.cornu.ops;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.image.ResizeBicubic;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.op.image.ResizeNearestNeighbor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Images in other sizes, as {@code tf.image.resize} makes them.
 *
 * <p>TensorFlow's operations compute in float32, and some run on no GPU: in their place, images are multiplied with a
 * matrix of weights for each axis.
 *
 * <p>Source for the weights: {@code tensorflow/core/kernels/image/}{@code {scale_and_translate_op,resize_bicubic_op}.cc},
 * TensorFlow 2.18.
 */
public final class ImageResampling {
    private static final int BICUBIC_STEPS = 1024;

    private ImageResampling() {}

    /**
     * Resizes images.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param images (batch, height, width, channels)
     * @param height the new height
     * @param width the new width
     * @param kernel {@code NEAREST}, {@code BILINEAR}, {@code BICUBIC}, {@code LANCZOS3} or {@code LANCZOS5}
     * @param antialias whether a smaller image is a mean over all pixels that vanish; without effect on {@code NEAREST}
     * @return (batch, new height, new width, channels)
     */
    public static <T extends TNumber> Operand<T> resize(
            Ops tf, Operand<T> images, int height, int width, String kernel, boolean antialias) {
        Operand<TInt32> size = tf.constant(new int[] {height, width});
        if (kernel.equals("NEAREST")) {
            return tf.image.resizeNearestNeighbor(images, size, ResizeNearestNeighbor.halfPixelCenters(true));
        }
        if (images.type() == TFloat32.class && !antialias && kernel.equals("BILINEAR")) {
            return tf.dtypes.cast(
                    tf.image.resizeBilinear(images, size, ResizeBilinear.halfPixelCenters(true)), images.type());
        }
        if (images.type() == TFloat32.class && !antialias && kernel.equals("BICUBIC")) {
            return tf.dtypes.cast(
                    tf.image.resizeBicubic(images, size, ResizeBicubic.halfPixelCenters(true)), images.type());
        }
        Operand<T> rows = weights(tf, images, 1, height, kernel, antialias);
        Operand<T> columns = weights(tf, images, 2, width, kernel, antialias);
        Operand<T> lower = tf.linalg.einsum(List.of(images, rows), "bhwc,hi->biwc");
        return tf.linalg.einsum(List.of(lower, columns), "biwc,wj->bijc");
    }

    /**
     * Takes the largest window about the middle of images that is shaped like the result, and resizes it, bilinearly:
     * {@code keras.utils.image_utils.smart_resize}.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param images (batch, height, width, channels), height and width known
     * @param height the new height
     * @param width the new width
     * @return (batch, new height, new width, channels)
     */
    public static <T extends TNumber> Operand<T> fromMiddle(Ops tf, Operand<T> images, int height, int width) {
        long oldHeight = images.shape().get(1);
        long oldWidth = images.shape().get(2);
        long cutHeight = Math.max(1, Math.min(oldHeight, oldWidth * height / width));
        long cutWidth = Math.max(1, Math.min(oldWidth, oldHeight * width / height));
        Operand<T> cut = tf.slice(
                images,
                tf.constant(new int[] {0, (int) (oldHeight - cutHeight) / 2, (int) (oldWidth - cutWidth) / 2, 0}),
                tf.constant(new int[] {-1, (int) cutHeight, (int) cutWidth, -1}));
        return cutHeight == height && cutWidth == width ? cut : resize(tf, cut, height, width, "BILINEAR", false);
    }

    /** How much of each old pixel is in each new one, of shape (old size, new size). */
    private static <T extends TNumber> Operand<T> weights(
            Ops tf, Operand<T> images, int axis, int size, String kernel, boolean antialias) {
        Operand<TInt32> old = tf.gather(tf.shape(images), tf.constant(axis), tf.constant(0));
        Operand<T> one = GraphMath.constant(tf, images, 1);
        Operand<T> half = GraphMath.constant(tf, images, .5);
        Operand<T> length = tf.dtypes.cast(old, images.type());
        Operand<T> scale = tf.math.div(length, GraphMath.constant(tf, images, size));
        Operand<T> news = tf.dtypes.cast(tf.range(tf.constant(0), tf.constant(size), tf.constant(1)), images.type());
        Operand<T> olds = tf.expandDims(
                tf.dtypes.cast(tf.range(tf.constant(0), old, tf.constant(1)), images.type()), tf.constant(1));
        Operand<T> place = tf.math.sub(tf.math.mul(tf.math.add(news, half), scale), half);
        Operand<T> last = tf.math.sub(length, one);
        if (kernel.equals("BILINEAR") && !antialias) {
            place = tf.clipByValue(place, GraphMath.constant(tf, images, 0), last);
        } else if (kernel.equals("BICUBIC") && !antialias) {
            place = onTable(tf, place);
        }
        Operand<T> spread = antialias ? tf.math.maximum(scale, one) : one;
        Operand<T> raw = kernel(tf, tf.math.div(tf.math.abs(tf.math.sub(olds, place)), spread), kernel);
        // Sizes have no gradient, and the path through them must not be looked for.
        return tf.stopGradient(tf.math.divNoNan(raw, tf.reduceSum(raw, tf.constant(0), ReduceSum.keepDims(true))));
    }

    /** TensorFlow looks bicubic weights up in a table of 1024 places between two pixels. */
    private static <T extends TNumber> Operand<T> onTable(Ops tf, Operand<T> place) {
        Operand<T> steps = GraphMath.constant(tf, place, BICUBIC_STEPS);
        Operand<T> whole = tf.math.floor(place);
        return tf.math.add(whole, tf.math.div(tf.math.rint(tf.math.mul(tf.math.sub(place, whole), steps)), steps));
    }

    private static <T extends TNumber> Operand<T> kernel(Ops tf, Operand<T> distance, String kernel) {
        return switch (kernel) {
            case "BILINEAR" -> tf.nn.relu(tf.math.sub(GraphMath.constant(tf, distance, 1), distance));
            case "BICUBIC" -> keys(tf, distance);
            case "LANCZOS3" -> lanczos(tf, distance, 3);
            default -> lanczos(tf, distance, 5);
        };
    }

    private static <T extends TNumber> Operand<T> keys(Ops tf, Operand<T> x) {
        Operand<T> zero = tf.zerosLike(x);
        Operand<T> near = polynomial(tf, x, 1.5, -2.5, 0, 1);
        Operand<T> far = polynomial(tf, x, -.5, 2.5, -4, 2);
        Operand<T> inner = tf.select(tf.math.less(x, GraphMath.constant(tf, x, 1)), near, far);
        return tf.select(tf.math.less(x, GraphMath.constant(tf, x, 2)), inner, zero);
    }

    private static <T extends TNumber> Operand<T> polynomial(Ops tf, Operand<T> x, double... coefficients) {
        Operand<T> value = GraphMath.constant(tf, x, coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) {
            value = tf.math.add(tf.math.mul(value, x), GraphMath.constant(tf, x, coefficients[i]));
        }
        return value;
    }

    private static <T extends TNumber> Operand<T> lanczos(Ops tf, Operand<T> x, double radius) {
        Operand<T> one = tf.onesLike(x);
        var isNear = tf.math.lessEqual(x, GraphMath.constant(tf, x, 1e-3));
        Operand<T> safe = tf.select(isNear, one, x);
        Operand<T> angle = tf.math.mul(safe, GraphMath.constant(tf, x, Math.PI));
        Operand<T> slow = tf.math.div(angle, GraphMath.constant(tf, x, radius));
        Operand<T> windowed = tf.math.div(tf.math.mul(tf.math.sin(angle), tf.math.sin(slow)), tf.math.mul(angle, slow));
        Operand<T> inner = tf.select(isNear, one, windowed);
        return tf.select(tf.math.greater(x, GraphMath.constant(tf, x, radius)), tf.zerosLike(x), inner);
    }
}
