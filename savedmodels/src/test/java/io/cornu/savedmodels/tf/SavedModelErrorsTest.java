package io.cornu.savedmodels.tf;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelErrorsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // write() sets it
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        directory = folder.resolve("model");
        try (Model model = Networks.twoInTwoOut().build(Networks.SEED)) {
            SavedModel.write(model, directory);
        }
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        refused(() -> SavedModel.read(folder.resolve("nowhere")), "nowhere", "expected a SavedModel directory");
        refused(() -> SavedModel.read(directory.resolve("saved_model.pb")), "received a file");
        refused(() -> SavedModel.read(folder), "saved_model.pb", "without");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> SavedModel.describe(folder));
        Files.delete(directory.resolve("variables/variables.index"));
        refused(() -> SavedModel.read(directory), "variables.index", "Copy the whole directory");
    }

    @Test
    void namesWhatIsDamaged() throws IOException {
        Path message = directory.resolve("saved_model.pb");
        byte[] whole = Files.readAllBytes(message);
        Files.write(message, Arrays.copyOf(whole, whole.length / 2));
        refused(() -> SavedModel.read(directory), "saved_model.pb", "damaged");
        Files.write(message, new byte[0]);
        refused(() -> SavedModel.read(directory), "saved_model.pb", "'serve'");
        Files.write(message, whole);
        refused(
                () -> SavedModel.read(directory, ReadOptions.defaults().withMaxGraphBytes(1000)),
                "at most 1000 bytes",
                "maxGraphBytes");
        Path values = directory.resolve("variables/variables.data-00000-of-00001");
        Files.write(values, Arrays.copyOf(Files.readAllBytes(values), 10));
        refused(() -> SavedModel.read(directory), "variables", "expected bytes of its own inside the 10");
        Files.delete(values);
        refused(() -> SavedModel.read(directory), "variables", "a data file of the checkpoint");
        Files.write(directory.resolve("variables/variables.index"), new byte[100]);
        refused(() -> SavedModel.read(directory), "variables", "expected a checkpoint's index");
    }

    @Test
    void namesOperationsThatTensorFlowLacks() throws IOException {
        Directories.spoil(
                directory, meta -> meta.getGraphDefBuilder().getNodeBuilder(0).setOp("FluxCapacitor"));
        refused(() -> SavedModel.read(directory), "FluxCapacitor");
    }

    @Test
    void checksInputsBeforeTensorFlowSeesThem() throws IOException {
        Array image = Networks.bytes(1, 5, 6, 6, 1);
        Array extra = Networks.numbers(2, 5, 3);
        try (LoadedSavedModel loaded = SavedModel.read(directory)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loaded.predict(List.of(image)))
                    .withMessageContaining("expected 2 input(s)")
                    .withMessageContaining("received 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loaded.predict(List.of(image, Networks.numbers(1, 5, 4))))
                    .withMessageContaining("'extra': expected shape (None, 3), received (5, 4)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loaded.predict(List.of(image.reshape(5, 36), extra)))
                    .withMessageContaining("'image': expected shape (None, 6, 6, 1), received (5, 36)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loaded.predict(List.of(image.cast(DataType.FLOAT32), extra)))
                    .withMessageContaining("'image': expected uint8, received float32");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loaded.predict(Map.of("image", image, "extras", extra)))
                    .withMessageContaining("expected inputs [image, extra]")
                    .withMessageContaining("extras");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loaded.predict("server", List.of(image, extra)))
                    .withMessageContaining("[serving_default]")
                    .withMessageContaining("received 'server'");
            loaded.predict(List.of(image, extra.cast(DataType.FLOAT64)));
        }
    }

    @Test
    void fuzzedFilesNeverEndTheProcess() throws IOException {
        for (String name :
                List.of("saved_model.pb", "variables/variables.index", "variables/variables.data-00000-of-00001")) {
            Path file = directory.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            java.util.Random random = new java.util.Random(11);
            for (int i = 0; i < 40; i++) {
                byte[] spoiled = i % 5 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
                for (int j = 0; j < 2 && spoiled.length > 0; j++) {
                    spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(file, spoiled);
                try (LoadedSavedModel loaded = SavedModel.read(directory)) {
                    loaded.predict(List.of(Networks.bytes(1, 5, 6, 6, 1), Networks.numbers(2, 5, 3)));
                } catch (IOException | IllegalArgumentException | IllegalStateException expected) {
                    org.assertj.core.api.Assertions.assertThat(expected.getMessage())
                            .doesNotContain("\n");
                }
            }
            Files.write(file, whole);
        }
    }

    private static void refused(ThrowingCallable call, String... substance) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(call)
                .satisfies(e -> org.assertj.core.api.Assertions.assertThat(e.getMessage())
                        .contains(substance)
                        .doesNotContain("\n"));
    }
}
