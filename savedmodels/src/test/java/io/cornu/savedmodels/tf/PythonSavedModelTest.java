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
                    .withMessageContaining("input words")
                    .withMessageContaining("string");
        }
    }

    @Test
    void namesTheWayToSaveWithSignatures() throws IOException {
        Path directory = Directories.fixture("no-signature", folder);
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> SavedModel.read(directory))
                .withMessageContaining("model.export");
        assertThat(SavedModel.describe(directory).variables()).hasSize(1);
    }

    @Test
    void readsTablesFromAssetsOnlyIfTrusted() throws IOException {
        Path directory = Directories.fixture("lookup", folder);
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> SavedModel.read(directory))
                .withMessageContaining("InitializeTableFromTextFileV2 reads or writes files")
                .withMessageContaining("TRUSTED");
        try (LoadedSavedModel loaded =
                SavedModel.read(directory, ReadOptions.defaults().withTrust(Trust.TRUSTED))) {
            Array found =
                    loaded.predict(List.of(Array.of(new long[] {7, 6, 5}))).get(0);
            assertThat(found.toFloats()).containsExactly(0.25f, -1, 0.5f);
        }
        Directories.spoil(directory, meta -> meta.getAssetFileDefBuilder(0).setFilename("../../../etc/passwd"));
        assertThat(Files.exists(directory.resolve("assets"))).isTrue();
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(
                        () -> SavedModel.read(directory, ReadOptions.defaults().withTrust(Trust.TRUSTED)))
                .withMessageContaining("passwd");
    }
}
