package io.cornu.activations;

import static io.cornu.ops.GraphMath.alongAxis;
import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Keras' activation functions whose arguments files cannot hold, unless they are the defaults. Source:
 * keras.activations and keras.src.backend.tensorflow.nn, 3.15.
 */
final class ParametricActivations {
    private ParametricActivations() {}

    record Celu(double alpha) implements Activation {
        Celu {
            Arguments.positive("celu", "alpha", alpha);
        }

        @Override
        public String name() {
            return "celu";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            Operand<T> zero = constant(tf, x, 0);
            Operand<T> factor = constant(tf, x, alpha);
            Operand<T> below = tf.math.expm1(tf.math.div(tf.math.minimum(x, zero), factor));
            return tf.math.add(tf.math.maximum(x, zero), tf.math.mul(factor, below));
        }
    }

    record Gelu(boolean approximate) implements Activation {
        @Override
        public String name() {
            return "gelu";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            Operand<T> half = tf.math.mul(constant(tf, x, .5), x);
            return tf.math.mul(half, tf.math.add(constant(tf, x, 1), approximate ? tanh(tf, x) : erf(tf, x)));
        }

        private static <T extends TFloating> Operand<T> erf(Ops tf, Operand<T> x) {
            return tf.math.erf(tf.math.div(x, constant(tf, x, Math.sqrt(2))));
        }

        private static <T extends TFloating> Operand<T> tanh(Ops tf, Operand<T> x) {
            Operand<T> cube = tf.math.mul(x, tf.math.square(x));
            Operand<T> sum = tf.math.add(x, tf.math.mul(constant(tf, x, .044715), cube));
            return tf.math.tanh(tf.math.mul(constant(tf, x, Math.sqrt(2 / Math.PI)), sum));
        }
    }

    record Glu(int axis) implements Activation {
        @Override
        public String name() {
            return "glu";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            Operand<TInt32> along = tf.constant(Axes.index(name(), axis, x.shape()));
            List<Output<T>> halves = tf.split(along, x, 2L).output();
            return tf.math.mul(halves.get(0), tf.math.sigmoid(halves.get(1)));
        }

        @Override
        public Shape outputShape(Shape input) {
            int index = Axes.index(name(), axis, input);
            long[] sizes = input.asArray();
            if (sizes[index] == Shape.UNKNOWN_SIZE) {
                return input;
            }
            if (sizes[index] % 2 != 0) {
                throw new IllegalArgumentException(
                        "glu: expected an even size along axis " + axis + ", received " + Shapes.text(input) + ".");
            }
            sizes[index] /= 2;
            return Shape.of(sizes);
        }
    }

    record HardShrink(double threshold) implements Activation {
        HardShrink {
            Arguments.notNegative("hard_shrink", "threshold", threshold);
        }

        @Override
        public String name() {
            return "hard_shrink";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            Operand<TBool> isFar = tf.math.greater(tf.math.abs(x), constant(tf, x, threshold));
            return tf.select(isFar, x, tf.zerosLike(x));
        }
    }

    record SoftShrink(double threshold) implements Activation {
        SoftShrink {
            Arguments.notNegative("soft_shrink", "threshold", threshold);
        }

        @Override
        public String name() {
            return "soft_shrink";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            Operand<T> edge = constant(tf, x, threshold);
            Operand<T> below = tf.select(tf.math.less(x, tf.math.neg(edge)), tf.math.add(x, edge), tf.zerosLike(x));
            return tf.select(tf.math.greater(x, edge), tf.math.sub(x, edge), below);
        }
    }

    record LogSoftmax(int axis) implements Activation {
        @Override
        public String name() {
            return "log_softmax";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return alongAxis(tf, x, Axes.index(name(), axis, x.shape()), tf.nn::logSoftmax);
        }

        @Override
        public Shape outputShape(Shape input) {
            Axes.index(name(), axis, input);
            return input;
        }
    }

    record Sparsemax(int axis) implements Activation {
        @Override
        public String name() {
            return "sparsemax";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return alongAxis(tf, x, Axes.index(name(), axis, x.shape()), rows -> alongRows(tf, rows));
        }

        private static <T extends TFloating> Operand<T> alongRows(Ops tf, Operand<T> x) {
            Operand<T> sorted = descending(tf, x);
            Operand<TInt32> columns = tf.constant(1);
            Operand<T> sums = tf.math.cumsum(sorted, columns);
            Operand<T> one = constant(tf, x, 1);
            Operand<T> places = tf.math.cumsum(tf.onesLike(sorted), columns);
            Operand<T> means = tf.math.div(tf.math.sub(sums, one), places);
            Operand<TBool> isSupport = tf.math.greater(tf.math.sub(sorted, means), constant(tf, x, 0));
            Operand<T> count = sum(tf, tf.dtypes.cast(isSupport, x.type()));
            // Keras adds up the partial sums, of which the last alone would be the sum of the support.
            Operand<T> total = sum(tf, tf.select(isSupport, sums, tf.zerosLike(sums)));
            Operand<T> threshold = tf.math.div(tf.math.sub(total, one), count);
            return tf.math.maximum(tf.math.sub(x, threshold), constant(tf, x, 0));
        }

        /** Gathered, for the values that TopK gives have no gradient. */
        private static <T extends TFloating> Operand<T> descending(Ops tf, Operand<T> x) {
            Operand<TInt32> all =
                    tf.squeeze(tf.slice(tf.shape(x), tf.constant(new int[] {1}), tf.constant(new int[] {1})));
            Operand<TInt32> order = tf.nn.topK(x, all, TInt32.class).indices();
            return tf.gather(x, order, tf.constant(1), Gather.batchDims(1L));
        }

        private static <T extends TFloating> Operand<T> sum(Ops tf, Operand<T> x) {
            return tf.reduceSum(x, tf.constant(1), ReduceSum.keepDims(true));
        }

        @Override
        public Shape outputShape(Shape input) {
            Axes.index(name(), axis, input);
            return input;
        }
    }

    record Squareplus(double b) implements Activation {
        Squareplus {
            Arguments.notNegative("squareplus", "b", b);
        }

        @Override
        public String name() {
            return "squareplus";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            Operand<T> root = tf.math.sqrt(tf.math.add(tf.math.square(x), constant(tf, x, b)));
            return tf.math.div(tf.math.add(x, root), constant(tf, x, 2));
        }
    }

    record Threshold(double threshold, double defaultValue) implements Activation {
        Threshold {
            Arguments.require(Double.isFinite(threshold), "threshold", "threshold must be finite", threshold);
            Arguments.require(Double.isFinite(defaultValue), "threshold", "defaultValue must be finite", defaultValue);
        }

        @Override
        public String name() {
            return "threshold";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.select(tf.math.greater(x, constant(tf, x, threshold)), x, constant(tf, x, defaultValue));
        }
    }
}
