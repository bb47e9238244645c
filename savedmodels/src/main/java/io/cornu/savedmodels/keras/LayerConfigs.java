package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.data.DataType;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.NamedLayer;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.text.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/** A layer in a configuration, with what all layers have: name, type of numbers, whether it is frozen. */
final class LayerConfigs {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    static final String INPUT = "InputLayer";

    private LayerConfigs() {}

    /**
     * A layer as it was read.
     *
     * @param layer the layer under its name
     * @param className its class in Keras
     * @param isFrozen whether it is kept from learning
     * @param dataType the type of its weights; empty for an input
     * @param policy the type in which it computes, where the file does not say float64
     * @param callForm what its calls say
     */
    record Entry(
            NamedLayer layer,
            String className,
            boolean isFrozen,
            Optional<DataType> dataType,
            Optional<DTypePolicy> policy,
            CallForm callForm)
            implements LayerPart {
        @Override
        public String name() {
            return layer.name();
        }

        @Override
        public Layer layer(List<Shape> inputs) {
            return layer;
        }

        @Override
        public List<String> inputKeys() {
            return List.of();
        }

        @Override
        public long calls() {
            return 1;
        }

        boolean isShort() {
            return policy.filter(own -> own != DTypePolicy.FLOAT32).isPresent();
        }

        /** The layer with its policy, as stands in a file with layers of several types. */
        Entry withPolicy() {
            NamedLayer explicit = policy.<NamedLayer>map(
                            own -> layer.layer().withPolicy(own).named(layer.name()))
                    .orElse(layer);
            return new Entry(explicit, className, isFrozen, dataType, policy, callForm);
        }

        @Override
        public boolean isInput() {
            return className.equals(INPUT) && dataType.isEmpty();
        }

        @Override
        public boolean isOperation() {
            return OperationCodecs.isOperation(layer.layer());
        }

        @Override
        public String title() {
            return className + " '" + name() + "'";
        }
    }

    static ObjectNode write(NetworkLayer layer, boolean isFrozen, DataType dataType, KerasRegistry registry) {
        ObjectNode object;
        ObjectNode config;
        if (OperationCodecs.isOperation(layer.layer())) {
            return OperationWriter.write(layer);
        }
        if (layer.layer() instanceof Input input) {
            config = JSON.objectNode();
            config.set("batch_shape", shape(input.batchShape()));
            config.put("dtype", input.dataType().kerasName());
            object = JSON.objectNode().put("module", "keras.layers").put("class_name", INPUT);
            object.set("config", config);
            object.set("registered_name", JSON.nullNode());
        } else {
            object = registry.layers().write(layer.layer(), layer.title(), registry);
            config = (ObjectNode) object.get("config");
            if (isFrozen) {
                config.put("trainable", false);
            }
            String policy = layer.policy().map(DTypePolicy::kerasName).orElse(dataType.kerasName());
            if (layer.policy().isPresent() || dataType != DataType.FLOAT32) {
                setType(config, policy);
            }
        }
        config.put("name", layer.name());
        return object;
    }

    /** Layers that stand in options, such as activations, are of the type of the layer that has them. */
    private static void setType(ObjectNode config, String policy) {
        config.put("dtype", policy);
        for (JsonNode option : config) {
            if (option.path("module").asText().equals("keras.layers")
                    && option.get("config") instanceof ObjectNode inner) {
                setType(inner, policy);
            }
        }
    }

    /** The class of a layer in Keras, after which its group of weights is called. */
    static String className(NetworkLayer layer, KerasRegistry registry) {
        return layer.layer() instanceof Input
                ? INPUT
                : registry.layers()
                        .codecOf(layer.layer())
                        .map(codec -> codec.callForm().pythonName().orElse(codec.className()))
                        .orElse(layer.layer().kind());
    }

    /** What calls of a layer say. */
    static CallForm callForm(NetworkLayer layer, KerasRegistry registry) {
        return registry.layers()
                .codecOf(layer.layer())
                .<CallForm>map(KerasCodec::callForm)
                .orElse(CallForm.PLAIN);
    }

    static Entry read(JsonNode node, Place place) {
        ConfigObject unnamed = new ConfigObject(place, node);
        String className = unnamed.text("class_name");
        requireKeras3(unnamed, className);
        RefusedClasses.reason(className).ifPresent(reason -> {
            throw place.in(className + " '" + node.path("config").path("name").asText() + "'")
                    .error("expected a layer that can be opened safely, received " + className + ": " + reason);
        });
        requireNoModel(unnamed, className);
        if (OperationCodecs.isOperation(node)) {
            return operation(node, className, place);
        }
        ConfigObject raw = unnamed.object("config");
        String name = raw.find("name", OptionType.TEXT)
                .or(() -> unnamed.find("name", OptionType.TEXT))
                .orElseGet(() -> raw.text("name"));
        Place here = place.in(className + " '" + Place.shortened(name) + "'");
        ConfigObject config = new ConfigObject(here, node.get("config"));
        config.ignore("name");
        boolean isFrozen = !config.find("trainable", OptionType.FLAG).orElse(true);
        if (className.equals(INPUT)) {
            return new Entry(
                    named(input(config), name, here),
                    className,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    CallForm.PLAIN);
        }
        String type = policy(config);
        Optional<DTypePolicy> policy = DTypePolicy.named(type);
        DataType dataType = policy.isPresent() ? DataType.FLOAT32 : type(type, here);
        KerasCodec<? extends Layer> codec = registry(here).codec(new ConfigObject(here, node), className);
        CallForm form = codec.callForm();
        ConfigObject whole = new ConfigObject(here, form.withFlags(node, here));
        whole.ignore("name", "trainable", "dtype");
        registry(here).common().accept(whole);
        return new Entry(
                named(codec.read(whole), name, here), className, isFrozen, Optional.of(dataType), policy, form);
    }

