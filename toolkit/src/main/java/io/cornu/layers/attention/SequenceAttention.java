package io.cornu.layers.attention;

import io.cornu.layers.Dropout;
import io.cornu.layers.LayerCall;
import io.cornu.ops.GraphMath;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.family.TFloating;

/** What {@link Attention} and {@link AdditiveAttention} share: all but the scores. */
final class SequenceAttention {
    private SequenceAttention() {}

    static Shape outputShape(List<Shape> inputs) {
        AttentionInputs.requireSequences(inputs);
        Shape query = inputs.get(0);
        AttentionInputs.requireSame(2, query, AttentionInputs.key(inputs), "query and key of as many features");
        return Shape.of(query.get(0), query.get(1), inputs.get(1).get(2));
    }

    /** Every step of the query and every step of the key added, of shape (batch, query steps, key steps, features). */
    static <T extends TFloating> Operand<T> sums(LayerCall<T> call) {
        Ops tf = call.tf();
        return tf.math.add(
                tf.expandDims(call.inputs().get(0), tf.constant(2)),
                tf.expandDims(AttentionInputs.key(call.inputs()), tf.constant(1)));
    }

    static <T extends TFloating> Operand<T> sumOfFeatures(Ops tf, Operand<T> x) {
        return tf.reduceSum(x, tf.constant(3), ReduceSum.keepDims(false));
    }

    /** The values, weighted by the softmax of their scores. */
    static <T extends TFloating> Operand<T> output(
            LayerCall<T> call, Operand<T> scores, double dropout, boolean isCausal) {
        Ops tf = call.tf();
        Operand<T> masked = mask(call, isCausal)
                .<Operand<T>>map(
                        mask -> tf.select(mask, scores, tf.math.sub(scores, call.constant(highest(scores.type())))))
                .orElse(scores);
        Operand<T> weights = GraphMath.alongLastAxis(tf, masked, tf.nn::softmax);
        Operand<T> y = tf.linalg.einsum(
                List.of(dropped(call, weights, dropout), call.inputs().get(1)), "abc,acd->abd");
        return call.mask()
                .<Operand<T>>map(mask -> tf.select(tf.expandDims(mask, tf.constant(-1)), y, tf.zerosLike(y)))
                .orElse(y);
    }

    /** Some weights set to zero while training. */
    static <T extends TFloating> Operand<T> dropped(LayerCall<T> call, Operand<T> weights, double rate) {
        return rate == 0
                ? weights
                : Dropout.of(rate)
                        .call(call.inner(
                                "dropout", List.of(weights), List.of(weights.shape()), List.of(Optional.empty())));
    }

    /** The query's mask has no say here, and the key's neither. */
    private static Optional<Operand<TBool>> mask(LayerCall<?> call, boolean isCausal) {
        return AttentionMasks.of(List.of(Optional.empty(), call.masks().get(1)), call, isCausal, OptionalInt.empty());
    }

    /** What Keras takes from the scores of steps that do not count. */
    private static double highest(Class<?> type) {
        return type == TFloat16.class ? 65504 : 1e9;
    }
}
