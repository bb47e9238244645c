package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of an operation's call: tensors of the network, and constants.
 *
 * @param values the arguments in the order of the call's parameters, as many as were given
 * @param place where they stand
 */
record OperationArguments(List<JsonNode> values, Place place) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TENSOR = "__keras_tensor__";

    /** Those of the only call in {@code inbound_nodes}. */
    static OperationArguments of(JsonNode layer, OperationCodec<?> codec, Place place) {
        JsonNode nodes = layer.path("inbound_nodes");
        if (!nodes.isArray() || nodes.size() != 1) {
            throw place.error("expected an operation that is called once, received "
                    + (nodes.isArray() ? nodes.size() + " calls" : Place.text(nodes)) + ".");
        }
        ConfigObject call = new ConfigObject(place.in("inbound_nodes"), nodes.get(0));
        JsonNode args = call.get("args");
        ConfigObject kwargs = call.object("kwargs");
        boolean isVariadic = codec.parameters().isEmpty();
        if (!args.isArray() || !isVariadic && args.size() > codec.parameters().size()) {
            throw place.expected("the arguments " + codec.parameters(), args);
        }
        List<JsonNode> values = new ArrayList<>();
        args.forEach(values::add);
        for (int i = args.size(); i < codec.parameters().size(); i++) {
            values.add(kwargs.find(codec.parameters().get(i)).orElse(JSON.nullNode()));
        }
        kwargs.requireAllRead();
        return new OperationArguments(values, place);
    }

    /** The tensors in arguments of any call, however deep in lists, in order. */
    static List<JsonNode> tensors(JsonNode call) {
        List<JsonNode> tensors = new ArrayList<>();
        collect(call.path("args"), tensors, 0);
        call.path("kwargs").forEach(value -> collect(value, tensors, 0));
        return tensors;
    }

    private static void collect(JsonNode node, List<JsonNode> tensors, int depth) {
        if (isTensor(node)) {
            tensors.add(node);
        } else if (node.isArray() && depth < 2) {
            node.forEach(part -> collect(part, tensors, depth + 1));
        }
    }

    static boolean isTensor(JsonNode node) {
        return node.path("class_name").asText().equals(TENSOR);
    }

    /** An argument that is no tensor. */
    JsonNode constant(int index) {
        JsonNode value = index < values.size() ? values.get(index) : JSON.nullNode();
        if (isTensor(value)) {
            throw place.error("expected a constant as argument " + (index + 1) + ", received a tensor.");
        }
        return value;
    }

    /** Requires that arguments are tensors only, or a list of tensors. */
    void requireTensors(boolean isListed) {
        List<JsonNode> tensors = new ArrayList<>();
        if (isListed && values.size() == 1 && values.get(0).isArray()) {
            values.get(0).forEach(tensors::add);
        } else if (!isListed) {
            tensors.addAll(values);
        }
        if (tensors.isEmpty() || !tensors.stream().allMatch(OperationArguments::isTensor)) {
            throw place.error("expected " + (isListed ? "a list of tensors" : "a tensor") + " as argument, received "
                    + Place.shortened(values.toString()) + ".");
        }
    }

    /** Numbers where constants stand, and nothing where tensors do. */
    List<Optional<Array>> operands() {
        return values.stream()
                .map(value -> isTensor(value) ? Optional.<Array>empty() : Optional.of(array(value, place)))
                .toList();
    }

    static Array array(JsonNode node, Place place) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Array.scalar(node.longValue());
        }
        String className = node.path("class_name").asText();
        if (!className.equals("__numpy__") && !className.equals("__tensor__")) {
            return NestedNumbers.read(node, place);
        }
        ConfigObject config = new ConfigObject(place, node).object("config");
        String name = config.text("dtype");
        DataType type = Arrays.stream(DataType.values())
                .filter(each -> each.kerasName().equals(name) && each != DataType.BOOL)
                .findFirst()
                .orElseThrow(() -> place.error("expected an array of numbers, received one of " + Place.shortened(name)
                        + "."));
        return NestedNumbers.read(config.get("value"), place).cast(type);
    }

    static List<JsonNode> write(List<Optional<Array>> operands) {
        return operands.stream()
                .map(operand -> operand.map(OperationArguments::write).orElse(MissingNode.getInstance()))
                .toList();
    }

    private static JsonNode write(Array array) {
        if (array.shape().numDimensions() == 0) {
            return array.dataType().isFloating()
                    ? JSON.numberNode(array.at(0))
                    : JSON.numberNode((long) array.at(0));
        }
        ObjectNode config = JSON.objectNode();
        config.set("value", NestedNumbers.write(array));
        config.put("dtype", array.dataType().kerasName());
        ObjectNode numpy = JSON.objectNode().put("class_name", "__numpy__");
        numpy.set("config", config);
        return numpy;
    }

    /** A call's arguments with the tensors of the network in their places. */
    static ObjectNode call(List<JsonNode> arguments, boolean isListed, List<? extends JsonNode> tensors) {
        ArrayNode args = JSON.arrayNode();
        if (isListed) {
            ArrayNode list = args.addArray();
            tensors.forEach(list::add);
        } else {
            int next = 0;
            for (JsonNode argument : arguments) {
                args.add(argument.isMissingNode() ? tensors.get(next++) : argument);
            }
        }
        ObjectNode call = JSON.objectNode();
        call.set("args", args);
        call.setAll(Map.of("kwargs", JSON.objectNode()));
        return call;
    }
}
