package io.cornu.tests.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Changes a JSON document where a program that trusts it would stumble: numbers, names, shapes, references. */
final class JsonMutator {
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(5000).build())
            .build());
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> TEXTS = List.of(
            "",
            "..",
            "../../etc/passwd",
            "/etc/passwd",
            "file:///etc/passwd",
            "http://localhost:1/x",
            "a\nb",
            "\u0000",
            "a/b",
            "Lambda",
            "__lambda__",
            "TFSMLayer",
            "Sequential",
            "Functional",
            "Dense",
            "Conv2D",
            "InputLayer",
            "BatchNormalization",
            "float16",
            "bfloat16",
            "int8",
            "string",
            "same",
            "relu",
            "softmax",
            "__keras_tensor__",
            "keras.src.ops.numpy",
            "os",
            "x".repeat(5000));
    private static final long[] NUMBERS = {
        0,
        -1,
        1,
        2,
        7,
        255,
        65_535,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 31,
        1L << 40
    };
    private static final double[] REALS = {
        0.5, -0.5, 1e308, -1e308, 1e-320, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };

    private JsonMutator() {}

    static byte[] mutate(byte[] document, Random random) throws IOException {
        JsonNode root = MAPPER.readTree(document);
        for (int hits = 0; hits <= random.nextInt(3); hits++) {
            change(containers(root), random);
        }
        // Jackson writes NaN in quotes; Keras does not.
        return MAPPER.writeValueAsString(root)
                .replace("\"NaN\"", "NaN")
                .replace("\"Infinity\"", "Infinity")
                .replace("\"-Infinity\"", "-Infinity")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Without recursion, for what was changed before may be deep. */
    private static List<JsonNode> containers(JsonNode root) {
        List<JsonNode> containers = new ArrayList<>();
        Deque<JsonNode> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            JsonNode node = open.pop();
            if (node.isContainerNode() && !node.isEmpty()) {
                containers.add(node);
                List<JsonNode> children = new ArrayList<>();
                node.forEach(children::add);
                Collections.reverse(children);
                children.forEach(open::push);
            }
        }
        return containers;
    }

    private static void change(List<JsonNode> containers, Random random) {
        if (containers.isEmpty()) {
            return;
        }
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            String key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(8)) {
                case 0 -> object.remove(key);
                case 1 -> object.set(text(random), object.get(key));
                case 2 -> object.set(key, somewhere(containers, random));
                default -> object.set(key, value(object.get(key), containers, random));
            }
        } else if (container instanceof ArrayNode array) {
            int place = random.nextInt(array.size());
            switch (random.nextInt(8)) {
                case 0 -> array.remove(place);
                case 1 -> array.add(array.get(place).deepCopy());
                case 2 -> array.set(place, somewhere(containers, random));
                case 3 -> array.insert(0, array.remove(place));
                default -> array.set(place, value(array.get(place), containers, random));
            }
        }
    }

    /** Something else of mostly the same kind, which comes farther than another kind does. */
    private static JsonNode value(JsonNode old, List<JsonNode> containers, Random random) {
        if (random.nextInt(6) == 0) {
            return other(containers, random);
        }
        if (old.isNumber()) {
            return switch (random.nextInt(4)) {
                case 0 -> JSON.numberNode(REALS[random.nextInt(REALS.length)]);
                case 1 -> JSON.numberNode(old.asLong() + random.nextInt(5) - 2);
                default -> JSON.numberNode(NUMBERS[random.nextInt(NUMBERS.length)]);
            };
        }
        if (old.isBoolean()) {
            return JSON.booleanNode(!old.booleanValue());
        }
        return old.isTextual() ? JSON.textNode(text(random)) : other(containers, random);
    }

    private static JsonNode other(List<JsonNode> containers, Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.numberNode(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 2 -> JSON.textNode(text(random));
            case 3 -> JSON.arrayNode();
            case 4 -> JSON.objectNode();
            // Three of them in one another are still fewer levels than Jackson writes.
            case 5 -> deep(random.nextInt(1500));
            default -> somewhere(containers, random);
        };
    }

    private static JsonNode deep(int depth) {
        JsonNode node = JSON.numberNode(1);
        for (int i = 0; i < depth; i++) {
            node = JSON.arrayNode().add(node);
        }
        return node;
    }

    private static JsonNode somewhere(List<JsonNode> containers, Random random) {
        return containers.get(random.nextInt(containers.size())).deepCopy();
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
