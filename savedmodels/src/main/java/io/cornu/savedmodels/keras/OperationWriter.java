package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.layers.operations.Elementwise;
import io.cornu.layers.operations.ElementwiseFunction;
import io.cornu.layers.operations.Triangle;
import io.cornu.model.LayerGraph;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.text.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes operations, which stand among the layers of a functional model. */
final class OperationWriter {
    private OperationWriter() {}

    static ObjectNode write(NetworkLayer layer) {
        OperationCodec<?> codec = codec(layer);
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        codec.write(layer.layer(), config);
        // Up to Keras 3.8 operations with options take no name.
        if (config.isEmpty() && !hasOptions(layer)) {
            config.put("name", layer.name());
        }
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("module", codec.module())
                .put("class_name", codec.className());
        object.set("config", config);
        object.put("registered_name", codec.className());
        object.put("name", layer.name());
        return object;
    }

    private static boolean hasOptions(NetworkLayer layer) {
        return layer.layer() instanceof Triangle
                || layer.layer() instanceof Elementwise elementwise
                        && (!elementwise.function().parameters().isEmpty()
                                || elementwise.function() == ElementwiseFunction.CONVERT_TO_TENSOR);
    }

    static ObjectNode call(NetworkLayer layer, List<? extends JsonNode> tensors) {
        OperationCodec<?> codec = codec(layer);
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        return OperationArguments.call(codec.write(layer.layer(), config), codec.isListed(), tensors);
    }

    private static OperationCodec<?> codec(NetworkLayer layer) {
        return OperationCodecs.codecOf(layer.layer())
                .orElseThrow(() -> new IllegalStateException(layer.title() + " is no operation"));
    }

    /** Keras' Sequential holds layers only. */
    static void requireNone(LayerGraph graph) {
        graph.layers().stream()
                .filter(layer -> OperationCodecs.isOperation(layer.layer()))
                .findFirst()
                .ifPresent(layer -> {
                    throw new IllegalArgumentException("KerasArchive: expected layers in a Sequential, received the"
                            + " operation " + layer.title() + ". Build the model with Functional.builder().");
                });
    }

    /**
     * Gives operations without a name in their configuration one, where the name that Keras gives them could be that of
     * another layer, which it refuses. Keras numbers the operations of a class in their order.
     */
    static void nameWhereNeeded(ArrayNode layers) {
        Set<String> given = new HashSet<>();
        for (JsonNode layer : layers) {
            if (layer.path("config").has("name")) {
                given.add(layer.path("name").asText());
            }
        }
        for (JsonNode layer : layers) {
            String base = Names.snakeCase(layer.path("class_name").asText());
            boolean isUnnamed = !layer.path("config").has("name");
            boolean isTaken = given.stream()
                    .anyMatch(name -> name.equals(base) || name.matches(base + "_\\d+"));
            if (isUnnamed && isTaken && layer.get("config") instanceof ObjectNode config) {
                config.put("name", layer.path("name").asText());
            }
        }
    }
}
