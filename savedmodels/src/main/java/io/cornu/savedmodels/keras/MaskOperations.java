package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.layers.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Takes the masks out of a functional model as Keras writes it: there they are results of operations, given to calls of
 * layers as arguments, while here layers pass them on by themselves. A mask that is another than the one that would be
 * passed on is refused.
 */
final class MaskOperations {
    private static final Set<String> ARGUMENTS = Set.of("mask", "query_mask", "value_mask", "key_mask");

    private final Place place;
    private final Map<String, JsonNode> nodes = new LinkedHashMap<>();
    private final Map<String, Layer> layers = new HashMap<>();
    private final Map<String, CallForm> forms = new HashMap<>();
    private final MaskExpressions expressions = new MaskExpressions();
    /** By call, what its results are, and what their mask is. */
    private final Map<String, Integer> values = new HashMap<>();

    private final Map<String, OptionalInt> masks = new HashMap<>();

    private MaskOperations(Place place) {
        this.place = place;
    }

    /**
     * A model's layers without the masks among the arguments, and without the operations that only masks need.
     *
     * @param layers as they stand in the configuration
     * @param ends the model's outputs
     * @param place where they stand
     */
    static List<JsonNode> removed(List<JsonNode> layers, JsonNode ends, Place place) {
        if (layers.stream().noneMatch(MaskOperations::hasMask)) {
            return layers;
        }
        MaskOperations masks = new MaskOperations(place);
        for (JsonNode layer : layers) {
            String name = name(layer);
            masks.nodes.put(name, layer);
            if (!OperationCodecs.isOperation(layer) && !ModelConfig.isModel(layer)) {
                LayerConfigs.Entry entry = LayerConfigs.read(layer, place);
                masks.layers.put(name, entry.layer().layer());
                masks.forms.put(name, entry.callForm());
            }
        }
        masks.checkAll();
        return masks.needed(layers.stream().map(MaskOperations::withoutMasks).toList(), ends);
    }

    private static boolean hasMask(JsonNode layer) {
        for (JsonNode call : layer.path("inbound_nodes")) {
            for (String argument : ARGUMENTS) {
                if (isMask(call.path("kwargs").path(argument))) {
                    return !OperationCodecs.isOperation(layer);
                }
            }
        }
        return false;
    }

    private static boolean isMask(JsonNode value) {
        if (value.isArray()) {
            for (JsonNode part : value) {
                if (OperationArguments.isTensor(part)) {
                    return true;
                }
            }
        }
        return OperationArguments.isTensor(value);
    }

    private static String name(JsonNode layer) {
        return layer.hasNonNull("name")
                ? layer.get("name").asText()
                : layer.path("config").path("name").asText();
    }

    private static JsonNode withoutMasks(JsonNode layer) {
        if (!hasMask(layer)) {
            return layer;
        }
        ObjectNode copy = layer.deepCopy();
        for (JsonNode call : copy.get("inbound_nodes")) {
            if (call.get("kwargs") instanceof ObjectNode kwargs) {
                kwargs.remove(ARGUMENTS);
            }
        }
        return copy;
    }

    /** A call of a layer that waits for what goes in. */
    private record Pending(String name, int node, JsonNode call, List<Tensor> inputs) {}

    /** One of a call's results. Only the first has a mask. */
    private record Tensor(String call, int output) {}

    /** Calls in any order in which each comes after those it needs; what is in a cycle is refused elsewhere. */
    private void checkAll() {
        List<Pending> waiting = new ArrayList<>();
        nodes.forEach((name, layer) -> {
            JsonNode calls = layer.path("inbound_nodes");
            for (int i = 0; i < calls.size(); i++) {
                List<Tensor> inputs = OperationArguments.tensors(calls.get(i)).stream()
                        .map(MaskOperations::tensor)
                        .toList();
                waiting.add(new Pending(name, i, calls.get(i), inputs));
            }
            if (calls.isEmpty()) {
                values.put(key(name, 0), expressions.of(key(name, 0)));
                masks.put(key(name, 0), OptionalInt.empty());
            }
        });
        boolean isMoving = true;
        while (isMoving) {
            isMoving = false;
            for (Iterator<Pending> each = waiting.iterator(); each.hasNext(); ) {
                Pending call = each.next();
                if (call.inputs.stream().allMatch(this::isKnown)) {
                    check(call);
                    each.remove();
                    isMoving = true;
                }
            }
        }
    }

    private boolean isKnown(Tensor tensor) {
        return values.containsKey(tensor.call);
    }

    private static Tensor tensor(JsonNode json) {
        JsonNode history = json.path("config").path("keras_history");
        String call = key(history.path(0).asText(), history.path(1).asInt());
        return new Tensor(call, history.path(2).asInt());
    }

