package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Input;
import io.cornu.layers.Phase;
import io.cornu.runtime.Device;
import io.cornu.runtime.GraphFunction;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.SessionOptions;
import io.cornu.runtime.Variable;
import io.cornu.schedules.LearningRate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * Turns a training step into a function, in a graph of its own that holds nothing else.
 *
 * @param <T> the type of the numbers
 */
final class TrainingTrace<T extends TFloating> {
    private static final String OPTIMIZER = "optimizer/";

    private final Network<T> network;
    private final Compilation compilation;
    private final OptimizerState state;
    private final int scheduledSteps;
    private final Map<Variable, String> paths = new LinkedHashMap<>();
    private final Map<String, Array> values = new LinkedHashMap<>();

    private TrainingTrace(Network<T> network, Compilation compilation, OptimizerState state, int scheduledSteps) {
        this.network = network;
        this.compilation = compilation;
        this.state = state;
        this.scheduledSteps = scheduledSteps;
    }

    static TracedTraining trace(
            Model model, Compilation compilation, OptimizerState state, boolean isWeighted, int scheduledSteps) {
        // Nothing is trained here, so no GPU is needed.
        SessionOptions processor = SessionOptions.defaults().withDevice(new Device.Cpu());
        try (NativeSession session = new NativeSession(processor)) {
            Network<?> network = Network.of(session, model.architecture().graph(), model.options());
            LayerNames.of(model.architecture()).stream().filter(model::isFrozen).forEach(network::freeze);
            return new TrainingTrace<>(network, compilation, state, scheduledSteps).trace(isWeighted);
        }
    }

    private TracedTraining trace(boolean isWeighted) {
        NativeSession session = network.session();
        Ops tf = session.tf();
        OptimizerProgram<T> optimizer = new OptimizerProgram<>(network, compilation.optimizer(), "step");
        network.variables().forEach((path, variable) -> paths.put(variable, path));
        nameOptimizer(optimizer);
        List<Shape> targets = targetShapes();
        BatchGraph<T> batch = new BatchGraph<>(session, network.type(), format(targets, isWeighted), "batch");
        Forward<T> forward = new Forward<>(tf, network, Phase.TRAINING, batch.inputs(), optimizer.step());
        Totals totals = new Totals(session, "totals");
        Objective<T> objective = new Objective<>(tf, network, compilation, batch, forward, totals);
        List<Op> updates =
                new ArrayList<>(optimizer.update(tf, objective.loss(), rates(tf, optimizer), forward.replacements()));
        forward.updates().forEach((variable, value) -> updates.add(Casts.assign(tf, variable, value)));
        Map<String, Operand<T>> results = new LinkedHashMap<>(Map.of("loss", objective.loss()));
        totals.means().forEach((name, mean) -> results.putIfAbsent(name, typed(mean)));
        Ops last = tf.withControlDependencies(updates);
        List<Operand<?>> outputs = new ArrayList<>();
        results.values().forEach(result -> outputs.add(last.identity(result)));
        GraphFunction function = session.function(batch.feeds(), List.copyOf(paths.keySet()), outputs);
        List<String> captures = function.captures().stream()
                .map(variable -> Objects.requireNonNull(paths.get(variable)))
                .toList();
        return new TracedTraining(
                function.definition(),
                network.graph().inputs().size(),
                targets,
                isWeighted,
                captures,
                values,
                List.copyOf(results.keySet()));
    }

    private void nameOptimizer(OptimizerProgram<T> optimizer) {
        name(optimizer.iterations(), OPTIMIZER + "iterations", Array.scalar(state.iterations()));
        optimizer
                .slots()
                .forEach((slot, variables) -> variables.forEach((path, variable) -> {
                    Array value = Objects.requireNonNull(
                            state.slots().getOrDefault(slot, Map.of()).get(path), path);
                    name(variable, OPTIMIZER + "slots/" + slot + "/" + path, value);
                }));
    }

    private void name(Variable variable, String path, Array value) {
        paths.put(variable, path);
        values.put(path, value);
    }

    /** A number becomes a variable; a schedule, which only Java can compute, a table of what it gives. */
    private List<Operand<T>> rates(Ops tf, OptimizerProgram<T> optimizer) {
        List<Operand<T>> rates = new ArrayList<>();
        for (LearningRate rate : optimizer.learningRates()) {
            String path = OPTIMIZER + "learning_rate" + (rates.isEmpty() ? "" : "_" + rates.size());
            Operand<TFloat32> now;
            if (rate instanceof LearningRate.Constant constant) {
                // One rate alone may have been changed since by callbacks.
                double current = optimizer.learningRates().size() == 1 ? state.learningRate() : constant.rate();
                Variable variable = network.session().variable(path, DataType.FLOAT32, Shape.scalar());
                name(variable, path, Array.scalar((float) current));
                now = floats(variable.value());
            } else {
                now = scheduled(tf, rate, optimizer.step());
            }
            rates.add(tf.dtypes.cast(now, network.type()));
        }
        return rates;
    }

    private Operand<TFloat32> scheduled(Ops tf, LearningRate schedule, Operand<TInt64> step) {
        float[] table = new float[scheduledSteps];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) schedule.at(i);
        }
        Operand<TInt64> place = tf.math.minimum(step, tf.constant(scheduledSteps - 1L));
        return tf.gather(tf.constant(table), place, tf.constant(0));
    }

    private BatchGraph.Format format(List<Shape> targets, boolean isWeighted) {
        List<DataType> types = new ArrayList<>();
        List<Shape> examples = new ArrayList<>();
        LayerGraph graph = network.graph();
        for (int call : graph.inputs()) {
            if (graph.layers().get(graph.calls().get(call).layer()).layer() instanceof Input input) {
                types.add(input.dataType());
                examples.add(input.exampleShape());
            }
        }
        for (int i = 0; i < targets.size(); i++) {
            types.add(isOfClasses(i) ? DataType.INT64 : network.dataType());
            examples.add(targets.get(i).takeLast(targets.get(i).numDimensions() - 1));
        }
        if (isWeighted) {
            types.add(network.dataType());
            examples.add(Shape.scalar());
        }
        return new BatchGraph.Format(types, examples, targets.size(), isWeighted, false);
    }

    private List<Shape> targetShapes() {
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < network.graph().outputShapes().size(); i++) {
            Shape output = network.graph().outputShapes().get(i);
            shapes.add(isOfClasses(i) ? output.take(output.numDimensions() - 1) : output);
        }
        return shapes;
    }

    private boolean isOfClasses(int output) {
        Shape shape = network.graph().outputShapes().get(output);
        return compilation.outputs().get(output).loss().classes(shape) > 0;
    }

    @SuppressWarnings("unchecked")
    private static Operand<TFloat32> floats(Operand<? extends TType> value) {
        return (Output<TFloat32>) (Output<? extends TType>) value.asOutput();
    }

    @SuppressWarnings("unchecked")
    private Operand<T> typed(Operand<?> mean) {
        // Metrics are of the type of the network.
        return (Output<T>) (Output<?>) mean.asOutput();
    }
}
