package io.cornu.savedmodels.keras;

import io.cornu.data.DataType;
import io.cornu.model.OptimizerState;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.MultiOptimizer;
import io.cornu.optimizers.OptimizedWeight;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.Optimizer.Slot;
import io.cornu.schedules.LearningRate;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/**
 * The variables of an optimizer in the order in which Keras numbers them, and those of the optimizers within it, which
 * Keras stores once more.
 *
 * <p>Source: {@code Optimizer.variables} of each class in {@code keras.src.optimizers}, Keras 3.15 and, where they differ, 3.8.
 *
 * @param entries the variables
 * @param inner by the path of a group, the same for the optimizers within
 */
record OptimizerLayout(List<Entry> entries, Map<String, OptimizerLayout> inner) {
    /** What a variable holds. */
    enum Kind {
        /** The number of batches. */
        ITERATIONS,
        /** The learning rate of the whole. */
        LEARNING_RATE,
        /** A number that is always the same, there from the beginning. */
        FIXED,
        /** An int32 of 0 that Keras makes with the slots, where another weight has a slot. */
        PLACEHOLDER,
        /** A slot. */
        SLOT
    }

    /**
     * A variable.
     *
     * @param kind what it holds
     * @param slot the slot; empty for other kinds
     * @param owner the path of the weight, or the key of a shared slot
     * @param shape its dimensions
     * @param dataType its type; empty for that of the weights
     * @param fixed what is always the same
     */
    record Entry(Kind kind, Optional<Slot> slot, String owner, Shape shape, Optional<DataType> dataType, double fixed) {
        static Entry of(Kind kind, DataType type, double fixed) {
            return new Entry(kind, Optional.empty(), "", Shape.scalar(), Optional.of(type), fixed);
        }

        String title() {
            return slot.map(each -> each.name() + " of " + owner)
                    .orElse(kind.toString().toLowerCase(Locale.ROOT));
        }

        /** Whether Keras has it before the first step. */
        boolean isEarly() {
            return kind != Kind.SLOT && kind != Kind.PLACEHOLDER;
        }
    }

    /**
     * The layout of an optimizer's variables.
     *
     * @param table which slots are stored weight by weight
     * @param optimizer the optimizer
     * @param weights the shapes of the weights that learn, by path, in Keras' order
     * @param isOld whether as Keras before 3.10 has them
     */
    static OptimizerLayout of(OptimizerTable table, Optimizer optimizer, Map<String, Shape> weights, boolean isOld) {
        if (optimizer instanceof LossScaleOptimizer scaling) {
            OptimizerLayout inner = of(table, scaling.inner(), weights, isOld);
            List<Entry> entries = outer();
            entries.add(shared("step_counter", 0, DataType.INT64));
            entries.add(shared("dynamic_scale", scaling.initialScale(), DataType.FLOAT32));
            entries.addAll(inner.entries);
            return new OptimizerLayout(entries, Map.of("inner_optimizer", inner));
        }
        if (optimizer instanceof MultiOptimizer multi) {
            return multi(table, multi, weights, isOld);
        }
        List<Entry> entries = new ArrayList<>();
        entries.add(Entry.of(Kind.ITERATIONS, DataType.INT64, 0));
        if (optimizer.learningRate() instanceof LearningRate.Constant) {
            entries.add(Entry.of(Kind.LEARNING_RATE, DataType.FLOAT32, 0));
        }
        entries.addAll(slots(table, optimizer, 0, weights, isOld));
        return new OptimizerLayout(entries, Map.of());
    }

