package io.cornu.model;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.layers.VariableSpec;
import io.cornu.losses.Loss;
import io.cornu.metrics.MeanMetric;
import io.cornu.metrics.Metric;
import io.cornu.metrics.Metric.BatchResult;
import io.cornu.model.Compilation.WatchedMetric;
import io.cornu.ops.GraphMath;
import io.cornu.regularizers.Regularizers;
import io.cornu.runtime.Variable;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of a batch and what it adds to the metrics, added to a graph.
 *
 * @param <T> the type of the numbers
 */
final class Objective<T extends TFloating> {
    private final Ops tf;
    private final Operand<T> loss;

    /**
     * Adds loss and metrics.
     *
     * @param tf where to add them
     * @param network the network, for penalties and names
     * @param compilation what is asked of the outputs
     * @param batch targets and weights
     * @param outputs what came out
     * @param totals what the metrics add to
     */
    Objective(
            Ops tf,
            Network<T> network,
            Compilation compilation,
            BatchGraph<T> batch,
            List<Operand<T>> outputs,
            Totals totals) {
        this.tf = tf;
        Operand<T> size = tf.dtypes.cast(
                tf.squeeze(tf.slice(tf.shape(outputs.get(0)), tf.constant(new int[] {0}), tf.constant(new int[] {1}))),
                network.type());
        boolean isOne = outputs.size() == 1;
        List<String> names = network.graph().outputNames();
        Operand<T> sum = penalties(network);
        List<Operand<T>> values = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Compilation.Output asked = compilation.outputs().get(i);
            Operand<T> target = aligned(asked.loss(), batch.targets().get(i), outputs.get(i));
            Operand<T> value = reduced(names.get(i), asked.loss(), target, outputs.get(i), batch.weights());
            values.add(value);
            sum = tf.math.add(sum, tf.math.mul(value, constant(tf, value, asked.lossWeight())));
        }
        loss = sum;
        totals.add("loss", BatchMean.INSTANCE, tf, perExample(sum, size));
        for (int i = 0; i < outputs.size() && !isOne; i++) {
            totals.add(names.get(i) + "_loss", BatchMean.INSTANCE, tf, perExample(values.get(i), size));
        }
        for (WatchedMetric metric : compilation.watchedMetrics(names)) {
            Operand<T> target = batch.targets().get(metric.output());
            addMetric(metric, target, outputs.get(metric.output()), batch.weights(), totals);
        }
    }

    /** The sum of all losses, with the penalties. */
    Operand<T> loss() {
        return loss;
    }

    private void addMetric(
            WatchedMetric metric,
            Operand<T> target,
            Operand<T> prediction,
            Optional<Operand<T>> weights,
            Totals totals) {
        Metric resolved = metric.metric().resolve(target.shape(), prediction.shape());
        Operand<T> aligned = expanded(target, prediction);
        Optional<Operand<T>> counted = metric.isWeighted() ? weights : Optional.empty();
        totals.add(
                metric.name(), resolved, tf, resolved.increments(new BatchResult<>(tf, aligned, prediction, counted)));
    }

    private Operand<T> penalties(Network<T> network) {
        Operand<T> sum = GraphMath.constant(tf, network.type(), 0);
        for (Map.Entry<String, Variable> entry : network.trainable().entrySet()) {
            VariableSpec spec = network.specs().get(entry.getKey());
            if (spec != null && !spec.regularizer().equals(Regularizers.none())) {
                sum = tf.math.add(sum, spec.regularizer().penalty(tf, network.value(entry.getValue())));
            }
        }
        return sum;
    }

    private Operand<T> reduced(
            String output, Loss given, Operand<T> target, Operand<T> prediction, Optional<Operand<T>> weights) {
        Operand<T> values = given.values(tf, target, prediction);
        Shape shape = values.shape();
        if (weights.isPresent() && shape.numDimensions() > 0 && shape.get(0) != Shape.UNKNOWN_SIZE) {
            throw new IllegalArgumentException(
                    "compile: expected a loss with one value an example for output '" + output
                            + "', received " + given.name() + " with values of shape " + Shapes.text(shape)
                            + ". Train without weights, or choose other axes.");
        }
        return given.reduction().reduce(tf, values, weights, given.mask(tf, target, values));
    }

    private Map<String, Operand<T>> perExample(Operand<T> value, Operand<T> size) {
        return Map.of("total", tf.math.mul(value, size), "count", size);
    }

    /** Targets of shape (batch) for predictions of shape (batch, 1) get the missing axis. */
    private Operand<T> aligned(Loss loss, Operand<T> target, Operand<T> prediction) {
        return loss.classes(prediction.shape()) > 0 ? target : expanded(target, prediction);
    }

    private Operand<T> expanded(Operand<T> target, Operand<T> prediction) {
        return needsExpansion(target.shape(), prediction.shape()) ? tf.expandDims(target, tf.constant(-1)) : target;
    }

    static boolean needsExpansion(Shape target, Shape prediction) {
        return prediction.get(-1) == 1 && target.numDimensions() == prediction.numDimensions() - 1;
    }

    /** A mean whose increments are made here. */
    private record BatchMean() implements MeanMetric {
        private static final BatchMean INSTANCE = new BatchMean();

        @Override
        public String name() {
            return "loss";
        }

        @Override
        public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
            throw new UnsupportedOperationException("made by Objective");
        }
    }
}
