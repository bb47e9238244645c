package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Spreads the values of each channel while training so that all are about as frequent, counted over the whole batch, as
 * in Keras.
 *
 * <p>Nearly nowhere does the result depend on small changes: no gradient flows through it.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.Equalization}, Keras 3.15.
 *
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param bins into how many classes values are counted, at least 2; 256 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record Equalization(Range valueRange, int bins, DataFormat dataFormat)
        implements Layer, EqualizationBuilder.With {
    private static final int BINS = 256;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if there are fewer than two bins, or the range of values is empty
     */
    public Equalization {
        valueRange.asValues("Equalization");
        Arguments.require(bins >= 2, "Equalization", "bins must be at least 2", bins);
    }

    /**
     * Equalizes bytes in 256 bins.
     *
     * @return the layer
     */
    public static Equalization of() {
        return new Equalization(Range.BYTES, BINS, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Pixels.requireImages(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.augment(call, dataFormat, this::augmented);
    }

    <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        List<Operand<T>> channels = images.channels().stream()
                .map(channel -> equalized(images, channel))
                .toList();
        return images.tf().concat(channels, images.tf().constant(3));
    }

    private <T extends TFloating> Operand<T> equalized(Pixels<T> images, Operand<T> values) {
        Ops tf = images.tf();
        Operand<T> bytes = scaled(images, values, valueRange, Range.BYTES);
        Operand<T> highest = images.constant(bins - 1);
        Operand<T> full = images.constant(Range.BYTES.high());
        Operand<TInt32> classes = places(images, tf.math.div(tf.math.mul(bytes, highest), full));
        Operand<TInt32> counts = tf.math.denseBincount(
                tf.reshape(classes, tf.constant(new int[] {-1})), tf.constant(bins), tf.constant(new int[0]));
        Operand<TInt32> places = places(images, tf.math.mul(tf.math.div(bytes, full), highest));
        Operand<T> looked = tf.gather(table(images, counts), places, tf.constant(0));
        Operand<TInt32> used =
                tf.reduceSum(tf.dtypes.cast(tf.math.greater(counts, tf.constant(0)), TInt32.class), tf.constant(0));
        Operand<T> result = tf.select(tf.math.lessEqual(used, tf.constant(1)), bytes, tf.stopGradient(looked));
        return scaled(images, result, Range.BYTES, valueRange);
    }

    /** What becomes of each class: its share of all values that are not of the lowest class there is. */
    private static <T extends TFloating> Operand<T> table(Pixels<T> images, Operand<TInt32> counts) {
        Ops tf = images.tf();
        // Float64 holds all counts.
        Operand<TFloat64> sums = tf.dtypes.cast(tf.math.cumsum(counts, tf.constant(0)), TFloat64.class);
        Operand<TFloat64> total = tf.reduceMax(sums, tf.constant(0));
        Operand<TFloat64> first =
                tf.reduceMin(tf.select(tf.math.greater(sums, tf.constant(0.0)), sums, total), tf.constant(0));
        Operand<TFloat64> rest = tf.math.sub(total, first);
        Operand<TFloat64> divisor = tf.select(tf.math.equal(rest, tf.constant(0.0)), tf.onesLike(rest), rest);
        Operand<TFloat64> share =
                tf.math.div(tf.math.mul(tf.math.sub(sums, first), tf.constant(Range.BYTES.high())), divisor);
        Operand<TFloat64> table =
                tf.clipByValue(tf.math.rint(share), tf.constant(0.0), tf.constant(Range.BYTES.high()));
        return tf.dtypes.cast(table, images.draws().type());
    }

    private <T extends TFloating> Operand<TInt32> places(Pixels<T> images, Operand<T> values) {
        return images.tf().dtypes.cast(images.clipped(values, Range.of(0, bins - 1)), TInt32.class);
    }

    /** With a factor and an offset, as Keras does: what is cut off afterwards depends on the last bit. */
    private static <T extends TFloating> Operand<T> scaled(Pixels<T> images, Operand<T> values, Range from, Range to) {
        if (from.equals(to)) {
            return values;
        }
        double scale = to.width() / from.width();
        Ops tf = images.tf();
        return tf.math.add(tf.math.mul(values, images.constant(scale)), images.constant(to.low() - from.low() * scale));
    }
}
