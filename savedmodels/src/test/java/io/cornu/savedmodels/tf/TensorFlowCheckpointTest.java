package io.cornu.savedmodels.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import io.cornu.savedmodels.keras.KerasModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.TensorShapeProto;

/** What Python makes of these files, and these of Python's, is in CheckpointExchangeTest. */
class TensorFlowCheckpointTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** The check value of CRC-32C, of "123456789", is 0xe3069283; masked by hand as crc32c.h says. */
    @Test
    void masksChecksums() {
        int checksum = 0xe3069283;
        int masked = ((checksum >>> 15) | (checksum << 17)) + 0xa282ead8;
        assertThat(Checksums.masked(ByteBuffer.wrap("123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                .isEqualTo(masked);
    }

    @Test
    void keepsBitsTypesAndNames() throws IOException {
        Map<String, Array> arrays = new LinkedHashMap<>();
        for (DataType type : DataType.values()) {
            arrays.put(
                    "types/" + type.kerasName(), Array.of(new int[] {0, 1, 1}).cast(type));
        }
        arrays.put("scalar", Array.scalar(3f));
        arrays.put("empty", Array.of(new float[0], 0, 4));
        arrays.put("nan", Array.of(new float[] {Float.NaN, Float.NEGATIVE_INFINITY, -0f}));
        CheckpointFolder.writeNames(folder.resolve("all"), arrays);
        TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(folder.resolve("all.index"));
        assertThat(checkpoint.tensors())
                .extracting(TensorDescription::name)
                .containsExactlyElementsOf(new TreeMap<>(arrays).keySet());
        for (Map.Entry<String, Array> entry : arrays.entrySet()) {
            assertThat(checkpoint.read(entry.getKey())).isEqualTo(entry.getValue());
        }
        assertThat(checkpoint.tensors())
                .anySatisfy(tensor -> assertThat(tensor).hasToString("types/bfloat16: bfloat16 (3,)"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> checkpoint.read("nope"))
                .withMessageContaining("'nope'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> checkpoint.readTexts("scalar"))
                .withMessageContaining("expected texts, received float32");
    }

    @Test
    void tellsWhatFitsAndWhatNot() throws IOException {
        Map<String, Array> arrays = new LinkedHashMap<>();
        arrays.put("net/dense_4/kernel", zeros(3, 2));
        arrays.put("net/dense_4/bias", zeros(2));
        arrays.put("net/dense_7/kernel", zeros(2, 5));
        arrays.put("net/dense_7/bias", zeros(5));
        arrays.put("net/dense_7/bias/Adam", zeros(5));
        arrays.put("net/other/kernel", zeros(1));
        CheckpointFolder.writeNames(folder.resolve("net"), arrays);
        SavedWeights saved = SavedWeights.read(folder.resolve("net"));
        Architecture architecture = Sequential.of(Input.of(3), Dense.of(2), Dense.of(4), BatchNormalization.of());
        WeightsMatch match = saved.match(architecture);
        assertThat(match.matched())
                .isEqualTo(Map.of("dense/kernel", "net/dense_4/kernel", "dense/bias", "net/dense_4/bias"));
        assertThat(match.mismatched())
                .containsEntry("dense_1/kernel", "expected (2, 4), received (2, 5) of net/dense_7/kernel")
                .containsOnlyKeys("dense_1/kernel", "dense_1/bias");
        assertThat(match.missing())
                .containsOnlyKeys(
                        "batch_normalization/gamma",
                        "batch_normalization/beta",
                        "batch_normalization/moving_mean",
                        "batch_normalization/moving_variance");
        assertThat(match.unused()).containsExactly("net/other/kernel");
        assertThat(match.isComplete()).isFalse();
        assertThat(match).asString().contains("2 matched, 4 missing, 2 mismatched, 1 unused", "unused: net/other");
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> saved.into(architecture))
                .withMessageContaining("6 of 8 variables do not match")
                .withMessageContaining("dense_1/kernel expected (2, 4)")
                .withMessageContaining("batch_normalization/gamma is missing")
                .withMessageContaining("left over: net/other/kernel");
        Architecture smaller = Sequential.of(Input.of(3), Dense.of(2).named("features"));
        assertThat(saved.match(smaller, Map.of("features", "net/dense_4"))
                        .weights()
                        .byPath())
                .containsOnlyKeys("features/kernel", "features/bias");
        assertThat(saved.match(smaller, Map.of("features/bias", "net/dense_4/bias"))
                        .matched())
                .isEqualTo(Map.of("features/bias", "net/dense_4/bias"));
        Weights others =
                new Weights(Map.of("features/kernel", Array.of(new float[6], 3, 2), "features/bias", zeros(2)));
        assertThat(saved.match(smaller, Map.of("features/bias", "net/dense_4/bias"))
                        .over(others)
                        .byPath())
                .hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> saved.match(smaller, Map.of("nowhere", "net")))
                .withMessageContaining("'nowhere'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> saved.match(smaller, Map.of("features", "nowhere")))
                .withMessageContaining("'nowhere'");
    }

    @Test
    void takesNothingWhereTwoFit() throws IOException {
        CheckpointFolder.writeNames(
                folder.resolve("two"),
                Map.of("a/dense/kernel", zeros(3, 2), "b/dense/kernel", zeros(3, 2), "a/dense/bias", zeros(2)));
        WeightsMatch match = SavedWeights.read(folder.resolve("two")).match(Sequential.of(Input.of(3), Dense.of(2)));
        assertThat(match.missing())
                .isEqualTo(Map.of("dense/kernel", "is ambiguous among a/dense/kernel; b/dense/kernel"));
    }

    @Test
    void ourOwnFilesComeBack() throws IOException {
        try (Model model = Networks.convolutional().build(Networks.SEED)) {
            SavedModel.write(model, folder.resolve("model"));
            CheckpointFolder checkpoints = CheckpointFolder.of(folder.resolve("checkpoints"));
            assertThat(checkpoints.latest()).isEmpty();
            checkpoints.save(KerasModel.of(model));
            assertThat(SavedWeights.read(folder.resolve("model")).into(model.architecture()))
                    .isEqualTo(model.weights());
            assertThat(SavedWeights.read(folder.resolve("checkpoints")).into(model.architecture()))
                    .isEqualTo(model.weights());
        }
    }

    @Test
    void checkpointsStayInTheirFolder() throws IOException {
        for (String name : List.of("/etc/ckpt-1", "../ckpt-1", "a/../../ckpt-1")) {
            Files.writeString(folder.resolve("checkpoint"), "model_checkpoint_path: \"" + name + "\"\n");
            refused(() -> CheckpointFolder.of(folder).latest(), "expected checkpoints in the same directory");
        }
        Files.writeString(folder.resolve("checkpoint"), "model_checkpoint_path: \"ckpt-9\"\n");
        assertThat(CheckpointFolder.of(folder).latest()).isEmpty();
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> SavedWeights.read(folder))
                .withMessageContaining("SavedModel or checkpoints");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> TensorFlowCheckpoint.open(folder.resolve("nothing")))
                .withMessageContaining("nothing.index");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckpointFolder.of(folder).withName("../up"))
                .withMessageContaining("letters, digits");
    }

    @Test
    void linksOutOfTheFolderAreRefused() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        CheckpointFolder.writeNames(inside.resolve("net"), Map.of("a", zeros(2)));
        Path data = inside.resolve("net.data-00000-of-00001");
        Files.move(data, folder.resolve("elsewhere"));
        Files.createSymbolicLink(data, folder.resolve("elsewhere"));
        refused(() -> TensorFlowCheckpoint.open(inside.resolve("net")), "a link out of it");
        Files.delete(data);
        refused(() -> TensorFlowCheckpoint.open(inside.resolve("net")), "a data file of the checkpoint");
    }

    @Test
    void entriesThatDoNotFitAreRefused() throws IOException {
        BundleEntryProto good = entry(4, 0, 16, 0);
        hostile(entry(4, 0, 17, 0), "expected the bytes of float32");
        hostile(entry(4, 8, 16, 0), "expected bytes of its own inside the 20");
        hostile(entry(4, -1, 16, 0), "expected bytes in one of 1 data files");
        hostile(entry(4, Long.MAX_VALUE - 3, 16, 0), "expected bytes in one of 1 data files");
        hostile(entry(4, 0, 16, 1), "expected bytes in one of 1 data files");
        hostile(entry(4, 0, 16, -1), "expected bytes in one of 1 data files");
        hostile(entry(-4, 0, 16, 0), "expected dimensions of at least 0");
        hostile(
                good.toBuilder()
                        .setShape(TensorShapeProto.newBuilder()
                                .addDim(TensorShapeProto.Dim.newBuilder().setSize(1L << 62))
                                .addDim(TensorShapeProto.Dim.newBuilder().setSize(1L << 62)))
                        .build(),
                "expected the bytes of float32");
        hostile(
                good.toBuilder()
                        .setShape(TensorShapeProto.newBuilder().setUnknownRank(true))
                        .build(),
                "received an unknown one");
        // Two entries over the same bytes would unfold into more memory than the file has.
        index(header(1), Map.of("a", good.toByteArray(), "b", good.toByteArray()));
        refused(() -> TensorFlowCheckpoint.open(folder.resolve("bad")), "expected bytes of its own");
        index(header(0), Map.of());
        refused(() -> TensorFlowCheckpoint.open(folder.resolve("bad")), "expected 1 to 10000 data files");
        index(header(2_000_000_000), Map.of());
        refused(() -> TensorFlowCheckpoint.open(folder.resolve("bad")), "expected 1 to 10000 data files");
        index(
                BundleHeaderProto.newBuilder()
                        .setNumShards(1)
                        .setEndianness(BundleHeaderProto.Endianness.BIG)
                        .build()
                        .toByteArray(),
                Map.of());
        refused(() -> TensorFlowCheckpoint.open(folder.resolve("bad")), "big-endian");
        index(header(1), Map.of("a", new byte[] {-1, -1}));
        refused(() -> TensorFlowCheckpoint.open(folder.resolve("bad")), "expected an entry");
        index(header(1), Map.of("a", good.toByteArray()));
        refused(() -> TensorFlowCheckpoint.open(folder.resolve("bad")).read("a"), "the checksum does not fit");
        refused(
                () -> TensorFlowCheckpoint.open(
                        folder.resolve("bad"), ReadLimits.defaults().withMaxObjects(1)),
                "Raise ReadLimits.maxObjects");
    }

    @Test
    void compressedBlocksAreRefused() throws IOException {
        CheckpointFolder.writeNames(folder.resolve("bad"), Map.of("a", zeros(2)));
        byte[] index = Files.readAllBytes(folder.resolve("bad.index"));
        // The first block's length stands in its handle: find the type behind it, the first byte of its trailer.
        int end = index.length - TableReader.FOOTER;
        for (int i = 0; i < end - 4; i++) {
            ByteBuffer block = ByteBuffer.wrap(index, 0, i + 1);
            int stored = ByteBuffer.wrap(index)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .getInt(i + 1);
            if (index[i] == 0 && stored == Checksums.masked(block)) {
                index[i] = 1;
                break;
            }
        }
        Files.write(folder.resolve("bad.index"), index);
        refused(() -> TensorFlowCheckpoint.open(folder.resolve("bad")), "compression 1");
    }

    /** Whatever is changed is found, or changes nothing that is read. */
    @Test
    void damagedFilesGiveOneClearLine() throws IOException {
        Map<String, Array> arrays = Map.of("first/kernel", zeros(3, 4), "second/kernel", zeros(5));
        Random random = new Random(17);
        CheckpointFolder.writeNames(folder.resolve("net"), arrays);
        for (String name : List.of("net.index", "net.data-00000-of-00001")) {
            Path file = folder.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            int refused = 0;
            for (int i = 0; i < 2000; i++) {
                byte[] spoiled =
                        i % 4 == 0 ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
                for (int j = 0; j < 1 + i % 3 && spoiled.length > 0; j++) {
                    spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(file, spoiled);
                try {
                    TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(folder.resolve("net"));
                    for (Map.Entry<String, Array> entry : arrays.entrySet()) {
                        assertThat(checkpoint.read(entry.getKey())).isEqualTo(entry.getValue());
                    }
                } catch (IOException e) {
                    refused++;
                    assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(2000);
                }
            }
            assertThat(refused).isGreaterThan(500);
            Files.write(file, whole);
        }
    }

    private void hostile(BundleEntryProto entry, String problem) throws IOException {
        index(header(1), Map.of("a", entry.toByteArray()));
        refused(() -> TensorFlowCheckpoint.open(folder.resolve("bad")), problem);
    }

    private void index(byte[] header, Map<String, byte[]> entries) throws IOException {
        SortedMap<String, byte[]> table = new TreeMap<>(entries);
        table.put("", header);
        Files.write(folder.resolve("bad.index"), TableWriter.write(table));
        Files.write(folder.resolve("bad.data-00000-of-00001"), new byte[20]);
    }

    private static byte[] header(int shards) {
        return BundleHeaderProto.newBuilder().setNumShards(shards).build().toByteArray();
    }

    private static BundleEntryProto entry(long elements, long offset, long size, int shard) {
        return BundleEntryProto.newBuilder()
                .setDtype(org.tensorflow.proto.DataType.DT_FLOAT)
                .setShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(elements)))
                .setOffset(offset)
                .setSize(size)
                .setShardId(shard)
                .setCrc32C(7)
                .build();
    }

    private static Array zeros(long... shape) {
        int size = 1;
        for (long dimension : shape) {
            size *= (int) dimension;
        }
        return Array.of(new float[size], shape);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String problem) {
        assertThatExceptionOfType(MalformedFileException.class).isThrownBy(call).withMessageContaining(problem);
    }
}
