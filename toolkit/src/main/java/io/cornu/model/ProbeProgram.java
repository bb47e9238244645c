package io.cornu.model;

import io.cornu.layers.Phase;
import io.cornu.model.BatchGraph.Format;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.LayerGraph.Result;
import io.cornu.model.Measurement.OfOutput;
import io.cornu.model.Measurement.OfWeight;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Program;
import io.cornu.runtime.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** The program that computes a {@link Measurement}; all its numbers are fetched as one vector. */
final class ProbeProgram {
    private static final int OF_WEIGHT = 3;
    private static final int OF_OUTPUT = 4;

    private final Program program;
    private final List<Map.Entry<String, Integer>> weights = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final List<Operand<TFloat64>> numbers = new ArrayList<>();
    private final Ops tf;

    private <T extends TFloating> ProbeProgram(
            Network<T> network, Compilation compilation, OptimizerProgram<T> optimizer, Format format, String name) {
        NativeSession session = network.session();
        tf = session.tf().withSubScope(name);
        BatchGraph<T> batch = new BatchGraph<>(session, network.type(), format, name);
        Forward<T> forward = new Forward<>(tf, network, Phase.TRAINING, batch.inputs(), optimizer.step());
        Objective<T> objective =
                new Objective<>(tf, network, compilation, batch, forward, new Totals(session, name));
        numbers.add(tf.dtypes.cast(objective.loss(), TFloat64.class));
        addWeights(network, optimizer.trainable(), objective.loss());
        addOutputs(network, forward);
        program = session.program(batch.feeds(), List.of(tf.stack(numbers)), List.of());
    }

    static <T extends TFloating> ProbeProgram of(
            Network<T> network, Compilation compilation, OptimizerProgram<T> optimizer, Format format, String name) {
        return new ProbeProgram(network, compilation, optimizer, format, name);
    }

    Measurement measure(List<HostTensor> feeds) {
        double[] values = program.run(feeds).get(0).toDoubles();
        int at = 1;
        List<OfWeight> ofWeights = new ArrayList<>();
        for (Map.Entry<String, Integer> weight : weights) {
            ofWeights.add(new OfWeight(
                    weight.getKey(), weight.getValue(), values[at], Math.sqrt(values[at + 1]), Math.sqrt(values[at + 2])));
            at += OF_WEIGHT;
        }
        List<OfOutput> ofOutputs = new ArrayList<>();
        for (String output : outputs) {
            ofOutputs.add(new OfOutput(
                    output, values[at], Math.sqrt(values[at + 1]), values[at + 2], values[at + 3]));
            at += OF_OUTPUT;
        }
        return new Measurement(values[0], ofWeights, ofOutputs);
    }

    private <T extends TFloating> void addWeights(
            Network<T> network, Map<String, Variable> trainable, Operand<T> loss) {
        Map<String, Operand<T>> values = new LinkedHashMap<>();
        trainable.forEach((path, variable) -> values.put(path, network.value(variable)));
        if (values.isEmpty()) {
            return;
        }
        network.session().gradients(loss, values).forEach((path, gradient) -> {
            Operand<TFloat64> g = flat(gradient);
            weights.add(Map.entry(path, trainable.get(path).shape().numDimensions()));
            numbers.add(mean(tf.math.abs(g)));
            numbers.add(sumOfSquares(g));
            numbers.add(sumOfSquares(flat(network.value(trainable.get(path)))));
        });
    }

    private <T extends TFloating> void addOutputs(Network<T> network, Forward<T> forward) {
        LayerGraph graph = network.flat();
        for (int number = 0; number < graph.calls().size(); number++) {
            Call call = graph.calls().get(number);
            NetworkLayer layer = graph.layers().get(call.layer());
            if (call.inputs().isEmpty()) {
                continue;
            }
            outputs.add(layer.name() + (call.node() == 0 ? "" : " [" + call.node() + "]"));
            Operand<? extends TFloating> output = forward.result(new Result(number, 0));
            Operand<TFloat64> x = flat(output);
            Operand<TFloat64> mean = mean(x);
            numbers.add(mean);
            numbers.add(mean(tf.math.square(tf.math.sub(x, mean))));
            numbers.add(deadShare(x, call.outputShapes().get(0)));
            numbers.add(Saturation.of(layer.layer())
                    .map(saturation -> share(saturation.isNearBound(tf, x)))
                    .orElseGet(() -> tf.constant(Double.NaN)));
        }
    }

    private Operand<TFloat64> deadShare(Operand<TFloat64> x, Shape shape) {
        boolean hasUnits = shape.numDimensions() > 1 && shape.get(-1) > 0;
        if (!hasUnits) {
            return tf.constant(Double.NaN);
        }
        Operand<TFloat64> byUnit = tf.reshape(tf.math.abs(x), tf.constant(new long[] {-1, shape.get(-1)}));
        Operand<TFloat64> most = tf.reduceMax(byUnit, tf.constant(0));
        return share(tf.math.equal(most, tf.constant(0.0)));
    }

    private Operand<TFloat64> share(Operand<TBool> which) {
        return mean(tf.dtypes.cast(which, TFloat64.class));
    }

    private Operand<TFloat64> flat(Operand<? extends TFloating> x) {
        return tf.reshape(tf.dtypes.cast(x, TFloat64.class), tf.constant(new int[] {-1}));
    }

    private Operand<TFloat64> mean(Operand<TFloat64> x) {
        return tf.math.mean(x, allAxes());
    }

    private Operand<TFloat64> sumOfSquares(Operand<TFloat64> x) {
        return tf.reduceSum(tf.math.square(x), allAxes());
    }

    /** Of a vector. */
    private Operand<TInt32> allAxes() {
        return tf.constant(new int[] {0});
    }
}
