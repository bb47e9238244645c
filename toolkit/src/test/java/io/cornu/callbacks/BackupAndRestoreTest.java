package io.cornu.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyArchives;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.metrics.Metrics;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupAndRestoreTest {
    /** 36 examples to learn from in batches of 7: 6 batches an epoch, the last of one example. */
    private static final Fit FIT = Fit.epochs(4).withBatchSize(7).withValidationSplit(0.1);

    private static final Dataset DATA = data();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Result whole;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @BeforeAll
    static void trainWithoutInterruption(@TempDir Path once) throws IOException {
        whole = resume(LambdaCallback.of(), once.resolve("log.csv"));
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** What a fit leaves. */
    private record Result(List<History.Epoch> epochs, Weights weights, OptimizerState state, String csv) {}

    @ParameterizedTest(name = "crash after {0} batches, backup every {1} (0: epoch)")
    @CsvSource({"3,1", "6,1", "7,1", "11,2", "14,5", "20,4", "5,0", "6,0", "13,0", "23,0", "23,6"})
    void endsAsIfNothingHadHappened(int crash, int frequency) throws IOException {
        Path backup = folder.resolve("backup");
        BackupAndRestore callback = frequency == 0
                ? BackupAndRestore.of(backup)
                : BackupAndRestore.of(backup).withSaveFrequency(frequency);
        Path csv = folder.resolve("log.csv");
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            assertThatExceptionOfType(Crash.class)
                    .isThrownBy(() -> compiled.fit(DATA, FIT.withCallbacks(callbacks(callback, csv, crash))));
        }
        assertThat(resume(callback, csv)).isEqualTo(whole);
        assertThat(backup).as("deleted when all is done").doesNotExist();
    }

    @Test
    void goesOnInTheSameModelCompiledAnew() throws IOException {
        BackupAndRestore callback =
                BackupAndRestore.of(folder.resolve("backup")).withSaveFrequency(1);
        Path csv = folder.resolve("log.csv");
        try (Model model = network()) {
            CompiledModel first = compile(model);
            assertThatExceptionOfType(Crash.class)
                    .isThrownBy(() -> first.fit(DATA, FIT.withCallbacks(callbacks(callback, csv, 9))));
            CompiledModel second = compile(model);
            History history = second.fit(DATA, FIT.withCallbacks(callbacks(callback, csv, 1000)));
            assertThat(new Result(history.epochs(), model.weights(), second.optimizerState(), Files.readString(csv)))
                    .isEqualTo(whole);
        }
    }

    @Test
    void cancelledFitKeepsItsBackup() throws IOException {
        Path backup = folder.resolve("backup");
        BackupAndRestore callback = BackupAndRestore.of(backup);
        Path csv = folder.resolve("log.csv");
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            History history = compiled.fit(
                    DATA,
                    FIT.withCallbacks(callbacks(callback, csv, 1000))
                            .withCancellation(() -> compiled.optimizerState().iterations() >= 10));
            assertThat(history.stopReason()).contains("interrupted");
        }
        assertThat(backup.resolve("backup.npz")).exists();
        assertThat(resume(callback, csv)).isEqualTo(whole);
    }

    @Test
    void damagedBackupFallsBackToTheOneBefore() throws IOException {
        Path backup = folder.resolve("backup");
        BackupAndRestore callback = BackupAndRestore.of(backup).withDoubleCheckpoint(true);
        Path csv = folder.resolve("log.csv");
        crash(callback, csv, 20);
        assertThat(backup.resolve("previous.npz")).exists();
        byte[] bytes = Files.readAllBytes(backup.resolve("backup.npz"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(backup.resolve("backup.npz"), bytes);
        assertThat(resume(callback, csv)).isEqualTo(whole);
        assertThat(backup).doesNotExist();
    }

    @Test
    void backupIsKeptWhereWanted() throws IOException {
        Path backup = folder.resolve("backup");
        BackupAndRestore callback = BackupAndRestore.of(backup).withDeleteCheckpoint(false);
        Path csv = folder.resolve("log.csv");
        Result first = resume(callback, csv);
        assertThat(first).isEqualTo(whole);
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            // All epochs are done: nothing is trained, and the model is what it was in the end.
            History history = compiled.fit(DATA, FIT.withCallbacks(callbacks(callback, csv, 1000)));
            assertThat(history.epochs()).isEqualTo(first.epochs());
            assertThat(model.weights()).isEqualTo(first.weights());
        }
    }

    @Test
    void otherFilesInTheFolderStay() throws IOException {
        Path backup = Files.createDirectory(folder.resolve("backup"));
        Files.writeString(backup.resolve("notes.txt"), "mine");
        resume(BackupAndRestore.of(backup), folder.resolve("log.csv"));
        try (Stream<Path> left = Files.list(backup)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("notes.txt");
        }
    }

    @Test
    void backupOfAnotherModelIsRefusedAndChangesNothing() {
        BackupAndRestore callback = BackupAndRestore.of(folder.resolve("backup"));
        crash(callback, folder.resolve("log.csv"), 20);
        try (Model model = Sequential.of(Input.of(3), Dense.of(4).withActivation(Activations.softmax()))
                .build(Seed.of(1))) {
            Weights before = model.weights();
            CompiledModel compiled = model.compile(Adam.of(0.01), Losses.sparseCategoricalCrossentropy());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(DATA, Fit.epochs(1).withCallbacks(callback)))
                    .withMessageContainingAll("BackupAndRestore", "this model", "dense/kernel", "Delete it");
            assertThat(model.weights()).isEqualTo(before);
        }
        // The same weights with another optimizer.
        try (Model model = network()) {
            Weights before = model.weights();
            CompiledModel compiled =
                    model.compile(SGD.of(0.1), Losses.sparseCategoricalCrossentropy(), Metrics.accuracy());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(DATA, FIT.withCallbacks(callback)))
                    .withMessageContainingAll("BackupAndRestore", "this model", "Delete it");
            assertThat(model.weights()).isEqualTo(before);
        }
    }

    @Test
    void otherBatchSizeIsRefused() {
        BackupAndRestore callback =
                BackupAndRestore.of(folder.resolve("backup")).withSaveFrequency(5);
        crash(callback, folder.resolve("log.csv"), 6);
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(DATA, FIT.withBatchSize(36).withCallbacks(callback)))
                    .withMessageContainingAll("1 batches", "progress of 5", "batch size");
        }
    }

    @Test
    void damagedFilesAreRefusedInOneLine() throws IOException {
        Path backup = folder.resolve("backup");
        BackupAndRestore callback = BackupAndRestore.of(backup);
        crash(callback, folder.resolve("log.csv"), 20);
        Path file = backup.resolve("backup.npz");
        byte[] bytes = Files.readAllBytes(file);
        List<byte[]> broken = new ArrayList<>(List.of(new byte[0], "hello".getBytes(StandardCharsets.UTF_8)));
        broken.add(Arrays.copyOf(bytes, bytes.length / 2));
        for (byte[] content : broken) {
            Files.write(file, content);
            refused(callback);
        }
        Files.write(file, bytes);
        Map<String, Array> entries = NumpyArchives.read(file);
        for (String left : List.of("format", "epoch", "iterations", "learning_rate", "epochs", "history|loss")) {
            Map<String, Array> fewer = new LinkedHashMap<>(entries);
            fewer.remove(left);
            if (left.startsWith("history")) {
                entries.keySet().stream()
                        .filter(name -> name.startsWith("history"))
                        .forEach(fewer::remove);
            }
            NumpyArchives.write(file, fewer);
            refused(callback);
        }
        Map<String, Array> hostile = new LinkedHashMap<>(entries);
        hostile.put("format", Array.scalar(99L));
        NumpyArchives.write(file, hostile);
        refused(callback);
    }

    @Test
    void badSettings() {
        BackupAndRestore callback = BackupAndRestore.of(folder);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> callback.withSaveFrequency(0))
                .withMessageContainingAll("BackupAndRestore", "saveFrequency", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackupAndRestore.of(Path.of("")))
                .withMessageContainingAll("BackupAndRestore", "backupDirectory");
    }

    @Test
    void placeThatCannotBeWrittenEndsTheFit() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(
                            () -> compiled.fit(DATA, FIT.withCallbacks(BackupAndRestore.of(file.resolve("backup")))))
                    .withMessageContainingAll("BackupAndRestore", "backup");
        }
    }

    private void refused(BackupAndRestore callback) {
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> compiled.fit(DATA, FIT.withCallbacks(callback)))
                    .withMessageContainingAll("BackupAndRestore", "backup.npz")
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n"));
        }
    }

    private static Result resume(Callback backup, Path csv) throws IOException {
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            History history = compiled.fit(DATA, FIT.withCallbacks(callbacks(backup, csv, 1000)));
            return new Result(history.epochs(), model.weights(), compiled.optimizerState(), Files.readString(csv));
        }
    }

    private static void crash(Callback backup, Path csv, int after) {
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            assertThatExceptionOfType(Crash.class)
                    .isThrownBy(() -> compiled.fit(DATA, FIT.withCallbacks(callbacks(backup, csv, after))));
        }
    }

    /** Callbacks with a memory, and one that crashes. */
    private static List<Callback> callbacks(Callback backup, Path csv, int crash) {
        return List.of(
                EarlyStopping.of().withMonitor("loss").withPatience(10).withRestoreBestWeights(true),
                ReduceLROnPlateau.of().withMonitor("loss").withPatience(1).withMinDelta(10),
                backup,
                CSVLogger.of(csv),
                fit -> new FitListener() {
                    private int left = crash;

                    @Override
                    public void batchBegin(int epoch, int batch) {
                        if (left-- == 0) {
                            throw new Crash();
                        }
                    }
                });
    }

    private static CompiledModel compile(Model model) {
        return model.compile(Adam.of(0.01), Losses.sparseCategoricalCrossentropy(), Metrics.accuracy());
    }

    private static Model network() {
        return Sequential.of(
                        Input.of(3),
                        Dense.of(8).withActivation(Activations.relu()),
                        BatchNormalization.of(),
                        Dropout.of(0.3),
                        Dense.of(2).withActivation(Activations.softmax()))
                .build(Seed.of(5));
    }

    private static Dataset data() {
        RandomGenerator random = Seed.of(9).generator();
        float[] inputs = new float[40 * 3];
        int[] labels = new int[40];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = inputs[3 * i] > 0 ? 1 : 0;
        }
        return Dataset.of(Array.of(inputs, 40, 3), Array.of(labels));
    }
}
