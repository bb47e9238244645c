package io.cornu.savedmodels.keras;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.VariableSpec;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.optimizers.Optimizer;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/**
 * Finds a network's variables in {@code model.weights.h5}. What is expected comes from the architecture, never from
 * the file; everything that does not match is reported at once.
 */
final class WeightsReader {
    private static final int MAX_PROBLEMS = 20;
    /** Keras keeps the state of dropout's generator here; masks start anew in every program. */
    private static final String SEED_GENERATOR = "seed_generator";

    private final Architecture architecture;
    private final DataType dataType;
    /** By the path of the variable; a policy may make them other than the model's. */
    private final Map<String, DataType> types;

    private final List<WeightGroups.Group> groups;
    private final Place place;
    private final Hdf5Group root;

    /**
     * A reader.
     *
     * @param order the names of the layers in the order of the file, by the path of the model that has them
     */
    WeightsReader(
            Architecture architecture,
            Map<String, List<String>> order,
            DataType dataType,
            Place place,
            Hdf5Group root) {
        this.architecture = architecture;
        this.groups = WeightGroups.of(architecture, place.registry(), order);
        this.dataType = dataType;
        this.types = architecture.graph().variableTypes(dataType);
        this.place = place;
        this.root = root;
    }

    Weights weights() {
        return find().whole(architecture, place);
    }

    KerasWeights read(boolean skipsMismatch, Optional<Compilation> compilation, Set<String> frozen) {
        FoundWeights found = find();
        Weights weights = skipsMismatch ? found.ordered(architecture) : found.whole(architecture, place);
        return new KerasWeights(
                weights,
                compilation.flatMap(settings -> optimizerState(settings, frozen, weights)),
                skipsMismatch ? found.skipped() : List.of());
    }

    private FoundWeights find() {
        // Keras 2.13 called the group of the layers otherwise.
        Hdf5Group layers = root.findGroup("layers")
                .or(() -> root.findGroup("_layer_checkpoint_dependencies"))
                .orElse(Hdf5Group.builder().build());
        FoundWeights found = FoundWeights.none();
        match(groups, "layers/", layers, found);
        root.findGroup("vars").ifPresent(own -> collect(own, "vars", found.strays()));
        return found;
    }

    /** What the optimizer remembered; empty where a file has settings but no group for it. */
    Optional<OptimizerState> optimizerState(Compilation compilation, Set<String> frozen, Weights weights) {
        return root.findGroup("optimizer").map(group -> {
            List<String> problems = new ArrayList<>();
            List<Array> stored = numbered(group.findGroup("vars"), problems, "optimizer");
            if (!problems.isEmpty()) {
                throw place.error(joined(problems) + ".");
            }
            return optimizers().state(compilation.optimizer(), frozen, weights, stored);
        });
    }

    /** What an optimizer remembered, by its variables under the names that Keras 2 gave them. */
    OptimizerState legacyState(
            Optimizer optimizer, Set<String> frozen, Weights weights, List<String> names, List<Array> found) {
        return optimizers().legacyState(optimizer, frozen, weights, names, found);
    }

    private OptimizerStateReader optimizers() {
        return new OptimizerStateReader(groups, types, dataType, place);
    }

    /** The variables of a model's layers. */
    private void match(List<WeightGroups.Group> expected, String path, Hdf5Group layers, FoundWeights found) {
        Map<String, Hdf5Group> rest = new LinkedHashMap<>(layers.groups());
        for (WeightGroups.Group group : expected) {
            Optional<Hdf5Group> stored = Optional.ofNullable(rest.remove(group.key()));
            String own = path + group.key() + "/";
            if (group.layers().isEmpty()) {
                match(group, own, "", stored, found);
                continue;
            }
            Hdf5Group inner = stored.flatMap(each -> each.findGroup("layers"))
                    .orElse(Hdf5Group.builder().build());
            match(group.layers().get(), own + "layers/", inner, found);
            stored.ifPresent(each -> each.groups().forEach((name, child) -> {
                if (!name.equals("layers")) {
                    collect(child, own + name, found.strays());
                }
            }));
        }
        rest.forEach((key, group) -> collect(group, path + key, found.strays()));
    }

