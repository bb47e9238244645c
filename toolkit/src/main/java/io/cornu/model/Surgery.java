package io.cornu.model;

import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.LayerGraph.Result;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Makes networks out of parts of a network, under the same names. */
final class Surgery {
    private final Architecture source;
    private final LayerGraph graph;
    private final GraphBuilder builder = new GraphBuilder();
    /** By number in the source, the calls of the new network; -1 where there is none. */
    private final int[] calls;

    private Surgery(Architecture source) {
        this.source = source;
        this.graph = source.graph();
        this.calls = new int[graph.calls().size()];
        Arrays.fill(calls, -1);
    }

    /** All that some layers need, with what comes out of them as outputs. */
    static Architecture ending(Architecture source, List<String> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("outputsOf: expected at least one layer, received none.");
        }
        Surgery surgery = new Surgery(source);
        List<Result> ends = layers.stream().map(surgery::onlyResult).toList();
        surgery.keep(ends);
        return surgery.finish(surgery.mapped(ends));
    }

    /** All that a layer needs, and new layers after it, whose names are none of the source's. */
    static Architecture extended(Architecture source, String after, List<Layer> head) {
        if (head.isEmpty()) {
            throw new IllegalArgumentException("withHead: expected at least one layer, received none.");
        }
        Surgery surgery = new Surgery(source);
        Result end = surgery.onlyResult(after);
        surgery.keep(List.of(end));
        surgery.builder.reserve(surgery.names());
        Result last = surgery.mapped(end);
        for (Layer layer : head) {
            int added = surgery.builder.addLayer(layer);
            if (surgery.builder.isInput(added)) {
                throw new IllegalArgumentException(
                        "withHead: expected layers that go on from '" + after + "', received an Input. Leave it out.");
            }
            List<Result> results = surgery.builder.addCall(added, List.of(last));
            if (results.size() != 1) {
                throw new IllegalArgumentException("withHead: expected layers with one output, received "
                        + surgery.builder.title(added) + " with " + results.size() + ". Use Functional.");
            }
            last = results.get(0);
        }
        return surgery.finish(List.of(last));
    }

    private List<String> names() {
        return graph.layers().stream().map(NetworkLayer::name).toList();
    }

    private Result onlyResult(String name) {
        int layer = names().indexOf(name);
        if (layer < 0) {
            throw new IllegalArgumentException("'" + source.name() + "': expected one of its layers, received '" + name
                    + "'. " + Names.suggestion(name, names()));
        }
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < graph.calls().size(); i++) {
            if (graph.calls().get(i).layer() == layer) {
                found.add(i);
            }
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "'" + source.name() + "': expected a layer that is called once, received "
                            + graph.layers().get(layer).title() + ", which is called " + found.size()
                            + " times. Put an Identity or Activation behind the call that is meant, and name that.");
        }
        int outputs = graph.calls().get(found.get(0)).outputShapes().size();
        if (outputs != 1) {
            throw new IllegalArgumentException("'" + source.name() + "': expected a layer with one output, received "
                    + graph.layers().get(layer).title() + " with " + outputs
                    + ". Put an Identity or Activation behind the output that is meant, and name that.");
        }
        return new Result(found.get(0), 0);
    }

    private void keep(List<Result> ends) {
        TreeSet<Integer> needed = new TreeSet<>();
        ends.forEach(end -> needed.add(end.call()));
        for (int call = graph.calls().size() - 1; call >= 0; call--) {
            if (needed.contains(call)) {
                needed.addAll(graph.calls().get(call).inputCalls());
            }
        }
        Map<Integer, Integer> layers = new HashMap<>();
        for (int number : needed) {
            Call call = graph.calls().get(number);
            int layer = layers.computeIfAbsent(
                    call.layer(),
                    place -> builder.addLayer(graph.layers().get(place).named()));
            calls[number] = builder.addCall(layer, mapped(call.inputs())).get(0).call();
        }
    }

    private Architecture finish(List<Result> outputs) {
        List<Integer> inputs = graph.inputs().stream()
                .map(call -> calls[call])
                .filter(call -> call >= 0)
                .toList();
        LayerGraph built = builder.build(inputs, outputs);
        boolean isInputAlone = built.layers().stream().allMatch(layer -> layer.layer() instanceof Input);
        return source instanceof Sequential && outputs.size() == 1 && !isInputAlone
                ? Sequential.of(source.name(), built)
                : Functional.of(source.name(), built);
    }

    private List<Result> mapped(List<Result> results) {
        return results.stream().map(this::mapped).toList();
    }

    private Result mapped(Result result) {
        return new Result(calls[result.call()], result.output());
    }
}
