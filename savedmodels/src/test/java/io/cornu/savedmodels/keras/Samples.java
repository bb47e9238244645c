package io.cornu.savedmodels.keras;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.accuracy;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.model.OptimizerState;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/** Models as values, with every number different, made without native code. */
final class Samples {
    private Samples() {}

    static Sequential cnn() {
        return Sequential.of(
                Input.of(6, 6, 2),
                Conv2D.of(3, 3).withActivation(relu()),
                BatchNormalization.of(),
                Flatten.of(),
                Dense.of(4).withActivation(softmax()));
    }

    /** Two inputs, two outputs, and a layer that is called twice, made in another order than Keras lists them. */
    static Functional branches() {
        Functional.Builder net = Functional.builder();
        Node a = net.input(Input.of(3).named("a"));
        Node b = net.input(Input.of(3).named("b"));
        Functional.Shared shared = net.share(Dense.of(3).named("shared"));
        Node second = net.call(shared, b);
        Node first = net.call(shared, a);
        Node late = net.add(Dense.of(2).named("late"), second);
        Node sum = net.add(Add.of(), first, second, a);
        return net.build(List.of(b, a), List.of(net.add(Dense.of(1).named("end"), sum), late));
    }

    static Compilation compilation(Architecture architecture) {
        Compilation.Output output = architecture.graph().outputs().size() == 1
                ? Compilation.Output.of(sparseCategoricalCrossentropy(), accuracy())
                : Compilation.Output.of(meanSquaredError());
        return new Compilation(
                Adam.of(.001),
                architecture.graph().outputs().stream().map(each -> output).toList());
    }

    static KerasModel plain(Architecture architecture) {
        Map<String, Array> weights = new LinkedHashMap<>();
        architecture.graph().variables().forEach((path, spec) -> weights.put(path, filled(path, spec.shape())));
        return new KerasModel(
                architecture,
                new Weights(weights),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.of(KerasModel.FORM));
    }

    static KerasModel compiled(Architecture architecture, Compilation compilation, Set<String> frozen) {
        KerasModel plain = plain(architecture);
        Optimizer optimizer = compilation.optimizer();
        Map<String, Map<String, Array>> slots = new LinkedHashMap<>();
        for (Optimizer.Slot slot : optimizer.slots()) {
            Map<String, Array> values = new LinkedHashMap<>();
            WeightGroups.trainable(WeightGroups.of(architecture, KerasRegistry.standard()), frozen)
                    .forEach((path, spec) -> values.put(path, filled(slot.name() + path, spec.shape())));
            slots.put(slot.name(), values);
        }
        return new KerasModel(
                architecture,
                plain.weights(),
                Optional.of(compilation),
                Optional.of(new OptimizerState(17, optimizer.learningRate().at(17), slots)),
                frozen,
                plain.kerasVersion());
    }

    static KerasModel doubled(KerasModel model) {
        Map<String, Array> weights = new LinkedHashMap<>();
        model.weights().byPath().forEach((path, value) -> weights.put(path, value.cast(DataType.FLOAT64)));
        return new KerasModel(
                model.architecture(),
                new Weights(weights),
                model.compilation(),
                model.optimizerState(),
                model.frozenLayers(),
                model.kerasVersion());
    }

    private static Array filled(String name, Shape shape) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = name.hashCode() % 1000 + i / 1000f;
        }
        return Array.of(values, shape.asArray());
    }
}
