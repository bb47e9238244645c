package io.cornu.layers;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** What layers that draw random numbers share. */
final class Noise {
    private Noise() {}

    /** Checks the sizes of a noise shape: at least 1, or -1 for the input's own. */
    static List<Integer> sizes(String where, List<Integer> noiseShape) {
        Arguments.require(
                noiseShape.stream().allMatch(size -> size > 0 || size == -1),
                where,
                "noiseShape must be of sizes of at least 1, or -1 for the input's own",
                noiseShape);
        return List.copyOf(noiseShape);
    }

    /** Refuses inputs to which a noise shape does not broadcast; an empty one is the input's own. */
    static void requireBroadcast(List<Integer> noiseShape, Shape input) {
        boolean fits = noiseShape.isEmpty() || noiseShape.size() == input.numDimensions();
        for (int i = 0; fits && i < noiseShape.size(); i++) {
            int size = noiseShape.get(i);
            fits = size == -1 || size == 1 || input.get(i) == Shape.UNKNOWN_SIZE || size == input.get(i);
        }
        if (!fits) {
            throw new LayerShapeException(
                    "expected input that noise of shape " + noiseShape + " broadcasts to, received "
                            + Shapes.text(input),
                    "Give the noise the input's rank, with 1 where it is shared and -1 for the input's own size.");
        }
    }

    /** The shape of the noise at run time. */
    static Operand<TInt32> shape(Ops tf, Operand<? extends TFloating> x, List<Integer> noiseShape) {
        if (noiseShape.stream().allMatch(size -> size == -1)) {
            return tf.shape(x);
        }
        List<Operand<TInt32>> sizes = new ArrayList<>();
        for (int i = 0; i < noiseShape.size(); i++) {
            int size = noiseShape.get(i);
            sizes.add(size == -1 ? AxisRules.sizeAt(tf, x, i) : tf.constant(new int[] {size}));
        }
        return tf.concat(sizes, tf.constant(0));
    }

    /** 1 with probability 1 - rate, else 0. */
    static <T extends TFloating> Operand<T> kept(LayerCall<T> call, double rate, List<Integer> noiseShape) {
        Ops tf = call.tf();
        Operand<T> draw = call.randomUniform(shape(tf, call.input(), noiseShape));
        return tf.dtypes.cast(
                tf.math.greaterEqual(draw, call.constant(rate)), call.input().type());
    }

    /** Sets inputs to zero at random and scales up the rest. */
    static <T extends TFloating> Operand<T> dropped(LayerCall<T> call, double rate, List<Integer> noiseShape) {
        Operand<T> x = call.input();
        if (!call.phase().isRandom() || rate == 0) {
            return x;
        }
        Ops tf = call.tf();
        // Zeros that still depend on x: training needs a gradient, if only of zeros.
        return rate == 1
                ? tf.select(tf.constant(false), x, tf.zerosLike(x))
                : tf.math.mul(tf.math.mul(x, call.constant(1 / (1 - rate))), kept(call, rate, noiseShape));
    }

    /** A rate from 0 to 1, both possible, as in Keras. */
    static void requireRate(String where, double rate) {
        Arguments.require(rate >= 0 && rate <= 1, where, "rate must be in [0, 1]", rate);
    }
}
