package io.cornu.model;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.layers.VariableSpec;
import io.cornu.losses.Loss;
import io.cornu.losses.Targets;
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
import org.tensorflow.op.core.Squeeze;
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
     * @param forward what came out, and what layers add to the loss
     * @param totals what the metrics add to
     */
    Objective(
            Ops tf,
            Network<T> network,
            Compilation compilation,
            BatchGraph<T> batch,
            Forward<T> forward,
            Totals totals) {
        this.tf = tf;
        List<Operand<T>> outputs = forward.outputs();
        List<BatchResult<T>> results = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Optional<Operand<T>> mask =
                    forward.outputMasks().get(i).map(counts -> (Operand<T>) tf.dtypes.cast(counts, network.type()));
            results.add(new BatchResult<>(tf, batch.targets().get(i), outputs.get(i), batch.weights(), mask));
        }
        List<String> names = network.graph().outputNames();
        List<Operand<T>> values = new ArrayList<>();
        Operand<T> sum = penalties(network, forward);
        for (Operand<T> penalty : forward.penalties()) {
            sum = tf.math.add(sum, penalty);
        }
        for (int i = 0; i < results.size(); i++) {
            Compilation.Output asked = compilation.outputs().get(i);
            Operand<T> value = reduced(names.get(i), asked.loss(), results.get(i));
            values.add(value);
            sum = tf.math.add(sum, tf.math.mul(value, constant(tf, value, asked.lossWeight())));
        }
        loss = sum;
        watch(compilation, names, results, values, totals);
    }

    /** The sum of all losses, with the penalties. */
    Operand<T> loss() {
        return loss;
    }

    private void watch(
            Compilation compilation,
            List<String> names,
            List<BatchResult<T>> results,
            List<Operand<T>> values,
            Totals totals) {
        Operand<T> first = results.get(0).prediction();
        Operand<T> size = tf.dtypes.cast(
                tf.squeeze(tf.slice(tf.shape(first), tf.constant(new int[] {0}), tf.constant(new int[] {1}))),
                first.type());
        totals.add("loss", BatchMean.INSTANCE, tf, Map.of("total", tf.math.mul(loss, size), "count", size));
        for (int i = 0; i < values.size() && values.size() > 1; i++) {
            // Keras counts every batch once here, a short one too.
            Map<String, Operand<T>> once = Map.of("total", values.get(i), "count", constant(tf, loss, 1));
            totals.add(names.get(i) + "_loss", BatchMean.INSTANCE, tf, once);
        }
        for (WatchedMetric watched : compilation.watchedMetrics(names)) {
            BatchResult<T> batch = results.get(watched.output());
            Shape prediction = batch.prediction().shape();
            Metric metric = watched.metric().resolve(batch.target().shape(), prediction);
            BatchResult<T> aligned = new BatchResult<>(
                    tf,
                    expanded(batch.target(), prediction),
                    batch.prediction(),
                    watched.isWeighted() ? batch.weights() : Optional.empty(),
                    batch.mask());
            totals.add(watched.name(), metric, tf, metric.increments(aligned));
        }
    }

    private Operand<T> penalties(Network<T> network, Forward<T> forward) {
        Operand<T> sum = GraphMath.constant(tf, network.type(), 0);
        for (Map.Entry<String, Variable> entry : network.trainable().entrySet()) {
            VariableSpec spec = network.specs().get(entry.getKey());
            if (spec != null && !spec.regularizer().equals(Regularizers.none())) {
                sum = tf.math.add(sum, spec.regularizer().penalty(tf, forward.value(entry.getValue())));
            }
        }
        return sum;
    }

    private Operand<T> reduced(String output, Loss given, BatchResult<T> batch) {
        Operand<T> prediction = batch.prediction();
        Operand<T> target = batch.target();
        if (given.classes(prediction.shape()) == 0 && needsExpansion(target.shape(), prediction.shape())) {
            // Keras' rule; positions that a mask speaks of must stay apart, where Keras would fail.
            boolean isSqueezed =
                    target.shape().numDimensions() > 1 && batch.mask().isEmpty();
            prediction = isSqueezed ? tf.squeeze(prediction, Squeeze.axis(List.of(-1L))) : prediction;
            target = isSqueezed ? target : expanded(target, prediction.shape());
        }
        Operand<T> values = given.values(tf, target, prediction);
        Shape shape = values.shape();
        boolean isWeighted = batch.weights().isPresent() || batch.mask().isPresent();
        if (isWeighted && shape.numDimensions() > 0 && shape.get(0) != Shape.UNKNOWN_SIZE) {
            throw new IllegalArgumentException(
                    "compile: expected a loss with one value an example for output '" + output
                            + "', received " + given.name() + " with values of shape " + Shapes.text(shape)
                            + ". Train without weights and masks, or choose other axes.");
        }
        Optional<Operand<T>> mask = given.mask(tf, target, values)
                .map(own -> batch.withMask(own).mask())
                .orElse(batch.mask());
        return given.reduction().reduce(tf, values, batch.weights(), mask);
    }

    /** Targets of shape (batch) for predictions of shape (batch, 1) get the missing axis. */
    private Operand<T> expanded(Operand<T> target, Shape prediction) {
        return needsExpansion(target.shape(), prediction) ? tf.expandDims(target, tf.constant(-1)) : target;
    }

    static boolean needsExpansion(Shape target, Shape prediction) {
        return Targets.expanded(target, prediction).numDimensions() > target.numDimensions();
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
