package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.data.Array;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What goes wrong is one line that names the fix, an exit code of 1 or 2, and nothing half-written. */
class BadInputTest {
    private static final Path FIXTURES = Path.of("..", "savedmodels/src/test/resources/io/cornu/savedmodels");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        TinyData.write(folder, 60);
        Path x = folder.resolve("x.npy");
        float[] values = NumpyFiles.read(x).toFloats();
        NumpyFiles.write(folder.resolve("empty.npy"), Array.of(new float[0], 0, 8, 8, 1));
        NumpyFiles.write(folder.resolve("no-labels.npy"), Array.of(new int[0]));
        NumpyFiles.write(folder.resolve("few.npy"), Array.of(new int[59]));
        NumpyFiles.write(folder.resolve("wide.npy"), Array.of(values, 60, 4, 16, 1));
        NumpyFiles.write(folder.resolve("one-hot.npy"), Array.of(new float[180], 60, 3));
        NumpyFiles.write(folder.resolve("reals.npy"), Array.of(Arrays.copyOf(values, 60)));
        int[] labels = NumpyFiles.read(folder.resolve("y.npy")).toInts();
        labels[5] = 7;
        NumpyFiles.write(folder.resolve("large.npy"), Array.of(labels));
        labels[5] = -1;
        NumpyFiles.write(folder.resolve("negative.npy"), Array.of(labels));
        values[9] = Float.NaN;
        NumpyFiles.write(folder.resolve("nan.npy"), Array.of(values, 60, 8, 8, 1));
        cut(x, "cut.npy", 3000);

        Cornu.succeed(
                "train",
                "mlp",
                "--data",
                x + "," + folder.resolve("y.npy"),
                "--epochs",
                1,
                "--out",
                folder.resolve("run"));
        cut(folder.resolve("run/model.keras"), "cut.keras", 3000);
        cut(folder.resolve("run/model.keras"), "cut.npz", 3000);
        cut(folder.resolve("run/curves.png"), "photos/a/cut.png", 300);
        unpack("slip.zip.gz", "slip.keras");
        unpack("bomb.zip.gz", "bomb.keras");
        Cornu.succeed("convert", folder.resolve("run/model.keras"), folder.resolve("weights.h5"), "--to", "weights");
        cut(folder.resolve("weights.h5"), "cut.h5", 3000);
        try (Model other =
                Sequential.of(Input.of(8, 8, 1), Flatten.of(), Dense.of(2)).build(Seed.of(1))) {
            KerasArchive.write(other, folder.resolve("other.keras"));
        }
        Files.createFile(folder.resolve("empty"));
        edited("lambda.keras", "\"class_name\":\\s*\"Flatten\"", "\"class_name\":\"Lambda\"");
        edited("unknown.keras", "\"class_name\":\\s*\"Flatten\"", "\"class_name\":\"Flaten\"");
        edited("units.keras", "\"units\":\\s*128", "\"units\":64");
        Files.createDirectories(folder.resolve("nothing"));
        Files.writeString(Files.createDirectories(folder.resolve("full")).resolve("file"), "");
        Files.writeString(Files.createDirectories(folder.resolve("compared")).resolve("journal.jsonl"), "");
        Files.writeString(folder.resolve("no-rows.csv"), "a,label\n");
        Files.writeString(folder.resolve("ragged.csv"), "a,b,label\n1,2,0\n3,1\n");
        Files.writeString(folder.resolve("words.csv"), "a,b,label\n1,2,0\n3,three,1\n");
        // All files are there, so that nothing is downloaded; each is cut off after its header.
        Path mnist = Files.createDirectories(folder.resolve("data/mnist"));
        byte[] images = {0, 0, 8, 3, 0, 0, (byte) 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3};
        byte[] numbers = {0, 0, 8, 1, 0, 0, (byte) 0xea, 0x60, 1, 2, 3};
        for (String part : List.of("train", "t10k")) {
            Files.write(mnist.resolve(part + "-images-idx3-ubyte"), images);
            Files.write(mnist.resolve(part + "-labels-idx1-ubyte"), numbers);
        }
        Path cifar = Files.createDirectories(folder.resolve("data/cifar-10"));
        for (int i = 1; i <= 5; i++) {
            Files.write(cifar.resolve("data_batch_" + i + ".bin"), new byte[5000]);
        }
        Files.write(cifar.resolve("test_batch.bin"), new byte[5000]);
    }

    /** One row a mistake: the command line, the exit code, and what the message must say. {@code @} is the folder. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "bad-input.csv", delimiter = '|', numLinesToSkip = 1, maxCharsPerColumn = 1000)
    void isOneLineThatNamesTheFix(String arguments, int code, String expected) throws IOException {
        Mistakes.requireOneLine(folder, arguments, code, expected);
    }

    @Test
    void debugShowsTheTrace() {
        Finished finished = Cornu.run(
                "predict", folder.resolve("run/model.keras"), "--input", "nowhere.npy", "--output", "y.npy", "--debug");
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stderr()).contains("nowhere.npy").contains("\tat io.cornu.");
    }

    /** A limit on the size of files fails a write as a full disk does: with an error in the middle of it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void fullDiskLeavesNothingHalf(@TempDir Path place) throws IOException {
        Path run = place.resolve("run");
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f 16; exec \"$@\"", "bash"));
        command.addAll(Cornu.process(
                "train",
                "mlp",
                "--data",
                folder.resolve("x.npy") + "," + folder.resolve("y.npy"),
                "--epochs",
                2,
                "--out",
                run));
        Finished finished = Cornu.start(place, command);
        assertThat(finished.exitCode()).as(finished.tail()).isEqualTo(1);
        assertThat(finished.stderr().lines().filter(line -> line.startsWith("cornu: ")))
                .singleElement()
                .asString()
                .contains("File too large");
        assertThat(finished.stderr()).doesNotContain("\tat ");
        assertThat(Cornu.json(run.resolve("run.json")).get("status").asText()).isEqualTo("failed");
        try (Stream<Path> left = Files.list(run)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("run.json");
        }
        // With room again, it goes on.
        Cornu.succeed("train", "--resume", run);
        assertThat(run.resolve("model.keras")).isNotEmptyFile();
    }

    private static void cut(Path from, String to, int length) throws IOException {
        Path target = folder.resolve(to);
        Files.createDirectories(target.resolveSibling("."));
        Files.write(target, Arrays.copyOf(Files.readAllBytes(from), length));
    }

    private static void unpack(String fixture, String name) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(FIXTURES.resolve(fixture)))) {
            Files.copy(stream, folder.resolve(name));
        }
    }

    /** The trained model with another description of itself. */
    private static void edited(String name, String pattern, String replacement) throws IOException {
        try (ZipFile from = new ZipFile(folder.resolve("run/model.keras").toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                if (entry.getName().equals("config.json")) {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    String changed = text.replaceFirst(pattern, replacement);
                    assertThat(changed).isNotEqualTo(text);
                    bytes = changed.getBytes(StandardCharsets.UTF_8);
                }
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(bytes);
            }
        }
    }
}
