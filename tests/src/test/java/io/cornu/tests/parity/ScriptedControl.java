package io.cornu.tests.parity;

import io.cornu.data.Array;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.metrics.Metrics;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.FitProgress;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Plays made-up values to callbacks, over a real model whose weights tell the moment. */
final class ScriptedControl implements FitControl, AutoCloseable {
    private final Model model = Sequential.of(Input.of(1), Dense.of(1)).build(Seed.of(1));
    private final CompiledModel compiled = model.compile(SGD.of(0.1), Losses.meanSquaredError(), Metrics.accuracy());
    private final List<String> saved = new ArrayList<>();
    private Optional<String> stopReason = Optional.empty();

    /**
     * An epoch that was played.
     *
     * @param rate the learning rate after it
     * @param isStopped whether training ended with it
     * @param saved the files written in it, each with the mark of the weights
     */
    record Epoch(double rate, boolean isStopped, List<String> saved) {}

    /**
     * All that came of a sequence.
     *
     * @param epochs what was played
     * @param weights the mark of the weights in the end
     * @param best what each callback holds for the best value, NaN-safe as text
     */
    record Result(List<Epoch> epochs, int weights, List<OptionalDouble> best) {}

    /** Plays a sequence to fresh listeners. */
    Result play(List<Callback> callbacks, double[] sequence, int batches) {
        compiled.setLearningRate(0.1);
        stopReason = Optional.empty();
        List<FitListener> listeners = new ArrayList<>();
        callbacks.forEach(callback -> listeners.add(callback.start(this)));
        listeners.forEach(FitListener::fitBegin);
        List<Epoch> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < sequence.length && stopReason.isEmpty(); epoch++) {
            saved.clear();
            int number = epoch;
            double value = sequence[epoch];
            listeners.forEach(listener -> listener.epochBegin(number));
            mark(number);
            for (int batch = 0; batch < batches; batch++) {
                mark(epoch * batches + batch);
                Map<String, Double> logs = Map.of("loss", value / (batch + 1), "accuracy", value);
                var event = new FitListener.BatchEnd(epoch, batch, batches, 1, value / (batch + 1), () -> logs);
                listeners.forEach(listener -> listener.batchEnd(event));
            }
            History.Epoch finished = new History.Epoch(
                    epoch,
                    Map.of(
                            "loss",
                            value,
                            "accuracy",
                            value,
                            "val_loss",
                            value,
                            "val_accuracy",
                            value,
                            "learning_rate",
                            compiled.learningRate()));
            listeners.forEach(listener -> listener.epochEnd(finished));
            epochs.add(new Epoch(compiled.learningRate(), stopReason.isPresent(), List.copyOf(saved)));
        }
        listeners.forEach(FitListener::fitEnd);
        List<OptionalDouble> best = listeners.stream()
                .map(listener -> listener.state().numbers().get("best"))
                .map(value -> value == null ? OptionalDouble.empty() : OptionalDouble.of(value))
                .toList();
        return new Result(epochs, marked(), best);
    }

    /** Writes nothing, but remembers what it would have. */
    void save(CompiledModel ignored, Path file) {
        saved.add(file.getFileName() + " " + marked());
    }

    private void mark(int number) {
        model.setWeights(new Weights(
                Map.of("dense/kernel", Array.of(new float[] {0}, 1, 1), "dense/bias", Array.of(new float[] {number}))));
    }

    private int marked() {
        return (int) model.weights().get("dense/bias").at(0);
    }

    @Override
    public CompiledModel model() {
        return compiled;
    }

    @Override
    public int epochs() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Fit settings() {
        return Fit.epochs(epochs());
    }

    @Override
    public void stop(String reason) {
        stopReason = Optional.of(reason);
    }

    @Override
    public Optional<String> stopReason() {
        return stopReason;
    }

    @Override
    public void requestProgress() {
        throw new UnsupportedOperationException("only a real fit makes progress");
    }

    @Override
    public void resume(FitProgress progress) {
        throw new UnsupportedOperationException("only a real fit can go on");
    }

    @Override
    public void note(String message) {
        if (message.isBlank()) {
            throw new IllegalArgumentException("a note says something");
        }
    }

    @Override
    public boolean isInterrupted() {
        return false;
    }

    @Override
    public void close() {
        model.close();
    }
}
