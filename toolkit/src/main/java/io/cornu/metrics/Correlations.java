package io.cornu.metrics;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.family.TFloating;

/** The maths of correlations along an axis. */
final class Correlations {
    private Correlations() {}

    static <T extends TFloating> Operand<T> mean(Ops tf, Operand<T> x, int axis, boolean keepDimensions) {
        return tf.math.mean(x, tf.constant(axis), Mean.keepDims(keepDimensions));
    }

    static <T extends TFloating> Operand<T> centered(Ops tf, Operand<T> x, int axis) {
        return tf.math.sub(x, mean(tf, x, axis, true));
    }

    static <T extends TFloating> Operand<T> variance(Ops tf, Operand<T> x, int axis) {
        return mean(tf, tf.math.square(centered(tf, x, axis)), axis, true);
    }

    static <T extends TFloating> Operand<T> standardized(Ops tf, Operand<T> x, int axis) {
        return tf.math.div(centered(tf, x, axis), tf.math.sqrt(variance(tf, x, axis)));
    }

    /** Along the batch there is no value for each example, which a weight could be for. */
    static <T extends TFloating> void requireExamples(String name, int axis, Metric.BatchResult<T> batch) {
        boolean isBatch = Math.floorMod(axis, batch.prediction().shape().numDimensions()) == 0;
        if (isBatch && (batch.weights().isPresent() || batch.mask().isPresent())) {
            throw new IllegalArgumentException(name + ": expected no weights and no mask for axis " + axis
                    + ", which is the batch, received some. Watch it among the unweighted metrics.");
        }
    }
}
