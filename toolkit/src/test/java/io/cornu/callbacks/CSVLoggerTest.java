package io.cornu.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.model.Callback;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CSVLoggerTest {
    private static final String HEAD = "epoch,loss,val_loss,learning_rate\n";

    private final ScriptedFit fit = new ScriptedFit();
    private final Path folder;

    CSVLoggerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        fit.close();
    }

    @Test
    void everyEpochIsOnDiskAtItsEnd() throws IOException {
        Path file = folder.resolve("new/folders/history.csv");
        FitListener log = CSVLogger.of(file).start(fit);
        log.epochEnd(epoch(0, 1.5, 2.25));
        assertThat(file).hasContent(HEAD + "0,1.5,2.25,0.1\n");
        log.epochEnd(epoch(1, 1e-9, Double.NaN));
        assertThat(file).hasContent(HEAD + "0,1.5,2.25,0.1\n1,1.0E-9,NaN,0.1\n");
        log.fitEnd();
        try (Stream<Path> files = Files.list(folder.resolve("new/folders"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void replacesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("h.csv"), "something,else\n1,2\n");
        CSVLogger.of(file).start(fit).epochEnd(epoch(0, 1, 2));
        assertThat(file).hasContent(HEAD + "0,1.0,2.0,0.1\n");
    }

    @Test
    void replacesNothingBeforeTheFirstEpochIsOver() throws IOException {
        Path file = Files.writeString(folder.resolve("h.csv"), "precious\n");
        CSVLogger.of(file).start(fit).epochBegin(0);
        assertThat(file).hasContent("precious\n");
    }

    @Test
    void appendsUnderTheColumnsThatAreThere() throws IOException {
        Path file = Files.writeString(folder.resolve("h.csv"), "epoch,learning_rate,val_loss,loss\n0,0.5,2.0,3.0\n");
        Callback logger = CSVLogger.of(file).withAppend(true);
        logger.start(fit).epochEnd(epoch(0, 1, 2));
        // Keras, too, begins to count anew where a second fit appends.
        assertThat(file).hasContent("epoch,learning_rate,val_loss,loss\n0,0.5,2.0,3.0\n0,0.1,2.0,1.0\n");
    }

    @Test
    void refusesToAppendToOtherColumns() throws IOException {
        Path file = Files.writeString(folder.resolve("h.csv"), "epoch,loss\n0,1\n");
        FitListener log = CSVLogger.of(file).withAppend(true).start(fit);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.epochEnd(epoch(0, 1, 2)))
                .withMessageContainingAll(
                        "CSVLogger", "h.csv", "[epoch, loss, val_loss, learning_rate]", "[epoch, loss]");
        assertThat(file).hasContent("epoch,loss\n0,1\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesOnAfterAnInterruption(boolean append) throws IOException {
        Path file = folder.resolve("h.csv");
        Callback logger = CSVLogger.of(file).withAppend(append);
        FitListener first = logger.start(fit);
        first.epochEnd(epoch(0, 1, 2));
        first.epochEnd(epoch(1, 3, 4));
        FitListener.State state = first.state();
        // Logged, but the run was killed before this epoch was kept: it is done again.
        first.epochEnd(epoch(2, 5, 6));
        FitListener second = logger.start(fit);
        second.restore(state);
        second.epochEnd(epoch(2, 7, 8));
        second.epochEnd(epoch(3, 9, 10));
        assertThat(file).hasContent(HEAD + "0,1.0,2.0,0.1\n1,3.0,4.0,0.1\n2,7.0,8.0,0.1\n3,9.0,10.0,0.1\n");
    }

    /** Nothing was written when the fit was interrupted in its first epoch: the file is an earlier fit's. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesOnAfterAnInterruptionBeforeTheFirstRow(boolean append) throws IOException {
        Path file = Files.writeString(folder.resolve("h.csv"), HEAD + "0,3.0,4.0,0.1\n1,2.0,3.0,0.1\n");
        Callback logger = CSVLogger.of(file).withAppend(append);
        FitListener.State state = logger.start(fit).state();
        FitListener resumed = logger.start(fit);
        resumed.restore(state);
        resumed.epochEnd(epoch(0, 1, 2));
        assertThat(file).hasContent(HEAD + (append ? "0,3.0,4.0,0.1\n1,2.0,3.0,0.1\n" : "") + "0,1.0,2.0,0.1\n");
    }

    @Test
    void startsAnewWhereTheFileIsGone() throws IOException {
        Path file = folder.resolve("h.csv");
        FitListener log = CSVLogger.of(file).start(fit);
        log.restore(new FitListener.State(Map.of("rows", 5.0), Map.of()));
        log.epochEnd(epoch(5, 1, 2));
        assertThat(file).hasContent(HEAD + "5,1.0,2.0,0.1\n");
    }

    @Test
    void otherSeparators() {
        Path file = folder.resolve("h.tsv");
        CSVLogger.of(file).withSeparator('\t').start(fit).epochEnd(epoch(0, 1, 2));
        assertThat(file).hasContent(HEAD.replace(',', '\t') + "0\t1.0\t2.0\t0.1\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CSVLogger.of(file).withSeparator('.'))
                .withMessageContainingAll("separator", "'.'");
    }

    @Test
    void unwritablePlaceIsNamed() throws IOException {
        Path notFolder = Files.writeString(folder.resolve("file"), "");
        FitListener log = CSVLogger.of(notFolder.resolve("h.csv")).start(fit);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> log.epochEnd(epoch(0, 1, 2)))
                .withMessageContainingAll("CSVLogger", "cannot write", "h.csv");
    }

    private static History.Epoch epoch(int number, double loss, double validationLoss) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", loss);
        values.put("val_loss", validationLoss);
        values.put("learning_rate", 0.1);
        return ScriptedFit.epoch(number, values);
    }
}
