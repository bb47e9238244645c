package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operations of TensorFlow between layers ({@code x * 2}, {@code x[:, 1]}, {@code tf.reduce_mean(x, 1)}), which Keras 2
 * keeps as layers that name the function, in the form of Keras 3. Those that it has no operation for stay as they are.
 *
 * <p>Source: {@code tf_keras.src.layers.core.tf_op_layer}, tf_keras 2.18.
 */
final class Keras2Operations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> LAYERS = Set.of("TFOpLambda", "SlicingOpLambda");
    private static final Map<String, String> CLASSES = new HashMap<>();

    static {
        Map<String, String> math = Map.ofEntries(
                Map.entry("add", "Add"),
                Map.entry("subtract", "Subtract"),
                Map.entry("multiply", "Multiply"),
                Map.entry("divide", "TrueDivide"),
                Map.entry("truediv", "TrueDivide"),
                Map.entry("floordiv", "FloorDivide"),
                Map.entry("pow", "Power"),
                Map.entry("maximum", "Maximum"),
                Map.entry("minimum", "Minimum"),
                Map.entry("negative", "Negative"),
                Map.entry("abs", "Absolute"),
                Map.entry("exp", "Exp"),
                Map.entry("log", "Log"),
                Map.entry("log1p", "Log1p"),
                Map.entry("sqrt", "Sqrt"),
                Map.entry("rsqrt", "Rsqrt"),
                Map.entry("square", "Square"),
                Map.entry("sin", "Sin"),
                Map.entry("cos", "Cos"),
                Map.entry("tanh", "Tanh"),
                Map.entry("sigmoid", "Sigmoid"),
                Map.entry("reduce_mean", "Mean"),
                Map.entry("reduce_sum", "Sum"),
                Map.entry("reduce_max", "Max"),
                Map.entry("reduce_min", "Min"));
        math.forEach((name, className) -> CLASSES.put("math." + name, className));
        List.of("add", "truediv").forEach(name -> CLASSES.put("__operators__." + name, math.get(name)));
        CLASSES.put("__operators__.getitem", "GetItem");
        CLASSES.put("linalg.matmul", "Matmul");
        CLASSES.put("nn.relu", "Relu");
        CLASSES.put("nn.sigmoid", "Sigmoid");
        CLASSES.put("nn.tanh", "Tanh");
        CLASSES.put("nn.softmax", "Softmax");
        CLASSES.put("reshape", "Reshape");
    }

    /** What stands in the configuration of an operation there and among the arguments of its call here. */
    private static final Map<String, String> OPTIONS =
            Map.of("axis", "axis", "keepdims", "keepdims", "shape", "newshape");

    private static final Set<String> OPERANDS = Set.of("y", "b");

    private Keras2Operations() {}

    /** Changes a layer whose calls are in the form of Keras 3 already; false if it is none that Keras 3 has. */
    static boolean translate(ObjectNode layer) {
        String function = layer.path("config").path("function").asText();
        String className = CLASSES.get(function);
        JsonNode calls = layer.path("inbound_nodes");
        if (!LAYERS.contains(layer.path("class_name").asText()) || className == null || calls.size() != 1) {
            return false;
        }
        ObjectNode config = JSON.objectNode();
        config.set("name", layer.path("name"));
        ArrayNode arguments = JSON.arrayNode().add(calls.path(0).path("args").path(0));
        for (Map.Entry<String, JsonNode> argument : calls.path(0).path("kwargs").properties()) {
            String key = argument.getKey();
            JsonNode value = argument.getValue();
            if (value.isNull() || value.isBoolean() && !value.booleanValue()) {
                continue;
            }
            if (key.equals("slice_spec")) {
                arguments.add(slices(value));
            } else if (OPERANDS.contains(key)) {
                arguments.add(value);
            } else if (OPTIONS.containsKey(key)) {
                config.set(OPTIONS.get(key), value);
            } else {
                return false;
            }
        }
        layer.put("class_name", className).put("registered_name", className).put("module", "keras.src.ops.numpy");
        layer.set("config", config);
        ObjectNode call = JSON.objectNode();
        call.set("args", arguments);
        call.putObject("kwargs");
        layer.putArray("inbound_nodes").add(call);
        return true;
    }

    /** A slice is an object of its three numbers in Keras 2, and of a class in Keras 3. */
    private static JsonNode slices(JsonNode key) {
        if (key.isArray()) {
            ArrayNode list = JSON.arrayNode();
            key.forEach(each -> list.add(slices(each)));
            return list;
        }
        if (!key.has("start") || !key.has("stop")) {
            return key;
        }
        ObjectNode slice = JSON.objectNode().put("class_name", "__slice__");
        slice.set("config", key);
        return slice;
    }
}
