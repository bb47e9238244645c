package io.cornu.savedmodels.keras;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.VariableSpec;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.Optimizer.Slot;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.keras.OptimizerLayout.Entry;
import io.cornu.savedmodels.keras.OptimizerLayout.Kind;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
            return state(compilation.optimizer(), frozen, weights, stored);
        });
    }

    /** What an optimizer remembered, by its variables in the order of Keras 3, or in that of Keras 2. */
    private OptimizerState state(Optimizer optimizer, Set<String> frozen, Weights weights, List<Array> saved) {
        List<Entry> newest = layout(optimizer, frozen, false).entries();
        int trainable = WeightGroups.trainable(groups, frozen).size();
        List<Array> stored = Keras2Optimizer.completed(newest, saved, optimizer, trainable);
        List<Entry> older = layout(optimizer, frozen, true).entries();
        // Files of weights do not say which Keras wrote them, so that the shapes decide.
        List<Entry> entries = !fits(newest, stored) && fits(older, stored) ? older : newest;
        List<Entry> early = entries.stream().filter(Entry::isEarly).toList();
        boolean isFresh = stored.size() == early.size() && number(early, stored, Kind.ITERATIONS, 0) == 0;
        if (stored.size() != entries.size() && !isFresh) {
            throw place.error("expected " + entries.size() + " variables of the optimizer "
                    + optimizer.getClass().getSimpleName()
                    + " over " + trainable + " weights, received " + stored.size()
                    + ". It was saved with other settings or other frozen layers; read the model without its compilation"
                    + " and compile it again.");
        }
        List<Entry> held = isFresh ? early : entries;
        long iterations = (long) number(held, stored, Kind.ITERATIONS, 0);
        double otherwise = optimizer.learningRate().at(Math.max(0, iterations));
        double found = number(held, stored, Kind.LEARNING_RATE, otherwise);
        double rate = found == otherwise ? otherwise : OptionType.shortest(found);
        if (iterations < 0 || !(rate >= 0) || !Double.isFinite(rate)) {
            throw place.error("expected an iteration and a learning rate of at least 0, received " + iterations
                    + " and " + rate + ".");
        }
        return new OptimizerState(iterations, rate, isFresh ? fresh(entries, weights) : slots(entries, stored));
    }

    /** What an optimizer remembered, by its variables under the names that Keras 2 gave them. */
    OptimizerState legacyState(
            Optimizer optimizer, Set<String> frozen, Weights weights, List<String> names, List<Array> found) {
        if (!Keras2Optimizer.isOld(names)) {
            return state(optimizer, frozen, weights, found);
        }
        List<Entry> entries = layout(optimizer, frozen, false).entries();
        return state(
                optimizer,
                frozen,
                weights,
                Keras2Optimizer.ordered(entries, names, found, optimizer)
                        .orElseThrow(() -> place.error("expected the variables of the optimizer "
                                + optimizer.getClass().getSimpleName() + ", received "
                                + Place.shortened(names.toString()) + ".")));
    }

    private static boolean fits(List<Entry> entries, List<Array> stored) {
        return entries.stream()
                .map(Entry::shape)
                .toList()
                .equals(stored.stream().map(Array::shape).toList());
    }

    private OptimizerLayout layout(Optimizer optimizer, Set<String> frozen, boolean isOld) {
        Map<String, Shape> trainable = new LinkedHashMap<>();
        WeightGroups.trainable(groups, frozen).forEach((path, spec) -> trainable.put(path, spec.shape()));
        return OptimizerLayout.of(place.registry().optimizers(), optimizer, trainable, isOld);
    }

    private double number(List<Entry> entries, List<Array> stored, Kind kind, double otherwise) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).kind() == kind) {
                return scalar(stored.get(i), kind.toString().toLowerCase(Locale.ROOT));
            }
        }
        return otherwise;
    }

    private Map<String, Map<String, Array>> slots(List<Entry> entries, List<Array> stored) {
        Map<String, Map<String, Array>> slots = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Array value = stored.get(i);
            String title = "optimizer " + entry.title();
            if (entry.slot().isEmpty()) {
                scalar(value, entry.title());
            } else {
                Map<String, Array> values =
                        slots.computeIfAbsent(entry.slot().get().name(), name -> new LinkedHashMap<>());
                Array widened = entry.dataType().map(value::cast).orElse(value);
                (entry.dataType().isPresent() && widened.shape().equals(entry.shape())
                                ? Optional.of(widened)
                                : matched(value, entry.shape(), type(entry), title, problems))
                        .ifPresent(found -> values.put(entry.owner(), found));
            }
        }
        if (!problems.isEmpty()) {
            throw place.error(problems.size() + " of " + stored.size() + " variables of the optimizer do not match: "
                    + joined(problems) + ".");
        }
        return slots;
    }

    /** A slot is of the type of its weight; one that all weights share, of the first's. */
    private DataType type(Entry entry) {
        DataType first = types.values().stream().findFirst().orElse(dataType);
        return types.getOrDefault(entry.owner(), first);
    }

    /** An optimizer that was compiled but never used has no slots in Keras yet. */
    private Map<String, Map<String, Array>> fresh(List<Entry> entries, Weights weights) {
        Map<String, Map<String, Array>> slots = new LinkedHashMap<>();
        for (Entry entry : entries) {
            entry.slot().ifPresent(slot -> {
                float[] numbers = new float[(int) entry.shape().size()];
                Arrays.fill(numbers, (float) slot.initialValue());
                Array value = slot.kind() == Slot.Kind.COPY
                        ? weights.get(entry.owner())
                        : Array.of(numbers, entry.shape().asArray())
                                .cast(entry.dataType().orElse(type(entry)));
                slots.computeIfAbsent(slot.name(), name -> new LinkedHashMap<>())
                        .put(entry.owner(), value);
            });
        }
        return slots;
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

    private static Optional<Array> matched(
            Array value, Shape shape, DataType dataType, String title, List<String> problems) {
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

    private double scalar(Array value, String title) {
        if (value.size() != 1) {
            throw place.error("expected one number as the optimizer's " + title + ", received shape "
                    + Shapes.text(value.shape()) + ".");
        }
        return value.at(0);
    }

    static String joined(List<String> problems) {
        String text = String.join("; ", problems.subList(0, Math.min(MAX_PROBLEMS, problems.size())));
        return problems.size() > MAX_PROBLEMS ? text + "; and " + (problems.size() - MAX_PROBLEMS) + " more" : text;
    }
}
