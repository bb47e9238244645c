package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.DataType;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.VariableSpec;
import io.cornu.model.Architecture;
import io.cornu.model.LayerGraph;
import io.cornu.model.Sequential;
import io.cornu.savedmodels.keras.LayerConfigs.Entry;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.tensorflow.ndarray.Shape;

/** Reads an architecture from {@code config.json}, without a trace of native code. */
final class ArchitectureReader {
    /** Beyond this no example fits into an array of Java. */
    private static final long MAX_NUMBERS = Integer.MAX_VALUE;

    private final Place place;
    private final KerasReadOptions options;

    ArchitectureReader(Place place, KerasReadOptions options) {
        this.place = place;
        this.options = options;
    }

    /**
     * What a configuration says.
     *
     * @param architecture the network
     * @param frozen the layers kept from learning
     * @param dataType the type of the weights
     */
    record Result(Architecture architecture, Set<String> frozen, DataType dataType) {}

    Result read(JsonNode json) {
        ConfigObject root = new ConfigObject(place, json);
        String className = root.text("class_name");
        boolean isSequential = requireModel(root, className);
        ConfigObject config = root.object("config");
        String name = config.find("name", OptionType.TEXT)
                .orElse(className.equals("Sequential") ? "sequential" : "functional");
        boolean isFrozen = !config.find("trainable", OptionType.FLAG).orElse(true);
        List<JsonNode> nodes = layerNodes(config);
        List<Entry> entries = new ArrayList<>();
        nodes.forEach(node -> entries.add(LayerConfigs.read(node, place)));
        if (entries.stream().anyMatch(Entry::isMixed)) {
            entries.replaceAll(Entry::withPolicy);
        }
        requireDistinct(entries);
        DataType dataType = dataType(entries);
        Architecture architecture = guarded(() -> isSequential
                ? sequential(config, entries).named(name)
                : new FunctionalReader(place, options)
                        .read(config, entries, nodes)
                        .named(name));
        requireModestSizes(architecture.graph());
        Set<String> frozen = new LinkedHashSet<>();
        entries.stream()
                .filter(entry -> !entry.isInput() && !entry.isOperation() && (isFrozen || entry.isFrozen()))
                .map(Entry::name)
                .forEach(frozen::add);
        return new Result(architecture, frozen, dataType);
    }

    /** Keras' own two kinds of model; what a class of Python does only Python knows. */
    private boolean requireModel(ConfigObject root, String className) {
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

    private List<JsonNode> layerNodes(ConfigObject config) {
        JsonNode layers = config.get("layers");
        if (!layers.isArray() || layers.size() > options.maxLayers()) {
            throw place.in("layers")
                    .error("expected a list of at most " + options.maxLayers() + " layers, received "
                            + (layers.isArray()
                                    ? layers.size() + ". Raise maxLayers if you trust the file."
                                    : Place.text(layers) + "."));
        }
        List<JsonNode> nodes = new ArrayList<>();
        layers.forEach(nodes::add);
        return nodes;
    }

    private void requireDistinct(List<Entry> entries) {
        Set<String> names = new HashSet<>();
        for (Entry entry : entries) {
            if (!names.add(entry.name())) {
                throw place.error("expected layers of different names, received '" + entry.name()
                        + "' twice. Rename one in Keras and save again.");
            }
        }
    }

    private DataType dataType(List<Entry> entries) {
        List<DataType> types = entries.stream()
                .flatMap(entry -> entry.dataType().stream())
                .distinct()
                .toList();
        if (types.size() > 1) {
            throw place.error("expected one dtype for all layers, received "
                    + types.stream().map(DataType::kerasName).toList() + ". Build the model with one policy in Keras.");
        }
        return types.isEmpty() ? DataType.FLOAT32 : types.get(0);
    }

    private Sequential sequential(ConfigObject config, List<Entry> entries) {
        List<Layer> layers = new ArrayList<>();
        entries.forEach(entry -> layers.add(entry.layer()));
        if (entries.isEmpty() || !entries.get(0).isInput()) {
            Shape batch = config.find("build_input_shape", OptionType.SHAPE)
                    .orElseThrow(() -> place.error("expected a Sequential whose input shape is known, received one"
                            + " without an InputLayer. Give it a keras.Input first and save again."));
            if (batch.numDimensions() == 0) {
                throw place.error("expected a build_input_shape that starts with the batch, received ().");
            }
            layers.add(0, Input.of(batch.takeLast(batch.numDimensions() - 1).asArray()));
        }
        return Sequential.of(layers);
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

    /** Shapes and parameters that no array holds, or nobody means, are refused before anything is built. */
    private void requireModestSizes(LayerGraph graph) {
        for (LayerGraph.Call call : graph.calls()) {
            for (Shape shape : call.outputShapes()) {
                if (size(shape).isEmpty()) {
                    throw place.in(graph.layers().get(call.layer()).title())
                            .error("expected examples of less than 2^31 numbers, received shape " + Shapes.text(shape)
                                    + ".");
                }
            }
        }
        long parameters = 0;
        for (int i = 0; i < graph.layers().size(); i++) {
            Place here = place.in(graph.layers().get(i).title());
            for (VariableSpec spec : graph.variables(i).values()) {
                parameters += size(spec.shape())
                        .orElseThrow(() -> here.error("expected variables of less than 2^31 numbers, received shape "
                                + Shapes.text(spec.shape()) + "."));
                if (parameters > options.maxParameters()) {
                    throw here.error("expected a model of at most " + options.maxParameters()
                            + " parameters, received more. Raise maxParameters if you trust the file.");
                }
            }
        }
    }

    /** The product of the known dimensions, or empty if it is 2^31 or more. */
    private static Optional<Long> size(Shape shape) {
        long size = 1;
        for (long dimension : shape.asArray()) {
            size *= dimension == Shape.UNKNOWN_SIZE ? 1 : dimension;
            if (size > MAX_NUMBERS || size < 0 || dimension > MAX_NUMBERS) {
                return Optional.empty();
            }
        }
        return Optional.of(size);
    }
}
