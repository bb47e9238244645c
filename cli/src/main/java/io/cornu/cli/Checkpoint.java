package io.cornu.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cornu.data.Array;
import io.cornu.data.AtomicFiles;
import io.cornu.data.NumpyArchives;
import io.cornu.model.CompiledModel;
import io.cornu.model.FitListener;
import io.cornu.model.FitProgress;
import io.cornu.model.History;
import io.cornu.model.Weights;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code checkpoint} of a run: model with optimizer, and how far training had got. Replaced as a whole.
 */
final class Checkpoint {
    private static final String STATE = "state.json";
    private static final String MODEL = "model.keras";

    private Checkpoint() {}

    /**
     * How far training had got.
     *
     * @param epoch the epoch to go on with, from 0
     * @param batch the batch of that epoch to go on with, from 0
     * @param steps how many steps the optimizer had made in that epoch; absent in older runs, which made one a batch
     * @param learningRate the rate in force, exactly
     * @param seconds how long training took until then
     * @param totals what the metrics had gathered in that epoch
     * @param epochs the epochs finished
     * @param listeners what the callbacks remember
     */
    record State(
            int epoch,
            int batch,
            @Nullable Integer steps,
            double learningRate,
            double seconds,
            Map<String, double[]> totals,
            List<Map<String, Double>> epochs,
            List<Listener> listeners) {}

    /**
     * What a callback remembers.
     *
     * @param numbers by name
     * @param weights names of weights, each in a file of its own
     */
    record Listener(Map<String, Double> numbers, List<String> weights) {}

    /**
     * A checkpoint that was read.
     *
     * @param model the model with its optimizer
     * @param progress where to go on
     * @param learningRate the rate in force, exactly
     * @param seconds how long training took until then
     */
    record Opened(KerasModel model, FitProgress progress, double learningRate, double seconds) {}

    static void write(Path directory, CompiledModel model, FitProgress progress, double seconds) throws IOException {
        List<Listener> listeners = new ArrayList<>();
        progress.listeners()
                .forEach(state -> listeners.add(new Listener(
                        state.numbers(),
                        state.weights().keySet().stream().sorted().toList())));
        State state = new State(
                progress.epoch(),
                progress.batch(),
                progress.steps(),
                model.learningRate(),
                seconds,
                progress.totals(),
                progress.epochs().stream().map(History.Epoch::values).toList(),
                listeners);
        AtomicFiles.writeDirectory(directory, STATE, folder -> {
            KerasArchive.write(model, folder.resolve(MODEL));
            for (int i = 0; i < progress.listeners().size(); i++) {
                for (Map.Entry<String, Weights> kept :
                        progress.listeners().get(i).weights().entrySet()) {
                    NumpyArchives.write(
                            weightsFile(folder, i, kept.getKey()),
                            kept.getValue().byPath());
                }
            }
            Files.write(folder.resolve(STATE), RunFolder.JSON.writeValueAsBytes(state));
        });
    }

    static boolean exists(Path directory) {
        return Files.isRegularFile(directory.resolve(STATE));
    }

    static Opened read(Path directory) throws IOException {
        State state;
        try {
            state = RunFolder.JSON.readValue(directory.resolve(STATE).toFile(), State.class);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    directory.resolve(STATE) + ": expected the state of a run, received something else ("
                            + e.getOriginalMessage() + "). Begin a new run with --out.",
                    e);
        }
        List<FitListener.State> listeners = new ArrayList<>();
        for (int i = 0; i < state.listeners().size(); i++) {
            Map<String, Weights> weights = new LinkedHashMap<>();
            for (String name : state.listeners().get(i).weights()) {
                Map<String, Array> arrays = NumpyArchives.read(weightsFile(directory, i, name));
                weights.put(name, new Weights(arrays));
            }
            listeners.add(new FitListener.State(state.listeners().get(i).numbers(), weights));
        }
        List<History.Epoch> epochs = new ArrayList<>();
        for (Map<String, Double> values : state.epochs()) {
            epochs.add(new History.Epoch(epochs.size(), values));
        }
        Integer steps = state.steps();
        FitProgress progress = new FitProgress(
                state.epoch(), state.batch(), steps == null ? state.batch() : steps, state.totals(), epochs, listeners);
        return new Opened(KerasArchive.read(directory.resolve(MODEL)), progress, state.learningRate(), state.seconds());
    }

    private static Path weightsFile(Path directory, int listener, String name) {
        return directory.resolve("callback-" + listener + "-" + name + ".npz");
    }
}