    /** The name stands beside the configuration; older versions of Keras leave it out there. */
    private static Entry operation(JsonNode node, String className, Place place) {
        String name = new ConfigObject(place, node).text("name");
        Place here = place.in(className + " '" + Place.shortened(name) + "'");
        return new Entry(
                named(OperationCodecs.read(node, className, here), name, here),
                className,
                false,
                Optional.empty(),
                Optional.empty(),
                CallForm.PLAIN);
    }

    /** A layer within a layer; which names it has there does not matter. */
    static JsonNode writeInner(Layer layer, KerasRegistry registry) {
        ObjectNode object = registry.layers().write(layer, layer.kind(), registry);
        ((ObjectNode) object.get("config")).put("name", Names.snakeCase(layer.kind()));
        return object;
    }

    static Layer readInner(JsonNode node, Place place) {
        Entry entry = read(node, place);
        if (entry.isFrozen() || entry.isInput()) {
            throw place.error("expected a layer that learns, received "
                    + (entry.isInput() ? "an input" : "one that is frozen") + ". Freeze the layer around it.");
        }
        return entry.layer().layer();
    }

    /** Losses and metrics have a type of numbers, too. */
    static void requireFloat32(ConfigObject config) {
        String name = policy(config);
        if (DTypePolicy.named(name)
                .filter(policy -> policy != DTypePolicy.FLOAT32)
                .isPresent()) {
            throw config.place().error("expected dtype float32 or float64, received " + name + ".");
        }
    }

    static JsonNode shape(Shape shape) {
        var list = JSON.arrayNode();
        Arrays.stream(shape.asArray()).forEach(size -> {
            if (size == Shape.UNKNOWN_SIZE) {
                list.addNull();
            } else {
                list.add(size);
            }
        });
        return list;
    }

    private static ClassTable<Layer> registry(Place place) {
        return place.registry().layers();
    }

    private static NamedLayer named(Layer layer, String name, Place place) {
        try {
            return layer.named(name);
        } catch (IllegalArgumentException failure) {
            throw place.error(
                    "expected a name of letters, digits, '_', '-' and '.' that starts with a letter or digit,"
                            + " received '" + Place.shortened(name) + "'. Rename the layer in Keras and save again.",
                    failure);
        }
    }

    private static Input input(ConfigObject config) {
        Shape batch = config.find("batch_shape", OptionType.SHAPE)
                .orElseThrow(() -> config.place().error("expected a batch_shape, received none. Save with Keras 3."));
        config.requireDefault("sparse", Set.of(JSON.booleanNode(false)));
        config.requireDefault("ragged", Set.of(JSON.booleanNode(false)));
        config.requireDefault("optional", Set.of(JSON.booleanNode(false)));
        DataType type = config.find("dtype", OptionType.TEXT)
                .map(name -> type(name, config.place().in("dtype")))
                .orElse(DataType.FLOAT32);
        config.requireAllRead();
        if (batch.numDimensions() == 0 || batch.get(0) != Shape.UNKNOWN_SIZE) {
            throw config.place()
                    .error("expected a batch_shape that starts with null, received " + Place.text(shape(batch))
                            + ". Leave the batch size open in Keras and save again.");
        }
        try {
            return new Input(batch.takeLast(batch.numDimensions() - 1), type);
        } catch (IllegalArgumentException failure) {
            throw config.place().error(String.valueOf(failure.getMessage()), failure);
        }
    }

    /** A policy is a name, or an object that holds one. */
    private static String policy(ConfigObject config) {
        Optional<JsonNode> policy = config.find("dtype");
        if (policy.isEmpty()) {
            return DataType.FLOAT32.kerasName();
        }
        Place place = config.place();
        String name = policy.get().isTextual()
                ? policy.get().textValue()
                : new ConfigObject(place.in("dtype"), policy.get())
                        .object("config")
                        .text("name");
        boolean isPlain = policy.get().isTextual()
                || policy.get().path("class_name").asText().equals("DTypePolicy");
        boolean isKnown = name.equals(DataType.FLOAT64.kerasName())
                || DTypePolicy.named(name).isPresent();
        if (!isPlain || !isKnown) {
            throw place.error(
                    "expected dtype float32, float64, bfloat16, float16, mixed_bfloat16 or mixed_float16, received "
                            + Place.shortened(
                                    isPlain
                                            ? name
                                            : policy.get().path("class_name").asText() + " " + name)
                            + ". Build the model with one of these in Keras, give it these weights, and save it.");
        }
        return name;
    }

    private static DataType type(String name, Place place) {
        return Arrays.stream(DataType.values())
                .filter(type -> type.kerasName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        place.error("expected a dtype such as float32, received '" + Place.shortened(name) + "'."));
    }

    private static void requireKeras3(ConfigObject object, String className) {
        Optional<String> module = object.find("module", OptionType.TEXT);
        boolean isForeign = module.filter(name -> !name.startsWith("tf_keras") && !name.startsWith("keras.src.engine"))
                .isEmpty();
        if (isForeign && object.find("registered_name").isEmpty()) {
            throw object.place()
                    .error("expected a layer as Keras 3 writes it, received " + Place.shortened(className)
                            + " in the form of Keras 2. Load it in Keras 3 and save it again.");
        }
    }

    private static void requireNoModel(ConfigObject object, String className) {
        if (className.equals("Sequential") || className.equals("Functional") || className.equals("Model")) {
            throw object.place()
                    .error(
                            "expected a layer, received a " + className
                                    + " model within a layer, which this version does not read. Put its layers in its place in Keras.");
        }
    }
}
