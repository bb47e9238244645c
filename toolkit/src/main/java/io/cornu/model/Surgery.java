package io.cornu.model;

import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.LayerGraph.Result;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes networks out of parts of a network, under the same names. */
final class Surgery {
    private final Architecture source;
    private final LayerGraph graph;
    /** What may become outputs: those of the source, and more if a network around it asks for them. */
    private final List<Result> outputs;
    /** By layer, the nested networks of which only parts are wanted. */
    private final Map<Integer, Surgery> opened = new HashMap<>();

    private final GraphBuilder builder = new GraphBuilder();
    /** What became of the results that are kept. */
    private final Map<Result, Result> kept = new HashMap<>();

    private Surgery(Architecture source) {
        this.source = source;
        this.graph = source.graph();
        this.outputs = new ArrayList<>(graph.outputs());
    }

    /** All that some layers need, with what comes out of them as outputs. */
    static Architecture ending(Architecture source, List<String> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("outputsOf: expected at least one layer, received none.");
        }
        Surgery surgery = new Surgery(source);
        return surgery.ending(layers.stream().map(surgery::find).toList());
    }

    /** All that a layer needs, and new layers after it, whose names are none of the source's. */
    static Architecture extended(Architecture source, String after, List<Layer> head) {
        if (head.isEmpty()) {
            throw new IllegalArgumentException("withHead: expected at least one layer, received none.");
        }
        Surgery surgery = new Surgery(source);
        Result end = surgery.find(after);
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

    private Architecture ending(List<Result> ends) {
        keep(ends);
        return finish(ends.stream().map(this::mapped).toList());
    }

    private List<String> names() {
        return graph.layers().stream().map(NetworkLayer::name).toList();
    }

    /** What comes out of a layer, which may be one of a nested network. */
    private Result find(String name) {
        int slash = name.indexOf('/');
        String outer = slash < 0 ? name : name.substring(0, slash);
        int layer = names().indexOf(outer);
        if (layer < 0 || slash >= 0 && !(graph.layers().get(layer).layer() instanceof Submodel)) {
            throw new IllegalArgumentException("'" + source.name() + "': expected one of its layers, received '" + name
                    + "'. " + Names.suggestion(name, LayerNames.of(source)));
        }
        int call = onlyCall(layer);
        if (slash >= 0 && graph.layers().get(layer).layer() instanceof Submodel nested) {
            Surgery inner = opened.computeIfAbsent(layer, place -> new Surgery(nested.architecture()));
            Result found = inner.find(name.substring(slash + 1));
            if (!inner.outputs.contains(found)) {
                inner.outputs.add(found);
            }
            return new Result(call, inner.outputs.indexOf(found));
        }
        int count = graph.calls().get(call).outputShapes().size();
        if (count != 1) {
            throw new IllegalArgumentException("'" + source.name() + "': expected a layer with one output, received "
                    + graph.layers().get(layer).title() + " with " + count
                    + ". Put an Identity or Activation behind the output that is meant, and name that.");
        }
        return new Result(call, 0);
    }

    private int onlyCall(int layer) {
        List<Integer> found = IntStream.range(0, graph.calls().size())
                .filter(call -> graph.calls().get(call).layer() == layer)
                .boxed()
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "'" + source.name() + "': expected a layer that is called once, received "
                            + graph.layers().get(layer).title() + ", which is called " + found.size()
                            + " times. Put an Identity or Activation behind the call that is meant, and name that.");
        }
        return found.get(0);
    }

    /** Builds what some results need. */
    private void keep(List<Result> ends) {
        Set<Result> needed = new HashSet<>(ends);
        Map<Integer, Part> parts = new HashMap<>();
        boolean[] isKept = new boolean[graph.calls().size()];
        for (int number = isKept.length - 1; number >= 0; number--) {
            int own = number;
            Call call = graph.calls().get(number);
            List<Integer> used = needed.stream()
                    .filter(result -> result.call() == own)
                    .map(Result::output)
                    .sorted()
                    .toList();
            isKept[number] = !used.isEmpty();
            Surgery inner = opened.get(call.layer());
            if (inner != null && isKept[number]) {
                Part part = inner.part(used, call);
                parts.put(number, part);
                needed.addAll(part.inputs);
            } else if (isKept[number]) {
                needed.addAll(call.inputs());
            }
        }
        Map<Integer, Integer> layers = new HashMap<>();
        for (int number = 0; number < isKept.length; number++) {
            if (isKept[number]) {
                add(number, layers, parts.get(number));
            }
        }
    }

    private void add(int number, Map<Integer, Integer> layers, @Nullable Part part) {
        Call call = graph.calls().get(number);
        NetworkLayer old = graph.layers().get(call.layer());
        Layer layer = part == null ? old.named() : new Submodel(part.architecture).named(old.name());
        int added = layers.computeIfAbsent(call.layer(), place -> builder.addLayer(layer));
        List<Result> inputs = part == null ? call.inputs() : part.inputs;
        List<Result> results =
                builder.addCall(added, inputs.stream().map(this::mapped).toList());
        for (int i = 0; i < results.size(); i++) {
            kept.put(new Result(number, part == null ? i : part.outputs.get(i)), results.get(i));
        }
    }

    /**
     * A part of a nested network.
     *
     * @param architecture what is left of it
     * @param inputs what goes in of the network around it
     * @param outputs which outputs are left
     */
    private record Part(Architecture architecture, List<Result> inputs, List<Integer> outputs) {}

    private Part part(List<Integer> used, Call outer) {
        Architecture architecture = ending(used.stream().map(outputs::get).toList());
        List<Result> inputs = IntStream.range(0, graph.inputs().size())
                .filter(place -> kept.containsKey(new Result(graph.inputs().get(place), 0)))
                .mapToObj(place -> outer.inputs().get(place))
                .toList();
        return new Part(architecture, inputs, used);
    }

    private Architecture finish(List<Result> ends) {
        List<Integer> inputs = graph.inputs().stream()
                .map(call -> kept.get(new Result(call, 0)))
                .filter(Objects::nonNull)
                .map(Result::call)
                .toList();
        LayerGraph built = builder.build(inputs, ends);
        boolean isInputAlone = built.layers().stream().allMatch(layer -> layer.layer() instanceof Input);
        return source instanceof Sequential && ends.size() == 1 && !isInputAlone
                ? Sequential.of(source.name(), built)
                : Functional.of(source.name(), built);
    }

    private Result mapped(Result result) {
        return Objects.requireNonNull(kept.get(result), "a call comes after those it depends on");
    }
}
