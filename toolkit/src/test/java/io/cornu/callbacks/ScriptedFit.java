package io.cornu.callbacks;

import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.metrics.Metrics;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitControl;
import io.cornu.model.FitProgress;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fit whose history is made up, over a real model whose weights tell the epoch. */
final class ScriptedFit implements FitControl, AutoCloseable {
    private final Model model = Sequential.of(Input.of(1), Dense.of(1).withActivation(Activations.linear()))
            .build(Seed.of(1));
    private final CompiledModel compiled = model.compile(SGD.of(0.1), Losses.meanSquaredError(), Metrics.accuracy());
    private Optional<String> stopReason = Optional.empty();
    private final List<String> notes = new ArrayList<>();
    private boolean isInterrupted;

    static History.Epoch epoch(int number, Map<String, Double> values) {
        return new History.Epoch(number, values);
    }

    /** Gives the weights the number of an epoch. */
    void mark(int epoch) {
        model.setWeights(new Weights(Map.of(
                "dense/kernel", Array.of(new float[] {epoch}, 1, 1), "dense/bias", Array.of(new float[] {epoch}))));
    }

    /** The number that the weights have. */
    int marked() {
        return (int) model.weights().get("dense/bias").at(0);
    }

    /** What the callbacks had to say. */
    List<String> notes() {
        return notes;
    }

    void interrupt() {
        isInterrupted = true;
    }

    @Override
    public CompiledModel model() {
        return compiled;
    }

    @Override
    public int epochs() {
        return 100;
    }

    @Override
    public void stop(String reason) {
        stopReason = Optional.of(reason);
    }

    @Override
    public Fit settings() {
        return Fit.epochs(100);
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
        notes.add(message);
    }

    @Override
    public boolean isInterrupted() {
        return isInterrupted;
    }

    @Override
    public void close() {
        model.close();
    }
}
