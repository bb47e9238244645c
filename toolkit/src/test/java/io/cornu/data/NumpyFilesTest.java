package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files under {@code npy/} were written by NumPy 2.0.2; {@code make_data_fixtures.py} holds their values. */
class NumpyFilesTest {
    private final Path folder;

    NumpyFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static double[] valuesOf(DataType type) {
        if (type == DataType.BOOL) {
            return new double[] {1, 0, 0, 1, 1, 0};
        }
        if (type.isFloating()) {
            return new double[] {0, -1.5, 2.25, 0.15625, Double.POSITIVE_INFINITY, Double.NaN};
        }
        int bits = 8 * type.size();
        return type.name().startsWith("U")
                ? new double[] {0, 1, 2, 42, Math.scalb(1.0, bits) - 2, Math.scalb(1.0, bits) - 1}
                : new double[] {0, 1, -1, 42, -Math.scalb(1.0, bits - 1), Math.scalb(1.0, bits - 1) - 1};
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void readsEveryTypeInEveryOrder(DataType type) throws IOException {
        for (String order : new String[] {"little_c", "little_f", "big_c", "big_f"}) {
            if (type == DataType.BFLOAT16 && order.startsWith("big")) {
                continue;
            }
            Path file = Fixtures.path("npy/" + type.kerasName() + "_" + order + ".npy");
            for (long mappedAbove : new long[] {0, Long.MAX_VALUE}) {
                Array array = NumpyFiles.read(file, mappedAbove);
                assertThat(array.dataType()).isEqualTo(type);
                assertThat(array.shape().asArray()).containsExactly(2, 3);
                assertThat(array.toDoubles()).as("%s", file).isEqualTo(valuesOf(type));
            }
        }
        if (type == DataType.INT64) {
            Array exact = NumpyFiles.read(Fixtures.path("npy/int64_big_f.npy"));
            assertThat(exact.bytes().getLong(40)).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void readsShapesAndVersions() throws IOException {
        int[] numbers = IntStream.range(0, 24).toArray();
        assertThat(NumpyFiles.read(Fixtures.path("npy/cube_f.npy"))).isEqualTo(Array.of(numbers, 2, 3, 4));
        assertThat(NumpyFiles.read(Fixtures.path("npy/cube_big_f.npy"))).isEqualTo(Array.of(numbers, 2, 3, 4));
        assertThat(NumpyFiles.read(Fixtures.path("npy/scalar.npy"))).isEqualTo(Array.scalar(2.5f));
        assertThat(NumpyFiles.read(Fixtures.path("npy/empty.npy"))).isEqualTo(Array.of(new float[0], 0, 3));
        for (String version : new String[] {"2", "3"}) {
            assertThat(NumpyFiles.read(Fixtures.path("npy/version" + version + ".npy")))
                    .isEqualTo(Array.of(new long[] {7, 8, 9}));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int8",
                "int16",
                "int32",
                "int64",
                "uint8",
                "uint16",
                "uint32",
                "uint64",
                "float16",
                "float32",
                "float64",
                "bool",
                "bfloat16"
            })
    void writesTheBytesThatNumPyWrites(String type) throws IOException {
        Path numpys = Fixtures.path("npy/" + type + "_little_c.npy");
        Path ours = folder.resolve("ours.npy");
        NumpyFiles.write(ours, NumpyFiles.read(numpys));
        assertThat(ours).hasSameBinaryContentAs(numpys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "empty", "vector"})
    void writesShapesAsNumPyDoes(String name) throws IOException {
        Path numpys = Fixtures.path("npy/" + name + ".npy");
        Path ours = folder.resolve("ours.npy");
        NumpyFiles.write(ours, NumpyFiles.read(numpys));
        assertThat(ours).hasSameBinaryContentAs(numpys);
    }

    @Test
    void leavesTheOldFileWhenWritingFails() throws IOException {
        Path file = Files.writeString(folder.resolve("y.npy"), "old");
        Array tooDeep = Array.of(new float[1], LongArrays.ones(65));
        assertThatThrownBy(() -> NumpyFiles.write(file, tooDeep)).hasMessageContaining("64 dimensions");
        assertThat(file).hasContent("old");
        assertThatThrownBy(() -> NumpyFiles.write(folder.resolve("none/y.npy"), Array.scalar(1f)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void readsWhatIsRenamedOverWhileMapped() throws IOException {
        Path file = folder.resolve("x.npy");
        NumpyFiles.write(file, Array.of(new float[] {1, 2}));
        Array mapped = NumpyFiles.read(file, 0);
        NumpyFiles.write(file, Array.of(new float[] {3}));
        assertThat(mapped.toFloats()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({"object, pickle", "structured, structured", "complex, <c16", "text, <U3"})
    void refusesWhatIsNoNumber(String name, String message) {
        Path file = Fixtures.path("npy/refused_" + name + ".npy");
        assertThatThrownBy(() -> NumpyFiles.read(file))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path("npy/float32_little_c.npy"));
        for (int length = 0; length < whole.length; length++) {
            Path file = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NumpyFiles.read(file))
                    .as("%d bytes", length)
                    .isInstanceOf(DataFileException.class)
                    .hasMessageContaining("cut off");
        }
        Path longer = Files.write(folder.resolve("long.npy"), Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> NumpyFiles.read(longer))
                .hasMessageContaining("expected 24 bytes")
                .hasMessageContaining("25");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999,), } | 2 GiB",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647, 9), } | 2 GiB",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2000, 1000), } | cut off",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2), } | at least 0",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1.5,), } | a tuple",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1), } | a tuple",
                "{'descr': '<f4', 'fortran_order': False, 'shape': 1, } | '('",
                "{'descr': '<f4', 'fortran_order': 1, 'shape': (1,), } | True or False",
                "{'descr': '<f4', 'shape': (1,), } | 'fortran_order'",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)} | once",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1} | only 'descr'",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + 1 | nothing after",
                "{'descr': '<f4, 'fortran_order': False, 'shape': (1,)} | in the header",
                "{'descr': '<f16', 'fortran_order': False, 'shape': (1,)} | <f16",
                "{'descr': '', 'fortran_order': False, 'shape': (1,)} | number type",
                "__import__('os') | '{'",
                "{ | a quoted string"
            })
    void refusesHeadersThatLie(String header, String message) throws IOException {
        Path file = Files.write(folder.resolve("lie.npy"), numpy(header, 1, 4));
        assertThatThrownBy(() -> NumpyFiles.read(file))
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void readsHeadersOfOtherWriters() throws IOException {
        Path file = Files.write(
                folder.resolve("other.npy"),
                numpy("{\"shape\":(1L,),\"fortran_order\":False,\"descr\":\"=f4\"}", 1, 4));
        assertThat(NumpyFiles.read(file)).isEqualTo(Array.of(new float[1]));
    }

    @Test
    void refusesOtherFiles() throws IOException {
        assertThatThrownBy(() -> NumpyFiles.read(folder.resolve("none.npy"))).hasMessageContaining("found none");
        assertThatThrownBy(() -> NumpyFiles.read(folder)).hasMessageContaining("directory");
        Path text = Files.writeString(folder.resolve("text.npy"), "hello, world");
        assertThatThrownBy(() -> NumpyFiles.read(text)).hasMessageContaining("NUMPY");
        Path future = Files.write(folder.resolve("future.npy"), numpy("{}", 4, 0));
        assertThatThrownBy(() -> NumpyFiles.read(future)).hasMessageContaining("received 4.0");
        byte[] endless = numpy("{}", 2, 0);
        Arrays.fill(endless, 8, 12, (byte) 0xff);
        Path header = Files.write(folder.resolve("header.npy"), endless);
        assertThatThrownBy(() -> NumpyFiles.read(header)).hasMessageContaining("4294967295");
    }

    private static byte[] numpy(String header, int version, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + (version == 1 ? 2 : 4) + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        return bytes.put(text).array();
    }

    private static final class LongArrays {
        static long[] ones(int count) {
            long[] ones = new long[count];
            Arrays.fill(ones, 1);
            return ones;
        }
    }
}
