package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.layers.operations.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What stands between Python's square brackets. Source: {@code keras.src.saving.serialization_lib}, Keras 3.15. */
final class IndexCodec {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST = 32;

    private IndexCodec() {}

    static List<Index> read(JsonNode key, Place place) {
        if (key.isArray() && key.size() > MOST) {
            throw place.expected("at most " + MOST + " indices", key);
        }
        List<Index> indices = new ArrayList<>();
        for (JsonNode part : key.isArray() ? key : JSON.arrayNode().add(key)) {
            indices.add(index(part, place));
        }
        return indices;
    }

    private static Index index(JsonNode part, Place place) {
        if (part.isNull()) {
            return Index.newAxis();
        }
        if (part.isIntegralNumber()) {
            return Index.at(OptionType.INTEGER.read(part, place));
        }
        String className = part.path("class_name").asText();
        if (className.equals("__ellipsis__")) {
            return Index.ellipsis();
        }
        if (!className.equals("__slice__")) {
            throw place.expected("whole numbers, slices, None or an ellipsis between the brackets", part);
        }
        ConfigObject config = new ConfigObject(place, part).object("config");
        return new Index.Slice(
                bound(config, "start"),
                bound(config, "stop"),
                config.find("step", OptionType.INTEGER).orElse(1));
    }

    private static OptionalInt bound(ConfigObject config, String key) {
        return config.find(key, OptionType.INTEGER).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    static ArrayNode write(List<Index> indices) {
        ArrayNode list = JSON.arrayNode();
        indices.forEach(index -> list.add(write(index)));
        return list;
    }

    private static JsonNode write(Index index) {
        if (index instanceof Index.At at) {
            return JSON.numberNode(at.place());
        }
        if (index instanceof Index.Slice slice) {
            ObjectNode config = JSON.objectNode();
            config.set("start", bound(slice.start()));
            config.set("stop", bound(slice.stop()));
            config.set("step", slice.step() == 1 ? JSON.nullNode() : JSON.numberNode(slice.step()));
            ObjectNode object = JSON.objectNode().put("class_name", "__slice__");
            object.set("config", config);
            return object;
        }
        if (index instanceof Index.Ellipsis) {
            ObjectNode object = JSON.objectNode().put("class_name", "__ellipsis__");
            object.set("config", JSON.objectNode());
            return object;
        }
        return JSON.nullNode();
    }

    private static JsonNode bound(OptionalInt bound) {
        return bound.isPresent() ? JSON.numberNode(bound.getAsInt()) : JSON.nullNode();
    }
}
