package io.cornu.savedmodels.keras;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.optimizers.Optimizer;
import io.cornu.savedmodels.keras.OptimizerLayout.Entry;
import io.cornu.savedmodels.keras.OptimizerLayout.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables of an optimizer as Keras 2 stores them, in the order of Keras 3.
 *
 * <p>The optimizers since Keras 2.11 have the order of Keras 3 but no learning rate among their variables, and SGD has
 * momentums that it may not use. Older ones ({@code keras.optimizers.legacy}) store one kind of slot after the other,
 * with its name at the end of the variable's.
 */
final class Keras2Optimizer {
    /** The first number after Keras 2.11, and before. */
    private static final Set<String> OLD_ITERATIONS = Set.of("iter:0", "iterations:0");

    /** By what Keras 2 calls a slot, what Keras 3 does; one of them. */
    private static final Map<String, Set<String>> SLOTS = Map.of(
            "m", Set.of("momentum"),
            "v", Set.of("velocity", "norm"),
            "vhat", Set.of("velocity_hat"),
            "momentum", Set.of("momentum"),
            "rms", Set.of("velocity"),
            "mg", Set.of("average_gradient"),
            "accumulator", Set.of("accumulator"),
            "linear", Set.of("linear"),
            "accum_grad", Set.of("accumulated_grad"),
            "accum_var", Set.of("accumulated_delta_var"));

    private Keras2Optimizer() {}

    /** The variables with the learning rate, if it is all that is missing; else as they are. */
    static List<Array> completed(List<Entry> entries, List<Array> stored, Optimizer optimizer, int weights) {
        int rate = indexOf(entries, Kind.LEARNING_RATE);
        boolean isFresh = stored.size() == 1 && stored.get(0).shape().numDimensions() == 0;
        boolean lacksRate = stored.size() == entries.size() - 1 || isFresh;
        boolean hasUnused = entries.stream().allMatch(Entry::isEarly)
                && weights > 0
                && stored.size() == entries.size() - 1 + weights;
        if (rate != 1 || stored.isEmpty() || !lacksRate && !hasUnused || entries.size() == stored.size()) {
            return stored;
        }
        List<Array> all = new ArrayList<>(hasUnused ? stored.subList(0, 1) : stored);
        double now = optimizer.learningRate().at(0);
        all.add(1, Array.of(new double[] {now}).reshape().cast(DataType.FLOAT32));
        return all;
    }

    private static int indexOf(List<Entry> entries, Kind kind) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).kind() == kind) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the names are those of optimizers before Keras 2.11. */
    static boolean isOld(List<String> names) {
        return names.stream().anyMatch(name -> OLD_ITERATIONS.contains(last(name)));
    }

    /**
     * The variables of an optimizer before Keras 2.11 in the order of Keras 3.
     *
     * @return empty if one cannot be told
     */
    static Optional<List<Array>> ordered(
            List<Entry> entries, List<String> names, List<Array> stored, Optimizer optimizer) {
        Map<String, Deque<Array>> slots = new HashMap<>();
        Deque<Array> iterations = new ArrayDeque<>();
        for (int i = 0; i < names.size(); i++) {
            String last = last(names.get(i));
            if (OLD_ITERATIONS.contains(last)) {
                iterations.add(stored.get(i));
            } else {
                slots.computeIfAbsent(last.replaceAll(":\\d+$", ""), name -> new ArrayDeque<>())
                        .add(stored.get(i));
            }
        }
        List<Array> ordered = new ArrayList<>();
        for (Entry entry : entries) {
            Optional<Array> value =
                    switch (entry.kind()) {
                        case ITERATIONS -> Optional.ofNullable(iterations.poll());
                        case LEARNING_RATE ->
                            Optional.of(Array.of(new double[] {
                                        optimizer.learningRate().at(0)
                                    })
                                    .reshape()
                                    .cast(DataType.FLOAT32));
                        case SLOT -> slot(entry.slot().orElseThrow().name(), slots);
                        default -> Optional.empty();
                    };
            if (value.isEmpty()) {
                return Optional.empty();
            }
            ordered.add(value.get());
        }
        return slots.values().stream().allMatch(Deque::isEmpty) ? Optional.of(ordered) : Optional.empty();
    }

    private static Optional<Array> slot(String name, Map<String, Deque<Array>> slots) {
        return SLOTS.entrySet().stream()
                .filter(entry -> entry.getValue().contains(name) && slots.containsKey(entry.getKey()))
                .findFirst()
                .flatMap(entry -> Optional.ofNullable(
                        slots.getOrDefault(entry.getKey(), new ArrayDeque<>()).poll()));
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
