package io.cornu.savedmodels.keras;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.VariableSpec;
import io.cornu.model.Architecture;
import io.cornu.model.Weights;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.hdf5.Hdf5Dataset;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.keras.KerasWeightsOptions.Pairing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Weights as Keras 2 laid them out: a group for every layer, under its name, with a list of the names of its weights,
 * those that learn first.
 *
 * <p>Source: {@code keras.src.legacy.saving.legacy_h5_format}, Keras 3.15.
 */
final class LegacyWeights {
    private static final String TOP_LEVEL = "top_level_model_weights";

    private final Architecture architecture;
    private final Map<String, List<String>> order;
    private final Set<String> frozen;
    private final Map<String, DataType> types;
    private final Place place;
    private final Hdf5Group root;

    LegacyWeights(
            Architecture architecture,
            Map<String, List<String>> order,
            Set<String> frozen,
            DataType dataType,
            Place place,
            Hdf5Group root) {
        this.architecture = architecture;
        this.order = order;
        this.frozen = frozen;
        this.types = architecture.graph().variableTypes(dataType);
        this.place = place;
        this.root = root;
    }

    KerasWeights read(Pairing pairing, boolean skipsMismatch) throws MalformedFileException {
        Map<String, List<Array>> stored = stored();
        Map<String, Map<String, VariableSpec>> layers = new LinkedHashMap<>();
        for (WeightGroups.Group group : WeightGroups.of(architecture, place.registry(), order)) {
            Map<String, VariableSpec> variables = group.learningFirst(frozen);
            if (!variables.isEmpty()) {
                layers.put(group.layer(), variables);
            }
        }
        FoundWeights found = FoundWeights.none();
        List<String> skipped = new ArrayList<>();
        if (pairing == Pairing.BY_NAME) {
            pairByName(layers, stored, found, skipped);
        } else {
            pairByOrder(layers, stored, found);
        }
        if (skipsMismatch) {
            skipped.addAll(0, found.skipped());
        }
        Weights weights = skipsMismatch || found.problems().isEmpty()
                ? found.ordered(architecture)
                : found.whole(architecture, place);
        return new KerasWeights(weights, Optional.empty(), skipped);
    }

    private void pairByOrder(
            Map<String, Map<String, VariableSpec>> layers, Map<String, List<Array>> stored, FoundWeights found) {
        if (layers.size() != stored.size()) {
            throw place.error("expected " + layers.size() + " layers with weights, received " + stored.size()
                    + ". The file is of another model; read it by name to take what both have.");
        }
        List<String> names = new ArrayList<>(stored.keySet());
        int number = 0;
        for (Map<String, VariableSpec> variables : layers.values()) {
            String name = names.get(number++);
            match(variables, name, stored.getOrDefault(name, List.of()), found);
        }
    }

    private void pairByName(
            Map<String, Map<String, VariableSpec>> layers,
            Map<String, List<Array>> stored,
            FoundWeights found,
            List<String> skipped) {
        layers.forEach((layer, variables) -> {
            if (stored.containsKey(layer)) {
                match(variables, layer, stored.getOrDefault(layer, List.of()), found);
            } else {
                skipped.add("layer '" + layer + "' is not in the file");
            }
        });
        stored.keySet().stream()
                .filter(name -> !layers.containsKey(name))
                .forEach(name -> skipped.add("'" + Place.shortened(name) + "' belongs to no layer"));
    }

    private void match(Map<String, VariableSpec> variables, String name, List<Array> values, FoundWeights found) {
        int before = found.problems().size();
        Map<String, Array> matched = WeightsReader.matched(variables, values, types, found.problems());
        if (values.size() > variables.size()) {
            found.problems()
                    .add("layer '" + Place.shortened(name) + "' of the file expected " + variables.size()
                            + " variables, received " + values.size());
        }
        if (found.problems().size() == before) {
            found.values().putAll(matched);
        }
    }

    /** By the name of the layer, in the order of the file, without the layers that have none. */
    private Map<String, List<Array>> stored() throws MalformedFileException {
        Map<String, List<Array>> stored = new LinkedHashMap<>();
        for (String name : root.texts("layer_names")) {
            List<Array> values = values(group(name));
            if (!values.isEmpty() && stored.put(name, values) != null) {
                throw new MalformedFileException(
                        root.location(), "expected every layer once, received '" + Place.shortened(name) + "' twice.");
            }
        }
        Optional<Hdf5Group> topLevel = root.findGroup(TOP_LEVEL);
        if (topLevel.isPresent() && !values(topLevel.get()).isEmpty()) {
            throw new MalformedFileException(
                    topLevel.get().location(),
                    "expected weights in layers only, received some of the model itself. A class of one's own is Python"
                            + " code; build the model from layers and save again.");
        }
        return stored;
    }

    private Hdf5Group group(String path) throws MalformedFileException {
        Hdf5Group group = root;
        for (String part : path.split("/", -1)) {
            group = group.group(part);
        }
        return group;
    }

    /** The numbers that a group names, in its order. */
    static List<Array> values(Hdf5Group group) throws MalformedFileException {
        List<Array> values = new ArrayList<>();
        for (String path : group.findTexts("weight_names").orElse(List.of())) {
            String[] parts = path.split("/", -1);
            Hdf5Group folder = group;
            for (int i = 0; i < parts.length - 1; i++) {
                folder = folder.group(parts[i]);
            }
            Hdf5Dataset dataset = folder.dataset(parts[parts.length - 1]);
            values.add(dataset.array());
        }
        return values;
    }
}
