package io.cornu.savedmodels.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.ReadLimits;
import io.jhdf.HdfFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** jHDF, which shares no code with the writer, says what was written; h5py does so in the module tests. */
class Hdf5WriterTest {
    private static final String LONG = "x\u00e4\u65e5".repeat(50_000);

    @Test
    void writesWhatJhdfReads() throws IOException {
        Hdf5Group dense = Hdf5Group.builder()
                .text("name", "dense \u65e5")
                .text("empty", "")
                .text("model_config", LONG)
                .texts("weight_names", List.of("kernel", "", "bias"))
                .attribute("rate", new Hdf5Attribute.Numbers(Array.scalar(0.5f)))
                .array("0", Array.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3))
                .array("1", Array.of(new double[] {-1, 1e300}))
                .array("iteration", Array.scalar(1L << 40))
                .array("none", Array.of(new float[0], 0, 4))
                .group("vars", Hdf5Group.builder().build())
                .build();
        byte[] bytes = write(Hdf5Group.builder()
                .group("layers", Hdf5Group.builder().group("d", dense).build())
                .build());

        try (HdfFile file = HdfFile.fromBytes(bytes)) {
            assertThat(file.getByPath("/layers/d").getAttribute("name").getData())
                    .isEqualTo("dense \u65e5");
            assertThat(file.getByPath("/layers/d").getAttribute("empty").getData())
                    .isEqualTo("");
            assertThat(file.getByPath("/layers/d").getAttribute("model_config").getData())
                    .isEqualTo(LONG);
            assertThat((String[]) file.getByPath("/layers/d")
                            .getAttribute("weight_names")
                            .getData())
                    .containsExactly("kernel", "", "bias");
            assertThat(file.getByPath("/layers/d").getAttribute("rate").getData())
                    .isEqualTo(0.5f);
            assertThat((float[][]) file.getDatasetByPath("/layers/d/0").getData())
                    .isDeepEqualTo(new float[][] {{1, 2, 3}, {4, 5, 6}});
            assertThat((double[]) file.getDatasetByPath("/layers/d/1").getData())
                    .containsExactly(-1, 1e300);
            assertThat(file.getDatasetByPath("/layers/d/iteration").getData()).isEqualTo(1L << 40);
            assertThat(file.getDatasetByPath("/layers/d/none").getDimensions()).containsExactly(0, 4);
            assertThat(file.getByPath("/layers/d/vars").isGroup()).isTrue();
        }
    }

    /** Bit patterns 0x01 0x00 0x01 0x00 ... read back by both readers as the numbers they are in each type. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BFLOAT16", "BOOL"})
    void writesEveryType(DataType type) throws IOException {
        Array one = Array.of(new double[] {1, 0, 2}).cast(type);
        byte[] bytes = write(Hdf5Group.builder().array("x", one).build());

        try (HdfFile file = HdfFile.fromBytes(bytes)) {
            Object data = file.getDatasetByPath("/x").getData();
            assertThat(IntStream.range(0, 3)
                            .mapToDouble(i -> ((Number) java.lang.reflect.Array.get(data, i)).doubleValue()))
                    .containsExactly(1.0, 0.0, 2.0);
            assertThat(file.getDatasetByPath("/x").getDataType().getSize()).isEqualTo(type.size());
        }
        assertThat(read(bytes).dataset("x").array()).isEqualTo(one);
    }

    @Test
    void writesBooleansAndBfloat16AsKerasDoes() throws IOException {
        Array bool = Array.of(new double[] {1, 0}).cast(DataType.BOOL);
        Array bfloat16 = Array.of(new float[] {1, -2.5f}).cast(DataType.BFLOAT16);
        Hdf5Group root = Hdf5Group.builder()
                .group("b", Hdf5Group.builder().array("bool", bool).build())
                .array("bfloat16", bfloat16)
                .build();
        byte[] bytes = write(root);

        assertThat(read(bytes)).isEqualTo(root);
        // jHDF cannot open a group with opaque data, but it knows h5py's enumeration.
        byte[] onlyBool = write(Hdf5Group.builder().array("bool", bool).build());
        try (HdfFile file = HdfFile.fromBytes(onlyBool)) {
            assertThat((String[]) file.getDatasetByPath("/bool").getData()).containsExactly("TRUE", "FALSE");
        }
    }

    @Test
    void writesManyChildrenAndTexts() throws IOException {
        Hdf5GroupBuilder layers = Hdf5Group.builder();
        for (int i = 0; i < 1000; i++) {
            layers.group(
                    "dense_" + i,
                    Hdf5Group.builder()
                            .text("name", "dense " + i)
                            .array("0", Array.scalar(i))
                            .build());
        }
        List<String> names =
                IntStream.range(0, 10_000).mapToObj(i -> "layer_" + i).toList();
        byte[] bytes = write(layers.texts("layer_names", names).build());

        try (HdfFile file = HdfFile.fromBytes(bytes)) {
            assertThat(file.getChildren()).hasSize(1000);
            assertThat(file.getDatasetByPath("/dense_999/0").getData()).isEqualTo(999L);
            assertThat(file.getByPath("/dense_777").getAttribute("name").getData())
                    .isEqualTo("dense 777");
            assertThat((String[]) file.getAttribute("layer_names2").getData())
                    .hasSize(2000)
                    .endsWith("layer_9999");
        }
        assertThat(read(bytes).texts("layer_names")).isEqualTo(names);
    }

    @Test
    void tellsTheSizeBeforehandAndRepeatsItself() throws IOException {
        Hdf5Group empty = Hdf5Group.builder().build();
        Hdf5Group root = Hdf5Group.builder()
                .text("a", "b")
                .group("first", empty)
                .group("second", empty)
                .array("x", Array.of(new byte[13]))
                .build();
        assertThat(write(root)).hasSize((int) Hdf5Writer.of(root).size()).isEqualTo(write(root));
        assertThat(write(empty)).hasSize((int) Hdf5Writer.of(empty).size());
        assertThat(read(write(root))).isEqualTo(root);
    }

    @Test
    void writesAFile(@TempDir Path directory) throws IOException {
        Hdf5Group root = Hdf5Group.builder().array("x", Array.scalar(1f)).build();
        Path file = directory.resolve("x.h5");
        Hdf5Writer.write(file, root);

        assertThat(Hdf5Reader.read(file)).isEqualTo(root);
        assertThat(file).hasSize(Hdf5Writer.of(root).size());
    }

    @Test
    void refusesWhatAFileCannotHold() {
        assertThatThrownBy(() -> new Hdf5Attribute.Numbers(Array.of(new float[17_000])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Store them in a dataset");
        assertThatThrownBy(() -> Hdf5Writer.of(Hdf5Group.builder()
                        .attribute("x", new Hdf5Attribute.Numbers(Array.of(new byte[0xffff])))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("below 64 KiB");
        assertThatThrownBy(() -> new Hdf5Attribute.Text("a\0b")).isInstanceOf(IllegalArgumentException.class);
        for (String name : List.of("", "a/b", ".", "..", "a\0")) {
            assertThatThrownBy(() -> Hdf5Group.builder().array(name, Array.scalar(1f)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a name");
        }
        assertThatThrownBy(
                        () -> Hdf5Group.builder().array("a", Array.scalar(1f)).array("a", Array.scalar(2f)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a' twice");
        Map<String, Hdf5Attribute> marked = new LinkedHashMap<>(Map.of("dtype", new Hdf5Attribute.Text("mine")));
        assertThatThrownBy(() -> Hdf5Writer.of(Hdf5Group.builder()
                        .node("x", new Hdf5Dataset(Array.scalar(1f).cast(DataType.BFLOAT16), marked))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'dtype' twice");
    }

    private static byte[] write(Hdf5Group root) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Hdf5Writer.of(root).writeTo(Channels.newChannel(out));
        return out.toByteArray();
    }

    private static Hdf5Group read(byte[] bytes) throws IOException {
        return Hdf5Reader.read("test.h5", ByteSource.of(ByteBuffer.wrap(bytes)), ReadLimits.defaults());
    }
}
