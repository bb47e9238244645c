package io.cornu.model;

import io.cornu.data.Dataset;
import io.cornu.optimizers.fullbatch.FullBatchOptimizer;
import io.cornu.runtime.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One fit: epochs of batches, validation after each, callbacks around them. */
final class FitLoop implements FitControl {
    private final CompiledModel model;
    private final Training<?> training;
    private final Fit fit;
    private final Dataset train;
    private final Optional<Dataset> validation;
    private final List<FitListener> listeners = new ArrayList<>();
    private final List<History.Epoch> epochs = new ArrayList<>();
    private FitProgress from;
    private boolean isBegun;
    private boolean isProgressRequested;
    private @Nullable String stopReason;
    private boolean isInterrupted;

    FitLoop(CompiledModel model, Training<?> training, Dataset data, Fit fit) {
        this.model = model;
        this.training = training;
        this.fit = fit;
        this.from = fit.resume();
        if (data.size() == 0) {
            throw new IllegalArgumentException("fit: at least one example must be given, received 0 examples.");
        }
        if (fit.validationSplit() > 0) {
            Dataset.Split split = data.split(fit.validationSplit());
            train = split.train();
            validation = Optional.of(split.validation());
        } else {
            train = data;
            validation = fit.validationData();
        }
        if (validation.isPresent() && validation.get().size() == 0) {
            throw new IllegalArgumentException(
                    "fit: at least one example must be given for validation, received 0 examples.");
        }
    }

    History run() {
        training.augment(fit.augmentation());
        try (Training.Data trainData = training.openTraining(train, fit.classWeights());
                Training.Data validationData = openValidation()) {
            start();
            FitProgress progress = fit.fullBatchOptimizer().isPresent()
                    ? search(fit.fullBatchOptimizer().get(), trainData, validationData)
                    : batches(trainData, validationData);
            if (!isInterrupted && fit.fullBatchOptimizer().isEmpty()) {
                // Where the weights have moving averages, they become them; a fit that goes on later is not over, and a
                // search has averaged nothing.
                training.finish();
            }
            listeners.forEach(FitListener::fitEnd);
            return new History(epochs, Optional.ofNullable(stopReason), progress);
        } catch (RuntimeException | Error failure) {
            fail(failure);
            throw failure;
        }
    }

    private FitProgress batches(Training.Data trainData, Training.@Nullable Data validationData) {
        FitProgress progress = from;
        while (progress.epoch() < fit.epochs() && stopReason == null) {
            progress = tell(epoch(trainData, validationData, progress));
        }
        return progress;
    }

    /** Every iteration of the search is an epoch of one batch. */
    private FitProgress search(
            FullBatchOptimizer optimizer, Training.Data trainData, Training.@Nullable Data validationData) {
        if (from.batch() > 0) {
            throw new IllegalArgumentException("fit: expected to go on at the beginning of an epoch, received progress"
                    + " within one. A full-batch optimizer has no batches; start anew.");
        }
        FitProgress[] progress = {from};
        if (from.epoch() >= fit.epochs()) {
            return from;
        }
        searchBegin(from.epoch());
        Seed seed = model.model().options().seed().derive("search", from.epoch());
        training.search(optimizer, trainData, seed.generator(), totals -> {
            int epoch = progress[0].epoch();
            Map<String, Double> values = new LinkedHashMap<>(totals.results());
            double loss = values.getOrDefault("loss", Double.NaN);
            var event = new FitListener.BatchEnd(epoch, 0, 1, train.size(), loss, totals::results);
            listeners.forEach(listener -> listener.batchEnd(event));
            progress[0] = tell(ended(epoch, values, validationData));
            boolean goesOn = progress[0].epoch() < fit.epochs() && stopReason == null;
            if (goesOn) {
                searchBegin(progress[0].epoch());
            }
            return goesOn;
        });
        if (stopReason == null && progress[0].epoch() < fit.epochs()) {
            stopReason = "nothing more to gain";
        }
        return progress[0];
    }

    private void searchBegin(int epoch) {
        listeners.forEach(listener -> listener.epochBegin(epoch));
        listeners.forEach(listener -> listener.batchBegin(epoch, 0));
    }

    private void start() {
        fit.callbacks().forEach(callback -> listeners.add(callback.start(this)));
        isBegun = true;
        epochs.addAll(from.epochs());
        if (from.batch() > 0 && from.batch() >= batches()) {
            throw new IllegalArgumentException("fit: expected to go on within an epoch of " + batches()
                    + " batches, received progress of " + from.batch()
                    + ". Give the data and the batch size that the earlier fit had.");
        }
        for (int i = 0; i < Math.min(listeners.size(), from.listeners().size()); i++) {
            listeners.get(i).restore(from.listeners().get(i));
        }
        listeners.forEach(FitListener::fitBegin);
    }

