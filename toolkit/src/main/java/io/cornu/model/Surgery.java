package io.cornu.model;

import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
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
    private final LayerGraph.Builder builder = new LayerGraph.Builder();
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
        List<Integer> ends = layers.stream().map(surgery::onlyCall).toList();
        surgery.keep(ends);
        return surgery.finish(surgery.mapped(ends));
    }

    /** All that a layer needs, and new layers after it, whose names are none of the source's. */
    static Architecture extended(Architecture source, String after, List<Layer> head) {
        if (head.isEmpty()) {
            throw new IllegalArgumentException("withHead: expected at least one layer, received none.");
        }
        Surgery surgery = new Surgery(source);
        int end = surgery.onlyCall(after);
        surgery.keep(List.of(end));
        surgery.builder.reserve(surgery.names());
        int last = surgery.calls[end];
        for (Layer layer : head) {
            int added = surgery.builder.addLayer(layer);
            if (surgery.builder.isInput(added)) {
                throw new IllegalArgumentException(
                        "withHead: expected layers that go on from '" + after + "', received an Input. Leave it out.");
            }
            last = surgery.builder.addCall(added, List.of(last));
        }
        return surgery.finish(List.of(last));
    }

    private List<String> names() {
        return graph.layers().stream().map(NetworkLayer::name).toList();
    }

    private int onlyCall(String name) {
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
        return found.get(0);
    }

    private void keep(List<Integer> ends) {
        TreeSet<Integer> needed = new TreeSet<>(ends);
        for (int call = graph.calls().size() - 1; call >= 0; call--) {
            if (needed.contains(call)) {
                needed.addAll(graph.calls().get(call).inputs());
            }
        }
        Map<Integer, Integer> layers = new HashMap<>();
        for (int number : needed) {
            Call call = graph.calls().get(number);
            int layer = layers.computeIfAbsent(
                    call.layer(),
                    place -> builder.addLayer(graph.layers().get(place).named()));
            calls[number] = builder.addCall(layer, mapped(call.inputs()));
        }
    }

    private Architecture finish(List<Integer> outputs) {
        List<Integer> inputs =
                mapped(graph.inputs()).stream().filter(call -> call >= 0).toList();
        LayerGraph built = builder.build(inputs, outputs);
        boolean isInputAlone = built.layers().stream().allMatch(layer -> layer.layer() instanceof Input);
        return source instanceof Sequential && outputs.size() == 1 && !isInputAlone
                ? Sequential.of(source.name(), built)
                : Functional.of(source.name(), built);
    }

    private List<Integer> mapped(List<Integer> numbers) {
        return numbers.stream().map(number -> calls[number]).toList();
    }
}
