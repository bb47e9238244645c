package io.cornu.events;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;

/** TensorBoard's own reader is asked in the tests module. */
class EventFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void checksumsAreThoseOfTensorFlow() {
        // CRC-32C of "123456789" is e3069283 (RFC 3720's check value): rotated right by 15, plus a282ead8.
        int rotated = 0xe3069283 >>> 15 | 0xe3069283 << 17;
        assertThat(RecordStream.masked("123456789".getBytes(US_ASCII), 9)).isEqualTo(rotated + 0xa282ead8);
    }

    @Test
    void recordsAreFramed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordStream records = new RecordStream(out)) {
            records.write(new byte[] {7, 8, 9});
        }
        byte[] bytes = out.toByteArray();
        assertThat(bytes).hasSize(8 + 4 + 3 + 4).startsWith(3, 0, 0, 0, 0, 0, 0, 0);
        assertThat(Arrays.copyOfRange(bytes, 12, 15)).containsExactly(7, 8, 9);
    }

    @Test
    void everythingIsThereBeforeTheFileIsClosed() throws IOException {
        try (EventFile file = EventFile.create(folder.resolve("a/b"))) {
            file.scalar("loss", 3, .5);
            List<Event> events = read(folder.resolve("a/b"));
            assertThat(events).hasSize(2);
            assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
            assertThat(events.get(1).getStep()).isEqualTo(3);
            assertThat(events.get(1).getSummary().getValue(0).getTag()).isEqualTo("loss");
            assertThat(events.get(1).getSummary().getValue(0).getTensor().getFloatVal(0))
                    .isEqualTo(.5f);
        }
    }

    @Test
    void filesOfOneSecondDoNotMeet() throws IOException {
        for (int i = 0; i < 5; i++) {
            EventFile.create(folder).close();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(5)
                    .allMatch(name -> name.matches("events\\.out\\.tfevents\\.\\d{10}\\.[\\w-]+\\.\\d+\\.\\d+\\.v2"));
        }
    }

    @Test
    void histogramsOfOneValueAndOfNone() throws IOException {
        try (EventFile file = EventFile.create(folder)) {
            file.histogram("same", 0, new double[] {2, 2, 2});
            file.histogram("none", 0, new double[0]);
            file.histogram("broken", 0, new double[] {1, Double.NaN});
            file.histogram("infinite", 0, new double[] {1, Double.NEGATIVE_INFINITY});
        }
        List<Event> events = read(folder);
        // Nothing to show of the others.
        assertThat(events).hasSize(2);
        var tensor = events.get(1).getSummary().getValue(0).getTensor();
        List<Double> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            expected.addAll(List.of(2., 2., i == 29 ? 3. : 0.));
        }
        assertThat(tensor.getDoubleValList()).isEqualTo(expected);
    }

    @Test
    void histogramCountsByBuckets() throws IOException {
        // 0 to 30 in 30 buckets of 1; the highest value belongs to the last.
        try (EventFile file = EventFile.create(folder)) {
            file.histogram("h", 0, new double[] {0, .5, 1, 29, 30, 30});
        }
        List<Double> values =
                read(folder).get(1).getSummary().getValue(0).getTensor().getDoubleValList();
        assertThat(values.subList(0, 6)).containsExactly(0., 1., 2., 1., 2., 1.);
        assertThat(values.subList(87, 90)).containsExactly(29., 30., 3.);
    }

    @Test
    void badInput() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> EventFile.create(file));
        try (EventFile events = EventFile.create(folder)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> events.images("i", 0, 1, 1, List.of()))
                    .withMessageContaining("at least one image");
        }
    }

    /** What a reader finds; lengths and checksums must be right. */
    private static List<Event> read(Path folder) throws IOException {
        List<Event> events = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(
                            files.filter(Files::isRegularFile).findFirst().orElseThrow()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                byte[] head = new byte[8];
                bytes.get(head);
                assertThat(bytes.getInt()).isEqualTo(RecordStream.masked(head, 8));
                byte[] content = new byte
                        [(int) ByteBuffer.wrap(head)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong()];
                bytes.get(content);
                assertThat(bytes.getInt()).isEqualTo(RecordStream.masked(content, content.length));
                events.add(Event.parseFrom(content));
            }
        }
        return events;
    }
}
