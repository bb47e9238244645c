package io.cornu.model;

import io.cornu.layers.Input;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.LayerGraph.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the layers of nested networks in the place of these, under names that begin with theirs. */
final class Flattening {
    private final List<NetworkLayer> layers = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Integer> places = new LinkedHashMap<>();
    /** By layer, how often it was called. */
    private final Map<Integer, Integer> nodes = new HashMap<>();

    private Flattening() {}

    static LayerGraph of(LayerGraph graph) {
        if (graph.layers().stream().noneMatch(each -> each.layer() instanceof Submodel)) {
            return graph;
        }
        Flattening flattening = new Flattening();
        flattening.declare(graph, "");
        Map<Result, Result> results = flattening.call(graph, graph.calls(), "", List.of());
        List<Integer> inputs = graph.inputs().stream()
                .map(call -> mapped(new Result(call, 0), results).call())
                .toList();
        return new LayerGraph(flattening.layers, flattening.calls, inputs, mapped(graph.outputs(), results));
    }

    private void declare(LayerGraph graph, String prefix) {
        for (NetworkLayer layer : graph.layers()) {
            String name = prefix + layer.name();
            if (layer.layer() instanceof Submodel nested) {
                declare(nested.architecture().graph(), name + "/");
            } else if (!(layer.layer() instanceof Input input) || prefix.isEmpty()) {
                declare(new NetworkLayer(name, layer.layer(), layer.policy()));
            } else if (!input.dataType().isFloating()) {
                declare(new NetworkLayer(name, new WholeNumbers(input.dataType())));
            }
        }
    }

    private void declare(NetworkLayer layer) {
        places.put(layer.name(), layers.size());
        layers.add(layer);
    }

    /** Makes the calls of a network, and says what became of their results. */
    private Map<Result, Result> call(LayerGraph graph, List<Call> made, String prefix, List<Result> given) {
        Map<Result, Result> results = new HashMap<>();
        for (int i = 0; i < made.size(); i++) {
            Call call = made.get(i);
            NetworkLayer layer = graph.layers().get(call.layer());
            String name = prefix + layer.name();
            boolean isEntry = layer.layer() instanceof Input && !prefix.isEmpty();
            List<Result> inputs =
                    isEntry ? List.of(given.get(graph.inputs().indexOf(i))) : mapped(call.inputs(), results);
            List<Result> outputs;
            if (layer.layer() instanceof Submodel nested) {
                LayerGraph inner = nested.architecture().graph();
                outputs = mapped(inner.outputs(), call(inner, nested.calls(call.inputShapes()), name + "/", inputs));
            } else {
                Integer place = places.get(name);
                outputs = place == null ? inputs : called(place, inputs, call);
            }
            for (int output = 0; output < outputs.size(); output++) {
                results.put(new Result(i, output), outputs.get(output));
            }
        }
        return results;
    }

    private List<Result> called(int place, List<Result> inputs, Call call) {
        int node = nodes.merge(place, 1, Integer::sum) - 1;
        calls.add(new Call(place, node, inputs, call.inputShapes(), call.outputShapes()));
        List<Result> results = new ArrayList<>();
        for (int output = 0; output < call.outputShapes().size(); output++) {
            results.add(new Result(calls.size() - 1, output));
        }
        return results;
    }

    private static List<Result> mapped(List<Result> old, Map<Result, Result> results) {
        return old.stream().map(result -> mapped(result, results)).toList();
    }

    private static Result mapped(Result old, Map<Result, Result> results) {
        Result result = results.get(old);
        if (result == null) {
            throw new IllegalStateException("a call comes after those it depends on");
        }
        return result;
    }
}
