package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.model.Architecture;
import io.cornu.model.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network and its training settings as texts by Keras' names: to be shown and compared, whether or not the network
 * can be built here.
 *
 * @param className {@code Sequential}, {@code Functional}, or a class of one's own
 * @param name the name of the network
 * @param layers in the file's order; the layers of a model within the model come after it, its name and a slash before
 *     theirs
 * @param outputs the names of the layers behind the outputs; empty where the configuration does not tell
 * @param compilation the options of {@code compile} and of the optimizer; empty if it was not compiled
 */
public record ModelOutline(
        String className, String name, List<Layer> layers, List<String> outputs, Map<String, String> compilation) {
    private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");
    private static final Set<String> STRUCTURE = Set.of("layers", "input_layers", "output_layers");
    private static final String OPTIMIZER = "optimizer";

    /** Copies the collections. */
    public ModelOutline {
        layers = List.copyOf(layers);
        outputs = List.copyOf(outputs);
        compilation = Collections.unmodifiableMap(new LinkedHashMap<>(compilation));
    }

    /**
     * A layer.
     *
     * @param name its name in the network
     * @param className its class in Keras, with its package where it is no part of Keras
     * @param options its options by Keras' names; those left out hold Keras' default
     * @param inputs the layers that it is called on, those of a second call after those of the first
     */
    public record Layer(String name, String className, Map<String, String> options, List<String> inputs) {
        /** Copies the collections. */
        public Layer {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * The outline of a model that was read or is to be written.
     *
     * @param model the model
     * @param registry the classes it may have
     * @return its outline; options at Keras' default are left out
     * @throws IllegalArgumentException if the registry lacks one of its classes, which the message names
     */
    public static ModelOutline of(KerasModel model, KerasRegistry registry) {
        return of(KerasArchive.config(model, registry));
    }

    /**
     * The outline of a network.
     *
     * @param architecture the network
     * @return its outline; options at Keras' default are left out
     * @throws IllegalArgumentException if Keras has none of its classes, which the message names
     */
    public static ModelOutline of(Architecture architecture) {
        Weights none = new Weights(Map.of());
        return of(
                new KerasModel(architecture, none, Optional.empty(), Optional.empty(), Set.of(), Optional.empty()),
                KerasRegistry.standard());
    }

    /** Whatever a configuration says, as far as it has the form of one. */
    static ModelOutline of(JsonNode root) {
        List<Layer> layers = new ArrayList<>();
        collect(root, "", layers);
        List<String> outputs = new ArrayList<>();
        histories(root.path("config").path("output_layers"), outputs);
        String className = text(root.path("class_name"));
        if (outputs.isEmpty() && className.equals("Sequential") && !layers.isEmpty()) {
            outputs.add(layers.get(layers.size() - 1).name());
        }
        return new ModelOutline(className, text(root.path("config").path("name")), layers, outputs, compilation(root));
    }

    private static void collect(JsonNode model, String prefix, List<Layer> layers) {
        String before = "";
        boolean isSequential = text(model.path("class_name")).equals("Sequential");
        for (JsonNode node : model.path("config").path("layers")) {
            Layer layer = layer(node, prefix, isSequential ? before : "");
            layers.add(layer);
            before = layer.name();
            if (isModel(node)) {
                collect(node, layer.name() + "/", layers);
            }
        }
    }

    private static boolean isModel(JsonNode node) {
        return MODELS.contains(text(node.path("class_name")))
                && node.path("config").path("layers").isArray();
    }

    private static Layer layer(JsonNode node, String prefix, String before) {
        JsonNode config = node.path("config");
        boolean isModel = isModel(node);
        Map<String, String> options = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> option : config.properties()) {
            boolean isStructure = isModel && STRUCTURE.contains(option.getKey());
            if (!option.getKey().equals("name") && !option.getValue().isNull() && !isStructure) {
                options.put(Place.shortened(option.getKey()), OptionText.of(option.getValue()));
            }
        }
        List<String> called = new ArrayList<>();
        histories(node.path("inbound_nodes"), called);
        List<String> inputs = called.stream().map(input -> prefix + input).toList();
        String name = text(config.path("name"));
        return new Layer(
                prefix + (name.isEmpty() ? text(node.path("name")) : name),
                className(node),
                options,
                inputs.isEmpty() && !before.isEmpty() ? List.of(before) : inputs);
    }

    private static String className(JsonNode node) {
        String registered = text(node.path("registered_name"));
        return registered.indexOf('>') > 0 ? registered : text(node.path("class_name"));
    }

    /** The layers that are named as {@code [layer, node, tensor]}, in Keras' newer form or its older. */
    private static void histories(JsonNode node, List<String> names) {
        boolean isHistory = node.isArray()
                && node.size() >= 3
                && node.get(0).isTextual()
                && node.get(1).isIntegralNumber()
                && node.get(2).isIntegralNumber();
        if (isHistory) {
            names.add(text(node.get(0)));
        } else if (node.isContainerNode()) {
            node.forEach(child -> histories(child, names));
        }
    }

    private static Map<String, String> compilation(JsonNode root) {
        Map<String, String> options = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> option : root.path("compile_config").properties()) {
            JsonNode value = option.getValue();
            if (option.getKey().equals(OPTIMIZER) && value.path("config").isObject()) {
                options.put(OPTIMIZER, className(value));
                for (Map.Entry<String, JsonNode> inner : value.get("config").properties()) {
                    if (!inner.getValue().isNull() && !inner.getKey().equals("name")) {
                        options.put(OPTIMIZER + "." + Place.shortened(inner.getKey()), OptionText.of(inner.getValue()));
                    }
                }
            } else if (!value.isNull()) {
                options.put(Place.shortened(option.getKey()), OptionText.of(value));
            }
        }
        return options;
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? Place.shortened(node.textValue()) : "";
    }
}