    private static String key(String layer, int node) {
        return layer + "/" + node;
    }

    private void check(Pending call) {
        JsonNode json = Objects.requireNonNull(nodes.get(call.name));
        String key = key(call.name, call.node);
        if (OperationCodecs.isOperation(json)) {
            values.put(key, expressions.of(key, json, call.call, this::value));
            masks.put(key, OptionalInt.empty());
            return;
        }
        List<JsonNode> inputs = new ArrayList<>();
        JsonNode first = call.call.path("args").path(0);
        (first.isArray() ? first : call.call.path("args")).forEach(inputs::add);
        List<OptionalInt> given = inputs.stream().map(this::mask).toList();
        requireSame(call, given, first.isArray());
        values.put(key, expressions.of(key));
        List<Integer> tensors = inputs.stream().map(this::value).toList();
        Layer layer = layers.get(call.name);
        // What mask comes out of a model within is not followed: a file that needs it is refused.
        masks.put(
                key, layer == null || given.isEmpty() ? OptionalInt.empty() : expressions.mask(layer, tensors, given));
    }

    private int value(JsonNode json) {
        Tensor tensor = tensor(json);
        return tensor.output == 0
                ? Optional.ofNullable(values.get(tensor.call)).orElse(-1)
                : expressions.of(tensor.call + "/" + tensor.output);
    }

    private OptionalInt mask(JsonNode json) {
        Tensor tensor = tensor(json);
        return tensor.output == 0
                ? Optional.ofNullable(masks.get(tensor.call)).orElse(OptionalInt.empty())
                : OptionalInt.empty();
    }

    /** Requires that masks among the arguments are those that come with the tensors. */
    private void requireSame(Pending call, List<OptionalInt> given, boolean isList) {
        JsonNode kwargs = call.call.path("kwargs");
        JsonNode mask = kwargs.path("mask");
        if (mask.isArray()) {
            for (int i = 0; i < mask.size(); i++) {
                require(call, mask.get(i), i < given.size() ? given.get(i) : OptionalInt.empty());
            }
        } else {
            require(call, mask, given.isEmpty() || isList ? OptionalInt.empty() : given.get(0));
        }
        List<String> names =
                Optional.ofNullable(forms.get(call.name)).map(CallForm::inputs).orElse(List.of());
        for (int i = 0; i < names.size(); i++) {
            JsonNode tensor =
                    i < call.call.path("args").size() ? call.call.path("args").path(i) : kwargs.path(names.get(i));
            require(call, kwargs.path(names.get(i) + "_mask"), mask(tensor));
        }
    }

    private void require(Pending call, JsonNode received, OptionalInt expected) {
        boolean isSame = !OperationArguments.isTensor(received)
                || expected.isPresent() && value(received) == expected.getAsInt();
        if (!isSame) {
            JsonNode layer = Objects.requireNonNull(nodes.get(call.name));
            throw place.in(layer.path("class_name").asText() + " '" + Place.shortened(call.name) + "'")
                    .error("expected the mask that an Embedding with mask_zero or a Masking gives, received '"
                            + Place.shortened(received.path("config")
                                    .path("keras_history")
                                    .path(0)
                                    .asText())
                            + "', a mask of the model's own. Mark what does not count in the data, for a Masking layer,"
                            + " or use operations such as Where on the layer's output.");
        }
    }

    /** The layers without those operations that no output needs any more. */
    private List<JsonNode> needed(List<JsonNode> all, JsonNode ends) {
        Map<String, JsonNode> byName = new HashMap<>();
        all.forEach(layer -> byName.put(name(layer), layer));
        Set<String> needed = new HashSet<>();
        List<String> open = new ArrayList<>();
        collectNames(ends, open, 0);
        while (!open.isEmpty()) {
            String name = open.remove(open.size() - 1);
            JsonNode layer = byName.get(name);
            if (layer != null && needed.add(name)) {
                for (JsonNode call : layer.path("inbound_nodes")) {
                    OperationArguments.tensors(call)
                            .forEach(tensor -> open.add(tensor.path("config")
                                    .path("keras_history")
                                    .path(0)
                                    .asText()));
                }
            }
        }
        return all.stream()
                .filter(layer -> !OperationCodecs.isOperation(layer) || needed.contains(name(layer)))
                .toList();
    }

    private static void collectNames(JsonNode ends, List<String> names, int depth) {
        if (ends.isTextual()) {
            names.add(ends.asText());
        } else if (depth < 3) {
            ends.forEach(end -> collectNames(end, names, depth + 1));
        }
    }
}
