package io.cornu.savedmodels.serving;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Input;
import io.cornu.model.LayerGraph;
import io.cornu.model.Model;
import io.cornu.runtime.HostTensor;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.uncertainty.MonteCarlo;
import io.cornu.uncertainty.UncertainPrediction;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** A network of layers. */
final class KerasServable implements Servable {
    private final Model model;
    private final List<TensorDescription> inputs;
    private final List<TensorDescription> outputs;

    /** Closes the model in the end. */
    KerasServable(Model model) {
        this.model = model;
        LayerGraph graph = model.architecture().graph();
        this.inputs = described(graph.inputNames(), graph.inputShapes(), inputTypes(graph));
        List<DataType> types = graph.outputs().stream()
                .map(output -> model.options().dataType())
                .toList();
        this.outputs = described(graph.outputNames(), graph.outputShapes(), types);
    }

    private static List<DataType> inputTypes(LayerGraph graph) {
        List<DataType> types = new ArrayList<>();
        for (int call : graph.inputs()) {
            boolean isDeclared =
                    graph.layers().get(graph.calls().get(call).layer()).layer() instanceof Input;
            types.add(
                    isDeclared
                            ? ((Input) graph.layers()
                                            .get(graph.calls().get(call).layer())
                                            .layer())
                                    .dataType()
                            : DataType.FLOAT32);
        }
        return types;
    }

    private static List<TensorDescription> described(List<String> names, List<Shape> shapes, List<DataType> types) {
        List<TensorDescription> tensors = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            tensors.add(new TensorDescription(names.get(i), types.get(i).kerasName(), shapes.get(i)));
        }
        return List.copyOf(tensors);
    }

    @Override
    public List<TensorDescription> inputs() {
        return inputs;
    }

    @Override
    public List<TensorDescription> outputs() {
        return outputs;
    }

    @Override
    public boolean takesFloats(int input) {
        return true;
    }

    @Override
    public HostTensor feed(int input, Array array) {
        return HostTensor.of(array);
    }

    @Override
    public List<Array> predict(List<HostTensor> tensors) {
        return model.predict(tensors);
    }

    @Override
    public List<UncertainPrediction> predict(List<Array> arrays, MonteCarlo monteCarlo) {
        return monteCarlo.predict(model, Dataset.ofInputs(arrays.toArray(Array[]::new)));
    }

    @Override
    public void requireRandomness() {
        MonteCarlo.requireRandomness(model);
    }

    @Override
    public void close() {
        model.close();
    }
}
