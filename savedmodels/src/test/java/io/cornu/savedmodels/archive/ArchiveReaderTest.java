package io.cornu.savedmodels.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.savedmodels.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveReaderTest {
    private static final int RUNS = Integer.getInteger("cornu.fuzz", 500);

    private final Path directory;

    ArchiveReaderTest(@TempDir Path directory) {
        this.directory = directory;
    }

    static Stream<String> readable() {
        return Fixtures.names("zip").stream();
    }

    static Stream<String> refused() {
        return Fixtures.names("refusedZip").stream();
    }

    static Stream<String> refusedContent() {
        return Fixtures.names("refusedContent").stream();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void seesWhatZipfileSees(String name) throws IOException {
        JsonNode truth = Fixtures.truth("zip").required(name);
        try (ArchiveReader archive = ArchiveReader.open(Fixtures.file(directory, name))) {
            assertThat(archive.entries().stream().map(ArchiveEntry::name))
                    .containsExactlyInAnyOrderElementsOf(
                            truth.properties().stream().map(Map.Entry::getKey).toList());
            for (ArchiveEntry entry : archive.entries()) {
                JsonNode expected = truth.required(entry.name());
                byte[] bytes = archive.bytes(entry.name(), 1 << 20);
                CRC32 crc = new CRC32();
                crc.update(bytes);
                assertThat(crc.getValue()).isEqualTo(expected.required("crc").asLong());
                assertThat(bytes).hasSize(expected.required("size").asInt());
                assertThat(entry.size()).isEqualTo(bytes.length);
                assertThat(entry.deflated())
                        .isEqualTo(expected.required("deflated").asBoolean());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatMightDeceive(String name) throws IOException {
        Path file = Fixtures.file(directory, name);

        assertThatThrownBy(() -> ArchiveReader.open(file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(
                        Fixtures.truth("refusedZip").required(name).asText());
    }

    @ParameterizedTest
    @MethodSource("refusedContent")
    void refusesDamagedContent(String name) throws IOException {
        try (ArchiveReader archive = ArchiveReader.open(Fixtures.file(directory, name))) {
            assertThatThrownBy(() -> archive.content("config.json"))
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageContaining(name + "/config.json")
                    .hasMessageContaining(
                            Fixtures.truth("refusedContent").required(name).asText());
        }
    }

    @Test
    void staysWithinTheLimits() throws IOException {
        Path file = Fixtures.file(directory, "cnn.keras");
        ReadLimits limits = ReadLimits.defaults();
        assertThatThrownBy(() -> ArchiveReader.open(file, limits.withMaxEntries(2)))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("maxEntries");
        try (ArchiveReader archive = ArchiveReader.open(file, limits.withMaxJsonBytes(100))) {
            assertThatThrownBy(() -> archive.json("config.json"))
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageContaining("at most 100 bytes");
            assertThatThrownBy(() -> archive.bytes("config.json", 50)).hasMessageContaining("at most 50 bytes");
        }
        Path bomb = Fixtures.file(directory, "bomb.zip");
        try (ArchiveReader archive = ArchiveReader.open(bomb, limits.withMaxRatio(2000))) {
            assertThat(archive.content("config.json").size()).isEqualTo(20 << 20);
        }
        try (ArchiveReader archive = ArchiveReader.open(bomb, limits.withMaxInflatedBytes(1000))) {
            assertThatThrownBy(() -> archive.content("config.json")).hasMessageContaining("maxInflatedBytes");
        }
    }

    @Test
    void readsTheConfigurationOfAKerasFile() throws IOException {
        try (ArchiveReader archive = ArchiveReader.open(Fixtures.file(directory, "cnn.keras"))) {
            assertThat(archive.json("config.json").required("class_name").asText())
                    .isEqualTo("Sequential");
            assertThat(archive.find("model.weights.h5")).isPresent();
            assertThat(archive.find("config")).isEmpty();
            assertThatThrownBy(() -> archive.json("weights"))
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageContaining("expected an entry 'weights', received [")
                    .hasMessageContaining("config.json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cnn.keras", "deflated.zip", "descriptor-8.zip", "zip64.zip"})
    void damagedArchivesAreReadOrRefused(String name) throws IOException {
        byte[] whole = Fixtures.bytes(name);
        Random random = new Random(name.hashCode());
        int refused = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] damaged = whole.clone();
            for (int hit = 0; hit <= random.nextInt(3); hit++) {
                // The directory lies at the end.
                int from = random.nextBoolean() ? 0 : Math.max(0, whole.length - 300);
                damaged[random.nextInt(from, whole.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(2) - 1);
            }
            Path file = Files.write(directory.resolve("damaged"), damaged);
            try (ArchiveReader archive = ArchiveReader.open(file)) {
                for (ArchiveEntry entry : archive.entries()) {
                    archive.content(entry.name());
                }
            } catch (MalformedFileException expected) {
                refused++;
            } catch (Throwable failure) {
                throw new AssertionError(name + ", run " + run, failure);
            }
        }
        assertThat(refused).isGreaterThan(RUNS / 2);
    }
}
