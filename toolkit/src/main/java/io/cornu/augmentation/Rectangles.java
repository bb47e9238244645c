package io.cornu.augmentation;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * A rectangle in each image, in pixels that need not be whole; each number of shape (batch, 1).
 *
 * @param left where it begins
 * @param right where it ends
 * @param top where it begins
 * @param bottom where it ends
 */
record Rectangles<T extends TFloating>(Operand<T> left, Operand<T> right, Operand<T> top, Operand<T> bottom) {
    /** In places drawn at random, inside, as shares of width and height. */
    static <T extends TFloating> Rectangles<T> draw(Pixels<T> images, Operand<T> widths, Operand<T> heights) {
        List<Operand<T>> x = side(images, widths, images.size(2));
        List<Operand<T>> y = side(images, heights, images.size(1));
        return new Rectangles<>(x.get(0), x.get(1), y.get(0), y.get(1));
    }

    private static <T extends TFloating> List<Operand<T>> side(Pixels<T> images, Operand<T> share, Operand<T> whole) {
        Ops tf = images.tf();
        Operand<T> length = tf.math.mul(share, whole);
        Operand<T> start = tf.math.mul(images.perRow(Range.UNIT), tf.math.sub(whole, length));
        return List.of(start, tf.math.add(start, length));
    }

    /** Which pixels lie inside, of shape (batch, height, width, 1). */
    Operand<TBool> mask(Pixels<T> images) {
        Ops tf = images.tf();
        Operand<T> x = tf.reshape(places(images, 2), tf.constant(new int[] {1, 1, -1, 1}));
        Operand<T> y = tf.reshape(places(images, 1), tf.constant(new int[] {1, -1, 1, 1}));
        return tf.math.logicalAnd(
                tf.math.logicalAnd(tf.math.greaterEqual(x, wide(tf, left)), tf.math.less(x, wide(tf, right))),
                tf.math.logicalAnd(tf.math.greaterEqual(y, wide(tf, top)), tf.math.less(y, wide(tf, bottom))));
    }

    /** The share of the image that lies inside, of shape (batch, 1). */
    Operand<T> share(Pixels<T> images) {
        Ops tf = images.tf();
        Operand<T> area = tf.math.mul(tf.math.sub(right, left), tf.math.sub(bottom, top));
        return tf.math.div(area, tf.math.mul(images.size(1), images.size(2)));
    }

    private Operand<T> wide(Ops tf, Operand<T> numbers) {
        return tf.reshape(numbers, tf.constant(new int[] {-1, 1, 1, 1}));
    }

    private static <T extends TFloating> Operand<T> places(Pixels<T> images, int axis) {
        Ops tf = images.tf();
        Operand<org.tensorflow.types.TInt32> size = tf.reshape(images.dimensions(axis, 1), tf.constant(new int[0]));
        return tf.dtypes.cast(
                tf.range(tf.constant(0), size, tf.constant(1)), images.draws().type());
    }
}
