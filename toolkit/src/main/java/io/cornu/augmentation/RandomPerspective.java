package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.family.TFloating;

/**
 * Looks at some images from elsewhere while training: each corner is moved by chance.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomPerspective}, Keras 3.15.
 *
 * @param factor what the probability of each image is drawn from; within [0, 1], 0 to 1 by default
 * @param scale how far a corner may move, as a share of its distance from the first one, half of it to each side; in
 *     [0, 1], 1 by default
 * @param interpolation how pixels between others come about, nearest or bilinear; bilinear by default
 * @param fillValue what stands outside; finite, 0 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomPerspective(
        Range factor, double scale, Interpolation interpolation, double fillValue, DataFormat dataFormat)
        implements Layer, RandomPerspectiveBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the factor or scale leaves [0, 1], the interpolation is neither nearest nor
     *     bilinear, or the value is not finite
     */
    public RandomPerspective {
        factor.within("RandomPerspective", "factor", 0, 1);
        Arguments.require(scale >= 0 && scale <= 1, "RandomPerspective", "scale must be in [0, 1]", scale);
        Affine.check("RandomPerspective", interpolation, fillValue);
    }

    /**
     * Tilts half of all images.
     *
     * @return the layer
     */
    public static RandomPerspective of() {
        return of(1, 1);
    }

    /**
     * Draws the probability from 0 up.
     *
     * @param factor the largest probability, in [0, 1]
     * @param scale how far a corner may move, in [0, 1]
     * @return the layer
     * @throws IllegalArgumentException if one leaves [0, 1]
     */
    public static RandomPerspective of(double factor, double scale) {
        return new RandomPerspective(Range.upTo(factor), scale, Interpolation.BILINEAR, 0, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Pixels.requireImages(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.augment(call, dataFormat, this::augmented);
    }

    private <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        Ops tf = images.tf();
        Operand<T> moves = images.uniform(images.batchAnd(4, 2), Range.around(.5 * scale));
        Operand<T> tilted = tilted(images, tf.math.add(corners(images), tf.math.mul(corners(images), moves)));
        return tf.select(images.chosen(factor), tilted, images.images());
    }

    /** The places of the corners, across and down, of shape (1, 4, 2). */
    private static <T extends TFloating> Operand<T> corners(Pixels<T> images) {
        Ops tf = images.tf();
        Operand<T> zero = images.constant(0);
        Operand<T> right = tf.math.sub(images.size(2), images.constant(1));
        Operand<T> bottom = tf.math.sub(images.size(1), images.constant(1));
        Operand<T> numbers = tf.stack(List.of(zero, zero, right, zero, zero, bottom, right, bottom));
        return tf.reshape(numbers, tf.constant(new int[] {1, 4, 2}));
    }

    /** Images whose corners come to other places, of shape (batch, 4, 2). */
    <T extends TFloating> Operand<T> tilted(Pixels<T> images, Operand<T> ends) {
        Ops tf = images.tf();
        Operand<T> starts = tf.broadcastTo(corners(images), tf.shape(ends));
        Operand<T> x = coordinate(tf, ends, 0);
        Operand<T> y = coordinate(tf, ends, 1);
        Operand<T> ones = tf.onesLike(x);
        Operand<T> zeros = tf.zerosLike(x);
        Operand<T> fromX = coordinate(tf, starts, 0);
        Operand<T> fromY = coordinate(tf, starts, 1);
        Operand<T> across = tf.stack(
                List.of(x, y, ones, zeros, zeros, zeros, product(tf, fromX, x), product(tf, fromX, y)), Stack.axis(2L));
        Operand<T> down = tf.stack(
                List.of(zeros, zeros, zeros, x, y, ones, product(tf, fromY, x), product(tf, fromY, y)), Stack.axis(2L));
        Operand<T> equations = tf.concat(List.of(across, down), tf.constant(1));
        Operand<T> places = tf.expandDims(tf.concat(List.of(fromX, fromY), tf.constant(1)), tf.constant(-1));
        Operand<T> matrix = tf.reshape(tf.linalg.solve(equations, places), tf.constant(new int[] {-1, 8}));
        // Where images come from has no gradient here: it depends on draws alone.
        return new Affine(interpolation, FillMode.CONSTANT, fillValue).project(images, tf.stopGradient(matrix));
    }

    private static <T extends TFloating> Operand<T> product(Ops tf, Operand<T> a, Operand<T> b) {
        return tf.math.neg(tf.math.mul(a, b));
    }

    private static <T extends TFloating> Operand<T> coordinate(Ops tf, Operand<T> points, int number) {
        return tf.gather(points, tf.constant(number), tf.constant(2));
    }
}
