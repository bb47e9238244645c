package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.metrics.MeanMetric;
import io.cornu.metrics.Metric;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Metrics' totals on the device: batches add to them, and they are read once an epoch. */
final class Totals {
    private final NativeSession session;
    private final String scope;
    private final Map<String, Variable> shared;
    private final Map<String, Metric> metrics = new LinkedHashMap<>();
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Map<String, List<Op>> additions = new LinkedHashMap<>();
    private final Map<String, Operand<?>> means = new LinkedHashMap<>();

    /** Totals of their own. */
    Totals(NativeSession session, String scope) {
        this(session, scope, new HashMap<>());
    }

    /** Totals that are those of other graphs too, which compute the same metrics. */
    Totals(NativeSession session, String scope, Map<String, Variable> shared) {
        this.session = session;
        this.scope = scope;
        this.shared = shared;
    }

    /** Keeps a metric under its name in the history; of several of one name the last, as Keras does. */
    <T extends TFloating> void add(String name, Metric metric, Ops tf, Map<String, Operand<T>> increments) {
        metrics.put(name, metric);
        Operand<T> total = increments.get("total");
        Operand<T> count = increments.get("count");
        if (metric instanceof MeanMetric && total != null && count != null) {
            means.put(name, tf.math.divNoNan(total, count));
        }
        List<Op> own = new ArrayList<>();
        for (Metric.Total part : metric.totals()) {
            // Without the scope, so that a model that is compiled anew can go on with them.
            String path = name + "/" + part.name();
            Variable variable = shared.computeIfAbsent(
                    path, missing -> session.variable(scope + "/" + path, DataType.FLOAT64, part.shape()));
            variables.put(path, variable);
            Operand<T> increment = increments.get(part.name());
            if (increment == null) {
                throw new IllegalArgumentException("metric " + name + ": expected an increment of its total '"
                        + part.name() + "', received " + increments.keySet() + ".");
            }
            own.add(tf.assignAddVariableOp(variable.handle(), tf.dtypes.cast(increment, TFloat64.class)));
        }
        additions.put(name, own);
    }

    /** What a batch does to the totals. */
    List<Op> additions() {
        return additions.values().stream().flatMap(List::stream).toList();
    }

    /** Of this batch alone, those metrics that are means. */
    Map<String, Operand<?>> means() {
        return means;
    }

    void reset() {
        Map<Variable, Array> zeros = new LinkedHashMap<>();
        variables
                .values()
                .forEach(variable -> zeros.put(
                        variable,
                        Array.of(
                                new double[Math.toIntExact(variable.shape().size())],
                                variable.shape().asArray())));
        session.assign(zeros);
    }

    /** The metrics' values so far, in order. */
    Map<String, Double> results() {
        return read(Metric::result);
    }

    /** The metrics' values so far in full, in order. */
    Map<String, Array> arrays() {
        return read(Metric::array);
    }

    private <V> Map<String, V> read(BiFunction<Metric, Map<String, double[]>, V> meaning) {
        Map<String, double[]> state = state();
        Map<String, V> results = new LinkedHashMap<>();
        metrics.forEach((name, metric) -> {
            Map<String, double[]> totals = new LinkedHashMap<>();
            for (Metric.Total total : metric.totals()) {
                totals.put(total.name(), value(state, name + "/" + total.name()));
            }
            results.put(name, meaning.apply(metric, totals));
        });
        return results;
    }

    /** The totals so far, by path, to be taken up again with {@link #restore}. */
    Map<String, double[]> state() {
        Map<String, double[]> state = new LinkedHashMap<>();
        Map<Variable, Array> values = session.read(List.copyOf(variables.values()));
        variables.forEach((path, variable) -> {
            Array value = values.get(variable);
            if (value != null) {
                state.put(path, value.toDoubles());
            }
        });
        return state;
    }

    void restore(Map<String, double[]> state) {
        Map<Variable, Array> values = new LinkedHashMap<>();
        variables.forEach((path, variable) -> values.put(
                variable, Array.of(value(state, path), variable.shape().asArray())));
        session.assign(values);
    }

    private static double[] value(Map<String, double[]> state, String path) {
        double[] value = state.get(path);
        if (value == null) {
            throw new IllegalArgumentException("metrics: expected totals of " + path + ", received " + state.keySet()
                    + ". Compile with the metrics of the interrupted run.");
        }
        return value;
    }
}
