package io.cornu.cli;

import io.cornu.model.FitListener;
import io.cornu.model.History;

/** Shows a fit to people. */
final class ProgressListener implements FitListener {
    /** Reading metrics costs a round trip to the device; people cannot read faster than this. */
    private static final long REFRESH_NANOSECONDS = 250_000_000;

    private final TrainingProgress progress;
    private final int epochs;
    private final long batches;
    private long shown;
    private String metrics = "";

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
        progress.epochEnd(TrainRun.values(epoch.values()));
    }
}
