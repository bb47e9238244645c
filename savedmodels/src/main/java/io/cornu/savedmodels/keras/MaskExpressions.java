package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Layer;
import io.cornu.layers.Masking;
import io.cornu.model.MaskRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/**
 * Masks as expressions, so that two can be compared: each has a number, and those that compute the same in the ways of
 * Keras 3.0 to 3.15 have the same.
 *
 * <p>Source: {@code compute_mask} of Keras' layers.
 */
final class MaskExpressions {
    private static final String EXPANDED = "ExpandDims";
    private static final String ZEROS = "ZerosLike";
    private static final String ONES = "OnesLike";
    private static final String SPREAD = "Spread";

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();

    /** What is known by its name only. */
    int of(String name) {
        return number("'" + name + "'");
    }

    private int number(String text) {
        return numbers.computeIfAbsent(text, key -> {
            texts.add(key);
            return texts.size() - 1;
        });
    }

    /**
     * What an operation gives.
     *
     * @param name of its call, where it is none that Keras uses for masks
     * @param layer the operation in the configuration
     * @param call its call
     * @param value the number of a tensor
     */
    int of(String name, JsonNode layer, JsonNode call, ToIntFunction<JsonNode> value) {
        JsonNode config = layer.path("config");
        JsonNode first = call.path("args").path(0);
        JsonNode second = call.path("args").path(1);
        int x = OperationArguments.isTensor(first) ? value.applyAsInt(first) : -1;
        boolean isLast = axis(config) == -1;
        switch (layer.path("class_name").asText()) {
            case "ConvertToTensor":
                return x;
            case "NotEqual":
                return second.isNumber() ? notEqual(x, second.asDouble()) : of(name);
            case "Any":
                return isLast && !config.path("keepdims").asBoolean() ? any(x) : of(name);
            case "ExpandDims":
                return isLast ? made(EXPANDED, x) : of(name);
            case "ZerosLike":
                return made(ZEROS, x);
            case "OnesLike":
                return made(ONES, x);
            case "BroadcastTo":
                return spread(x).isPresent() ? spread(x).getAsInt() : of(name);
            case "LogicalOr":
                return OperationArguments.isTensor(second) ? or(x, value.applyAsInt(second)) : of(name);
            case "Concatenate":
                List<Integer> parts = new ArrayList<>();
                first.forEach(part -> parts.add(value.applyAsInt(part)));
                return joined(parts, axis(config));
            default:
                return of(name);
        }
    }

    private static int axis(JsonNode config) {
        JsonNode axis = config.path("axis");
        return axis.isArray() && axis.size() == 1 ? axis.get(0).asInt() : axis.asInt(Integer.MIN_VALUE);
    }

    private int made(String operation, int x) {
        return number(operation + "(" + x + ")");
    }

    private int notEqual(int x, double value) {
        // Both zeros are equal to one another.
        return number("NotEqual(" + x + ", " + (value + 0.0) + ")");
    }

    private int any(int x) {
        return made("Any", x);
    }

    private int or(int a, int b) {
        boolean isSpread = b >= 0 && texts.get(b).startsWith(ZEROS);
        return isSpread && spread(a).isPresent() ? spread(a).getAsInt() : number("LogicalOr(" + a + ", " + b + ")");
    }

    /** A mask in the shape of its input, if the number is that of a mask with one more axis. */
    private OptionalInt spread(int expanded) {
        boolean isExpanded = expanded >= 0 && texts.get(expanded).startsWith(EXPANDED + "(");
        return isExpanded
                ? OptionalInt.of(number(SPREAD + texts.get(expanded).substring(EXPANDED.length())))
                : OptionalInt.empty();
    }

    private int joined(List<Integer> parts, int axis) {
        return number("Concatenate(" + axis + ", " + parts + ")");
    }

    /** The mask that a layer gives, of those of its inputs. */
    OptionalInt mask(Layer layer, List<Integer> inputs, List<OptionalInt> given) {
        return switch (MaskRule.of(layer)) {
            case NONE -> OptionalInt.empty();
            case WORDS -> OptionalInt.of(notEqual(inputs.get(0), 0));
            case STEPS -> OptionalInt.of(any(notEqual(inputs.get(0), ((Masking) layer).maskValue())));
            case JOINED -> joined((Concatenate) layer, inputs, given);
            case ANY ->
                given.stream().allMatch(OptionalInt::isPresent)
                        ? given.stream().mapToInt(OptionalInt::getAsInt).reduce(this::or)
                        : OptionalInt.empty();
            case COPY, SAME -> given.get(0);
        };
    }

    private OptionalInt joined(Concatenate layer, List<Integer> inputs, List<OptionalInt> given) {
        if (given.stream().allMatch(OptionalInt::isEmpty)) {
            return OptionalInt.empty();
        }
        List<Integer> parts = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            parts.add(given.get(i).isPresent() ? made(SPREAD, given.get(i).getAsInt()) : made(ONES, inputs.get(i)));
        }
        return OptionalInt.of(any(joined(parts, layer.axis())));
    }
}
