package io.cornu.savedmodels.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.tf.ReadOptions.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SavedModels that Python wrote; see make_savedmodel_fixtures.py. */
class PythonSavedModelTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** The second is what TensorFlow's own loader cannot call: Could not find variable. */
    @ParameterizedTest
    @ValueSource(strings = {"keras-export", "keras-save"})
    void predictsAsKeras(String fixture) throws IOException {
        JsonNode truth = Directories.truth().get("functional");
        List<Array> inputs = List.of(
                Directories.array(truth.get("inputs").get(0)),
                Directories.array(truth.get("inputs").get(1)));
        try (LoadedSavedModel loaded = SavedModel.read(Directories.fixture(fixture, folder))) {
            List<Array> outputs = loaded.predict(inputs);
            assertThat(outputs).hasSize(2);
            for (int i = 0; i < 2; i++) {
                Array expected = Directories.array(truth.get("outputs").get(i));
                assertThat(outputs.get(i).shape()).isEqualTo(expected.shape());
                assertThat(outputs.get(i).toFloats()).containsExactly(expected.toFloats(), Offset.offset(1e-5f));
            }
        }
    }

    @Test
    void findsKerasVariablesOnce() throws IOException {
        assertThat(SavedModel.describe(Directories.fixture("keras-export", folder))
                        .variables())
                .extracting(variable -> variable.tensor().name())
                .contains("conv2d/kernel", "batch_normalization/moving_mean", "second/bias")
                .doesNotHaveDuplicates();
    }

    @Test
    void callsSignaturesByName() throws IOException {
        try (LoadedSavedModel loaded = SavedModel.read(Directories.fixture("functions", folder))) {
            Map<String, Array> scaled = loaded.predict("scale", Map.of("x", Array.of(new float[] {1, 2, 3, 4}, 2, 2)));
            // Times (2, 3).
            assertThat(scaled).containsExactly(Map.entry("scaled", Array.of(new float[] {2, 6, 6, 12}, 2, 2)));
            Array small = loaded.predict("small", List.of(Array.of(new long[] {1, -128})))
                    .get(0);
            assertThat(small.dataType()).isEqualTo(DataType.INT8);
            assertThat(small.toInts()).containsExactly(1, -128);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loaded.predict(List.of()))
                    .withMessageContaining("[lengths, scale, small]")
                    .withMessageContaining("serving_default");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loaded.predict("lengths", List.of(Array.of(new float[] {1}))))
                    .withMessageContaining("input 'words': expected texts, received numbers");
            // In UTF-8: 3, 0, and 2 letters of 2 bytes each.
            assertThat(loaded.predict("lengths", Map.of(), Map.of("words", Texts.of("one", "", "\u00e4\u00f6")))
                            .values())
                    .allSatisfy(lengths -> assertThat(lengths.toInts()).containsExactly(3, 0, 4));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loaded.predict(
                            "scale",
                            Map.of(),
                            Map.of("x", Texts.of("one", "two").reshape(1, 2))))
                    .withMessageContaining("received texts");
        }
    }

    @Test
    void namesTheWayToSaveWithSignatures() throws IOException {
        Path directory = Directories.fixture("no-signature", folder);
        try (LoadedSavedModel loaded = SavedModel.read(directory)) {
            assertThat(loaded.signatures()).isEmpty();
            assertThat(loaded.functions()).hasSize(3);
        }
        assertThat(SavedModel.describe(directory).variables()).hasSize(1);
        Directories.spoil(directory, meta -> meta.clearObjectGraphDef());
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> SavedModel.read(directory))
                .withMessageContaining("model.export");
    }

    @Test
    void readsTablesFromOwnAssetsOnly() throws IOException {
        Path directory = Directories.fixture("lookup", folder);
        try (LoadedSavedModel loaded = SavedModel.read(directory)) {
            Array found =
                    loaded.predict(List.of(Array.of(new long[] {7, 6, 5}))).get(0);
            assertThat(found.toFloats()).containsExactly(0.25f, -1, 0.5f);
        }
        Path asset;
        try (Stream<Path> assets = Files.list(directory.resolve("assets"))) {
            asset = assets.findFirst().orElseThrow();
        }
        byte[] content = Files.readAllBytes(asset);
        Files.delete(asset);
        Path elsewhere = Files.write(folder.resolve("elsewhere.txt"), content);
        Files.createSymbolicLink(asset, elsewhere);
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> SavedModel.read(directory))
                .withMessageContaining("a link out of it");
        Files.delete(asset);
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> SavedModel.read(directory))
                .withMessageContaining("an asset of the model");
        // The same file as a constant of the graph would be read wherever it lies.
        Directories.spoil(directory, meta -> meta.clearAssetFileDef());
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> SavedModel.read(directory))
                .withMessageContaining("InitializeTableFromTextFileV2 reads or writes files")
                .withMessageContaining("TRUSTED");
    }

    @Test
    void assetsStayInTheDirectory() throws IOException {
        Path directory = Directories.fixture("lookup", folder);
        Directories.spoil(directory, meta -> meta.getAssetFileDefBuilder(0).setFilename("../../../etc/passwd"));
        assertThat(Files.exists(directory.resolve("assets"))).isTrue();
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(
                        () -> SavedModel.read(directory, ReadOptions.defaults().withTrust(Trust.TRUSTED)))
                .withMessageContaining("passwd");
    }
}
