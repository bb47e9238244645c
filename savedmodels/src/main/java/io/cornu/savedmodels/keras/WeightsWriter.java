package io.cornu.savedmodels.keras;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.optimizers.Optimizer;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5GroupBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/** Lays out variables as {@code model.weights.h5} holds them. */
final class WeightsWriter {
    private final KerasModel model;
    private final KerasRegistry registry;

    WeightsWriter(KerasModel model, KerasRegistry registry) {
        this.model = model;
        this.registry = registry;
    }

    Hdf5Group write() {
        List<WeightGroups.Group> groups = WeightGroups.of(model.architecture(), registry);
        Hdf5GroupBuilder root = Hdf5Group.builder();
        model.compilation().ifPresent(compilation -> model.optimizerState()
                .ifPresent(state -> root.group("optimizer", optimizer(compilation.optimizer(), state))));
        // Keras before 3.8 looks for the group of the model's own variables though there are none.
        return root.group("layers", layers(groups))
                .group("vars", numbered(List.of(), model.architecture().name()))
                .build();
    }

    private Hdf5Group layers(List<WeightGroups.Group> groups) {
        Hdf5GroupBuilder layers = Hdf5Group.builder();
        for (WeightGroups.Group group : groups) {
            Hdf5Group stored = group.layers()
                    .map(inner -> Hdf5Group.builder()
                            .group("layers", layers(inner))
                            .group("vars", numbered(List.of(), group.name()))
                            .build())
                    .orElseGet(() -> stored(group, ""));
            layers.group(group.key(), stored);
        }
        return layers.build();
    }

    private Hdf5Group stored(WeightGroups.Group group, String inner) {
        List<Array> values = group.own(inner).keySet().stream()
                .map(path -> model.weights().get(path))
                .toList();
        Hdf5GroupBuilder stored = Hdf5Group.builder().group("vars", numbered(values, group.name()));
        group.children(inner).forEach(child -> stored.group(child, stored(group, inner + child + "/")));
        return stored.build();
    }

    private Hdf5Group optimizer(Optimizer optimizer, OptimizerState state) {
        Map<String, Shape> trainable = new LinkedHashMap<>();
        WeightGroups.trainable(WeightGroups.of(model.architecture(), registry), model.frozenLayers())
                .forEach((path, spec) -> trainable.put(path, spec.shape()));
        OptimizerLayout layout =
                OptimizerLayout.of(registry.optimizers(), optimizer, trainable, model.hasOldOptimizers());
        requireSame(layout, state);
        return group(layout, optimizer.getClass().getSimpleName(), state);
    }

    private Hdf5Group group(OptimizerLayout layout, String name, OptimizerState state) {
        List<Array> values = new ArrayList<>();
        layout.entries().forEach(entry -> values.add(value(entry, state)));
        Hdf5GroupBuilder group = Hdf5Group.builder().group("vars", numbered(values, name));
        Map<String, Hdf5GroupBuilder> folders = new LinkedHashMap<>();
        layout.inner().forEach((path, inner) -> {
            int slash = path.indexOf('/');
            String last = path.substring(slash + 1);
            Hdf5Group child = group(inner, last, state);
            if (slash < 0) {
                group.group(path, child);
            } else {
                folders.computeIfAbsent(path.substring(0, slash), folder -> Hdf5Group.builder())
                        .group(last, child);
            }
        });
        folders.forEach((folder, children) -> group.group(folder, children.build()));
        return group.build();
    }

    private Array value(OptimizerLayout.Entry entry, OptimizerState state) {
        double number =
                switch (entry.kind()) {
                    case ITERATIONS -> state.iterations();
                    case LEARNING_RATE -> state.learningRate();
                    case FIXED, PLACEHOLDER -> entry.fixed();
                    case SLOT -> 0;
                };
        boolean isReal = entry.kind() == OptimizerLayout.Kind.PLACEHOLDER && model.hasRealPlaceholders();
        return entry.slot()
                .map(slot -> new Weights(state.slots().getOrDefault(slot.name(), Map.of())).get(entry.owner()))
                .orElseGet(() -> Array.of(new double[] {number})
                        .reshape()
                        .cast(isReal ? DataType.FLOAT32 : entry.dataType().orElseThrow()));
    }

    private static void requireSame(OptimizerLayout layout, OptimizerState state) {
        Map<String, Set<String>> expected = new LinkedHashMap<>();
        layout.entries().forEach(entry -> entry.slot()
                .ifPresent(slot -> expected.computeIfAbsent(slot.name(), name -> new HashSet<>())
                        .add(entry.owner())));
        expected.forEach((slot, owners) -> {
            Set<String> remembered = state.slots().getOrDefault(slot, Map.of()).keySet();
            if (!owners.equals(remembered)) {
                Set<String> difference = new HashSet<>(owners);
                difference.addAll(remembered);
                difference.removeIf(path -> owners.contains(path) && remembered.contains(path));
                throw new IllegalArgumentException("KerasArchive: expected an optimizer for the weights that learn now,"
                        + " received one that was compiled before " + difference
                        + " were frozen or unfrozen. Compile again.");
            }
        });
    }

    private static Hdf5Group numbered(List<Array> values, String name) {
        Hdf5GroupBuilder group = Hdf5Group.builder().text("name", name);
        for (int i = 0; i < values.size(); i++) {
            group.array(Integer.toString(i), values.get(i));
        }
        return group.build();
    }
}
