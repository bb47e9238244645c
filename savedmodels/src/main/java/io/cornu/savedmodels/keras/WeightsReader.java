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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        this.place = place;
        this.root = root;
    }

    Weights weights() {
        // Keras 2.13 called the group of the layers otherwise.
        Hdf5Group layers = root.findGroup("layers")
                .or(() -> root.findGroup("_layer_checkpoint_dependencies"))
                .orElse(Hdf5Group.builder().build());
        Map<String, Array> found = new HashMap<>();
        List<String> problems = new ArrayList<>();
        List<String> strays = new ArrayList<>();
        match(groups, "layers/", layers, found, problems, strays);
        root.findGroup("vars").ifPresent(own -> collect(own, "vars", strays));
        Map<String, VariableSpec> expected = architecture.graph().variables();
        if (!problems.isEmpty() || !strays.isEmpty()) {
            String wrong =
                    problems.size() + " of " + expected.size() + " variables do not match: " + joined(problems) + ".";
            String more = "expected no variables besides those of the layers, received " + joined(strays) + ".";
            throw place.error(strays.isEmpty() ? wrong : problems.isEmpty() ? more : wrong + " Also " + more);
        }
        Map<String, Array> ordered = new LinkedHashMap<>();
        expected.keySet()
                .forEach(path -> Optional.ofNullable(found.get(path)).ifPresent(value -> ordered.put(path, value)));
        return new Weights(ordered);
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

    private OptimizerState state(Optimizer optimizer, Set<String> frozen, Weights weights, List<Array> stored) {
        Map<String, Shape> trainable = new LinkedHashMap<>();
        WeightGroups.trainable(groups, frozen)
                .forEach((path, spec) -> trainable.put(path, spec.shape()));
        List<Entry> entries = OptimizerLayout.of(place.registry().optimizers(), optimizer, trainable)
                .entries();
        List<Entry> early = entries.stream().filter(Entry::isEarly).toList();
        boolean isFresh = stored.size() == early.size() && number(early, stored, Kind.ITERATIONS, 0) == 0;
        if (stored.size() != entries.size() && !isFresh) {
            throw place.error("expected " + entries.size() + " variables of the optimizer "
                    + optimizer.getClass().getSimpleName()
                    + " over " + trainable.size() + " weights, received " + stored.size()
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
                                : matched(value, entry.shape(), title, problems))
                        .ifPresent(found -> values.put(entry.owner(), found));
            }
        }
        if (!problems.isEmpty()) {
            throw place.error(problems.size() + " of " + stored.size() + " variables of the optimizer do not match: "
                    + joined(problems) + ".");
        }
        return slots;
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
                                .cast(entry.dataType().orElse(dataType));
                slots.computeIfAbsent(slot.name(), name -> new LinkedHashMap<>())
                        .put(entry.owner(), value);
            });
        }
        return slots;
    }

    /** The variables of a model's layers. */
    private void match(
            List<WeightGroups.Group> expected,
            String path,
            Hdf5Group layers,
            Map<String, Array> found,
            List<String> problems,
            List<String> strays) {
        Map<String, Hdf5Group> rest = new LinkedHashMap<>(layers.groups());
        for (WeightGroups.Group group : expected) {
            Optional<Hdf5Group> stored = Optional.ofNullable(rest.remove(group.key()));
            String own = path + group.key() + "/";
            if (group.layers().isEmpty()) {
                match(group, own, "", stored, found, problems, strays);
                continue;
            }
            Hdf5Group inner = stored.flatMap(each -> each.findGroup("layers"))
                    .orElse(Hdf5Group.builder().build());
            match(group.layers().get(), own + "layers/", inner, found, problems, strays);
            stored.ifPresent(each -> each.groups().forEach((name, child) -> {
                if (!name.equals("layers")) {
                    collect(child, own + name, strays);
                }
            }));
        }
        rest.forEach((key, group) -> collect(group, path + key, strays));
    }

    /** The variables of a layer, then those of the layers within it. */
    private void match(
            WeightGroups.Group group,
            String outer,
            String inner,
            Optional<Hdf5Group> level,
            Map<String, Array> found,
            List<String> problems,
            List<String> strays) {
        List<Array> stored = numbered(level.flatMap(each -> each.findGroup("vars")), problems, group.layer());
        String place = outer + inner;
        int number = 0;
        for (Map.Entry<String, VariableSpec> variable : group.own(inner).entrySet()) {
            String path = variable.getKey();
            if (number >= stored.size()) {
                problems.add(path + " is missing");
            } else {
                matched(
                                counted(stored.get(number), variable.getValue()),
                                variable.getValue().shape(),
                                path,
                                problems)
                        .ifPresent(value -> found.put(path, value));
            }
            number++;
        }
        for (int extra = number; extra < stored.size(); extra++) {
            strays.add(place + "vars/" + extra);
        }
        Set<String> children = group.children(inner);
        level.ifPresent(each -> {
            each.datasets().keySet().forEach(name -> strays.add(Place.shortened(place + name)));
            each.groups().forEach((name, child) -> {
                if (!name.equals("vars") && !children.contains(name) && !name.equals(SEED_GENERATOR)) {
                    collect(child, place + name, strays);
                }
            });
        });
        children.forEach(child -> match(
                group, outer, inner + child + "/", level.flatMap(each -> each.findGroup(child)), found, problems, strays));
    }

    /** Statistics may be counts, which are whole numbers in Keras. */
    private Array counted(Array value, VariableSpec spec) {
        return spec.isTrainable() ? value : value.cast(dataType);
    }

    private Optional<Array> matched(Array value, Shape shape, String title, List<String> problems) {
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

    private static String joined(List<String> problems) {
        String text = String.join("; ", problems.subList(0, Math.min(MAX_PROBLEMS, problems.size())));
        return problems.size() > MAX_PROBLEMS ? text + "; and " + (problems.size() - MAX_PROBLEMS) + " more" : text;
    }
}
