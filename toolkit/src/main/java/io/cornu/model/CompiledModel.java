package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.runtime.Variable;
import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * A model with an optimizer: trains and evaluates.
 *
 * <p>For one thread at a time. Lives as long as its {@link #model}, which is to be closed.
 */
public final class CompiledModel {
    private final Model model;
    private final Compilation compilation;
    private final Training<?> training;
    private boolean isReplaced;

    CompiledModel(Model model, Compilation compilation, String scope) {
        this.model = model;
        this.compilation = compilation;
        this.training = new Training<>(model.network(), compilation, scope);
    }

    /** Frees what the optimizer remembers, for the model is compiled anew. */
    void release() {
        isReplaced = true;
        training.release();
    }

    private void requireCurrent(String what) {
        model.requireOpen(what);
        if (isReplaced) {
            throw new IllegalStateException(what + ": expected the model's latest compilation, received an earlier one,"
                    + " whose optimizer is gone. Use what the last compile returned.");
        }
    }

    /**
     * The model that is trained.
     *
     * @return the model
     */
    public Model model() {
        return model;
    }

    /**
     * What it was compiled with.
     *
     * @return the settings
     */
    public Compilation compilation() {
        return compilation;
    }

    /**
     * Learns from examples, going on where an earlier fit left the weights and the optimizer.
     *
     * @param data inputs and targets, one row an example
     * @param fit epochs, batch size, validation, callbacks
     * @return loss and metrics of every epoch
     * @throws IllegalArgumentException if the data does not fit the model
     * @throws NonFiniteLossException if the loss becomes infinite or NaN
     */
    public History fit(Dataset data, Fit fit) {
        requireCurrent("fit");
        return new FitLoop(this, training, data, fit).run();
    }

    /**
     * Measures loss and metrics, 32 examples at a time.
     *
     * @param data inputs and targets, one row an example
     * @return by Keras' names, {@code loss} first
     * @throws IllegalArgumentException if the data does not fit the model, or there is none
     */
    public Map<String, Double> evaluate(Dataset data) {
        return evaluate(data, Model.DEFAULT_BATCH_SIZE);
    }

    /**
     * Measures loss and metrics.
     *
     * @param data inputs and targets, one row an example
     * @param batchSize how many examples at once, at least 1
     * @return by Keras' names, {@code loss} first
     * @throws IllegalArgumentException if the data does not fit the model, or there is none
     */
    public Map<String, Double> evaluate(Dataset data, int batchSize) {
        try (Training.Data opened = openEvaluation(data, batchSize)) {
            return training.evaluate(opened, batchSize);
        }
    }

    /**
     * Measures loss and metrics in full: those with a number for each class or threshold give them all, such as the
     * counts of a {@code ConfusionMatrix}.
     *
     * @param data inputs and targets, one row an example
     * @param batchSize how many examples at once, at least 1
     * @return by Keras' names, what {@link io.cornu.metrics.Metric#array} says; {@code loss} first
     * @throws IllegalArgumentException if the data does not fit the model, or there is none
     */
    public Map<String, Array> evaluateInFull(Dataset data, int batchSize) {
        try (Training.Data opened = openEvaluation(data, batchSize)) {
            return training.measured(opened, batchSize).arrays();
        }
    }

    /**
     * A batch on which gradients and activations can be measured while the model is trained, without changing it.
     *
     * @param data a batch of examples with targets, all of which are computed at once; a few hundred are enough
     * @return what measures
     * @throws IllegalArgumentException if the data does not fit the model, or is empty
     * @throws IllegalStateException if the model is closed or was compiled anew
     */
    public Probe probe(Dataset data) {
        requireCurrent("probe");
        Arguments.require(data.size() > 0, "probe", "at least one example must be given", data.size() + " examples");
        Batch batch = Probe.checked(model.network(), compilation, data.read(Probe.all(data.size())));
        BatchGraph.Format format = BatchGraph.Format.of(batch, false);
        return new Probe(
                () -> {
                    requireCurrent("probe");
                    return training.probe(format);
                },
                batch);
    }

    private Training.Data openEvaluation(Dataset data, int batchSize) {
        model.requireOpen("evaluate");
        Arguments.positive("evaluate", "batchSize", batchSize);
        Arguments.require(data.size() > 0, "evaluate", "at least one example must be given", data.size() + " examples");
        return training.openEvaluation(data);
    }

    /**
     * The learning rate in force.
     *
     * @return a schedule's at this step, or a number that callbacks may have changed
     */
    public double learningRate() {
        return training.learningRate();
    }

    /**
     * How many steps the optimizer has made.
     *
     * @return the number, over all fits
     */
    public long iterations() {
        return training.iterations();
    }

    /**
     * Changes the learning rate.
     *
     * @param rate the new rate, finite and at least 0
     * @throws IllegalStateException if the rate is a schedule, or a MultiOptimizer has several
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public void setLearningRate(double rate) {
        if (!(compilation.optimizer().learningRate() instanceof LearningRate.Constant)) {
            throw new IllegalStateException(
                    "optimizer: expected a learning rate that is a number, received a schedule, or several rates. "
                            + "Compile with a number to change it while training.");
        }
        training.setLearningRate(Arguments.notNegative("optimizer", "learning rate", rate));
    }

    /**
     * Whether the optimizer keeps moving averages of weights.
     *
     * @return true if it, or one of those in it, does
     */
    public boolean hasAverages() {
        return training.optimizer().hasAverages();
    }

    /**
     * Exchanges weights and their moving averages; a second call brings them back.
     *
     * <p>Training in between would average the wrong way round.
     *
     * @throws IllegalStateException if the optimizer keeps none
     */
    public void swapAverages() {
        requireCurrent("swapAverages");
        if (!hasAverages()) {
            throw new IllegalStateException("swapAverages: expected an optimizer that averages weights, received one "
                    + "that does not. Compile with one whose settings have an ema.");
        }
        training.optimizer().swapAverages();
    }

    /**
     * What the optimizer remembers.
     *
     * @return a copy
     */
    public OptimizerState optimizerState() {
        requireCurrent("optimizerState");
        OptimizerProgram<?> program = training.optimizer();
        program.start();
        Map<String, Map<String, Array>> slots = new LinkedHashMap<>();
        program.slots().forEach((name, variables) -> {
            Map<String, Array> values = new LinkedHashMap<>();
            Map<Variable, Array> read = model.network().session().read(List.copyOf(variables.values()));
            variables.forEach((path, variable) -> {
                Array value = read.get(variable);
                if (value != null) {
                    values.put(path, value);
                }
            });
            slots.put(name, values);
        });
        return new OptimizerState(training.iterations(), learningRate(), slots);
    }

    /**
     * Makes the optimizer remember.
     *
     * @param state from a model with the same trainable weights and optimizer; its learning rate counts only where
     *     the rate is a number
     * @throws IllegalArgumentException if a slot is missing, too much or of another shape; nothing has changed then
     */
    public void setOptimizerState(OptimizerState state) {
        requireCurrent("setOptimizerState");
        OptimizerProgram<?> program = training.optimizer();
        Map<String, Shape> expected = new LinkedHashMap<>();
        Map<String, Array> received = new LinkedHashMap<>();
        Map<Variable, Array> values = new LinkedHashMap<>();
        program.slots()
                .forEach((name, variables) ->
                        variables.forEach((path, variable) -> expected.put(path + "/" + name, variable.shape())));
        state.slots()
                .forEach((name, arrays) -> arrays.forEach((path, array) -> received.put(path + "/" + name, array)));
        Weights.requireMatch("setOptimizerState", expected, received);
        Weights checked = new Weights(received);
        program.slots()
                .forEach((name, variables) ->
                        variables.forEach((path, variable) -> values.put(variable, checked.get(path + "/" + name))));
        values.put(program.iterations(), Array.scalar(state.iterations()));
        model.network().session().assign(values);
        program.markStarted();
        training.setIterations(state.iterations());
        if (compilation.optimizer().learningRate() instanceof LearningRate.Constant) {
            training.setLearningRate(Arguments.notNegative("optimizer", "learning rate", state.learningRate()));
        }
    }

    /**
     * One training step as a function that other graphs and languages can call: what {@link #fit} does with a batch,
     * beginning with the weights and the optimizer as they are now. Randomness is that of fit, too.
     *
     * @param isWeighted whether the function takes a weight for each example
     * @param scheduledSteps for how many steps, counted from the optimizer's first, a learning rate that is a schedule
     *     is written; after them it keeps the last; at least 1
     * @return the function, without the weights
     * @throws IllegalArgumentException if {@code scheduledSteps} is below 1
     */
    public TracedTraining trace(boolean isWeighted, int scheduledSteps) {
        requireCurrent("trace");
        Arguments.positive("trace", "scheduledSteps", scheduledSteps);
        return TrainingTrace.trace(model, compilation, optimizerState(), isWeighted, scheduledSteps);
    }
}
