package io.cornu.model;

import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerShapeException;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.LayerGraph.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** Adds layers and calls one by one, giving names and checking shapes. */
final class GraphBuilder {
    private final List<NetworkLayer> layers = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final LayerNames names = new LayerNames();

    int addLayer(Layer layer) {
        layers.add(names.name(layer));
        return layers.size() - 1;
    }

    /** Keeps names from being given to layers that have none. */
    void reserve(List<String> taken) {
        names.reserve(taken);
    }

    boolean isInput(int layer) {
        return layers.get(layer).layer() instanceof Input;
    }

    String title(int layer) {
        return layers.get(layer).title();
    }

    Shape shape(Result result) {
        return calls.get(result.call()).outputShapes().get(result.output());
    }

    /** Calls a layer, and gives what comes out. */
    List<Result> addCall(int layer, List<Result> inputs) {
        NetworkLayer named = layers.get(layer);
        List<Shape> shapes = inputs.stream().map(this::shape).toList();
        if (named.layer() instanceof Input input) {
            shapes = List.of(input.batchShape());
        }
        List<Shape> outputs;
        try {
            outputs = named.layer().outputShapes(shapes);
        } catch (LayerShapeException e) {
            throw new IllegalArgumentException(named.title() + ": " + e.getMessage(), e);
        }
        int node = (int) calls.stream().filter(call -> call.layer() == layer).count();
        requireSameVariables(layer, shapes);
        calls.add(new Call(layer, node, inputs, shapes, outputs));
        int call = calls.size() - 1;
        return IntStream.range(0, outputs.size())
                .mapToObj(output -> new Result(call, output))
                .toList();
    }

    LayerGraph build(List<Integer> inputs, List<Result> outputs) {
        // Those that lead nowhere come last, for the message that refuses them.
        Set<Integer> order = new LinkedHashSet<>(new KerasOrder(calls, outputs).layers());
        IntStream.range(0, layers.size()).forEach(order::add);
        List<NetworkLayer> ordered = order.stream().map(layers::get).toList();
        int[] places = new int[layers.size()];
        int place = 0;
        for (int layer : order) {
            places[layer] = place++;
        }
        List<Call> placed = calls.stream()
                .map(call -> new Call(
                        places[call.layer()], call.node(), call.inputs(), call.inputShapes(), call.outputShapes()))
                .toList();
        return sorted(ordered, placed, inputs, outputs);
    }

    /** However they were added: the calls in one order that only the network decides, so equal networks are equal. */
    private static LayerGraph sorted(
            List<NetworkLayer> layers, List<Call> calls, List<Integer> inputs, List<Result> outputs) {
        List<Set<Integer>> followers =
                calls.stream().<Set<Integer>>map(call -> new LinkedHashSet<>()).toList();
        int[] missing = new int[calls.size()];
        for (int call = 0; call < missing.length; call++) {
            for (int input : calls.get(call).inputCalls()) {
                if (followers.get(input).add(call)) {
                    missing[call]++;
                }
            }
        }
        Queue<Integer> ready = new PriorityQueue<>(
                Comparator.<Integer>comparingInt(call -> calls.get(call).layer())
                        .thenComparingInt(call -> calls.get(call).node()));
        IntStream.range(0, missing.length).filter(call -> missing[call] == 0).forEach(ready::add);
        List<Integer> order = new ArrayList<>();
        int[] places = new int[missing.length];
        while (!ready.isEmpty()) {
            int call = ready.remove();
            places[call] = order.size();
            order.add(call);
            followers.get(call).stream().filter(next -> --missing[next] == 0).forEach(ready::add);
        }
        List<Call> sorted = order.stream()
                .map(calls::get)
                .map(call -> new Call(
                        call.layer(),
                        call.node(),
                        placed(call.inputs(), places),
                        call.inputShapes(),
                        call.outputShapes()))
                .toList();
        List<Integer> placedInputs = inputs.stream().map(call -> places[call]).toList();
        return new LayerGraph(layers, sorted, placedInputs, placed(outputs, places));
    }

    private static List<Result> placed(List<Result> results, int[] places) {
        return results.stream()
                .map(result -> new Result(places[result.call()], result.output()))
                .toList();
    }

    private void requireSameVariables(int layer, List<Shape> shapes) {
        calls.stream().filter(call -> call.layer() == layer).findFirst().ifPresent(first -> {
            Layer shared = layers.get(layer).layer();
            if (!shared.variables(shapes).equals(shared.variables(first.inputShapes()))) {
                throw new IllegalArgumentException(layers.get(layer).title()
                        + ": expected inputs like those of its first call, received other sizes. "
                        + "Share it among inputs of one shape only.");
            }
        });
    }
}
