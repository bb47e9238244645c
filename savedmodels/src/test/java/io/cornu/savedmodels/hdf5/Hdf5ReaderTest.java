package io.cornu.savedmodels.hdf5;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.savedmodels.Fixtures;
import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5ReaderTest {
    static Stream<String> readable() {
        return Fixtures.names("hdf5").stream();
    }

    static Stream<String> refused() {
        return Fixtures.names("refusedHdf5").stream();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void seesWhatH5pySees(String name) throws IOException {
        Map<String, Hdf5Node> seen = new TreeMap<>();
        flatten("", read(name), seen);
        JsonNode truth = Fixtures.truth("hdf5").required(name);

        assertThat(seen.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        truth.properties().stream().map(Map.Entry::getKey).toList());
        seen.forEach((path, node) -> {
            JsonNode expected = truth.required(path);
            if (node instanceof Hdf5Dataset dataset) {
                assertNumbers(path, dataset.array(), expected);
            } else {
                assertThat(expected.has("dtype")).as(path).isFalse();
            }
            assertAttributes(path, node.attributes(), expected.required("attributes"));
        });
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatItDoesNotRead(String name) {
        String reason = Fixtures.truth("refusedHdf5").required(name).asText();

        assertThatThrownBy(() -> read(name))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(name)
                .hasMessageContaining(reason)
                .hasMessageContaining("received");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras-weights.h5", "chunks.h5", "latest.h5"})
    void refusesEveryPrefix(String name) throws IOException {
        byte[] whole = Fixtures.bytes(name);
        for (int length = 0; length < whole.length; length += 97) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(name, prefix, ReadLimits.defaults()))
                    .isInstanceOf(MalformedFileException.class);
        }
    }

    @Test
    void tellsWhereDataIsMissing() throws IOException {
        Hdf5Group root = read("keras-weights.h5");

        assertThat(root.group("layers")
                        .group("dense")
                        .group("vars")
                        .dataset("0")
                        .array())
                .hasToString("float32[32, 3]");
        assertThatThrownBy(() -> root.group("layers").group("dense").dataset("vars"))
                .hasMessage("keras-weights.h5:/layers/dense: expected dataset 'vars', received [].");
        assertThatThrownBy(() -> root.group("layers").group("dens"))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("keras-weights.h5:/layers: expected group 'dens', received [")
                .hasMessageContaining("conv2d");
        assertThatThrownBy(() -> root.text("name")).hasMessageContaining("attribute with a text 'name'");
        assertThat(root.findGroup("layer")).isEmpty();
        assertThat(root.findDataset("layers")).isEmpty();
    }

    @Test
    void handsOutPlainDataWithoutACopy() throws IOException {
        byte[] bytes = Fixtures.bytes("kinds.h5");
        Array array = read("kinds.h5", bytes, ReadLimits.defaults())
                .dataset("float32")
                .array();
        float before = array.toFloats()[0];
        Arrays.fill(bytes, (byte) 0);

        assertThat(before).isNotZero();
        assertThat(array.toFloats()).containsOnly(0);
    }

    @Test
    void readsAFileFromTheDisk(@TempDir Path directory) throws IOException {
        Path file = Fixtures.file(directory, "kinds.h5");

        assertThat(Hdf5Reader.read(file)).isEqualTo(read("kinds.h5"));
    }

    @Test
    void joinsSplitLists() throws IOException {
        Hdf5Group group = Hdf5Group.builder()
                .texts("names0", List.of("a", "b"))
                .texts("names1", List.of("c"))
                .texts("names3", List.of("lost"))
                .attribute("none", new Hdf5Attribute.Numbers(Array.of(new double[0])))
                .build();

        assertThat(group.texts("names")).containsExactly("a", "b", "c");
        assertThat(group.texts("none")).isEmpty();
        assertThat(group.findTexts("other")).isEmpty();
    }

    @Test
    void staysWithinTheLimits() throws IOException {
        ReadLimits limits = ReadLimits.defaults();
        assertRefused("many.h5", limits.withMaxObjects(299), "maxObjects");
        assertRefused("attributes.h5", limits.withMaxTextBytes(150_000), "maxTextBytes");
        assertRefused("chunks.h5", limits.withMaxInflatedBytes(1000), "maxInflatedBytes");
        assertRefused("kinds.h5", limits.withMaxInflatedBytes(47), "maxInflatedBytes");
        assertRefused("many.h5", limits.withMaxDepth(1), "maxDepth");

        assertThat(read(
                        "many.h5",
                        Fixtures.bytes("many.h5"),
                        limits.withMaxObjects(302).withMaxDepth(2)))
                .isNotNull();
        assertThat(read("deep.h5", Fixtures.bytes("deep.h5"), limits.withMaxDepth(40)))
                .isNotNull();
        assertThat(read("gzip-bomb.h5", Fixtures.bytes("gzip-bomb.h5"), limits.withMaxRatio(2000))
                        .dataset("d")
                        .array()
                        .size())
                .isEqualTo(20 << 20);
    }

    /** 30 names of 1000 characters above 3000 children make 90 MB of paths out of a file of 0.3 MB. */
    @Test
    void refusesNamesThatMultiply() throws IOException {
        Hdf5GroupBuilder leaves = Hdf5Group.builder();
        for (int i = 0; i < 3000; i++) {
            leaves.group("g" + i, Hdf5Group.builder().build());
        }
        Hdf5Group root = leaves.build();
        for (int depth = 0; depth < 30; depth++) {
            root = Hdf5Group.builder().group("n".repeat(1000), root).build();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Hdf5Writer.of(root).writeTo(Channels.newChannel(out));

        assertThat(out.size()).isLessThan(500_000);
        assertThatThrownBy(() -> read("names.h5", out.toByteArray(), ReadLimits.defaults()))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("maxTextBytes")
                .message()
                .hasSizeLessThan(1000);
    }

    private static void assertRefused(String name, ReadLimits limits, String reason) throws IOException {
        byte[] bytes = Fixtures.bytes(name);
        assertThatThrownBy(() -> read(name, bytes, limits))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(reason);
    }

    private static void assertAttributes(String path, Map<String, Hdf5Attribute> seen, JsonNode expected) {
        assertThat(seen.keySet())
                .as(path)
                .containsExactlyInAnyOrderElementsOf(
                        expected.properties().stream().map(Map.Entry::getKey).toList());
        seen.forEach((name, value) -> {
            JsonNode truth = expected.required(name);
            String place = path + "@" + name;
            if (value instanceof Hdf5Attribute.Text text) {
                assertThat(text.value().codePointCount(0, text.value().length()))
                        .as(place)
                        .isEqualTo(truth.required("length").asInt());
                assertCrc(place, text.value(), truth);
            } else if (value instanceof Hdf5Attribute.Texts texts) {
                assertThat(texts.values())
                        .as(place)
                        .hasSize(truth.required("count").asInt());
                assertCrc(place, String.join("\n", texts.values()), truth);
            } else if (value instanceof Hdf5Attribute.Numbers numbers) {
                assertNumbers(place, numbers.value(), truth);
            }
        });
    }

    private static void assertNumbers(String place, Array array, JsonNode truth) {
        assertThat(array.dataType().kerasName())
                .as(place)
                .isEqualTo(truth.required("dtype").asText());
        List<Long> shape = new ArrayList<>();
        truth.required("shape").forEach(dimension -> shape.add(dimension.asLong()));
        assertThat(array.shape().asArray()).as(place).containsExactly(shape.toArray(Long[]::new));
        CRC32 crc = new CRC32();
        crc.update(array.bytes());
        assertThat(crc.getValue()).as(place).isEqualTo(truth.required("crc").asLong());
    }

    private static void assertCrc(String place, String text, JsonNode truth) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(UTF_8));
        assertThat(crc.getValue()).as(place).isEqualTo(truth.required("crc").asLong());
    }

    private static void flatten(String path, Hdf5Node node, Map<String, Hdf5Node> nodes) {
        nodes.put(path.isEmpty() ? "/" : path, node);
        if (node instanceof Hdf5Group group) {
            group.children().forEach((name, child) -> flatten(path + "/" + name, child, nodes));
        }
    }

    private static Hdf5Group read(String name) throws IOException {
        return read(name, Fixtures.bytes(name), ReadLimits.defaults());
    }

    private static Hdf5Group read(String name, byte[] bytes, ReadLimits limits) throws MalformedFileException {
        return Hdf5Reader.read(name, ByteSource.of(ByteBuffer.wrap(bytes)), limits);
    }

    @Test
    void keepsBfloat16ItsTypeAndHidesTheMark() throws IOException {
        Hdf5Dataset dataset = read("kinds.h5").dataset("bfloat16");

        assertThat(dataset.array().dataType()).isEqualTo(DataType.BFLOAT16);
        assertThat(dataset.attributes()).containsOnlyKeys("unit");
    }
}
