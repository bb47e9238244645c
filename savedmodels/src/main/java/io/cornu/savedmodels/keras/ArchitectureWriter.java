package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.data.DataType;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.LayerGraph;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.Result;
import io.cornu.model.Sequential;
import java.util.List;

/**
 * Writes an architecture as {@code config.json} holds it.
 *
 * <p>What has a default is left out where it holds it: the shorter form loads in every Keras from 3.0.5 on, while
 * older ones refuse the options that newer ones added.
 */
final class ArchitectureWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final KerasModel model;
    private final LayerGraph graph;
    private final KerasRegistry registry;

    ArchitectureWriter(KerasModel model, KerasRegistry registry) {
        this.model = model;
        this.graph = model.architecture().graph();
        this.registry = registry;
    }

    ObjectNode write() {
        Architecture architecture = model.architecture();
        ObjectNode config = JSON.objectNode().put("name", architecture.name());
        ObjectNode root = JSON.objectNode();
        if (architecture instanceof Sequential) {
            OperationWriter.requireNone(graph);
            ArrayNode layers = config.putArray("layers");
            for (int i = 0; i < graph.layers().size(); i++) {
                layers.add(layer(i));
            }
            root.put("module", "keras").put("class_name", "Sequential");
            root.set("registered_name", JSON.nullNode());
        } else {
            writeFunctional(config);
            root.put("module", "keras.src.models.functional").put("class_name", "Functional");
            root.put("registered_name", "Functional");
        }
        root.set("config", config);
        return root;
    }

    private void writeFunctional(ObjectNode config) {
        ArrayNode layers = config.putArray("layers");
        for (int i = 0; i < graph.layers().size(); i++) {
            ObjectNode layer = layer(i);
            layer.put("name", graph.layers().get(i).name());
            CallForm form = LayerConfigs.callForm(graph.layers().get(i), registry);
            ObjectNode flags = form.takeFlags((ObjectNode) layer.get("config"));
            ArrayNode nodes = layer.putArray("inbound_nodes");
            int place = i;
            graph.calls().stream()
                    .filter(call -> call.layer() == place && !call.inputs().isEmpty())
                    .sorted((a, b) -> Integer.compare(a.node(), b.node()))
                    .forEach(call -> nodes.add(node(call, form, flags)));
            layers.add(layer);
        }
        OperationWriter.nameWhereNeeded(layers);
        config.set(
                "input_layers",
                ends(graph.inputs().stream().map(call -> new Result(call, 0)).toList()));
        config.set("output_layers", ends(graph.outputs()));
    }

    private ObjectNode layer(int place) {
        LayerGraph.NetworkLayer layer = graph.layers().get(place);
        DataType type = model.dataType();
        return LayerConfigs.write(layer, model.frozenLayers().contains(layer.name()), type, registry);
    }

    private JsonNode node(Call call, CallForm form, ObjectNode flags) {
        LayerGraph.NetworkLayer called = graph.layers().get(call.layer());
        if (OperationCodecs.isOperation(called.layer())) {
            return OperationWriter.call(
                    called, call.inputs().stream().map(this::tensor).toList());
        }
        ArrayNode args = JSON.arrayNode();
        boolean isList = form.inputs().isEmpty() && call.inputs().size() > 1;
        ArrayNode tensors = isList ? args.addArray() : args;
        call.inputs().forEach(input -> tensors.add(tensor(input)));
        ObjectNode node = JSON.objectNode();
        node.set("args", args);
        node.set("kwargs", flags.deepCopy());
        return node;
    }

    private JsonNode tensor(Result result) {
        Call call = graph.calls().get(result.call());
        LayerGraph.NetworkLayer layer = graph.layers().get(call.layer());
        DataType type = layer.layer() instanceof Input input
                ? input.dataType()
                : layer.policy().map(DTypePolicy::computeType).orElse(model.dataType());
        ObjectNode config = JSON.objectNode();
        config.set("shape", LayerConfigs.shape(graph.shape(result)));
        config.put("dtype", type.kerasName());
        config.set("keras_history", history(result));
        ObjectNode tensor = JSON.objectNode().put("class_name", "__keras_tensor__");
        tensor.set("config", config);
        return tensor;
    }

    private ArrayNode ends(List<Result> results) {
        if (results.size() == 1) {
            return history(results.get(0));
        }
        ArrayNode ends = JSON.arrayNode();
        results.forEach(result -> ends.add(history(result)));
        return ends;
    }

    private ArrayNode history(Result result) {
        Call call = graph.calls().get(result.call());
        return JSON.arrayNode()
                .add(graph.layers().get(call.layer()).name())
                .add(call.node())
                .add(result.output());
    }
}