    private static OptimizerLayout multi(
            OptimizerTable table, MultiOptimizer multi, Map<String, Shape> weights, boolean isOld) {
        List<Entry> entries = new ArrayList<>();
        entries.add(Entry.of(Kind.ITERATIONS, DataType.INT64, 0));
        entries.add(Entry.of(Kind.FIXED, DataType.FLOAT32, 0));
        Map<String, OptimizerLayout> inner = new LinkedHashMap<>();
        for (int i = 0; i < multi.optimizers().size(); i++) {
            Optimizer optimizer = multi.optimizers().get(i);
            Map<String, Shape> own = new LinkedHashMap<>();
            int number = i;
            weights.forEach((path, shape) -> {
                if (multi.optimizerOf(new OptimizedWeight(path, shape)) == number) {
                    own.put(path, shape);
                }
            });
            List<Entry> part = new ArrayList<>();
            part.add(Entry.of(own.isEmpty() ? Kind.FIXED : Kind.ITERATIONS, DataType.INT64, 0));
            if (optimizer.learningRate() instanceof LearningRate.Constant constant) {
                part.add(Entry.of(Kind.FIXED, DataType.FLOAT32, constant.rate()));
            }
            part.addAll(slots(table, optimizer, i, own, isOld));
            entries.addAll(part);
            String base = Names.snakeCase(optimizer.getClass().getSimpleName());
            String name = base;
            for (int again = 1; inner.containsKey("optimizers/" + name); again++) {
                name = base + "_" + again;
            }
            inner.put("optimizers/" + name, new OptimizerLayout(part, Map.of()));
        }
        return new OptimizerLayout(entries, inner);
    }

    private static List<Entry> outer() {
        List<Entry> entries = new ArrayList<>();
        entries.add(Entry.of(Kind.FIXED, DataType.INT64, 0));
        entries.add(Entry.of(Kind.FIXED, DataType.FLOAT32, 0));
        return entries;
    }

    private static List<Entry> slots(
            OptimizerTable table, Optimizer optimizer, int number, Map<String, Shape> weights, boolean isOld) {
        List<Entry> entries = new ArrayList<>();
        if (optimizer.settings().ema().isPresent()) {
            weights.forEach((path, shape) -> entries.add(slot(Slot.zeros("average"), path, shape)));
        }
        if (optimizer.settings().gradientAccumulationSteps() > 1) {
            weights.forEach((path, shape) -> entries.add(slot(Slot.zeros("gradient_accumulator"), path, shape)));
        }
        Set<String> names = new LinkedHashSet<>();
        Map<String, Map<String, Slot>> byWeight = new LinkedHashMap<>();
        weights.forEach((path, shape) -> {
            Map<String, Slot> own = new LinkedHashMap<>();
            optimizer.slots(new OptimizedWeight(path, shape)).forEach(slot -> own.put(slot.name(), slot));
            names.addAll(own.keySet());
            byWeight.put(path, own);
        });
        for (List<String> group : table.groups(optimizer, names, isOld)) {
            Set<String> shared = new LinkedHashSet<>();
            byWeight.forEach((path, own) -> {
                for (String name : group) {
                    Slot slot = own.get(name);
                    if (slot == null) {
                        if (table.hasPlaceholders(optimizer)) {
                            entries.add(Entry.of(Kind.PLACEHOLDER, DataType.INT32, 0));
                        }
                    } else if (slot.kind() != Slot.Kind.SHARED) {
                        entries.add(slot(slot, path, weights.getOrDefault(path, Shape.scalar())));
                    } else if (shared.add(name)) {
                        entries.add(slot(slot, OptimizerState.sharedKey(number), Shape.scalar()));
                    }
                }
            });
        }
        return entries;
    }

    private static Entry slot(Slot slot, String owner, Shape weight) {
        Shape shape = slot.shape(new OptimizedWeight(owner, weight));
        return new Entry(Kind.SLOT, Optional.of(slot), owner, shape, Optional.empty(), 0);
    }

    private static Entry shared(String name, double initial, DataType type) {
        return new Entry(
                Kind.SLOT,
                Optional.of(Slot.shared(name, initial)),
                OptimizerState.sharedKey(0),
                Shape.scalar(),
                Optional.of(type),
                0);
    }
}