    /** The variables of a layer, all or none, then those of the layers within it. */
    private void match(
            WeightGroups.Group group, String outer, String inner, Optional<Hdf5Group> level, FoundWeights found) {
        int before = found.problems().size();
        List<Array> stored = numbered(level.flatMap(each -> each.findGroup("vars")), found.problems(), group.layer());
        String place = outer + inner;
        Map<String, VariableSpec> own = group.own(inner);
        Map<String, Array> values = matched(own, stored, types, found.problems());
        for (int extra = own.size(); extra < stored.size(); extra++) {
            found.strays().add(place + "vars/" + extra);
        }
        if (found.problems().size() == before && stored.size() == own.size()) {
            found.values().putAll(values);
        }
        Set<String> children = group.children(inner);
        level.ifPresent(each -> {
            each.datasets().keySet().forEach(name -> found.strays().add(Place.shortened(place + name)));
            each.groups().forEach((name, child) -> {
                boolean isChild =
                        children.contains(name) || name.startsWith("_") && children.contains(name.substring(1));
                if (!name.equals("vars") && !isChild && !name.equals(SEED_GENERATOR)) {
                    collect(child, place + name, found.strays());
                }
            });
        });
        // What is public in Keras 3 was private in Keras 2: query_dense was _query_dense.
        children.forEach(child -> match(
                group,
                outer,
                inner + child + "/",
                level.flatMap(each -> each.findGroup(child).or(() -> each.findGroup("_" + child))),
                found));
    }

    /** Variables paired with numbers by their order. */
    static Map<String, Array> matched(
            Map<String, VariableSpec> variables,
            List<Array> stored,
            Map<String, DataType> types,
            List<String> problems) {
        Map<String, Array> values = new LinkedHashMap<>();
        int number = 0;
        for (Map.Entry<String, VariableSpec> variable : variables.entrySet()) {
            String path = variable.getKey();
            if (number >= stored.size()) {
                problems.add(path + " is missing");
            } else {
                DataType dataType = Objects.requireNonNull(types.get(path), path);
                // Statistics may be counts, which are whole numbers in Keras.
                Array value = variable.getValue().isTrainable()
                        ? stored.get(number)
                        : stored.get(number).cast(dataType);
                matched(value, variable.getValue().shape(), dataType, path, problems)
                        .ifPresent(found -> values.put(path, found));
            }
            number++;
        }
        return values;
    }

    static Optional<Array> matched(Array value, Shape shape, DataType dataType, String title, List<String> problems) {
        if (!value.shape().equals(shape)) {
            problems.add(title + " expected " + Shapes.text(shape) + ", received " + Shapes.text(value.shape()));
            return Optional.empty();
        }
        if (!value.dataType().isFloating()) {
            problems.add(title + " expected " + dataType.kerasName() + ", received "
                    + value.dataType().kerasName());
            return Optional.empty();
        }
        return Optional.of(value.cast(dataType));
    }

    /** Keras numbers variables; HDF5 lists "10" before "2". */
    private static List<Array> numbered(Optional<Hdf5Group> group, List<String> problems, String title) {
        List<Array> values = new ArrayList<>();
        int size = group.map(each -> each.children().size()).orElse(0);
        for (int i = 0; i < size; i++) {
            String name = Integer.toString(i);
            var dataset = group.flatMap(each -> each.findDataset(name));
            if (dataset.isEmpty()) {
                problems.add(title + "/vars has " + size + " entries but no variable " + i);
                return values;
            }
            values.add(dataset.get().array());
        }
        return values;
    }

    private static void collect(Hdf5Group group, String path, List<String> strays) {
        group.datasets().keySet().forEach(name -> strays.add(Place.shortened(path + "/" + name)));
        group.groups().forEach((name, child) -> {
            if (!name.equals(SEED_GENERATOR)) {
                collect(child, path + "/" + name, strays);
            }
        });
    }

    static String joined(List<String> problems) {
        String text = String.join("; ", problems.subList(0, Math.min(MAX_PROBLEMS, problems.size())));
        return problems.size() > MAX_PROBLEMS ? text + "; and " + (problems.size() - MAX_PROBLEMS) + " more" : text;
    }
}
