package io.cornu.model;

import io.cornu.layers.Phase;
import io.cornu.runtime.Seed;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * The random numbers that one call of a layer draws: each draw has a base of its own, and the number of the pass makes
 * every pass differ.
 *
 * <p>In Monte-Carlo prediction a draw is a stretch of Philox' stream of numbers, pass after pass. So several passes at
 * once draw what each of them would have drawn alone.
 */
final class Draws {
    /** TensorFlow's number for Philox, the generator behind all stateless operations. */
    private static final int PHILOX = 1;

    /** How many numbers of four bytes or less Philox gives at once. */
    private static final int BLOCK = 4;

    private final Seed seed;
    private final Phase phase;
    private final Passes passes;
    private final long callNumber;
    private int drawn;

    Draws(Seed seed, Phase phase, Passes passes, int callNumber) {
        this.seed = seed;
        this.phase = phase;
        this.passes = passes;
        this.callNumber = callNumber;
    }

    <C extends TFloating> Operand<C> uniform(Ops tf, Operand<TInt32> shape, Class<C> type) {
        return draw(
                tf,
                shape,
                type,
                (size, base) -> tf.random.statelessRandomUniform(size, base, type),
                (size, key, counter) ->
                        tf.random.statelessRandomUniformV2(size, key, counter, tf.constant(PHILOX), type));
    }

    <C extends TFloating> Operand<C> normal(Ops tf, Operand<TInt32> shape, Class<C> type) {
        return draw(
                tf,
                shape,
                type,
                (size, base) -> tf.random.statelessRandomNormal(size, base, type),
                (size, key, counter) ->
                        tf.random.statelessRandomNormalV2(size, key, counter, tf.constant(PHILOX), type));
    }

    private interface Seeded<C extends TFloating> {
        Operand<C> draw(Operand<TInt32> shape, Operand<TInt64> seed);
    }

    private interface Counted<C extends TFloating> {
        Operand<C> draw(Operand<TInt32> shape, Operand<? extends TType> key, Operand<? extends TType> counter);
    }

    private <C extends TFloating> Operand<C> draw(
            Ops tf, Operand<TInt32> shape, Class<C> type, Seeded<C> seeded, Counted<C> counted) {
        long base = seed.derive("random", callNumber * 1000L + drawn++).value();
        Operand<C> numbers = phase == Phase.MONTE_CARLO
                ? ofPasses(tf, shape, type, base, counted)
                : seeded.draw(shape, tf.stack(List.of(tf.constant(base), passes.first())));
        return tf.stopGradient(numbers);
    }

    private <C extends TFloating> Operand<C> ofPasses(
            Ops tf, Operand<TInt32> shape, Class<C> type, long base, Counted<C> counted) {
        Operand<TInt32> count = passes.count().orElse(tf.constant(1));
        boolean isShared = passes.count().isPresent() && isSharedByExamples(tf, shape);
        Operand<TInt32> all = tf.reduceProd(shape, tf.constant(0));
        Operand<TInt32> each = isShared ? all : tf.math.floorDiv(all, count);
        Operand<TInt32> blocks = tf.math.floorDiv(tf.math.add(each, tf.constant(BLOCK - 1)), tf.constant(BLOCK));
        Operand<TInt64> advance =
                tf.math.mul(tf.dtypes.cast(blocks, TInt64.class), tf.constant(type == TFloat64.class ? 2L : 1L));
        Operand<TInt64> start = tf.math.mul(passes.first(), advance);
        Operand<C> numbers = counted.draw(
                tf.stack(List.of(count, tf.math.mul(blocks, tf.constant(BLOCK)))),
                unsigned(tf, tf.constant(new long[] {base})),
                unsigned(tf, tf.stack(List.of(start, tf.constant(0L)))));
        Operand<C> kept = tf.slice(numbers, tf.constant(new int[] {0, 0}), tf.stack(List.of(count, each)));
        return isShared ? repeated(tf, kept, shape, count) : tf.reshape(kept, shape);
    }

    /** What all examples of a pass share, once for each of them, so that other passes may stand beside it. */
    private <C extends TFloating> Operand<C> repeated(
            Ops tf, Operand<C> kept, Operand<TInt32> shape, Operand<TInt32> count) {
        Operand<TInt32> one = tf.constant(new int[] {1});
        Operand<TInt32> rest = tf.slice(shape, one, tf.constant(new int[] {-1}));
        Operand<TInt32> perPass = tf.concat(List.of(tf.reshape(count, one), one, rest), tf.constant(0));
        Operand<TInt32> rows = tf.reshape(passes.rows(), one);
        Operand<TInt32> perRow = tf.concat(List.of(tf.reshape(count, one), rows, rest), tf.constant(0));
        Operand<TInt32> flat = tf.concat(List.of(tf.reshape(tf.math.mul(count, rows), one), rest), tf.constant(0));
        return tf.reshape(tf.broadcastTo(tf.reshape(kept, perPass), perRow), flat);
    }

    /** Whether one draw serves all examples, as the 1 in a noise shape of (1, channels) says. */
    private static boolean isSharedByExamples(Ops tf, Operand<TInt32> shape) {
        Shape known = tf.fill(shape, tf.constant(0f)).shape();
        if (known.isUnknown() || known.numDimensions() == 0 || known.get(0) > 1) {
            throw new SeparatePassesException();
        }
        return known.get(0) == 1;
    }

    /** TensorFlow Java has no class for unsigned numbers of 64 bits. */
    private static Output<? extends TType> unsigned(Ops tf, Operand<TInt64> numbers) {
        return tf.scope()
                .opBuilder("Bitcast", "Unsigned")
                .addInput(numbers.asOutput())
                .setAttr("type", DataType.DT_UINT64)
                .build()
                .output(0);
    }

    /** A layer draws numbers of which it cannot be told to which pass they belong. */
    static final class SeparatePassesException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private SeparatePassesException() {
            super("these passes must be made one by one");
        }
    }
}
