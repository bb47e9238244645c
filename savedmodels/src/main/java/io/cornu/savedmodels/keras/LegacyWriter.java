package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.layers.VariableSpec;
import io.cornu.savedmodels.archive.Json;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5GroupBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays out a model as a legacy {@code .h5} file, in words that Keras 2 and Keras 3 both understand. */
final class LegacyWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TENSOR = "__keras_tensor__";

    private final KerasModel model;
    private final KerasRegistry registry;

    LegacyWriter(KerasModel model, KerasRegistry registry) {
        this.model = model;
        this.registry = registry;
    }

    Hdf5Group write() {
        ObjectNode config = new ArchitectureWriter(model, registry).write();
        Hdf5GroupBuilder root = Hdf5Group.builder()
                .text("backend", "tensorflow")
                .text("keras_version", KerasModel.FORM)
                .text("model_config", Json.write(legacy(config)));
        model.compilation()
                .map(settings -> settings.withOptimizer(
                        KerasPaths.of(model.architecture()).toFile(settings.optimizer())))
                .map(new CompilationWriter(registry)::write)
                .ifPresent(settings -> root.text("training_config", Json.write(training(settings))));
        return root.group("model_weights", weights()).build();
    }

    private Hdf5Group weights() {
        List<String> names = new ArrayList<>();
        Map<String, Hdf5Group> groups = new LinkedHashMap<>();
        for (WeightGroups.Group group : WeightGroups.of(model.architecture(), registry)) {
            names.add(group.layer());
            groups.put(group.layer(), weights(group.variables()));
        }
        Hdf5GroupBuilder weights = Hdf5Group.builder()
                .texts("layer_names", names)
                .text("backend", "tensorflow")
                .text("keras_version", KerasModel.FORM);
        groups.forEach(weights::group);
        return weights.group("top_level_model_weights", weights(Map.of())).build();
    }

    /** Each dataset lies at the path that is its name, under the group of the layer. */
    private Hdf5Group weights(Map<String, VariableSpec> variables) {
        return folder("", List.copyOf(variables.keySet()))
                .texts("weight_names", List.copyOf(variables.keySet()))
                .build();
    }

    private Hdf5GroupBuilder folder(String prefix, List<String> paths) {
        Hdf5GroupBuilder folder = Hdf5Group.builder();
        Map<String, List<String>> inner = new LinkedHashMap<>();
        for (String path : paths) {
            int slash = path.indexOf('/', prefix.length());
            if (slash < 0) {
                folder.array(path.substring(prefix.length()), model.weights().get(path));
            } else {
                inner.computeIfAbsent(path.substring(0, slash + 1), each -> new ArrayList<>())
                        .add(path);
            }
        }
        inner.forEach((path, below) -> folder.group(
                path.substring(prefix.length(), path.length() - 1),
                folder(path, below).build()));
        return folder;
    }

    private static ObjectNode legacy(ObjectNode root) {
        ObjectNode legacy = JSON.objectNode().put("class_name", root.path("class_name").asText());
        ObjectNode config = (ObjectNode) root.get("config");
        legacy.set("config", config);
        for (JsonNode layer : config.path("layers")) {
            legacyLayer((ObjectNode) layer);
        }
        for (String key : new String[] {"input_layers", "output_layers"}) {
            // Keras 2 wants a list of them, though it is one.
            if (config.path(key).path(0).isTextual()) {
                config.set(key, JSON.arrayNode().add(config.get(key)));
            }
        }
        return legacy;
    }

    private static void legacyLayer(ObjectNode layer) {
        if (layer.path("module").asText().startsWith("keras.src.ops")) {
            return;
        }
        layer.remove("module");
        JsonNode registered = layer.remove("registered_name");
        if (registered != null && registered.isTextual()) {
            layer.set("class_name", registered);
        }
        ObjectNode config = (ObjectNode) layer.get("config");
        switch (layer.path("class_name").asText()) {
            case LayerConfigs.INPUT -> rename(config, "batch_shape", "batch_input_shape");
            case "LeakyReLU" -> rename(config, "negative_slope", "alpha");
            default -> {}
        }
        if (layer.path("inbound_nodes") instanceof ArrayNode calls) {
            ArrayNode legacy = JSON.arrayNode();
            calls.forEach(call -> legacy.add(call(call)));
            layer.set("inbound_nodes", legacy);
        }
    }

    /** Calls in which tensors stand beside others than one argument have no older form. */
    private static JsonNode call(JsonNode call) {
        JsonNode first = call.path("args").path(0);
        boolean isPlain = call.path("args").size() == 1 && call.path("kwargs").isEmpty();
        if (!isPlain) {
            return call;
        }
        ArrayNode inputs = JSON.arrayNode();
        for (JsonNode tensor : first.isArray() ? first : List.of(first)) {
            if (!tensor.path("class_name").asText().equals(TENSOR)) {
                return call;
            }
            ArrayNode history = tensor.path("config").path("keras_history").deepCopy();
            inputs.add(history.add(JSON.objectNode()));
        }
        return inputs;
    }

    private static void rename(ObjectNode config, String from, String to) {
        JsonNode value = config.remove(from);
        if (value != null) {
            config.set(to, value);
        }
    }

    private static ObjectNode training(JsonNode settings) {
        ObjectNode training = settings.deepCopy();
        JsonNode optimizer = training.remove("optimizer");
        if (optimizer instanceof ObjectNode object) {
            object.remove("module");
            JsonNode registered = object.remove("registered_name");
            if (registered != null && registered.isTextual()) {
                object.set("class_name", registered);
            }
            training.set("optimizer_config", object);
        }
        return training;
    }
}
