package io.cornu.model;

import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * In which order Keras lists the layers of a network: farthest from the outputs first, then as a walk back from the
 * outputs meets them. The order of the variables, and so of the optimizer's slots in files, follows from it.
 *
 * <p>Source: {@code keras.src.ops.function.map_graph}, Keras 3.15.
 */
final class KerasOrder {
    private final List<Call> calls;
    /** By layer, in the order in which the walk meets them, their number in that order. */
    private final Map<Integer, Integer> met = new LinkedHashMap<>();

    private final List<Integer> finished = new ArrayList<>();
    private final Map<Integer, Integer> callDepths = new LinkedHashMap<>();
    private final Map<Integer, Integer> layerDepths = new LinkedHashMap<>();

    KerasOrder(List<Call> calls, List<Result> outputs) {
        this.calls = calls;
        walk(outputs);
        measure();
    }

    /** The layers that the outputs need. */
    List<Integer> layers() {
        return layerDepths.keySet().stream()
                .sorted(Comparator.<Integer>comparingInt(layer -> -depth(layerDepths, layer))
                        .thenComparingInt(layer -> depth(met, layer)))
                .toList();
    }

    /** Whether every call has one input and feeds the only next one, as in a Sequential. */
    boolean isChain() {
        long depths = callDepths.values().stream().distinct().count();
        return depths == callDepths.size()
                && layerDepths.size() == callDepths.size()
                && callDepths.keySet().stream()
                        .allMatch(call -> calls.get(call).inputs().size() <= 1);
    }

    private void walk(List<Result> outputs) {
        boolean[] isDone = new boolean[calls.size()];
        // With a stack of its own: a deep network must not overflow Java's.
        Deque<int[]> path = new ArrayDeque<>();
        for (Result output : outputs) {
            enter(output.call(), isDone, path);
            while (!path.isEmpty()) {
                int[] top = path.element();
                List<Integer> inputs = calls.get(top[0]).inputCalls();
                if (top[1] < inputs.size()) {
                    enter(inputs.get(top[1]++), isDone, path);
                } else {
                    finished.add(top[0]);
                    path.pop();
                }
            }
        }
    }

    private void enter(int call, boolean[] isDone, Deque<int[]> path) {
        if (!isDone[call]) {
            isDone[call] = true;
            met.putIfAbsent(calls.get(call).layer(), met.size());
            path.push(new int[] {call, 0});
        }
    }

    private void measure() {
        for (int i = finished.size() - 1; i >= 0; i--) {
            int number = finished.get(i);
            Call call = calls.get(number);
            // A shared layer is as far away as the farthest of its calls so far.
            int depth = Math.max(depth(callDepths, number), depth(layerDepths, call.layer()));
            callDepths.put(number, depth);
            layerDepths.put(call.layer(), depth);
            call.inputCalls().forEach(input -> callDepths.merge(input, depth + 1, Math::max));
        }
    }

    private static int depth(Map<Integer, Integer> depths, int key) {
        return depths.getOrDefault(key, 0);
    }
}
