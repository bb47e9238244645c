package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.DataType;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.NamedLayer;
import io.cornu.model.Architecture;
import io.cornu.model.Sequential;
import io.cornu.model.Submodel;
import io.cornu.savedmodels.keras.LayerConfigs.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/** A model in a configuration, with the models within it: read first, built when it is known what it is called on. */
final class ModelConfig implements LayerPart {
    /** Nobody nests deeper, and the stack has an end. */
    private static final int MAX_DEPTH = 32;

    private final Place place;
    private final KerasReadOptions options;
    private final boolean isSequential;
    private final ConfigObject config;
    private final String name;
    private final List<JsonNode> nodes = new ArrayList<>();
    private final List<LayerPart> parts = new ArrayList<>();
    private @Nullable Architecture built;
    private long calls;

    private ModelConfig(Place place, KerasReadOptions options, JsonNode json, int depth) {
        ConfigObject root = new ConfigObject(place, json);
        String className = root.text("class_name");
        this.options = options;
        this.isSequential = requireModel(root, className, place);
        ConfigObject own = root.object("config");
        this.name = own.find("name", OptionType.TEXT).orElse(isSequential ? "sequential" : "functional");
        this.place = depth == 0 ? place : place.in(title());
        this.config = depth == 0 ? own : new ConfigObject(this.place, json.get("config"));
        if (depth >= MAX_DEPTH) {
            throw this.place.error("expected models nested at most " + MAX_DEPTH + " deep, received more.");
        }
        readLayers(depth);
    }

    static ModelConfig read(JsonNode json, Place place, KerasReadOptions options) {
        ModelConfig model = new ModelConfig(place, options, json, 0);
        if (model.entries().anyMatch(Entry::isShort)) {
            model.makePoliciesExplicit();
        }
        return model;
    }

    private void readLayers(int depth) {
        JsonNode layers = config.get("layers");
        if (!layers.isArray() || layers.size() > options.maxLayers()) {
            throw place.in("layers")
                    .error("expected a list of at most " + options.maxLayers() + " layers, received "
                            + (layers.isArray()
                                    ? layers.size() + ". Raise maxLayers if you trust the file."
                                    : Place.text(layers) + "."));
        }
        List<JsonNode> written = new ArrayList<>();
        layers.forEach(written::add);
        nodes.addAll(isSequential ? written : MaskOperations.removed(written, config.get("output_layers"), place));
        Set<String> names = new HashSet<>();
        for (JsonNode node : nodes) {
            LayerPart part =
                    isModel(node) ? new ModelConfig(place, options, node, depth + 1) : LayerConfigs.read(node, place);
            if (!names.add(part.name())) {
                throw place.error("expected layers of different names, received '" + Place.shortened(part.name())
                        + "' twice. Rename one in Keras and save again.");
            }
            parts.add(part);
        }
    }

    static boolean isModel(JsonNode node) {
        String className = node.path("class_name").asText();
        return className.equals("Sequential") || className.equals("Functional") || className.equals("Model");
    }

    /** Keras' own two kinds of model; what a class of Python does only Python knows. */
    private static boolean requireModel(ConfigObject root, String className, Place place) {
        String module = root.find("module", OptionType.TEXT).orElse("");
        boolean isSequential = className.equals("Sequential");
        boolean isKnown = isSequential
                ? module.equals("keras") || module.equals("keras.models") || module.startsWith("keras.src.models")
                : className.equals("Functional") && module.startsWith("keras.src.models")
                        || className.equals("Model") && (module.equals("keras") || module.equals("keras.models"));
        if (!isKnown) {
            throw place.error("expected a Sequential or Functional model of Keras, received class "
                    + Place.shortened(className) + " of module '" + Place.shortened(module)
                    + "'. A class of one's own is Python code; build the model from layers and save again.");
        }
        return isSequential;
    }

    private void makePoliciesExplicit() {
        parts.replaceAll(part -> part instanceof Entry entry ? entry.withPolicy() : part);
        models().forEach(ModelConfig::makePoliciesExplicit);
    }

    private Stream<ModelConfig> models() {
        return parts.stream().filter(ModelConfig.class::isInstance).map(ModelConfig.class::cast);
    }

    /** The layers of this model and those within it. */
    Stream<Entry> entries() {
        return parts.stream()
                .flatMap(part -> part instanceof ModelConfig model ? model.entries() : Stream.of((Entry) part));
    }

    /** Whether the model says that all of it is frozen; of a model within, Keras does not ask. */
    boolean isFrozen() {
        return !config.find("trainable", OptionType.FLAG).orElse(true);
    }

    /** The layers kept from learning. */
    Set<String> frozen(String prefix, boolean isAll) {
        Set<String> frozen = new TreeSet<>();
        for (LayerPart part : parts) {
            if (part instanceof ModelConfig model) {
                frozen.addAll(model.frozen(prefix + model.name + "/", isAll));
            } else if (part instanceof Entry entry
                    && !entry.isInput()
                    && !entry.isOperation()
                    && (isAll || entry.isFrozen())) {
                frozen.add(prefix + entry.name());
            }
        }
        return frozen;
    }

