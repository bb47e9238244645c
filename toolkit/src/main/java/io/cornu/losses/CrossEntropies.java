package io.cornu.losses;

import static io.cornu.ops.GraphMath.alongLastAxis;
import static io.cornu.ops.GraphMath.constant;

import java.util.Optional;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.op.FrameworkOps;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** The maths shared by the cross-entropies. Source: keras.src.backend.tensorflow.nn, Keras 3.15. */
final class CrossEntropies {
    private CrossEntropies() {}

    /**
     * Logits if the prediction is given as such, or if it is the output of the operation that makes probabilities
     * of them: as Keras does, so that a saturated softmax still has a gradient.
     */
    static <T extends TFloating> Optional<Operand<T>> logits(
            Operand<T> prediction, boolean fromLogits, String squashing) {
        if (fromLogits) {
            return Optional.of(prediction);
        }
        if (prediction.op() instanceof GraphOperation operation) {
            if (operation.type().equals(squashing)) {
                return Optional.of(input(operation));
            }
            // A softmax over more than two axes is a softmax over a matrix between two reshapes.
            if (operation.type().equals("Reshape")
                    && operation.input(0).op() instanceof GraphOperation inner
                    && inner.type().equals(squashing)
                    && inner.input(0).op().type().equals("Reshape")) {
                return Optional.of(input((GraphOperation) inner.input(0).op()));
            }
        }
        return Optional.empty();
    }

    /** Over the last axis, with targets of the logits' shape. */
    static <T extends TFloating> Operand<T> softmax(Ops tf, Operand<T> target, Operand<T> logits) {
        if (logits.type() == TFloat64.class) {
            // TensorFlow's gradient of the fused operation multiplies with a float32 constant.
            Operand<T> log = alongLastAxis(tf, logits, tf.nn::logSoftmax);
            return tf.math.neg(LossMath.sum(tf, tf.math.mul(target, log), false, -1));
        }
        int rank = logits.shape().numDimensions();
        if (rank == 2) {
            return tf.nn.softmaxCrossEntropyWithLogits(logits, target).loss();
        }
        var matrix = tf.constant(new long[] {-1, logits.shape().get(-1)});
        Operand<T> flat = tf.nn.softmaxCrossEntropyWithLogits(tf.reshape(logits, matrix), tf.reshape(target, matrix))
                .loss();
        var shape = tf.slice(tf.shape(logits), tf.constant(new int[] {0}), tf.constant(new int[] {rank - 1}));
        return tf.reshape(flat, shape);
    }

    /**
     * Over the last axis, with class numbers. TensorFlow's own operation, whose gradient the runtime registers: the
     * dense one differs in the last digit, which training makes the first.
     */
    static <T extends TFloating> Operand<T> sparseSoftmax(Ops tf, Operand<TInt64> classes, Operand<T> logits) {
        if (logits.shape().numDimensions() == 2) {
            return tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, classes).loss();
        }
        Operand<T> matrix =
                tf.reshape(logits, tf.constant(new long[] {-1, logits.shape().get(-1)}));
        Operand<T> flat = tf.nn.sparseSoftmaxCrossEntropyWithLogits(
                        matrix, tf.reshape(classes, tf.constant(new int[] {-1})))
                .loss();
        return tf.reshape(flat, tf.shape(classes));
    }

    /** {@code max(x, 0) - x z + log(1 + exp(-|x|))}, which neither overflows nor loses digits. */
    static <T extends TFloating> Operand<T> sigmoid(Ops tf, Operand<T> target, Operand<T> logits) {
        return FrameworkOps.create(tf).nn.sigmoidCrossEntropyWithLogits(target, logits);
    }

    /** For each output by itself, targets and predictions of one shape. */
    static <T extends TFloating> Operand<T> binary(
            Ops tf, Operand<T> target, Operand<T> prediction, boolean fromLogits) {
        Optional<Operand<T>> logits = logits(prediction, fromLogits, "Sigmoid");
        if (logits.isPresent()) {
            return sigmoid(tf, target, logits.get());
        }
        Operand<T> one = constant(tf, prediction, 1);
        Operand<T> p = clipped(tf, prediction);
        Operand<T> yes = tf.math.mul(target, tf.math.log(p));
        Operand<T> no = tf.math.mul(tf.math.sub(one, target), tf.math.log(tf.math.sub(one, p)));
        return tf.math.neg(tf.math.add(yes, no));
    }

    static <T extends TFloating> Operand<T> clipped(Ops tf, Operand<T> probabilities) {
        return tf.clipByValue(
                probabilities,
                constant(tf, probabilities, LossMath.EPSILON),
                constant(tf, probabilities, 1 - LossMath.EPSILON));
    }

    /** Probabilities that add up to 1 along the last axis, none quite 0 or 1. */
    static <T extends TFloating> Operand<T> normalized(Ops tf, Operand<T> probabilities) {
        return clipped(tf, tf.math.div(probabilities, LossMath.sum(tf, probabilities, true, -1)));
    }

    @SuppressWarnings("unchecked")
    private static <T extends TFloating> Operand<T> input(GraphOperation operation) {
        // Softmax, sigmoid and reshape keep the type of their input.
        return (Output<T>) operation.input(0);
    }
}
