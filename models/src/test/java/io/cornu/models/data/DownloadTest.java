package io.cornu.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cornu.data.DataFileException;
import io.cornu.data.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small sets of the official forms, served by this machine. */
class DownloadTest {
    private static final int RECORD = 3073;
    private static final int RECORDS = 2;

    private final Path folder;
    private final HttpServer server;
    private final URI address;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();

    DownloadTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        address = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
        server.createContext("/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring(1);
            asked.add(name);
            byte[] content = files.getOrDefault(name, new byte[0]);
            exchange.sendResponseHeaders(files.containsKey(name) ? 200 : 404, Math.max(1, content.length));
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static String sha256(byte[] bytes) throws IOException {
        return Digests.of(new ByteArrayInputStream(bytes));
    }

    private static byte[] idxImages(int... pixels) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + pixels.length)
                .putInt(0x803)
                .putInt(pixels.length)
                .putInt(1)
                .putInt(1);
        Arrays.stream(pixels).forEach(pixel -> bytes.put((byte) pixel));
        return bytes.array();
    }

    private static byte[] idxLabels(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
        Arrays.stream(labels).forEach(label -> bytes.put((byte) label));
        return bytes.array();
    }

    private IdxSet digits() throws IOException {
        byte[][] contents = {idxImages(1, 2, 3), idxLabels(0, 1, 0), idxImages(9), idxLabels(1)};
        String[] names = {
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz"
        };
        for (int i = 0; i < names.length; i++) {
            files.put(names[i], gzip(contents[i]));
        }
        return new IdxSet(
                "digits",
                address,
                List.of("zero", "one"),
                sha256(contents[0]),
                sha256(contents[1]),
                sha256(contents[2]),
                sha256(contents[3]));
    }

    @Test
    void downloadsWhatIsMissingAndNothingTwice() throws IOException {
        IdxSet set = digits();
        Files.createDirectories(folder.resolve("digits"));
        // An unpacked file is as good as the packed one.
        Files.write(folder.resolve("digits/t10k-labels-idx1-ubyte"), idxLabels(1));
        List<String> announced = new ArrayList<>();
        CatalogData data =
                set.load(DataDirectory.of(folder), Downloads.official().withAnnounce(announced::add));
        assertThat(data.train().inMemory().orElseThrow().inputs().get(0).toInts())
                .containsExactly(1, 2, 3);
        assertThat(data.train().inMemory().orElseThrow().targets().get(0).toInts())
                .containsExactly(0, 1, 0);
        assertThat(data.test().size()).isEqualTo(1);
        assertThat(data.test().classNames()).containsExactly("zero", "one");
        assertThat(asked).hasSize(3);
        assertThat(announced).hasSize(3).allMatch(line -> line.contains(address.toString()));

        assertThat(set.load(DataDirectory.of(folder), Downloads.official())
                        .train()
                        .size())
                .isEqualTo(3);
        assertThat(asked).hasSize(3);
    }

    @Test
    void keepsNothingOfABadDownload() throws IOException {
        IdxSet set = digits();
        byte[] good = files.get("train-images-idx3-ubyte.gz");
        for (byte[] bad : new byte[][] {
            gzip(idxImages(1, 2, 4)), Arrays.copyOf(good, 20), "<html>".getBytes(StandardCharsets.UTF_8)
        }) {
            files.put("train-images-idx3-ubyte.gz", bad);
            assertThatThrownBy(() -> set.load(DataDirectory.of(folder), Downloads.official()))
                    .isInstanceOf(DataFileException.class)
                    .hasMessageContaining(address + "train-images-idx3-ubyte.gz");
            assertThat(folder.resolve("digits")).doesNotExist();
        }
        files.remove("train-images-idx3-ubyte.gz");
        assertThatThrownBy(() -> set.load(DataDirectory.of(folder), Downloads.official()))
                .hasMessageContaining("404")
                .hasMessageContaining("CORNU_DATA_DIR");
    }

    @Test
    void leavesNoFolderWhereNothingCame() {
        assertThatThrownBy(() -> Official.download(folder.resolve("new"), "set", () -> {
                    throw new IOException("no network");
                }))
                .hasMessage("no network");

        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void refusesLocalFilesThatAreNotTheOfficialOnes() throws IOException {
        IdxSet set = digits();
        Path images = Files.createDirectories(folder.resolve("digits")).resolve("train-images-idx3-ubyte");
        Files.write(images, idxImages(1, 2, 4));
        assertThatThrownBy(() -> set.load(DataDirectory.of(folder), Downloads.official()))
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith(images.toString())
                .hasMessageContaining("SHA-256");
    }

    private static byte[] records(int label) {
        byte[] bytes = new byte[RECORDS * RECORD];
        bytes[0] = (byte) label;
        bytes[RECORD] = (byte) label;
        return bytes;
    }

    /** A tar member by the letter of POSIX ustar. */
    private static void member(ByteArrayOutputStream tar, String name, char type, byte[] content) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, String.format("%011o", content.length));
        header[156] = (byte) type;
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        tar.write(header);
        tar.write(content);
        tar.write(new byte[(512 - content.length % 512) % 512]);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private static ByteArrayOutputStream tarOf(int... batches) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        member(tar, "cifar-10-batches-bin/", '5', new byte[0]);
        member(tar, "cifar-10-batches-bin/readme.html", '0', new byte[5]);
        for (int batch : batches) {
            member(tar, "cifar-10-batches-bin/data_batch_" + batch + ".bin", '0', records(batch));
        }
        return tar;
    }

    private Cifar10Set photographs(byte[] tar) throws IOException {
        byte[] archive = gzip(tar);
        files.put("cifar-10-binary.tar.gz", archive);
        return new Cifar10Set(
                address,
                sha256(archive),
                Map.of("data_batch_2.bin", sha256(records(2)), "test_batch.bin", sha256(records(6))),
                RECORDS);
    }

    @Test
    void unpacksTheArchiveOnce() throws IOException {
        ByteArrayOutputStream tar = tarOf(1, 2, 3, 4, 5);
        member(tar, "cifar-10-batches-bin/test_batch.bin", '0', records(6));
        tar.write(new byte[1024]);
        Cifar10Set set = photographs(tar.toByteArray());
        for (int i = 0; i < 2; i++) {
            CatalogData data = set.load(DataDirectory.of(folder), Downloads.official());
            assertThat(data.train().inMemory().orElseThrow().targets().get(0).toInts())
                    .containsExactly(1, 1, 2, 2, 3, 3, 4, 4, 5, 5);
            assertThat(data.test().size()).isEqualTo(2);
            assertThat(data.notes()).isEmpty();
        }
        assertThat(asked).containsExactly("cifar-10-binary.tar.gz");
        assertThat(names(folder.resolve("cifar-10"))).containsExactly("cifar-10-batches-bin");
        assertThat(names(folder.resolve("cifar-10/cifar-10-batches-bin")))
                .containsExactly(
                        "data_batch_1.bin",
                        "data_batch_2.bin",
                        "data_batch_3.bin",
                        "data_batch_4.bin",
                        "data_batch_5.bin",
                        "test_batch.bin");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "link", "slip", "short", "garbage", "cut"})
    void keepsNothingOfABadArchive(String fault) throws IOException {
        ByteArrayOutputStream tar = tarOf(1, 2, 3, 4, 5);
        switch (fault) {
            case "link" -> member(tar, "cifar-10-batches-bin/test_batch.bin", '2', new byte[0]);
            case "slip" -> member(tar, "cifar-10-batches-bin/../../test_batch.bin", '0', records(6));
            case "short" -> member(tar, "cifar-10-batches-bin/test_batch.bin", '0', new byte[RECORD]);
            case "garbage" -> tar.write("x".repeat(2000).getBytes(StandardCharsets.US_ASCII));
            default -> {}
        }
        if (!fault.equals("cut")) {
            tar.write(new byte[1024]);
        }
        Cifar10Set set = photographs(tar.toByteArray());
        assertThatThrownBy(() -> set.load(DataDirectory.of(folder), Downloads.official()))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining(address.toString());
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void refusesAnArchiveThatIsNotTheOfficialOne() throws IOException {
        Cifar10Set set = photographs(tarOf(1).toByteArray());
        files.put("cifar-10-binary.tar.gz", gzip(tarOf(2).toByteArray()));
        assertThatThrownBy(() -> set.load(DataDirectory.of(folder), Downloads.official()))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("SHA-256");
        assertThat(folder.resolve("cifar-10")).doesNotExist();
    }

    @Test
    void takesTheTrainingFilesThatAreThere() throws IOException {
        Cifar10Set set = photographs(tarOf().toByteArray());
        Path root = Files.createDirectories(folder.resolve("cifar-10"));
        Files.write(root.resolve("data_batch_2.bin.gz"), gzip(records(2)));
        assertThatThrownBy(() -> set.load(DataDirectory.of(folder), Downloads.official()))
                .hasMessageContaining("test_batch.bin");
        Files.write(root.resolve("test_batch.bin"), records(6));
        CatalogData data = set.load(DataDirectory.of(folder), Downloads.official());
        assertThat(data.train().size()).isEqualTo(2);
        assertThat(data.notes()).singleElement().asString().contains("1 of 5 training files", "2 of 10 examples");

        Files.write(root.resolve("data_batch_3.bin"), Arrays.copyOf(records(3), RECORD));
        assertThatThrownBy(() -> set.load(DataDirectory.of(folder), Downloads.official()))
                .hasMessageContaining("data_batch_3.bin")
                .hasMessageContaining("expected 2 records, received 1");
        Files.write(root.resolve("data_batch_3.bin"), records(3));
        Files.delete(root.resolve("test_batch.bin"));
        Files.write(root.resolve("test_batch.bin"), records(7));
        assertThatThrownBy(() -> set.load(DataDirectory.of(folder), Downloads.official()))
                .hasMessageContaining("test_batch.bin")
                .hasMessageContaining("SHA-256");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/",
                "ftp://localhost/",
                "file:///etc/",
                "http://localhost.example.org/",
                "mnist/"
            })
    void refusesUnsafeAddresses(String unsafe) {
        assertThatThrownBy(() -> Downloads.official().withMirror("mnist", URI.create(unsafe)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
    }
}
