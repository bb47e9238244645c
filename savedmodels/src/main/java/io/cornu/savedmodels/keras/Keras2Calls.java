package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Puts the calls of layers, in which Keras 2 names what goes in as {@code [layer, call, tensor, arguments]}, into the
 * form of Keras 3.
 */
final class Keras2Calls {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CONSTANT = "_CONSTANT_VALUE";

    private final Place place;
    private final Set<String> layers = new HashSet<>();
    /** Models in the model begin with a call of their own, which counts in Keras 2. */
    private final Map<String, Integer> firstCalls = new HashMap<>();

    Keras2Calls(Place place) {
        this.place = place;
    }

    /** A name without slashes, which Keras 3 does not allow. */
    static JsonNode name(JsonNode name) {
        return name.isTextual() ? JSON.textNode(name.textValue().replace('/', '_')) : name;
    }

    void translate(ObjectNode config, ArrayNode nodes) {
        nodes.forEach(node -> layers.add(title(node)));
        countFirstCalls(config, nodes);
        for (JsonNode node : nodes) {
            if (node instanceof ObjectNode layer) {
                layer.set("name", name(layer.path("name")));
                if (layer.path("inbound_nodes") instanceof ArrayNode calls) {
                    ArrayNode translated = JSON.arrayNode();
                    calls.forEach(call -> translated.add(call.isArray() ? call((ArrayNode) call, title(node)) : call));
                    layer.set("inbound_nodes", translated);
                }
            }
        }
        for (String key : new String[] {"input_layers", "output_layers"}) {
            if (config.has(key)) {
                config.set(key, ends(config.get(key)));
            }
        }
    }

    private static String title(JsonNode layer) {
        return layer.path("name").asText(layer.path("config").path("name").asText());
    }

    private void countFirstCalls(ObjectNode config, ArrayNode nodes) {
        Map<String, Integer> last = new HashMap<>();
        countLast(config.path("output_layers"), last);
        nodes.forEach(node -> countLast(node.path("inbound_nodes"), last));
        for (JsonNode node : nodes) {
            String name = title(node);
            boolean isModel = node.path("config").path("layers").isArray();
            int calls = node.path("inbound_nodes").size();
            if (isModel && last.getOrDefault(name, 0) >= calls && calls > 0) {
                firstCalls.put(name, 1);
            }
        }
    }

    private void countLast(JsonNode node, Map<String, Integer> last) {
        if (isTensor(node)) {
            last.merge(node.get(0).asText(), node.get(1).asInt(), Math::max);
        }
        node.forEach(child -> countLast(child, last));
    }

    private boolean isTensor(JsonNode node) {
        return node.isArray()
                && (node.size() == 3 || node.size() == 4)
                && node.get(0).isTextual()
                && layers.contains(node.get(0).asText())
                && node.get(1).isInt()
                && node.get(2).isInt();
    }

    private ObjectNode call(ArrayNode call, String layer) {
        ObjectNode arguments = JSON.objectNode();
        ArrayNode inputs = JSON.arrayNode();
        boolean isFlat = call.path(0).isTextual();
        for (JsonNode input : isFlat ? JSON.arrayNode().add(call) : call) {
            inputs.add(input(input, arguments, layer));
        }
        ObjectNode translated = JSON.objectNode();
        translated.putArray("args").add(inputs.size() == 1 ? inputs.get(0) : inputs);
        translated.set("kwargs", arguments);
        return translated;
    }

    private JsonNode input(JsonNode input, ObjectNode arguments, String layer) {
        boolean isConstant = input.path(0).asText().equals(CONSTANT);
        if (!isTensor(input) && !isConstant) {
            throw place.in(layer).in("inbound_nodes").expected("[layer, call, tensor, arguments]", input);
        }
        for (Map.Entry<String, JsonNode> argument : input.path(3).properties()) {
            arguments.set(argument.getKey(), argument(argument.getValue()));
        }
        return isConstant ? input.path(2) : tensor(input);
    }

    private JsonNode argument(JsonNode value) {
        if (isTensor(value)) {
            return tensor(value);
        }
        if (!value.isArray()) {
            return value;
        }
        ArrayNode list = JSON.arrayNode();
        value.forEach(each -> list.add(argument(each)));
        return list;
    }

    private ObjectNode tensor(JsonNode input) {
        ObjectNode tensor = JSON.objectNode().put("class_name", "__keras_tensor__");
        tensor.putObject("config").set("keras_history", history(input));
        return tensor;
    }

    private ArrayNode history(JsonNode input) {
        String layer = input.get(0).asText();
        return JSON.arrayNode()
                .add(name(input.get(0)))
                .add(input.get(1).asInt() - firstCalls.getOrDefault(layer, 0))
                .add(input.get(2).asInt());
    }

    private JsonNode ends(JsonNode ends) {
        if (isTensor(ends)) {
            return history(ends);
        }
        if (ends.isObject()) {
            ObjectNode byName = JSON.objectNode();
            ends.properties().forEach(entry -> byName.set(entry.getKey(), ends(entry.getValue())));
            return byName;
        }
        if (!ends.isArray()) {
            return ends;
        }
        ArrayNode list = JSON.arrayNode();
        ends.forEach(end -> list.add(ends(end)));
        return list;
    }
}
