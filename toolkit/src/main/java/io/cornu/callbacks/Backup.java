package io.cornu.callbacks;

import io.cornu.data.Array;
import io.cornu.data.DataFileException;
import io.cornu.data.NumpyArchives;
import io.cornu.model.CompiledModel;
import io.cornu.model.FitListener;
import io.cornu.model.FitProgress;
import io.cornu.model.History;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything about a fit in one {@code .npz} file, so that it is there as a whole or not at all.
 *
 * <p>Entries are {@code weights|PATH}, {@code slot|SLOT|PATH}, {@code totals|PATH}, {@code history|NAME} with a row
 * (epoch, value) for each epoch that has it, {@code number|LISTENER|NAME}, {@code kept|LISTENER|NAME|PATH}, and the
 * scalars of the progress.
 *
 * @param weights the model's
 * @param optimizer what the optimizer remembers
 * @param progress where to go on
 */
record Backup(Weights weights, OptimizerState optimizer, FitProgress progress) {
    private static final String BAR = "|";
    private static final int FORMAT = 1;

    static Backup of(CompiledModel model, FitProgress progress) {
        return new Backup(model.model().weights(), model.optimizerState(), progress);
    }

    void write(Path file) throws IOException {
        Map<String, Array> entries = new LinkedHashMap<>();
        entries.put("format", Array.scalar((long) FORMAT));
        entries.put("epoch", Array.scalar((long) progress.epoch()));
        entries.put("batch", Array.scalar((long) progress.batch()));
        entries.put("steps", Array.scalar((long) progress.steps()));
        entries.put("epochs", Array.scalar((long) progress.epochs().size()));
        entries.put("listeners", Array.scalar((long) progress.listeners().size()));
        entries.put("iterations", Array.scalar(optimizer.iterations()));
        entries.put("learning_rate", Array.of(new double[] {optimizer.learningRate()}));
        weights.byPath().forEach((path, value) -> entries.put("weights|" + path, value));
        optimizer.slots().forEach((slot, values) -> {
            // A slot without weights is a slot still.
            entries.put("slots|" + slot, Array.scalar((long) values.size()));
            values.forEach((path, value) -> entries.put("slot|" + slot + BAR + path, value));
        });
        progress.totals().forEach((path, values) -> entries.put("totals|" + path, Array.of(values)));
        putHistory(entries);
        for (int i = 0; i < progress.listeners().size(); i++) {
            String listener = i + BAR;
            FitListener.State state = progress.listeners().get(i);
            state.numbers()
                    .forEach((name, value) -> entries.put("number|" + listener + name, Array.of(new double[] {value})));
            state.weights().forEach((name, kept) -> kept.byPath()
                    .forEach((path, value) -> entries.put("kept|" + listener + name + BAR + path, value)));
        }
        NumpyArchives.write(file, entries);
    }

    private void putHistory(Map<String, Array> entries) {
        Map<String, List<double[]>> columns = new LinkedHashMap<>();
        for (History.Epoch epoch : progress.epochs()) {
            epoch.values().forEach((name, value) -> columns.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(new double[] {epoch.number(), value}));
        }
        columns.forEach((name, rows) -> entries.put(
                "history|" + name,
                Array.of(rows.stream().flatMapToDouble(Arrays::stream).toArray(), rows.size(), 2)));
    }

    /** Reads a backup; what is not one is a {@link DataFileException}. */
    static Backup read(Path file) throws IOException {
        Map<String, Array> entries = NumpyArchives.read(file);
        try {
            requireFormat(entries);
            OptimizerState optimizer = new OptimizerState(
                    (long) number(entries, "iterations"), number(entries, "learning_rate"), slots(entries));
            FitProgress progress = new FitProgress(
                    (int) number(entries, "epoch"),
                    (int) number(entries, "batch"),
                    // Backups made before skipped steps were counted have as many as batches.
                    (int) number(entries, entries.containsKey("steps") ? "steps" : "batch"),
                    totals(entries),
                    history(entries),
                    listeners(entries));
            return new Backup(new Weights(below(entries, "weights|")), optimizer, progress);
        } catch (IllegalArgumentException | IndexOutOfBoundsException broken) {
            throw new DataFileException(
                    file.toString(),
                    "expected a backup of this version, received " + broken.getMessage() + ". Delete it to begin anew.",
                    broken);
        }
    }

    private static void requireFormat(Map<String, Array> entries) {
        double format = number(entries, "format");
        if (format != FORMAT) {
            throw new IllegalArgumentException("one of format " + (long) format);
        }
    }

    private static Map<String, Map<String, Array>> slots(Map<String, Array> entries) {
        Map<String, Map<String, Array>> slots = new LinkedHashMap<>();
        below(entries, "slots|").keySet().forEach(slot -> slots.put(slot, below(entries, "slot|" + slot + BAR)));
        return slots;
    }

    private static Map<String, double[]> totals(Map<String, Array> entries) {
        Map<String, double[]> totals = new LinkedHashMap<>();
        below(entries, "totals|").forEach((path, value) -> totals.put(path, value.toDoubles()));
        return totals;
    }

    private static List<History.Epoch> history(Map<String, Array> entries) {
        Map<Integer, Map<String, Double>> rows = new TreeMap<>();
        below(entries, "history|").forEach((name, column) -> {
            double[] values = column.toDoubles();
            for (int i = 0; i + 1 < values.length; i += 2) {
                rows.computeIfAbsent((int) values[i], epoch -> new LinkedHashMap<>())
                        .put(name, values[i + 1]);
            }
        });
        List<History.Epoch> epochs = new ArrayList<>();
        rows.forEach((number, values) -> epochs.add(new History.Epoch(number, values)));
        if (epochs.size() != number(entries, "epochs")) {
            throw new IllegalArgumentException(
                    "one of " + epochs.size() + " epochs, where it says " + (long) number(entries, "epochs"));
        }
        return epochs;
    }

    private static List<FitListener.State> listeners(Map<String, Array> entries) {
        List<FitListener.State> listeners = new ArrayList<>();
        // Counted by what is there: a number from a file must not become a size.
        int wanted = (int) Math.min(number(entries, "listeners"), 1000);
        for (int i = 0; i < wanted; i++) {
            Map<String, Double> numbers = new LinkedHashMap<>();
            below(entries, "number|" + i + BAR).forEach((name, value) -> numbers.put(name, value.at(0)));
            Map<String, Map<String, Array>> kept = new LinkedHashMap<>();
            below(entries, "kept|" + i + BAR).forEach((path, value) -> {
                int bar = path.indexOf(BAR);
                if (bar < 0) {
                    throw new IllegalArgumentException("weights of a callback without a name");
                }
                kept.computeIfAbsent(path.substring(0, bar), name -> new LinkedHashMap<>())
                        .put(path.substring(bar + 1), value);
            });
            Map<String, Weights> weights = new LinkedHashMap<>();
            kept.forEach((name, values) -> weights.put(name, new Weights(values)));
            listeners.add(new FitListener.State(numbers, weights));
        }
        return listeners;
    }

    private static double number(Map<String, Array> entries, String name) {
        Array value = entries.get(name);
        if (value == null || value.size() != 1) {
            throw new IllegalArgumentException("one without the number '" + name + "'");
        }
        return value.at(0);
    }

    private static Map<String, Array> below(Map<String, Array> entries, String prefix) {
        Map<String, Array> below = new LinkedHashMap<>();
        entries.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), value);
            }
        });
        return below;
    }
}
