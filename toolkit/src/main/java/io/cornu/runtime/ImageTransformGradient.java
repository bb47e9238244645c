package io.cornu.runtime;

import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * The gradient of {@code ImageProjectiveTransformV3} by the images: what came out of a pixel goes back to the pixels it
 * was made of, by their shares. TensorFlow's Python side transforms the gradient with the inverse matrix instead, which
 * is near it only where the border plays no part.
 *
 * <p>Source for the places: {@code tensorflow/core/kernels/image/image_ops.h}, TensorFlow 2.18.
 */
final class ImageTransformGradient {
    private final Ops tf;
    private final Operand<TFloat32> transforms;
    private final Operand<TInt32> inputShape;
    private final Operand<TInt32> outputShape;
    private final String fillMode;

    private ImageTransformGradient(Ops tf, GraphOperation op) {
        this.tf = tf;
        this.transforms = floats(op.input(1));
        this.inputShape = tf.shape(op.input(0));
        this.outputShape = tf.shape(op.output(0));
        this.fillMode = op.attributes().getAttrString("fill_mode");
    }

    static List<Operand<?>> of(Ops tf, GraphOperation op, List<Output<?>> upstream) {
        boolean isNearest = op.attributes().getAttrString("interpolation").equals("NEAREST");
        Operand<?> gradient = new ImageTransformGradient(tf, op).scattered(number(upstream.get(0)), isNearest);
        return List.of(gradient, tf.zerosLike(op.input(1)), tf.zerosLike(op.input(2)), tf.zerosLike(op.input(3)));
    }

    private <T extends TNumber> Operand<T> scattered(Operand<T> dy, boolean isNearest) {
        Operand<TFloat32> column = tf.reshape(counted(outputShape, 2), tf.constant(new int[] {1, 1, -1}));
        Operand<TFloat32> row = tf.reshape(counted(outputShape, 1), tf.constant(new int[] {1, -1, 1}));
        Operand<TFloat32> k = sum(tf.math.mul(entry(6), column), tf.math.mul(entry(7), row), tf.constant(1f));
        Operand<TBool> isFinite = tf.math.notEqual(k, tf.constant(0f));
        Operand<TFloat32> safe = tf.select(isFinite, k, tf.onesLike(k));
        Operand<TFloat32> x = mapped(tf.math.div(linear(0, column, row), safe), size(2));
        Operand<TFloat32> y = mapped(tf.math.div(linear(3, column, row), safe), size(1));
        if (isNearest) {
            return part(dy, rounded(y), rounded(x), isFinite);
        }
        Operand<TFloat32> left = tf.math.floor(x);
        Operand<TFloat32> top = tf.math.floor(y);
        Operand<TFloat32> one = tf.constant(1f);
        Operand<TFloat32> toRight = tf.math.sub(x, left);
        Operand<TFloat32> down = tf.math.sub(y, top);
        Operand<TFloat32> right = tf.math.add(left, one);
        Operand<TFloat32> bottom = tf.math.add(top, one);
        Operand<TFloat32> toLeft = tf.math.sub(one, toRight);
        Operand<TFloat32> up = tf.math.sub(one, down);
        return tf.math.addN(List.of(
                part(shared(dy, up, toLeft), top, left, isFinite),
                part(shared(dy, up, toRight), top, right, isFinite),
                part(shared(dy, down, toLeft), bottom, left, isFinite),
                part(shared(dy, down, toRight), bottom, right, isFinite)));
    }

    private <T extends TNumber> Operand<T> shared(Operand<T> dy, Operand<TFloat32> a, Operand<TFloat32> b) {
        Operand<TFloat32> share = tf.expandDims(tf.math.mul(a, b), tf.constant(-1));
        return tf.math.mul(dy, tf.dtypes.cast(share, dy.type()));
    }

    /** Adds up what goes back to each pixel; nothing does from places outside. */
    private <T extends TNumber> Operand<T> part(
            Operand<T> dy, Operand<TFloat32> y, Operand<TFloat32> x, Operand<TBool> isFinite) {
        Operand<TFloat32> zero = tf.constant(0f);
        Operand<TBool> isInside = tf.math.logicalAnd(
                isFinite,
                tf.math.logicalAnd(
                        tf.math.logicalAnd(tf.math.greaterEqual(y, zero), tf.math.less(y, size(1))),
                        tf.math.logicalAnd(tf.math.greaterEqual(x, zero), tf.math.less(x, size(2)))));
        Operand<TInt32> height = dimension(1);
        Operand<TInt32> width = dimension(2);
        Operand<TInt32> image =
                tf.reshape(tf.range(tf.constant(0), dimension(0), tf.constant(1)), tf.constant(new int[] {-1, 1, 1}));
        Operand<TInt32> place = tf.math.add(
                tf.math.mul(tf.math.add(tf.math.mul(image, height), tf.dtypes.cast(y, TInt32.class)), width),
                tf.dtypes.cast(x, TInt32.class));
        // Negative places are left out.
        Operand<TInt32> places = tf.select(isInside, place, tf.constant(-1));
        Operand<TInt32> channels = tf.slice(inputShape, tf.constant(new int[] {3}), tf.constant(new int[] {1}));
        Operand<TInt32> rows = tf.concat(List.of(tf.constant(new int[] {-1}), channels), tf.constant(0));
        Operand<TInt32> pixels = tf.math.mul(tf.math.mul(dimension(0), height), width);
        Operand<T> sums = tf.math.unsortedSegmentSum(
                tf.reshape(dy, rows), tf.reshape(places, tf.constant(new int[] {-1})), pixels);
        return tf.reshape(sums, inputShape);
    }

