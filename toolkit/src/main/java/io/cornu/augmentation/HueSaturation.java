package io.cornu.augmentation;

import io.cornu.ops.GraphMath;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Colors as hue, saturation and value, each of shape (batch, height, width, 1).
 *
 * <p>Composed, because TensorFlow's own operations for it have no gradient.
 *
 * <p>Source: {@code tensorflow/core/kernels/image/colorspace_op.h}, TensorFlow 2.18.
 *
 * @param hue the angle on the color wheel as a share of the circle, from red over green and blue
 * @param saturation 0 where gray
 * @param value the largest of the three colors
 */
record HueSaturation<T extends TFloating>(Operand<T> hue, Operand<T> saturation, Operand<T> value) {
    /** From images of red, green and blue. */
    static <T extends TFloating> HueSaturation<T> of(Pixels<T> images) {
        Ops tf = images.tf();
        List<Operand<T>> colors = images.channels();
        Operand<T> red = colors.get(0);
        Operand<T> green = colors.get(1);
        Operand<T> blue = colors.get(2);
        Operand<T> value = tf.math.maximum(tf.math.maximum(red, green), blue);
        Operand<T> range = tf.math.sub(value, tf.math.minimum(tf.math.minimum(red, green), blue));
        Operand<T> zero = images.constant(0);
        Guard<T> isLit = new Guard<>(tf, tf.math.greater(value, zero));
        Operand<T> saturation = isLit.select(tf.math.div(range, isLit.orOne(value)), zero);
        Guard<T> isColored = new Guard<>(tf, tf.math.greater(range, zero));
        Operand<T> sixth = tf.math.div(images.constant(1 / 6.0), isColored.orOne(range));
        Operand<T> fromRed = tf.math.mul(sixth, tf.math.sub(green, blue));
        Operand<T> fromGreen = tf.math.add(tf.math.mul(sixth, tf.math.sub(blue, red)), images.constant(2 / 6.0));
        Operand<T> fromBlue = tf.math.add(tf.math.mul(sixth, tf.math.sub(red, green)), images.constant(4 / 6.0));
        Operand<T> angle = tf.select(
                tf.math.equal(red, value), fromRed, tf.select(tf.math.equal(green, value), fromGreen, fromBlue));
        Operand<T> turn = isColored.select(angle, zero);
        Operand<T> hue = tf.select(tf.math.less(turn, zero), tf.math.add(turn, images.constant(1)), turn);
        return new HueSaturation<>(hue, saturation, value);
    }

    /** A condition, and divisors that are harmless where it does not hold. */
    private record Guard<T extends TFloating>(Ops tf, Operand<TBool> holds) {
        Operand<T> select(Operand<T> ifSo, Operand<T> ifNot) {
            return tf.select(holds, ifSo, ifNot);
        }

        Operand<T> orOne(Operand<T> divisor) {
            return tf.select(holds, divisor, GraphMath.constant(tf, divisor, 1));
        }
    }

    HueSaturation<T> withHue(Operand<T> other) {
        return new HueSaturation<>(other, saturation, value);
    }

    HueSaturation<T> withSaturation(Operand<T> other) {
        return new HueSaturation<>(hue, other, value);
    }

    /** Images of red, green and blue. */
    Operand<T> toColors(Pixels<T> like) {
        Ops tf = like.tf();
        Operand<T> one = like.constant(1);
        Operand<T> six = tf.math.mul(hue, like.constant(6));
        Operand<T> red = tf.math.sub(tf.math.abs(tf.math.sub(six, like.constant(3))), one);
        Operand<T> green = tf.math.sub(like.constant(2), tf.math.abs(tf.math.sub(six, like.constant(2))));
        Operand<T> blue = tf.math.sub(like.constant(2), tf.math.abs(tf.math.sub(six, like.constant(4))));
        Operand<T> pure = like.clipped(tf.concat(List.of(red, green, blue), tf.constant(3)), Range.UNIT);
        Operand<T> pale = tf.math.sub(one, saturation);
        return tf.math.mul(tf.math.add(pale, tf.math.mul(saturation, pure)), value);
    }
}
