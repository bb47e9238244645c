package io.cornu.cli;

import io.cornu.model.FitListener;
import io.cornu.model.History;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a fit to people. */
final class ProgressListener implements FitListener {
    /** Reading metrics costs a round trip to the device; people cannot read faster than this. */
    private static final long REFRESH_NANOSECONDS = 250_000_000;

    private static final String RATE = "learning_rate";

    private final TrainingProgress progress;
    private final int epochs;
    private final long batches;
    private long shown;
    private String metrics = "";
    private @Nullable Double learningRate;

    ProgressListener(TrainingProgress progress, int epochs, long batches) {
        this.progress = progress;
        this.epochs = epochs;
        this.batches = batches;
    }

    @Override
    public void epochBegin(int epoch) {
        metrics = "";
        progress.epochStart(epoch + 1, epochs, batches);
    }

    @Override
    public void batchEnd(BatchEnd batch) {
        long now = System.nanoTime();
        if (now - shown > REFRESH_NANOSECONDS) {
            metrics = TrainRun.values(batch.metrics().get());
            shown = now;
        }
        progress.batch(batch.batch() + 1L, metrics);
    }

    @Override
    public void epochEnd(History.Epoch epoch) {
        Map<String, Double> values = new LinkedHashMap<>(epoch.values());
        Double rate = values.get(RATE);
        // It is news only where it changes, and the line is to fit.
        if (rate != null && (learningRate == null || learningRate.equals(rate))) {
            values.remove(RATE);
        }
        learningRate = rate;
        progress.epochEnd(TrainRun.values(values));
    }
}
