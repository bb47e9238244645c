package io.cornu.savedmodels.keras;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.Optimizer.Slot;
import io.cornu.savedmodels.keras.OptimizerLayout.Entry;
import io.cornu.savedmodels.keras.OptimizerLayout.Kind;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/** Pairs what a file holds of an optimizer with what the optimizer is to remember. */
final class OptimizerStateReader {
    private final List<WeightGroups.Group> groups;
    /** By the path of the variable. */
    private final Map<String, DataType> types;

    private final DataType dataType;
    private final Place place;

    /**
     * A reader.
     *
     * @param groups the network's weights as files have them
     * @param types those of its variables, by their paths
     * @param dataType that of a network without variables
     * @param place where the file is, for what is wrong with it
     */
    OptimizerStateReader(List<WeightGroups.Group> groups, Map<String, DataType> types, DataType dataType, Place place) {
        this.groups = groups;
        this.types = types;
        this.dataType = dataType;
        this.place = place;
    }

    /** What an optimizer remembered, by its variables in the order of Keras 3, or in that of Keras 2. */
    OptimizerState state(Optimizer optimizer, Set<String> frozen, Weights weights, List<Array> saved) {
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
                                : WeightsReader.matched(value, entry.shape(), type(entry), title, problems))
                        .ifPresent(found -> values.put(entry.owner(), found));
            }
        }
        if (!problems.isEmpty()) {
            throw place.error(problems.size() + " of " + stored.size() + " variables of the optimizer do not match: "
                    + WeightsReader.joined(problems) + ".");
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

    private double scalar(Array value, String title) {
        if (value.size() != 1) {
            throw place.error("expected one number as the optimizer's " + title + ", received shape "
                    + Shapes.text(value.shape()) + ".");
        }
        return value.at(0);
    }
}
