package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.data.DataType;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.Functional;
import io.cornu.model.LayerGraph;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.Result;
import io.cornu.model.Sequential;
import io.cornu.model.Submodel;
import java.util.List;
import java.util.Set;

/**
 * Writes an architecture as {@code config.json} holds it.
 *
 * <p>What has a default is left out where it holds it: the shorter form loads in every Keras from 3.0.5 on, while
 * older ones refuse the options that newer ones added.
 */
final class ArchitectureWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final KerasModel model;
    private final Architecture architecture;
    /** The names of the models around this one, each with a slash after it. */
    private final String prefix;

    private final LayerGraph graph;
    private final KerasRegistry registry;

    ArchitectureWriter(KerasModel model, KerasRegistry registry) {
        this(model, model.architecture(), "", registry);
    }

    private ArchitectureWriter(KerasModel model, Architecture architecture, String prefix, KerasRegistry registry) {
        this.model = model;
        this.architecture = architecture;
        this.prefix = prefix;
        this.graph = architecture.graph();
        this.registry = registry;
    }

    ObjectNode write() {
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
        if (!prefix.isEmpty() && isFrozen(graph, prefix)) {
            config.put("trainable", false);
        }
        root.set("config", config);
        return root;
    }

    /** Whether nothing of a nested network learns. */
    private boolean isFrozen(LayerGraph inner, String path) {
        Set<String> weights = inner.flat().variables().keySet();
        return !weights.isEmpty() && weights.stream().allMatch(weight -> isFrozen(path + weight));
    }

    /** Whether a layer is frozen, or a model around it. */
    private boolean isFrozen(String path) {
        return model.frozenLayers().stream().anyMatch(frozen -> path.startsWith(frozen + "/"));
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
        OperationWriter.leaveNamesToMasks(layers, graph);
        OperationWriter.nameWhereNeeded(layers);
        config.set(
                "input_layers",
                ends(graph.inputs().stream().map(call -> new Result(call, 0)).toList()));
        config.set("output_layers", ends(graph.outputs()));
    }

    private ObjectNode layer(int place) {
        LayerGraph.NetworkLayer layer = graph.layers().get(place);
        String path = prefix + layer.name();
        return layer.layer() instanceof Submodel nested
                ? new ArchitectureWriter(model, nested.architecture(), path + "/", registry).write()
                : LayerConfigs.write(layer, isFrozen(path + "/"), model.dataType(), registry);
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
        ObjectNode config = JSON.objectNode();
        config.set("shape", LayerConfigs.shape(graph.shape(result)));
        config.put("dtype", type(graph, result).kerasName());
        config.set("keras_history", history(result));
        ObjectNode tensor = JSON.objectNode().put("class_name", "__keras_tensor__");
        tensor.set("config", config);
        return tensor;
    }

    private ArrayNode ends(List<Result> results) {
        if (results.size() == 1 && !model.hasListedEnds()) {
            return end(results.get(0));
        }
        ArrayNode ends = JSON.arrayNode();
        results.forEach(result -> ends.add(end(result)));
        return ends;
    }

    /**
     * Here, and only here, Keras counts the calls of a Functional from 1, but 3.0 reads that in vain; all read 0 as the
     * last.
     */
    private ArrayNode end(Result result) {
        Call call = graph.calls().get(result.call());
        boolean isFunctional = graph.layers().get(call.layer()).layer() instanceof Submodel nested
                && nested.architecture() instanceof Functional;
        long calls = graph.calls().stream()
                .filter(other -> other.layer() == call.layer())
                .count();
        ArrayNode history = history(result);
        return isFunctional && calls > 1 ? history.set(1, call.node() + 1) : history;
    }

    /** The type in which Keras has a result. */
    private DataType type(LayerGraph from, Result result) {
        LayerGraph.NetworkLayer layer =
                from.layers().get(from.calls().get(result.call()).layer());
        if (layer.layer() instanceof Submodel nested) {
            LayerGraph inner = nested.architecture().graph();
            return type(inner, inner.outputs().get(result.output()));
        }
        return layer.layer() instanceof Input input
                ? input.dataType()
                : layer.policy().map(DTypePolicy::computeType).orElse(model.dataType());
    }

    private ArrayNode history(Result result) {
        Call call = graph.calls().get(result.call());
        return JSON.arrayNode()
                .add(graph.layers().get(call.layer()).name())
                .add(call.node())
                .add(result.output());
    }
}
