package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cornu.data.Array;
import java.util.ArrayList;
import java.util.List;

/** Arrays as lists within lists, as NumPy's {@code tolist} writes them. */
final class NestedNumbers {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_RANK = 8;
    private static final int MAX_NUMBERS = 1_000_000;

    private NestedNumbers() {}

    static JsonNode write(Array array) {
        return write(array, array.shape().asArray(), 0, 0, array.size());
    }

    private static JsonNode write(Array array, long[] shape, int axis, int from, int size) {
        if (axis == shape.length) {
            return JSON.numberNode(array.at(from));
        }
        ArrayNode list = JSON.arrayNode();
        int part = shape[axis] == 0 ? 0 : (int) (size / shape[axis]);
        for (int i = 0; i < shape[axis]; i++) {
            list.add(write(array, shape, axis + 1, from + i * part, part));
        }
        return list;
    }

    static Array read(JsonNode node, Place place) {
        List<Long> shape = new ArrayList<>();
        JsonNode first = node;
        while (first.isArray() && !first.isEmpty()) {
            shape.add((long) first.size());
            if (shape.size() > MAX_RANK) {
                throw place.error("expected lists of up to " + MAX_RANK + " dimensions, received more.");
            }
            first = first.get(0);
        }
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        long size = 1;
        for (long length : sizes) {
            size *= length;
            if (size > MAX_NUMBERS) {
                throw place.error("expected up to " + MAX_NUMBERS + " numbers, received more.");
            }
        }
        List<Double> numbers = new ArrayList<>();
        collect(node, sizes, 0, numbers, place);
        return Array.of(numbers.stream().mapToDouble(Double::doubleValue).toArray(), sizes);
    }

    private static void collect(JsonNode node, long[] shape, int axis, List<Double> numbers, Place place) {
        if (axis == shape.length) {
            if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
                throw place.expected("finite numbers", node);
            }
            numbers.add(node.doubleValue());
            return;
        }
        if (!node.isArray() || node.size() != shape[axis]) {
            throw place.expected("lists of " + shape[axis] + " each", node);
        }
        node.forEach(part -> collect(part, shape, axis + 1, numbers, place));
    }
}
