package io.cornu.savedmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.savedmodels.archive.ArchiveContent;
import io.cornu.savedmodels.archive.ArchiveWriter;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5Writer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The magic numbers are those of each format's specification; the Keras files were written by Python. */
class ModelFormatTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @CsvSource({"cnn.keras, KERAS", "keras-weights.h5, KERAS_WEIGHTS", "keras-legacy.h5, KERAS_H5"})
    void tellsWhatPythonWrote(String name, ModelFormat format) throws IOException {
        // A name says nothing.
        Path file = Files.write(folder.resolve("file.bin"), Fixtures.bytes(name));

        assertThat(ModelFormat.of(file)).isEqualTo(format);
    }

    @Test
    void tellsLegacyWeights() throws IOException {
        Path file = folder.resolve("x.h5");
        Hdf5Writer.write(
                file, Hdf5Group.builder().texts("layer_names", List.of("dense")).build());

        assertThat(ModelFormat.of(file)).isEqualTo(ModelFormat.KERAS_H5_WEIGHTS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"class_name": "Sequential", "config": {}}   | KERAS_JSON
            {"metadata": {}, "weight_map": {"/a": "b"}}  | KERAS_WEIGHTS
            """)
    void tellsJson(String json, ModelFormat format) throws IOException {
        assertThat(ModelFormat.of(Files.writeString(folder.resolve("x"), "\n " + json)))
                .isEqualTo(format);
    }

    @Test
    void tellsDirectories() throws IOException {
        assertThat(ModelFormat.of(directory("saved", "saved_model.pb"))).isEqualTo(ModelFormat.SAVED_MODEL);
        assertThat(ModelFormat.of(directory("keras", "config.json", "model.weights.h5")))
                .isEqualTo(ModelFormat.KERAS);
        Path checkpoint = directory("checkpoint", "checkpoint", "ckpt-1.index", "ckpt-1.data-00000-of-00001");
        assertThat(ModelFormat.of(checkpoint)).isEqualTo(ModelFormat.CHECKPOINT);
        assertThat(ModelFormat.of(checkpoint.resolve("ckpt-1"))).isEqualTo(ModelFormat.CHECKPOINT);
    }

    /** A leveldb table ends in its magic number. */
    @Test
    void tellsTheIndexOfACheckpoint() throws IOException {
        byte[] table = ByteBuffer.allocate(56)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(48, 0xdb4775248b80fb57L)
                .array();

        assertThat(ModelFormat.of(Files.write(folder.resolve("x"), table))).isEqualTo(ModelFormat.CHECKPOINT);
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("", "an empty file"),
                Arguments.of("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull"),
                Arguments.of("\u0080\u0004\u0095", "a Python pickle"),
                Arguments.of("\u0000\u0000\u0000\u001cTFL3xxxxxxxxx", "TensorFlow Lite"),
                Arguments.of("\u0008\u0007\u0012\u0007pytorch", "an ONNX model"),
                Arguments.of("\u0008\u0001\u0012\u0080\u0001", "Name the directory"),
                Arguments.of("\u0010\0\0\0\0\0\0\0{\"a\": {\"b\": 1}}  ", "safetensors"),
                Arguments.of("GGUF\3\0\0\0", "GGUF"),
                Arguments.of("\u0093NUMPY\1\0", "one NumPy array"),
                Arguments.of("\n<!DOCTYPE html><html>", "a web page"),
                Arguments.of("\u001f\u008b\u0008", "Unpack it"),
                Arguments.of("model_checkpoint_path: \"ckpt-1\"\n", "Name its directory"),
                Arguments.of("{\"modelTopology\": {}}", "TensorFlow.js"),
                Arguments.of("{\"a\": 1}", "JSON with [a]"),
                Arguments.of("{\"a\": ", "expected a JSON document"),
                Arguments.of("x", "something else"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void saysWhatElseAFileIs(String content, String message) throws IOException {
        Path file = Files.write(folder.resolve("model.keras"), content.getBytes(StandardCharsets.ISO_8859_1));

        requireRefused(file, message);
    }

    @ParameterizedTest
    @CsvSource({
        "archive/data.pkl, a PyTorch archive",
        "model/saved_model.pb, Unpack it",
        "model.keras, Unpack it",
        "arr_0.npy, NumPy arrays",
        "a.txt, without a config.json"
    })
    void saysWhatElseAnArchiveIs(String entry, String message) throws IOException {
        Path file = folder.resolve("model.keras");
        ArchiveWriter.write(file, List.of(ArchiveContent.of(entry, new byte[1])));

        requireRefused(file, message);
    }

    @Test
    void saysWhatElseIsThere() throws IOException {
        Path hdf5 = folder.resolve("x.h5");
        Hdf5Writer.write(
                hdf5, Hdf5Group.builder().array("data", Array.scalar(1f)).build());

        requireRefused(hdf5, "an HDF5 file of another program, with [data]");
        requireRefused(directory("none"), "an empty directory");
        requireRefused(directory("some", "a.txt", "config.json"), "a directory with [a.txt, config.json]");
        assertThatThrownBy(() -> ModelFormat.of(folder.resolve("missing.keras")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing.keras: expected a model, received no file of that name.");
    }

    private static void requireRefused(Path path, String message) {
        assertThatThrownBy(() -> ModelFormat.of(path))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(path + ": expected")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private Path directory(String name, String... files) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(name));
        for (String file : files) {
            Files.writeString(directory.resolve(file), "x");
        }
        return directory;
    }
}
