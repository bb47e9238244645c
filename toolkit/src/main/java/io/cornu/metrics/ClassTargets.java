package io.cornu.metrics;

import io.cornu.losses.Targets;
import io.cornu.ops.GraphMath;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** Classes as metrics get them: numbers or one-hot targets; a probability for each class, or one of yes. */
final class ClassTargets {
    private ClassTargets() {}

    static void requireProbabilities(String where, Shape target, Shape prediction) {
        if (!isOneHot(Targets.expanded(target, prediction), prediction)) {
            Targets.requireClassNumbers(where, target, prediction);
        }
    }

    /** Whether predictions are one probability of yes. */
    static boolean isBinary(Operand<?> prediction) {
        return prediction.shape().get(-1) == 1;
    }

    /** The number of the class of each example. */
    static <T extends TFloating> Operand<TInt64> numbers(Ops tf, Operand<T> target, Operand<T> prediction) {
        return !isBinary(prediction) && isOneHot(target.shape(), prediction.shape())
                ? tf.math.argMax(target, tf.constant(-1))
                : Targets.classNumbers(tf, target, prediction);
    }

    /** The number of the likeliest class of each example. */
    static <T extends TFloating> Operand<TInt64> predicted(Ops tf, Operand<T> prediction) {
        if (!isBinary(prediction)) {
            return tf.math.argMax(prediction, tf.constant(-1));
        }
        Operand<T> half = GraphMath.constant(tf, prediction, .5);
        return Targets.classNumbers(tf, tf.dtypes.cast(tf.math.greater(prediction, half), TInt64.class), prediction);
    }

    /** Ones and zeros in the predictions' shape. */
    static <T extends TFloating> Operand<T> oneHot(Ops tf, Operand<T> target, Operand<T> prediction) {
        return isOneHot(target.shape(), prediction.shape()) ? target : Targets.oneHot(tf, target, prediction);
    }

    private static boolean isOneHot(Shape target, Shape prediction) {
        return target.numDimensions() == prediction.numDimensions() && target.isCompatibleWith(prediction);
    }
}
