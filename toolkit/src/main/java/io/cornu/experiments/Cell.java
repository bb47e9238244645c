package io.cornu.experiments;

import io.cornu.callbacks.TensorBoard;
import io.cornu.model.BuildOptions;
import io.cornu.model.Callback;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.runtime.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One training of an experiment: what it may use, and who watches it. */
public final class Cell {
    private final Lab lab;
    private final String comparison;
    private final String variant;
    private final long seed;
    private final Optional<Path> logs;
    private final ProgressSink sink;
    private final long begun = System.nanoTime();
    private int fits;

    /** Told how much of the training is done. */
    @FunctionalInterface
    interface ProgressSink {
        void accept(double share, String detail);
    }

    Cell(Lab lab, String comparison, String variant, long seed, Optional<Path> logs, ProgressSink sink) {
        this.lab = lab;
        this.comparison = comparison;
        this.variant = variant;
        this.seed = seed;
        this.logs = logs;
        this.sink = sink;
    }

    /**
     * What it is part of.
     *
     * @return the comparison's name, or the training's own where there is none
     */
    public String comparison() {
        return comparison;
    }

    /**
     * What is trained.
     *
     * @return its name among the variants
     */
    public String variant() {
        return variant;
    }

    /**
     * Where the training's randomness comes from; the same for each variant.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * How to build the network: with the seed, on the lab's device, with as many threads as this training may use.
     *
     * @return the options
     */
    public BuildOptions options() {
        return BuildOptions.of(Seed.of(seed)).withSession(lab.session());
    }

    /**
     * How to train it: watched, with the lab's callback, ending when the lab is told to stop, and with TensorBoard logs
     * where the lab writes them; those of a second fit and further ones go below the first's, in {@code fit 2} and so on.
     *
     * @param epochs how often to go through the data
     * @param callbacks what happens besides
     * @return Keras' defaults for that number of epochs
     * @throws IllegalArgumentException if there is no epoch
     */
    public Fit fit(int epochs, Callback... callbacks) {
        List<Callback> all = new ArrayList<>(List.of(callbacks));
        all.add(control -> new Watch(epochs));
        all.add(lab.callback(this));
        logs.ifPresent(folder -> {
            fits++;
            all.add(TensorBoard.of(fits == 1 ? folder : folder.resolve("fit " + fits)));
        });
        return Fit.epochs(epochs).withCallbacks(all).withCancellation(lab::isCancelled);
    }

    /**
     * Tells those who watch, where it is no fit of {@link #fit}.
     *
     * @param share how much of this training is done, 0 to 1
     * @param detail what is being done now
     */
    public void progressed(double share, String detail) {
        sink.accept(share, detail);
    }

    /**
     * What came of it.
     *
     * @param history what {@code fit} returned
     * @param results single values, such as {@code test_accuracy}
     * @return the outcome
     */
    public Outcome outcome(History history, Map<String, Double> results) {
        Map<String, List<Double>> columns = new LinkedHashMap<>();
        for (History.Epoch epoch : history.epochs()) {
            epoch.values().forEach((name, value) -> columns.computeIfAbsent(name, missing -> new ArrayList<>())
                    .add(value));
        }
        return outcome(columns, results);
    }

    /**
     * What came of it, where it was no single fit.
     *
     * @param history values over epochs or steps
     * @param results single values
     * @return the outcome
     */
    public Outcome outcome(Map<String, List<Double>> history, Map<String, Double> results) {
        return new Outcome(variant, seed, history, results, (System.nanoTime() - begun) / 1e9);
    }

    private final class Watch implements FitListener {
        private static final long REFRESH_NANOSECONDS = 250_000_000;

        private final int epochs;
        private long told;

        Watch(int epochs) {
            this.epochs = epochs;
        }

        @Override
        public void batchEnd(BatchEnd batch) {
            long now = System.nanoTime();
            if (now - told > REFRESH_NANOSECONDS) {
                told = now;
                double share = (batch.epoch() + (batch.batch() + 1.0) / batch.batches()) / epochs;
                sink.accept(share, "epoch " + (batch.epoch() + 1) + "/" + epochs);
            }
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            String values = epoch.values().entrySet().stream()
                    .limit(4)
                    .map(entry -> entry.getKey() + String.format(Locale.ROOT, " %.4g", entry.getValue()))
                    .collect(Collectors.joining("  "));
            sink.accept(
                    (double) (epoch.number() + 1) / epochs,
                    "epoch " + (epoch.number() + 1) + "/" + epochs + "  " + values);
        }
    }
}
