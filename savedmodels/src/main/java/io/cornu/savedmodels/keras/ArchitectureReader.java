package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.DataType;
import io.cornu.layers.VariableSpec;
import io.cornu.model.Architecture;
import io.cornu.model.LayerGraph;
import io.cornu.text.Shapes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
     * @param order the names of the layers in the order of the file, by the path of the model that has them
     */
    record Result(Architecture architecture, Set<String> frozen, DataType dataType, Map<String, List<String>> order) {}

    Result read(JsonNode json) {
        ModelConfig model = ModelConfig.read(json, place, options);
        DataType dataType = model.dataType();
        Architecture architecture = model.architecture(List.of());
        LayerGraph flat = architecture.graph().flat();
        requireModestSizes(flat);
        requireUnshared(model.sharedIds(""), flat);
        return new Result(architecture, model.frozen("", model.isFrozen()), dataType, model.order(""));
    }

    /** Weights that Keras stores once and uses in several models have one place here. */
    private void requireUnshared(Map<String, JsonNode> ids, LayerGraph flat) {
        Set<String> weights = flat.variables().keySet();
        Map<JsonNode, String> first = new HashMap<>();
        ids.forEach((path, id) -> {
            String other = first.putIfAbsent(id, path);
            if (other != null && weights.stream().anyMatch(weight -> weight.startsWith(path + "/"))) {
                throw place.error("expected layers of one model each, received '" + Place.shortened(other) + "' and '"
                        + Place.shortened(path) + "', which are the same. Use it in one of the models only.");
            }
        });
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
