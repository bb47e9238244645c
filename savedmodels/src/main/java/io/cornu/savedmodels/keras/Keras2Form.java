package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a model as Keras 2 describes it, or as Keras 3 does in a legacy {@code .h5} file, into the form of Keras 3. What
 * it cannot tell stays as it is, for the reader to refuse by name.
 *
 * <p>Source: {@code tf_keras} 2.18 and {@code keras.src.legacy.saving.saving_utils}, Keras 3.15.
 */
final class Keras2Form {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String BATCH_SHAPE = "batch_input_shape";

    private static final Map<String, String> CLASSES = Map.of(
            "BatchNormalizationV1", "BatchNormalization",
            "BatchNormalizationV2", "BatchNormalization",
            "Model", "Functional",
            "ThresholdedReLU", "ReLU");

    /** Layers that share the options of a convolution in Keras 2 without using them. */
    private static final Set<String> DEPTHWISE =
            Set.of("DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D");

    private static final Set<String> TRANSPOSED = Set.of("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose");
    private static final Set<String> ONE_AXIS = Set.of("BatchNormalization", "LayerNormalization");

    private final Place place;
    private final boolean isOld;

    private Keras2Form(Place place, boolean isOld) {
        this.place = place;
        this.isOld = isOld;
    }

    /** Whether a model is not in the form of Keras 3. */
    static boolean applies(JsonNode root, Optional<String> version) {
        return isOld(version) || isForeign(root) || mentions(root, BATCH_SHAPE);
    }

    /**
     * A model in the form of Keras 3.
     *
     * @param root the model in another form
     * @param version the version of Keras that wrote it, where that is known
     * @param place for errors
     */
    static ObjectNode model(JsonNode root, Optional<String> version, Place place) {
        if (!root.isObject()) {
            throw place.expected("an object", root);
        }
        ObjectNode model = root.deepCopy();
        boolean isOld = version.map(each -> isOld(version)).orElseGet(() -> mentions(root, BATCH_SHAPE));
        new Keras2Form(place, isOld).translateModel(model);
        return model;
    }

    static boolean isOld(Optional<String> version) {
        return version.filter(text -> text.startsWith("2.") || text.startsWith("1."))
                .isPresent();
    }

    private static boolean isForeign(JsonNode node) {
        String module = node.path("module").asText("");
        return module.isEmpty()
                || module.equals("null")
                || module.startsWith("tf_keras")
                || module.startsWith("tensorflow")
                || module.startsWith("keras.engine")
                || module.startsWith("keras.src.engine");
    }

    /** Documents are no deeper than the limits of reading allow. */
    private static boolean mentions(JsonNode node, String key) {
        return node.findValue(key) != null;
    }

    private static boolean isModel(JsonNode node) {
        return node.path("config").path("layers").isArray() || node.path("config").isArray();
    }

    private void translateModel(ObjectNode model) {
        String className = rename(model);
        boolean isSequential = className.equals("Sequential");
        if (isForeign(model) && (isSequential || className.equals("Functional"))) {
            model.put("module", isSequential ? "keras" : "keras.src.models.functional");
            model.put("registered_name", className);
        }
        if (model.path("config").isArray()) {
            JsonNode layers = model.get("config");
            model.putObject("config").put("name", "sequential").set("layers", layers);
        }
        if (!(model.path("config") instanceof ObjectNode config)
                || !(config.path("layers") instanceof ArrayNode layers)) {
            return;
        }
        setType(config);
        if (isSequential) {
            addInput(layers);
        } else {
            new Keras2Calls(place).translate(config, layers);
        }
        for (JsonNode layer : layers) {
            if (layer instanceof ObjectNode object) {
                translateLayer(object);
            }
        }
    }

    /** In Keras 2 the first layer may say itself what goes in. */
    private static void addInput(ArrayNode layers) {
        JsonNode first = layers.path(0).path("config");
        boolean isInput = layers.path(0).path("class_name").asText().equals(LayerConfigs.INPUT);
        if (!isInput && first.has(BATCH_SHAPE)) {
            ObjectNode input = JSON.objectNode().put("class_name", LayerConfigs.INPUT);
            ObjectNode config = input.putObject("config");
            config.set(BATCH_SHAPE, first.get(BATCH_SHAPE));
            config.put("name", first.path("name").asText() + "_input");
            layers.insert(0, input);
        }
    }

    private void translateLayer(ObjectNode layer) {
        if (isModel(layer)) {
            translateModel(layer);
            return;
        }
        String className = rename(layer);
        boolean isRegistered = layer.hasNonNull("registered_name")
                && layer.get("registered_name").asText().indexOf('>') > 0;
        if (isForeign(layer) && !isRegistered) {
            layer.put("module", "keras.layers");
        }
        if (layer.path("config") instanceof ObjectNode config) {
            config.set("name", Keras2Calls.name(config.path("name")));
            translateOptions(className, config);
        }
    }

