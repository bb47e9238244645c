package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.model.Functional.Shared;
import io.cornu.savedmodels.keras.LayerConfigs.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Connects the layers of a functional model as its {@code inbound_nodes} say. */
final class FunctionalReader {
    private final Place place;
    private final KerasReadOptions options;
    private final Functional.Builder builder = Functional.builder();
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Shared> layers = new HashMap<>();
    /** What came out of each call of a layer. */
    private final Map<String, List<List<Node>>> made = new HashMap<>();

    private final Map<String, Integer> wanted = new HashMap<>();

    FunctionalReader(Place place, KerasReadOptions options) {
        this.place = place;
        this.options = options;
    }

    /** A result of a call of a layer. */
    private record Tensor(String layer, int node, int output) {}

    /** A call that waits for what goes in. */
    private record Pending(Entry entry, int node, List<Tensor> inputs) {}

    Functional read(ConfigObject config, List<Entry> read, List<JsonNode> nodes) {
        List<Pending> pending = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            Entry entry = read.get(i);
            entries.put(entry.name(), entry);
            made.put(entry.name(), new ArrayList<>());
            if (entry.isInput()) {
                made.get(entry.name()).add(List.of(builder.input(entry.layer())));
                wanted.put(entry.name(), 1);
            } else {
                layers.put(entry.name(), builder.share(entry.layer()));
                addCalls(entry, nodes.get(i), pending);
            }
        }
        pending.forEach(call -> call.inputs.forEach(input -> requireDefined(call.entry.title(), input)));
        callAll(pending);
        return builder.build(ends(config, "input_layers"), ends(config, "output_layers"));
    }

    private void addCalls(Entry entry, JsonNode json, List<Pending> pending) {
        Place here = place.in(entry.title());
        JsonNode nodes = json.path("inbound_nodes");
        if (!nodes.isArray() || nodes.isEmpty()) {
            throw here.error("expected a list of calls as inbound_nodes, received "
                    + (nodes.isMissingNode() ? "none" : Place.text(nodes)) + ".");
        }
        wanted.put(entry.name(), nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            if (pending.size() >= options.maxLayers()) {
                throw here.error("expected at most " + options.maxLayers()
                        + " calls of layers, received more. Raise maxLayers if you trust the file.");
            }
            Place calls = here.in("inbound_nodes");
            List<Tensor> inputs = entry.isOperation()
                    ? OperationArguments.tensors(nodes.get(i)).stream()
                            .map(tensor -> tensor(tensor, calls))
                            .toList()
                    : inputs(nodes.get(i), entry.callForm(), calls);
            pending.add(new Pending(entry, i, inputs));
        }
    }

    private static List<Tensor> inputs(JsonNode node, CallForm form, Place here) {
        if (node.isArray()) {
            throw here.error("expected calls as Keras 3 writes them, received the form of Keras 2. Load the model in"
                    + " Keras 3 and save it again.");
        }
        ConfigObject call = new ConfigObject(here, node);
        JsonNode args = call.get("args");
        ConfigObject kwargs = call.object("kwargs");
        List<JsonNode> arguments =
                form.inputs().isEmpty() ? onlyArgument(args, kwargs, here) : arguments(args, kwargs, form, here);
        // Keras overrides it with what fit and predict ask for.
        kwargs.ignore("training");
        // They are the layer's options here.
        form.flags().forEach(kwargs::ignore);
        kwargs.requireDefault("return_attention_scores", Set.of(BooleanNode.FALSE));
        kwargs.requireAllRead();
        return arguments.stream().map(tensor -> tensor(tensor, here)).toList();
    }

    private static List<JsonNode> onlyArgument(JsonNode args, ConfigObject kwargs, Place here) {
        Optional<JsonNode> named = args.isArray() && args.isEmpty() ? kwargs.find("inputs") : Optional.empty();
        if (named.isEmpty() && (!args.isArray() || args.size() != 1)) {
            throw here.expected("one argument: a tensor, or a list of them", args);
        }
        JsonNode argument = named.orElse(args.path(0));
        List<JsonNode> tensors = new ArrayList<>();
        if (argument.isArray()) {
            argument.forEach(tensors::add);
        } else {
            tensors.add(argument);
        }
        return tensors;
    }

    /** Tensors by position or by name; only the last may be missing. */
    private static List<JsonNode> arguments(JsonNode args, ConfigObject kwargs, CallForm form, Place here) {
        if (!args.isArray() || args.size() > form.inputs().size()) {
            throw here.expected("the tensors " + form.inputs(), args);
        }
        List<JsonNode> tensors = new ArrayList<>();
        for (int i = 0; i < form.inputs().size(); i++) {
            String name = form.inputs().get(i);
            Optional<JsonNode> tensor =
                    i < args.size() ? Optional.of(args.get(i)).filter(value -> !value.isNull()) : kwargs.find(name);
            if (tensor.isEmpty() && i < form.inputs().size() - 1) {
                throw here.error("expected the tensor '" + name + "', received none.");
            }
            tensor.ifPresent(tensors::add);
        }
        return tensors;
    }

    /** Shape and type are the architecture's matter, not the file's. */
    private static Tensor tensor(JsonNode node, Place here) {
        if (!node.path("class_name").asText().equals("__keras_tensor__")) {
            throw here.expected("a tensor", node);
        }
        return history(node.path("config").path("keras_history"), here);
    }

    private static Tensor history(JsonNode node, Place here) {
        if (!node.isArray()
                || node.size() != 3
                || !node.get(0).isTextual()
                || !node.get(1).canConvertToInt()
                || !node.get(2).canConvertToInt()) {
            throw here.error("expected [layer, call, tensor], received "
                    + (node.isMissingNode() ? "none" : Place.text(node)) + ".");
        }
        return new Tensor(
                node.get(0).textValue(), node.get(1).intValue(), node.get(2).intValue());
    }

    private void requireDefined(String title, Tensor input) {
        Integer calls = wanted.get(input.layer);
        if (calls == null || input.node < 0 || input.node >= calls) {
            throw place.in(title)
                    .error("expected inputs from layers of this model, received '" + Place.shortened(input.layer)
                            + "' call " + input.node + ", which there is not.");
        }
    }

    private void callAll(List<Pending> pending) {
        List<Pending> waiting = new ArrayList<>(pending);
        int before = -1;
        while (!waiting.isEmpty() && waiting.size() != before) {
            before = waiting.size();
            for (Iterator<Pending> each = waiting.iterator(); each.hasNext(); ) {
                if (call(each.next())) {
                    each.remove();
                }
            }
        }
        if (!waiting.isEmpty()) {
            throw place.error("expected layers without cycles, received "
                    + waiting.stream().limit(5).map(call -> call.entry.title()).toList()
                    + ", which wait for one another.");
        }
    }

    /** Calls of one layer are made in their order, for that is how they are numbered. */
    private boolean call(Pending call) {
        List<List<Node>> results = made.getOrDefault(call.entry.name(), List.of());
        Shared layer = layers.get(call.entry.name());
        boolean isReady = call.inputs.stream()
                .allMatch(input ->
                        input.node < made.getOrDefault(input.layer, List.of()).size());
        if (layer == null || !isReady || results.size() != call.node) {
            return false;
        }
        Node[] inputs = call.inputs.stream().map(this::node).toArray(Node[]::new);
        results.add(builder.callAll(layer, inputs));
        return true;
    }

    private Node node(Tensor tensor) {
        List<Node> results = made.getOrDefault(tensor.layer, List.of()).get(tensor.node);
        if (tensor.output < 0 || tensor.output >= results.size()) {
            throw place.error("expected one of the " + results.size() + " output(s) of '"
                    + Place.shortened(tensor.layer) + "', received number " + tensor.output + ".");
        }
        return results.get(tensor.output);
    }

    /** One tensor, a list of them, or an object of them, which Keras flattens in the order of its keys. */
    private List<Node> ends(ConfigObject config, String key) {
        Place here = place.in(key);
        JsonNode ends = config.get(key);
        List<Node> nodes = new ArrayList<>();
        for (JsonNode end : flat(ends)) {
            Tensor tensor = history(end, here);
            requireDefined(key, tensor);
            nodes.add(node(tensor));
        }
        return nodes;
    }

    private static Iterable<JsonNode> flat(JsonNode ends) {
        if (ends.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            ends.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            return sorted.values();
        }
        boolean isOne = ends.isArray() && !ends.isEmpty() && ends.get(0).isTextual();
        return isOne || !ends.isArray() ? List.of(ends) : ends;
    }
}