    private void fail(Throwable failure) {
        for (FitListener listener : listeners) {
            try {
                listener.fitFailed(failure);
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
        }
    }

    private FitProgress tell(FitProgress progress) {
        isProgressRequested = false;
        // What listeners remember is read for each anew: one may have changed the weights when it heard of this.
        listeners.forEach(listener -> listener.progress(progress.withListeners(states())));
        return progress.withListeners(states());
    }

    @Override
    public CompiledModel model() {
        return model;
    }

    @Override
    public int epochs() {
        return fit.epochs();
    }

    @Override
    public void stop(String reason) {
        stopReason = reason;
    }

    @Override
    public boolean isInterrupted() {
        return isInterrupted;
    }

    @Override
    public Fit settings() {
        return fit;
    }

    @Override
    public Optional<String> stopReason() {
        return Optional.ofNullable(stopReason);
    }

    @Override
    public void requestProgress() {
        isProgressRequested = true;
    }

    @Override
    public void resume(FitProgress progress) {
        if (isBegun) {
            throw new IllegalStateException(
                    "fit: expected to go on from elsewhere before training, received it after. Call resume from start.");
        }
        from = progress;
    }

    @Override
    public void note(String message) {
        listeners.forEach(listener -> listener.note(message));
    }

    private int batches() {
        return (int) ((train.size() + fit.batchSize() - 1L) / fit.batchSize());
    }

    private void interrupt() {
        isInterrupted = true;
        stopReason = "interrupted";
    }

    private Training.@Nullable Data openValidation() {
        return validation.map(training::openEvaluation).orElse(null);
    }

    /** Runs an epoch, or the rest of one; gives where it got to. */
    private FitProgress epoch(Training.Data trainData, Training.@Nullable Data validationData, FitProgress reached) {
        int epoch = reached.epoch();
        listeners.forEach(listener -> listener.epochBegin(epoch));
        int batches = batches();
        long firstStep = training.iterations() - reached.steps();
        int batch = reached.batch();
        Totals totals = null;
        try (BatchQueue queue = new BatchQueue(trainData.source(), order(firstStep), fit.batchSize(), batch)) {
            while (queue.hasNext()) {
                BatchQueue.Fed fed = queue.next();
                if (totals == null) {
                    totals = opened(fed, reached);
                }
                step(fed, epoch, batch++, batches, totals);
                boolean isCancelled = stopReason == null && fit.cancellation().getAsBoolean() && batch < batches;
                if (isCancelled) {
                    interrupt();
                    return within(epoch, batch, firstStep, totals);
                }
                if (stopReason != null) {
                    break;
                }
                if (isProgressRequested && batch < batches) {
                    tell(within(epoch, batch, firstStep, totals));
                }
            }
        }
        Map<String, Double> values = new LinkedHashMap<>(totals == null ? Map.of() : totals.results());
        return ended(epoch, values, validationData);
    }

    private FitProgress within(int epoch, int batch, long firstStep, Totals totals) {
        int steps = Math.toIntExact(training.iterations() - firstStep);
        return new FitProgress(epoch, batch, steps, totals.state(), epochs, List.of());
    }

    /** Validates and tells of the end of an epoch; gives where to go on. */
    private FitProgress ended(int epoch, Map<String, Double> values, Training.@Nullable Data validationData) {
        if (validationData != null) {
            validate(validationData, epoch).forEach((name, value) -> values.put("val_" + name, value));
        }
        if (fit.fullBatchOptimizer().isEmpty()) {
            values.put("learning_rate", training.learningRate());
        }
        History.Epoch finished = new History.Epoch(epoch, values);
        epochs.add(finished);
        listeners.forEach(listener -> listener.epochEnd(finished));
        if (stopReason == null && epoch + 1 < fit.epochs() && fit.cancellation().getAsBoolean()) {
            interrupt();
        }
        return new FitProgress(epoch + 1, 0, 0, Map.of(), epochs, List.of());
    }

    private Map<String, Double> validate(Training.Data validationData, int epoch) {
        listeners.forEach(listener -> listener.validationBegin(epoch));
        Map<String, Double> values = Collections.unmodifiableMap(training.evaluate(validationData, fit.batchSize()));
        listeners.forEach(listener -> listener.validationEnd(epoch, values));
        return values;
    }

    private void step(BatchQueue.Fed fed, int epoch, int batch, int batches, Totals totals) {
        listeners.forEach(listener -> listener.batchBegin(epoch, batch));
        double loss = training.train(fed);
        var event = new FitListener.BatchEnd(epoch, batch, batches, fed.size(), loss, totals::results);
        listeners.forEach(listener -> listener.batchEnd(event));
        if (!Double.isFinite(loss) && stopReason == null) {
            throw new NonFiniteLossException(loss, epoch, batch);
        }
    }

    private Totals opened(BatchQueue.Fed first, FitProgress reached) {
        Totals totals = training.totals(first.format());
        if (reached.batch() > 0) {
            totals.restore(reached.totals());
        } else {
            totals.reset();
        }
        return totals;
    }

    private List<FitListener.State> states() {
        return listeners.stream().map(FitListener::state).toList();
    }

    /** An order of its own for every epoch, the same again when the epoch is gone on with. */
    private int[] order(long firstStep) {
        int[] order = IntStream.range(0, train.size()).toArray();
        if (fit.shuffle()) {
            Seed seed = model.model().options().seed().derive("shuffle", firstStep);
            RandomGenerator random = seed.generator();
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
        }
        return order;
    }
}
