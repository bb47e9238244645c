package io.cornu.savedmodels.keras;

import io.cornu.data.Array;
import io.cornu.layers.VariableSpec;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.optimizers.Optimizer;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5GroupBuilder;
import io.cornu.schedules.LearningRate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lays out variables as {@code model.weights.h5} holds them. */
final class WeightsWriter {
    private final KerasModel model;
    private final KerasRegistry registry;

    WeightsWriter(KerasModel model, KerasRegistry registry) {
        this.model = model;
        this.registry = registry;
    }

    Hdf5Group write() {
        Hdf5GroupBuilder layers = Hdf5Group.builder();
        for (WeightGroups.Group group : WeightGroups.of(model.architecture(), registry)) {
            layers.group(group.key(), stored(group, ""));
        }
        Hdf5GroupBuilder root = Hdf5Group.builder();
        model.compilation().ifPresent(compilation -> model.optimizerState()
                .ifPresent(state -> root.group("optimizer", optimizer(compilation.optimizer(), state))));
        // Keras before 3.8 looks for the group of the model's own variables though there are none.
        return root.group("layers", layers.build())
                .group("vars", numbered(List.of(), model.architecture().name()))
                .build();
    }

    private Hdf5Group stored(WeightGroups.Group group, String inner) {
        List<Array> values = group.own(inner).keySet().stream()
                .map(path -> model.weights().get(path))
                .toList();
        Hdf5GroupBuilder stored = Hdf5Group.builder().group("vars", numbered(values, group.layer()));
        group.children(inner).forEach(child -> stored.group(child, stored(group, inner + child + "/")));
        return stored.build();
    }

    private Hdf5Group optimizer(Optimizer optimizer, OptimizerState state) {
        Map<String, VariableSpec> trainable =
                WeightGroups.trainable(model.architecture(), model.frozenLayers(), registry);
        List<Array> values = new ArrayList<>();
        values.add(Array.scalar(state.iterations()));
        if (optimizer.learningRate() instanceof LearningRate.Constant) {
            values.add(Array.scalar((float) state.learningRate()));
        }
        for (List<String> slots : registry.optimizers().layout(optimizer)) {
            slots.forEach(slot -> requireSame(trainable.keySet(), state.slots().getOrDefault(slot, Map.of())));
            for (String path : trainable.keySet()) {
                for (String slot : slots) {
                    values.add(value(state, slot, path));
                }
            }
        }
        return Hdf5Group.builder()
                .group("vars", numbered(values, optimizer.getClass().getSimpleName()))
                .build();
    }

    private static Array value(OptimizerState state, String slot, String path) {
        return new Weights(state.slots().getOrDefault(slot, Map.of())).get(path);
    }

    private static void requireSame(Set<String> trainable, Map<String, Array> remembered) {
        if (!trainable.equals(remembered.keySet())) {
            Set<String> difference = new HashSet<>(trainable);
            difference.addAll(remembered.keySet());
            difference.removeIf(path -> trainable.contains(path) && remembered.containsKey(path));
            throw new IllegalArgumentException("KerasArchive: expected an optimizer for the weights that learn now,"
                    + " received one that was compiled before " + difference
                    + " were frozen or unfrozen. Compile again.");
        }
    }

    private static Hdf5Group numbered(List<Array> values, String name) {
        Hdf5GroupBuilder group = Hdf5Group.builder().text("name", name);
        for (int i = 0; i < values.size(); i++) {
            group.array(Integer.toString(i), values.get(i));
        }
        return group.build();
    }
}
