package io.cornu.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/**
 * Shows a training run: a bar that is redrawn while an epoch lasts, and one line that stays for each epoch.
 *
 * <pre>
 * Epoch 2/10  [=====>        ]  71/157  5,012 examples/s  0:01 left  loss 0.4121  accuracy 0.8520
 * Epoch 1/10  2.0 s  5,003 examples/s  loss 0.6012  accuracy 0.7903
 * </pre>
 *
 * <p>Where the standard error is no terminal there are only the lines.
 */
final class TrainingProgress implements AutoCloseable {
    private static final int UPDATE_MILLISECONDS = 200;
    private static final int WIDEST_BAR = 30;

    private final Terminal terminal;
    private final PrintWriter err;
    private final PrintWriter lines;
    private final int batchSize;
    private final LongSupplier nanoTime;

    private String label = "";
    private long epochStart;
    private long examples;
    private @Nullable ProgressBar bar;

    /**
     * A display that has not begun.
     *
     * @param terminal what {@code err} is connected to
     * @param err where the bar is drawn
     * @param lines where the line of each finished epoch goes
     * @param batchSize how many examples a full batch has
     */
    TrainingProgress(Terminal terminal, PrintWriter err, PrintWriter lines, int batchSize) {
        this(terminal, err, lines, batchSize, System::nanoTime);
    }

    TrainingProgress(Terminal terminal, PrintWriter err, PrintWriter lines, int batchSize, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.err = err;
        this.lines = lines;
        this.batchSize = batchSize;
        this.nanoTime = nanoTime;
    }

    /**
     * An epoch begins.
     *
     * @param epoch its number, from 1
     * @param epochs how many there will be
     * @param batches how many batches it has
     */
    void epochStart(int epoch, int epochs, long batches) {
        close();
        label = "Epoch " + epoch + "/" + epochs;
        epochStart = nanoTime.getAsLong();
        examples = 0;
        if (terminal.columns().isPresent()) {
            int columns = terminal.columns().getAsInt() - 1;
            bar = new ProgressBarBuilder()
                    .setTaskName(label)
                    .setInitialMax(batches)
                    .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                    .setConsumer(new DelegatingProgressBarConsumer(text -> draw(text, columns), columns))
                    .setRenderer(this::render)
                    .build();
        }
    }

    /**
     * Batches are done.
     *
     * @param done how many of this epoch
     * @param metrics loss and metrics so far, as they shall be shown
     */
    void batch(long done, String metrics) {
        examples = done * batchSize;
        if (bar != null) {
            bar.setExtraMessage(metrics);
            bar.stepTo(done);
        }
    }

    /**
     * The epoch is over.
     *
     * @param line its loss and metrics, as they shall be shown
     */
    void epochEnd(String line) {
        double seconds = (nanoTime.getAsLong() - epochStart) / 1e9;
        close();
        lines.println(String.format(
                Locale.ROOT, "%s  %.1f s  %,.0f examples/s  %s", label, seconds, examples / seconds, line));
        lines.flush();
    }

    /** Removes the bar. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            draw("", terminal.columns().orElseThrow() - 1);
            err.print("\r");
            err.flush();
        }
    }

    private void draw(String text, int columns) {
        err.print("\r" + text + " ".repeat(Math.max(0, columns - TextTable.width(text))));
        err.flush();
    }

    private String render(ProgressState state, int columns) {
        long done = state.getCurrent();
        Duration elapsed = state.getElapsedAfterStart();
        return line(state.getTaskName(), done, state.getMax(), elapsed, state.getExtraMessage(), batchSize, columns);
    }

    /** The bar's line: what does not fit is left out from the right, the bar itself first. */
    static String line(
            String label, long done, long batches, Duration elapsed, String metrics, int batchSize, int columns) {
        double seconds = elapsed.toNanos() / 1e9;
        String speed = "";
        if (done > 0 && seconds > 0) {
            long left = Math.round(seconds / done * (batches - done));
            speed = String.format(Locale.ROOT, "  %,.0f examples/s  %s left", done * batchSize / seconds, clock(left));
        }
        String count = String.format(Locale.ROOT, "%d/%d", done, batches);
        String tail = count + speed + (metrics.isEmpty() ? "" : "  " + metrics);
        int room = Math.min(WIDEST_BAR, columns - TextTable.width(label) - TextTable.width(tail) - 6);
        String text = label + "  " + (room < 5 ? "" : bar(done, batches, room) + "  ") + tail;
        return text.length() <= columns ? text : text.substring(0, columns);
    }

    private static String bar(long done, long batches, int width) {
        int filled = batches <= 0 ? width : (int) Math.min(width, width * done / batches);
        boolean tip = filled > 0 && filled < width;
        return "[" + "=".repeat(tip ? filled - 1 : filled) + (tip ? ">" : "") + " ".repeat(width - filled) + "]";
    }

    /** Hours, minutes and seconds. */
    static String clock(long seconds) {
        long hours = seconds / 3600;
        String rest = String.format(Locale.ROOT, hours > 0 ? "%02d:%02d" : "%d:%02d", seconds / 60 % 60, seconds % 60);
        return hours > 0 ? hours + ":" + rest : rest;
    }
}
