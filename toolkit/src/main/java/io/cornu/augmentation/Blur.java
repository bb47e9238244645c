package io.cornu.augmentation;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Images smoothed by a window that slides over each channel. */
final class Blur {
    private Blur() {}

    /** A window of shape (height, width); zeros stand outside. */
    static <T extends TFloating> Operand<T> with(Pixels<T> images, Operand<T> kernel) {
        Ops tf = images.tf();
        Operand<T> single = tf.expandDims(tf.expandDims(kernel, tf.constant(-1)), tf.constant(-1));
        Operand<TInt32> copies = tf.concat(
                List.of(tf.constant(new int[] {1, 1}), images.dimensions(3, 1), tf.constant(new int[] {1})),
                tf.constant(0));
        return tf.nn.depthwiseConv2dNative(images.images(), tf.tile(single, copies), List.of(1L, 1L, 1L, 1L), "SAME");
    }

    /** A normal distribution over a number of places, adding up to 1. */
    static <T extends TFloating> Operand<T> gaussian(Pixels<T> images, Operand<TInt32> size, Operand<T> sigma) {
        Ops tf = images.tf();
        Operand<T> places = tf.dtypes.cast(
                tf.range(tf.constant(0), size, tf.constant(1)), images.draws().type());
        Operand<T> last =
                tf.dtypes.cast(tf.math.sub(size, tf.constant(1)), images.draws().type());
        Operand<T> middle = tf.math.mul(last, images.constant(.5));
        Operand<T> distance = tf.math.div(tf.math.sub(places, middle), sigma);
        Operand<T> bell = tf.math.exp(tf.math.mul(tf.math.square(distance), images.constant(-.5)));
        return tf.math.div(bell, tf.reduceSum(bell, tf.constant(0)));
    }
}
