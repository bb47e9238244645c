package io.cornu.metrics;

import io.cornu.data.Array;
import io.cornu.ops.GraphMath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * What people watch.
 *
 * <p>A metric says what each batch adds to its totals, inside the graph, and what the totals mean. Totals are kept
 * in float64 on the device and read once an epoch. For a mean over examples, {@link MeanMetric} is the shorter way.
 */
public interface Metric {
    /**
     * The name in histories and files, Keras' where it has this metric.
     *
     * @return such as {@code accuracy}
     */
    String name();

    /**
     * The totals this metric keeps.
     *
     * @return at least one
     */
    List<Total> totals();

    /**
     * Adds to a graph what a batch adds to the totals.
     *
     * @param <T> the type of the numbers
     * @param batch the batch
     * @return by the name of the total, an operand of its shape
     */
    <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch);

    /**
     * What the totals mean, as one number for histories.
     *
     * @param totals the totals by name, in row-major order
     * @return the metric's value
     */
    double result(Map<String, double[]> totals);

    /**
     * What the totals mean, in full: a number for each class or threshold where the metric has several.
     *
     * @param totals the totals by name, in row-major order
     * @return the {@link #result} as a rank-0 array unless overridden
     */
    default Array array(Map<String, double[]> totals) {
        return Array.of(new double[] {result(totals)}, new long[0]);
    }

    /**
     * The metric for targets and predictions of some shapes; Keras' {@code accuracy} is one of three.
     *
     * @param target the shape of the targets, batch first
     * @param prediction the shape of the predictions, batch first
     * @return this metric unless overridden
     * @throws IllegalArgumentException if they do not go together
     */
    default Metric resolve(Shape target, Shape prediction) {
        return this;
    }

    /**
     * Which values of this metric are good, for callbacks that are not told.
     *
     * @return empty unless overridden: then callbacks must be told
     */
    default Optional<Direction> direction() {
        return Optional.empty();
    }

    /** Which values are good. */
    enum Direction {
        /** High ones. */
        UP,
        /** Low ones. */
        DOWN
    }

    /**
     * Numbers to which every batch adds.
     *
     * @param name the name within the metric
     * @param shape the dimensions, all known
     */
    record Total(String name, Shape shape) {}

    /**
     * A batch with what came out.
     *
     * @param <T> the type of the numbers
     * @param tf where to add operations
     * @param target what should have come out, converted to the type in use
     * @param prediction what came out
     * @param weights how much each example counts, of shape (batch); empty for all the same
     * @param mask ones for positions that count and zeros for others, of shape (batch, positions), where a layer says
     *     so; as in Keras, only means heed it
     */
    record BatchResult<T extends TFloating>(
            Ops tf, Operand<T> target, Operand<T> prediction, Optional<Operand<T>> weights, Optional<Operand<T>> mask) {
        /**
         * The weights spread over values of examples and positions.
         *
         * @param values of shape (batch, ...)
         * @return weights of the shape of the values; empty for all the same
         */
        public Optional<Operand<T>> weightsOf(Operand<T> values) {
            return weights.map(given -> GraphMath.broadcastTo(tf, given, values));
        }

        /**
         * The same batch with fewer positions that count.
         *
         * @param more ones for positions that count and zeros for others; those of the present mask stay
         * @return a copy
         */
        public BatchResult<T> withMask(Operand<T> more) {
            Operand<T> both = mask.map(
                            present -> (Operand<T>) tf.math.mul(GraphMath.broadcastTo(tf, present, more), more))
                    .orElse(more);
            return new BatchResult<>(tf, target, prediction, weights, Optional.of(both));
        }
    }
}