    /** {@code mine>Scale} is class Scale of package mine. */
    private static String rename(ObjectNode node) {
        String name = node.path("class_name").asText();
        String renamed = CLASSES.getOrDefault(name, name);
        int at = name.indexOf('>');
        if (at > 0) {
            node.put("registered_name", name);
            renamed = name.substring(at + 1);
        }
        if (node.path("class_name").isTextual()) {
            node.put("class_name", renamed);
        }
        return name.equals("ThresholdedReLU") ? name : renamed;
    }

    private void translateOptions(String className, ObjectNode config) {
        setType(config);
        JsonNode batch = config.remove(BATCH_SHAPE);
        if (className.equals(LayerConfigs.INPUT) && batch != null) {
            config.set("batch_shape", batch);
        }
        dropUnused(className, config);
        switch (className) {
            case "LeakyReLU" -> rename(config, "alpha", "negative_slope");
            case "ThresholdedReLU" -> rename(config, "theta", "threshold");
            case "BatchNormalization" -> config.remove(List.of("fused", "virtual_batch_size", "adjustment"));
            case "Embedding" -> config.remove("input_length");
            case "MultiHeadAttention" -> config.remove(List.of("query_shape", "key_shape", "value_shape"));
            case "Bidirectional" -> addBackward(config);
            case "GRU", "GRUCell" -> {
                if (isOld && !config.has("reset_after")) {
                    config.put("reset_after", false);
                }
            }
            default -> {}
        }
        if (ONE_AXIS.contains(className) && config.path("axis").isArray() && config.get("axis").size() == 1) {
            config.set("axis", config.get("axis").get(0));
        }
        refuseChanged(className, config);
        translateInner(config);
    }

    /** Keras 2 leaves out a backward layer that is but the other one turned round. */
    private static void addBackward(ObjectNode config) {
        if (!config.has("backward_layer") && config.path("layer").path("config") instanceof ObjectNode forward) {
            ObjectNode backward = config.get("layer").deepCopy();
            ((ObjectNode) backward.get("config"))
                    .put("go_backwards", !forward.path("go_backwards").asBoolean());
            config.set("backward_layer", backward);
        }
    }

    private static void dropUnused(String className, ObjectNode config) {
        if (DEPTHWISE.contains(className)) {
            config.remove(List.of("kernel_initializer", "kernel_regularizer", "kernel_constraint"));
        }
        if (DEPTHWISE.contains(className) || TRANSPOSED.contains(className)) {
            removeIf(config, "groups", JSON.numberNode(1));
        }
        config.remove("implementation");
        removeIf(config, "time_major", JSON.booleanNode(false));
        removeIf(config, "renorm", JSON.booleanNode(false));
        removeIf(config, "dynamic", JSON.booleanNode(false));
    }

    /** What has the same name in Keras 3 and is another function there; Keras itself reads it wrongly. */
    private void refuseChanged(String className, ObjectNode config) {
        for (String key : List.of("activation", "recurrent_activation")) {
            if (isOld && config.path(key).asText().equals("hard_sigmoid")) {
                throw place.in(className + " '" + config.path("name").asText() + "'")
                        .error("expected a " + key + " that Keras 3 has, received Keras 2's hard_sigmoid, whose slope is"
                                + " 0.2 and not 1/6. Train the layer with 'sigmoid' and save again.");
            }
        }
    }

    /** Layers within layers, and what else is described by a class. */
    private void translateInner(ObjectNode config) {
        for (Map.Entry<String, JsonNode> option : config.properties()) {
            for (JsonNode value : option.getValue().isArray() ? option.getValue() : List.of(option.getValue())) {
                if (value instanceof ObjectNode object && object.path("config") instanceof ObjectNode inner) {
                    if (isLayerOption(option.getKey(), inner)) {
                        translateLayer(object);
                    } else {
                        translateValue(object, inner);
                    }
                }
            }
        }
    }

    private static boolean isLayerOption(String key, ObjectNode config) {
        return key.equals("layer")
                || key.equals("backward_layer")
                || key.equals("cell")
                || key.equals("cells")
                || key.contains("activation") && config.has("name") && config.has("trainable");
    }

    /** Initializers, regularizers, constraints. */
    private static void translateValue(ObjectNode object, ObjectNode config) {
        if (isForeign(object)) {
            object.remove("module");
        }
        if (object.path("class_name").asText().equals("VarianceScaling")
                && config.path("distribution").asText().equals("normal")) {
            config.put("distribution", "truncated_normal");
        }
        if (config.path("dtype").asText().equals("float32")) {
            config.remove("dtype");
        }
    }

    /** A policy is an object of one class in Keras 2 and of another in Keras 3; its name is the same. */
    private static void setType(ObjectNode config) {
        JsonNode policy = config.path("dtype").path("config").path("name");
        if (policy.isTextual()) {
            config.put("dtype", policy.asText().equals("_infer") ? "float32" : policy.asText());
        }
    }

    private static void rename(ObjectNode config, String from, String to) {
        JsonNode value = config.remove(from);
        if (value != null) {
            config.set(to, value);
        }
    }

    private static void removeIf(ObjectNode config, String key, JsonNode value) {
        if (value.equals(config.get(key))) {
            config.remove(key);
        }
    }
}
