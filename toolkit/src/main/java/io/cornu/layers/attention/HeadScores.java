package io.cornu.layers.attention;

import io.cornu.layers.LayerCall;
import io.cornu.layers.Softmax;
import io.cornu.ops.GraphMath;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** From the scores of heads to their weights, by the two ways that Keras has. */
final class HeadScores {
    private HeadScores() {}

    /**
     * The weights of keys.
     *
     * @param scores of shape (batch, ..., query axes, key axes)
     * @param axes how many axes of keys there are
     * @param mask of rank 3, broadcasting to (batch, query steps, key steps)
     * @param dropout the share that is dropped in training
     * @param isFused whether Keras computes them in one operation, where a query that may look at nothing looks at
     *     everything alike, and not at nothing
     */
    static <T extends TFloating> Operand<T> weights(
            LayerCall<T> call,
            Operand<T> scores,
            int axes,
            Optional<Operand<TBool>> mask,
            double dropout,
            boolean isFused) {
        Ops tf = call.tf();
        int rank = scores.shape().numDimensions();
        Optional<Operand<TBool>> spread = mask.map(each -> spread(tf, each, rank));
        if (isFused) {
            return softmax(
                    tf,
                    spread.<Operand<T>>map(each -> tf.select(each, scores, call.constant(lowest(scores.type()))))
                            .orElse(scores));
        }
        long[] unknown = new long[rank];
        Arrays.fill(unknown, Shape.UNKNOWN_SIZE);
        Operand<T> weights = Softmax.of(IntStream.range(rank - axes, rank).toArray())
                .call(call.inner("softmax", List.of(scores), List.of(Shape.of(unknown)), List.of(spread)));
        return SequenceAttention.dropped(call, weights, dropout);
    }

    /** Between the batch and the steps stand heads and whatever else. */
    private static Operand<TBool> spread(Ops tf, Operand<TBool> mask, int rank) {
        Operand<TBool> spread = mask;
        for (int i = 3; i < rank; i++) {
            spread = tf.expandDims(spread, tf.constant(1));
        }
        return spread;
    }

    /** In float32 at least, as in Keras. */
    private static <T extends TFloating> Operand<T> softmax(Ops tf, Operand<T> scores) {
        Class<T> type = scores.type();
        if (type == TFloat32.class || type == TFloat64.class) {
            return GraphMath.alongLastAxis(tf, scores, tf.nn::softmax);
        }
        Operand<TFloat32> precise = tf.dtypes.cast(scores, TFloat32.class);
        return tf.dtypes.cast(GraphMath.alongLastAxis(tf, precise, tf.nn::softmax), type);
    }

    private static double lowest(Class<?> type) {
        return type == TFloat16.class ? -3e4 : -1e9;
    }
}
