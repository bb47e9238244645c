package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();
    private long now;

    @Test
    void barShowsSpeedTimeLeftAndMetrics() {
        // 50 of 150 batches of 64 in 10 s: 320 examples/s, and 20 s for the other 100.
        String line = TrainingProgress.line(
                "Epoch 3/10", 50, 150, Duration.ofSeconds(10), "loss 0.3214  accuracy 0.8812", 64, 120);
        assertThat(line)
                .isEqualTo("Epoch 3/10  [=========>                    ]  50/150  320 examples/s  0:20 left"
                        + "  loss 0.3214  accuracy 0.8812");
    }

    @Test
    void longRestIsInHours() {
        // 1 of 101 batches in 100 s: 10,000 s are left.
        assertThat(TrainingProgress.line("Epoch 1/1", 1, 101, Duration.ofSeconds(100), "", 32, 100))
                .contains("2:46:40 left");
    }

    @Test
    void beforeTheFirstBatchNothingIsKnown() {
        assertThat(TrainingProgress.line("Epoch 1/2", 0, 10, Duration.ZERO, "", 32, 60))
                .startsWith("Epoch 1/2  [")
                .endsWith("]  0/10");
    }

    @Test
    void fitsNarrowTerminals() {
        for (int columns = 10; columns < 120; columns++) {
            String line = TrainingProgress.line(
                    "Epoch 3/10", 50, 150, Duration.ofSeconds(10), "loss 0.3214  accuracy 0.8812", 64, columns);
            assertThat(line.length()).isLessThanOrEqualTo(columns);
        }
    }

    @Test
    void withoutTerminalThereIsOneLineAnEpoch() {
        try (TrainingProgress progress = progress(Terminal.none())) {
            progress.epochStart(1, 2, 10);
            progress.batch(5, "loss 0.5");
            now += 2_000_000_000L;
            progress.batch(10, "loss 0.4");
            progress.epochEnd("loss 0.4  val_loss 0.6");
        }
        // 10 batches of 64 in 2 s.
        assertThat(out.toString().lines()).containsExactly("Epoch 1/2  2.0 s  320 examples/s  loss 0.4  val_loss 0.6");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void onTerminalTheBarIsDrawnAndRemoved() {
        try (TrainingProgress progress = progress(Terminal.ofColumns(80))) {
            progress.epochStart(1, 2, 10);
            progress.batch(10, "loss 0.4");
            progress.epochEnd("loss 0.4");
        }
        assertThat(err.toString()).contains("\rEpoch 1/2").contains("10/10").contains("loss 0.4");
        assertThat(err.toString()).endsWith("\r" + " ".repeat(79) + "\r").doesNotContain("\n");
        assertThat(out.toString()).startsWith("Epoch 1/2  ").hasLineCount(1);
    }

    @Test
    void abandonedEpochLeavesNoBar() {
        TrainingProgress progress = progress(Terminal.ofColumns(80));
        progress.epochStart(1, 2, 10);
        progress.close();
        progress.close();
        assertThat(err.toString()).endsWith(" \r");
        assertThat(out.toString()).isEmpty();
    }

    private TrainingProgress progress(Terminal terminal) {
        return new TrainingProgress(terminal, new PrintWriter(err), new PrintWriter(out), 64, () -> now);
    }
}
