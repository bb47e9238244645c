package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.cornu.savedmodels.archive.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An option as people write it: {@code L2(l2=0.01)} for an object of Keras, texts without quotes. */
final class OptionText {
    private static final int MAX_LENGTH = 300;
    /** What all objects have, and nobody asks for. */
    private static final Set<String> COMMON = Set.of("name", "dtype", "trainable");

    private OptionText() {}

    static String of(JsonNode node) {
        String text = text(node).replaceAll("\\p{Cntrl}", "?");
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    }

    private static String text(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isArray()) {
            List<String> parts = new ArrayList<>();
            node.forEach(part -> parts.add(text(part)));
            return "[" + String.join(", ", parts) + "]";
        }
        if (node.isFloatingPointNumber()) {
            // Keras keeps many numbers in float32, so that 0.1 comes as 0.10000000149011612.
            return Double.toString(OptionType.shortest(node.doubleValue()));
        }
        if (!node.isObject()) {
            return Json.write(node);
        }
        if (!node.path("class_name").isTextual()) {
            return "{" + joined(node, Set.of(), ": ") + "}";
        }
        String className = node.get("class_name").textValue();
        JsonNode config = node.path("config");
        return switch (className) {
            case "function" -> text(config);
            case "DTypePolicy" -> text(config.path("name"));
            default -> {
                String options = joined(config, COMMON, "=");
                yield options.isEmpty() ? className : className + "(" + options + ")";
            }
        };
    }

    private static String joined(JsonNode object, Set<String> hidden, String between) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!hidden.contains(entry.getKey()) && !entry.getValue().equals(NullNode.getInstance())) {
                parts.add(entry.getKey() + between + text(entry.getValue()));
            }
        }
        return String.join(", ", parts);
    }
}