    /** The names of the layers in the order of the file, by the path of the model that has them. */
    Map<String, List<String>> order(String prefix) {
        Map<String, List<String>> order = new LinkedHashMap<>();
        order.put(prefix, parts.stream().map(LayerPart::name).toList());
        models().forEach(model -> order.putAll(model.order(prefix + model.name + "/")));
        return order;
    }

    /** By path, the numbers by which Keras knows one layer in several places. */
    Map<String, JsonNode> sharedIds(String prefix) {
        Map<String, JsonNode> ids = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String path = prefix + parts.get(i).name();
            JsonNode id = nodes.get(i).path("shared_object_id");
            if (id.isIntegralNumber()) {
                ids.put(path, id);
            }
            if (parts.get(i) instanceof ModelConfig model) {
                ids.putAll(model.sharedIds(path + "/"));
            }
        }
        return ids;
    }

    DataType dataType() {
        List<DataType> types =
                entries().flatMap(entry -> entry.dataType().stream()).distinct().toList();
        if (types.size() > 1) {
            throw place.error("expected one dtype for all layers, received "
                    + types.stream().map(DataType::kerasName).toList() + ". Build the model with one policy in Keras.");
        }
        return types.isEmpty() ? DataType.FLOAT32 : types.get(0);
    }

    /** The network, for inputs of some shapes where it has none of its own. */
    Architecture architecture(List<Shape> inputs) {
        if (built == null) {
            built = guarded(() -> isSequential ? sequential(inputs).named(name) : functional());
        }
        return built;
    }

    private Architecture functional() {
        FunctionalReader reader = new FunctionalReader(place, options);
        Architecture architecture = reader.read(config, parts, nodes).named(name);
        calls = reader.calls();
        return architecture;
    }

    private Sequential sequential(List<Shape> inputs) {
        List<Layer> layers = new ArrayList<>();
        if (parts.isEmpty() || !parts.get(0).isInput()) {
            input(inputs).ifPresent(layers::add);
        }
        for (LayerPart part : parts) {
            // A model without a shape stands at the beginning, or nowhere that Keras writes.
            layers.add(part.layer(layers.size() == 1 ? entering(layers.get(0)) : List.of()));
            calls += part.calls();
            requireFew(calls, place, options);
        }
        return Sequential.of(layers);
    }

    private static List<Shape> entering(Layer first) {
        Layer layer = first instanceof NamedLayer named ? named.layer() : first;
        return layer instanceof Input input ? List.of(input.batchShape()) : List.of();
    }

    private Optional<Input> input(List<Shape> inputs) {
        Optional<Shape> batch = config.find("build_input_shape", OptionType.SHAPE)
                .or(() -> inputs.size() == 1 ? Optional.of(inputs.get(0)) : Optional.empty());
        if (batch.isEmpty() && !parts.isEmpty() && parts.get(0) instanceof ModelConfig) {
            return Optional.empty();
        }
        Shape shape = batch.orElseThrow(() -> place.error("expected a Sequential whose input shape is known, received"
                + " one without an InputLayer. Give it a keras.Input first and save again."));
        if (shape.numDimensions() == 0) {
            throw place.error("expected a build_input_shape that starts with the batch, received ().");
        }
        return Optional.of(Input.of(shape.takeLast(shape.numDimensions() - 1).asArray()));
    }

    /** Models within models, each called several times, grow beyond all bounds. */
    static void requireFew(long calls, Place place, KerasReadOptions options) {
        if (calls > options.maxLayers()) {
            throw place.error("expected at most " + options.maxLayers()
                    + " calls of layers, received more. Raise maxLayers if you trust the file.");
        }
    }

    private <T> T guarded(Supplier<T> build) {
        try {
            return build.get();
        } catch (ConfigException failure) {
            throw failure;
        } catch (IllegalArgumentException | ArithmeticException failure) {
            throw place.error(String.valueOf(failure.getMessage()), failure);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return (isSequential ? "Sequential" : "Functional") + " '" + Place.shortened(name) + "'";
    }

    @Override
    public boolean isInput() {
        return false;
    }

    @Override
    public boolean isOperation() {
        return false;
    }

    /** Whether its calls are counted from 1 among a model's outputs, as those of a Functional are. */
    boolean isFunctional() {
        return !isSequential;
    }

    @Override
    public CallForm callForm() {
        return CallForm.PLAIN;
    }

    @Override
    public List<String> inputKeys() {
        return isSequential ? List.of() : FunctionalReader.keys(config.get("input_layers"));
    }

    @Override
    public Layer layer(List<Shape> inputs) {
        return guarded(() -> new Submodel(architecture(inputs)).named(name));
    }

    @Override
    public long calls() {
        return calls;
    }
}
