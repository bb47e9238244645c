package io.cornu.cli;

import io.cornu.experiments.Monitor;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows an experiment: a line that is redrawn while it goes on, with the time that is left, and one that stays for each
 * training. Where the standard error is no terminal there are only the lines that stay.
 */
final class LabProgress implements Monitor, AutoCloseable {
    private static final long REFRESH_NANOSECONDS = 200_000_000;
    private static final int WIDEST_BAR = 24;

    private final Terminal terminal;
    private final PrintWriter err;
    private final PrintWriter lines;
    private String task = "";
    private long begun;
    private double begunShare;
    private long drawn;
    private boolean isDrawn;

    LabProgress(Terminal terminal, PrintWriter err, PrintWriter lines) {
        this.terminal = terminal;
        this.err = err;
        this.lines = lines;
    }

    @Override
    public synchronized void progressed(Progress progress) {
        long now = System.nanoTime();
        if (!progress.task().equals(task)) {
            task = progress.task();
            begun = now;
            // What an earlier run did took no time of this one.
            begunShare = progress.share();
        }
        if (terminal.columns().isPresent() && now - drawn > REFRESH_NANOSECONDS) {
            drawn = now;
            draw(line(progress, (now - begun) / 1e9, terminal.columns().getAsInt() - 1));
        }
    }

    /** What does not fit is left out from the right. */
    private String line(Progress progress, double seconds, int columns) {
        double done = progress.share() - begunShare;
        String left = done > 0 && seconds > 2
                ? "  " + TrainingProgress.clock(Math.round(seconds / done * (1 - progress.share()))) + " left"
                : "";
        int filled = (int) Math.round(progress.share() * WIDEST_BAR);
        String text = progress.task() + "  [" + "=".repeat(filled) + " ".repeat(WIDEST_BAR - filled) + "]"
                + String.format(Locale.ROOT, " %.0f %%", 100 * progress.share()) + left + "  " + progress.detail();
        return text.length() <= columns ? text : text.substring(0, columns);
    }

    @Override
    public synchronized void noted(String line) {
        clear();
        lines.println(line);
        lines.flush();
    }

    @Override
    public void close() {
        clear();
    }

    /** Removes the line that is redrawn, so that others can print. */
    synchronized void clear() {
        if (isDrawn) {
            draw("");
            err.print("\r");
            err.flush();
            isDrawn = false;
        }
    }

    private void draw(String text) {
        int columns = terminal.columns().orElseThrow() - 1;
        err.print("\r" + text + " ".repeat(Math.max(0, columns - TextTable.width(text))));
        err.flush();
        isDrawn = true;
    }
}
