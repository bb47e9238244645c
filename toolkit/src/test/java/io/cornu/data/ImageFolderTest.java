package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.ImageFolder.Colors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Truth from {@code image_dataset_from_directory} of Keras 3.15.1 and TensorFlow's decoders: {@code images()}. */
class ImageFolderTest {
    private static final Path IMAGES = Fixtures.path("images");
    /** As Keras lists them: by folder, then by name, capitals before small letters. */
    private static final List<String> FILES = List.of(
            "cat/B.png",
            "cat/rgb.png",
            "cat/smooth.JPG",
            "dog/gray.png",
            "dog/gray_alpha.png",
            "dog/rgba.png",
            "dog/deep/rgb16.png",
            "eel/one_bit.png",
            "eel/palette.png",
            "eel/two_bits.png");

    private final Path folder;
    private final Map<String, Array> cases;

    ImageFolderTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.cases = NumpyArchives.read(Fixtures.path("npz/images.npz"));
    }

    private Array array(String name) {
        return Objects.requireNonNull(cases.get(name), name);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"GRAYSCALE", "RGB"},
            value = Colors.class)
    void readsAndResizesAsKeras(Colors colors) throws IOException {
        ImageFolder images = ImageFolder.of(IMAGES).withColors(colors).withSize(5, 7);
        Dataset now = images.read();
        Dataset later = images.withInMemoryBytes(0).read();
        assertThat(now.inMemory()).isPresent();
        assertThat(later.inMemory()).isEmpty();
        Array expected = array(colors.name().toLowerCase(Locale.ROOT));
        for (Dataset dataset : List.of(now, later)) {
            assertThat(dataset.classNames()).containsExactly("cat", "dog", "eel");
            assertThat(dataset.size()).isEqualTo(FILES.size());
            Batch all = dataset.read(IntStream.range(0, FILES.size()).toArray());
            assertThat(all.targets()).containsExactly(array("labels"));
            Array received = all.inputs().get(0);
            assertThat(received).hasToString(expected.toString());
            int pixels = expected.size() / FILES.size();
            for (int i = 0; i < expected.size(); i++) {
                boolean jpeg = FILES.get(i / pixels).endsWith("JPG");
                assertThat(received.at(i))
                        .as("%s at %d", FILES.get(i / pixels), i % pixels)
                        .isCloseTo(expected.at(i), within(jpeg ? 8.0 : 1e-3));
            }
        }
        assertThat(later.read(new int[] {9, 0}).targets().get(0).toInts()).containsExactly(2, 0);
    }

    @ParameterizedTest
    @EnumSource(Colors.class)
    void decodesAsTensorFlow(Colors colors) throws IOException {
        for (String name : FILES) {
            // TensorFlow takes a set alpha for a gray of less than 8 bits: 1 of 255, where opaque is meant.
            boolean odd = colors == Colors.RGBA && name.contains("_bit");
            if (!name.endsWith(".png") || odd) {
                continue;
            }
            Path file = IMAGES.resolve(name);
            Array expected = array(colors.name().toLowerCase(Locale.ROOT) + "_" + file.getFileName());
            ImageFolder.Size size = ImageDecoder.sizeOf(file);
            ByteBuffer out = ByteBuffer.allocate(expected.size());
            new ImageDecoder(colors, size, false).decode(file, out);
            assertThat(Array.wrap(DataType.UINT8, out.flip(), expected.shape().asArray())
                            .toInts())
                    .as(name)
                    .containsExactly(expected.toInts());
        }
    }

    @Test
    void decodesJpegAsTensorFlowsAccurateMethodAndGivesAlpha() throws IOException {
        Path file = IMAGES.resolve("cat/smooth.JPG");
        ByteBuffer out = ByteBuffer.allocate(6 * 4 * 4);
        new ImageDecoder(Colors.RGBA, new ImageFolder.Size(6, 4), false).decode(file, out);
        Array expected = array("rgb_accurate.jpg");
        for (int i = 0; i < 24; i++) {
            for (int c = 0; c < 3; c++) {
                assertThat(out.get(4 * i + c) & 0xff).isEqualTo((int) expected.at(3 * i + c));
            }
            assertThat(out.get(4 * i + 3)).isEqualTo((byte) 255);
        }
    }

    @Test
    void keepsOneSizeAsBytes() throws IOException {
        put("a/1.png", "cat/rgb.png");
        put("b/1.png", "dog/rgba.png");
        Files.createDirectories(folder.resolve("c"));
        Dataset dataset = ImageFolder.of(folder).read();
        assertThat(dataset.inMemory().orElseThrow().inputs().get(0)).hasToString("uint8[2, 6, 4, 3]");
        assertThat(dataset.classNames()).containsExactly("a", "b", "c");

        Path other = put("b/2.png", "cat/B.png");
        assertThatThrownBy(() -> ImageFolder.of(folder).read())
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith(other.toString())
                .hasMessageContaining("height 6 and width 4")
                .hasMessageContaining("received 3 and 8");
    }

    @Test
    void numbersClassesAsInTraining() throws IOException {
        put("dog/1.png", "cat/rgb.png");
        Dataset dataset =
                ImageFolder.of(folder).withClassNames(List.of("cat", "dog")).read();
        assertThat(dataset.inMemory().orElseThrow().targets().get(0).toInts()).containsExactly(1);
        assertThat(dataset.classNames()).containsExactly("cat", "dog");
        assertThatThrownBy(() ->
                        ImageFolder.of(folder).withClassNames(List.of("cat")).read())
                .hasMessageContaining("'dog'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat/rgb.png", "cat/smooth.JPG"})
    void namesTheBrokenImage(String name) throws IOException {
        byte[] whole = Files.readAllBytes(IMAGES.resolve(name));
        put("a/1.png", "cat/rgb.png");
        // The last bytes end the file; all pixels are there without them. A cut before them loses pixels.
        for (int length = 0; length < whole.length - 20; length += 5) {
            Path broken = Files.write(
                    folder.resolve("a").resolve("2" + name.substring(name.indexOf('.'))), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ImageFolder.of(folder).read())
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(DataFileException.class)
                    .hasMessageStartingWith(broken.toString());
            Dataset later = ImageFolder.of(folder).withInMemoryBytes(0).read();
            assertThatThrownBy(() -> later.read(new int[] {1}))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseInstanceOf(Exception.class)
                    .hasMessageContaining(broken.toString());
        }
    }

    @Test
    void refusesImagesThatAskForGigabytes() throws IOException {
        byte[] bomb = Files.readAllBytes(IMAGES.resolve("cat/rgb.png"));
        ByteBuffer header = ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
        CRC32 checksum = new CRC32();
        checksum.update(bomb, 12, 17);
        header.putInt(29, (int) checksum.getValue());
        Files.createDirectories(folder.resolve("a"));
        Path file = Files.write(folder.resolve("a/bomb.png"), bomb);
        assertThatThrownBy(() -> ImageFolder.of(folder).withSize(8, 8).read())
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("60000 x 60000");
    }

    @Test
    void refusesOtherFolders() throws IOException {
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("none")).read()).hasMessageContaining("found none");
        assertThatThrownBy(() -> ImageFolder.of(folder).read()).hasMessageContaining("none of them");
        put("a/1.png", "eel/notes.txt");
        assertThatThrownBy(() -> ImageFolder.of(folder).read()).hasMessageContaining("something else");
        put("a/0.gif", "cat/rgb.png");
        assertThatThrownBy(() -> ImageFolder.of(folder).read())
                .hasMessageContaining("0.gif")
                .hasMessageContaining("Convert");
        assertThatThrownBy(() -> ImageFolder.of(folder).withSize(0, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    private Path put(String target, String source) throws IOException {
        Path file = folder.resolve(target);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.copy(IMAGES.resolve(source), file);
    }
}