    private Operand<TFloat32> mapped(Operand<TFloat32> place, Operand<TFloat32> length) {
        if (fillMode.equals("CONSTANT")) {
            return place;
        }
        Operand<TFloat32> last = tf.math.sub(length, tf.constant(1f));
        Operand<TFloat32> inside =
                switch (fillMode) {
                    case "REFLECT" -> reflected(place, length, last);
                    case "WRAP" -> wrapped(place, length, last);
                    default -> place;
                };
        return tf.clipByValue(inside, tf.constant(0f), last);
    }

    private Operand<TFloat32> reflected(Operand<TFloat32> place, Operand<TFloat32> length, Operand<TFloat32> last) {
        Operand<TFloat32> period = tf.math.mul(length, tf.constant(2f));
        Operand<TFloat32> one = tf.constant(1f);
        Operand<TFloat32> below =
                tf.math.add(place, tf.math.mul(period, tf.math.floor(tf.math.div(tf.math.neg(place), period))));
        Operand<TFloat32> mirroredBelow = tf.select(
                tf.math.less(below, tf.math.neg(length)),
                tf.math.add(below, period),
                tf.math.sub(tf.math.neg(below), one));
        Operand<TFloat32> above = tf.math.sub(place, tf.math.mul(period, tf.math.floor(tf.math.div(place, period))));
        Operand<TFloat32> mirroredAbove =
                tf.select(tf.math.greaterEqual(above, length), tf.math.sub(tf.math.sub(period, above), one), above);
        return outside(place, last, mirroredBelow, mirroredAbove);
    }

    private Operand<TFloat32> wrapped(Operand<TFloat32> place, Operand<TFloat32> length, Operand<TFloat32> last) {
        // One pixel is all there is: the clipping to come finds it, whatever stands here.
        Operand<TFloat32> period = tf.math.maximum(last, tf.constant(1f));
        Operand<TFloat32> turns = tf.math.floor(tf.math.div(tf.math.neg(place), period));
        Operand<TFloat32> below = tf.math.add(place, tf.math.mul(length, tf.math.add(turns, tf.constant(1f))));
        Operand<TFloat32> above = tf.math.sub(place, tf.math.mul(length, tf.math.floor(tf.math.div(place, period))));
        return outside(place, last, below, above);
    }

    private Operand<TFloat32> outside(
            Operand<TFloat32> place, Operand<TFloat32> last, Operand<TFloat32> below, Operand<TFloat32> above) {
        return tf.select(
                tf.math.less(place, tf.constant(0f)), below, tf.select(tf.math.greater(place, last), above, place));
    }

    /** Halves away from zero, as C++ rounds. */
    private Operand<TFloat32> rounded(Operand<TFloat32> place) {
        Operand<TFloat32> size = tf.math.floor(tf.math.add(tf.math.abs(place), tf.constant(.5f)));
        return tf.math.mul(tf.math.sign(place), size);
    }

    private Operand<TFloat32> linear(int first, Operand<TFloat32> column, Operand<TFloat32> row) {
        return sum(tf.math.mul(entry(first), column), tf.math.mul(entry(first + 1), row), entry(first + 2));
    }

    private Operand<TFloat32> sum(Operand<TFloat32> a, Operand<TFloat32> b, Operand<TFloat32> c) {
        return tf.math.add(tf.math.add(a, b), c);
    }

    /** One number of each matrix, of shape (matrices, 1, 1). */
    private Operand<TFloat32> entry(int number) {
        Operand<TFloat32> column =
                tf.slice(transforms, tf.constant(new int[] {0, number}), tf.constant(new int[] {-1, 1}));
        return tf.expandDims(column, tf.constant(-1));
    }

    private Operand<TFloat32> counted(Operand<TInt32> shape, int axis) {
        return tf.dtypes.cast(tf.range(tf.constant(0), dimension(shape, axis), tf.constant(1)), TFloat32.class);
    }

    private Operand<TFloat32> size(int axis) {
        return tf.dtypes.cast(dimension(axis), TFloat32.class);
    }

    private Operand<TInt32> dimension(int axis) {
        return dimension(inputShape, axis);
    }

    private Operand<TInt32> dimension(Operand<TInt32> shape, int axis) {
        return tf.gather(shape, tf.constant(axis), tf.constant(0));
    }

    @SuppressWarnings("unchecked")
    private static Operand<TFloat32> floats(Output<?> output) {
        // The operation takes matrices of this type only.
        return (Output<TFloat32>) output;
    }

    @SuppressWarnings("unchecked")
    private static <T extends TNumber> Operand<T> number(Output<?> output) {
        // Images are numbers.
        return (Output<T>) output;
    }
}
