package io.cornu.tests.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.archive.ArchiveReader;
import io.cornu.savedmodels.archive.ReadLimits;
import io.cornu.savedmodels.hdf5.Hdf5Attribute;
import io.cornu.savedmodels.hdf5.Hdf5Dataset;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5Node;
import io.cornu.savedmodels.hdf5.Hdf5Reader;
import io.cornu.savedmodels.hdf5.Hdf5Writer;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasH5;
import io.cornu.savedmodels.keras.KerasWeights;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every dataset and attribute of a file is the same, byte for byte, to h5py and to our reader, whoever wrote it. */
@NeedsPython
class Hdf5BytesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"model.keras", "model.weights.h5", "model.h5"})
    void h5pySeesWhatJavaWrote(String name, PythonWorker python) throws IOException {
        Path file = folder.resolve(name);
        try (Model model = KerasRecipe.CNN.architecture().build(Seed.of(7))) {
            CompiledModel compiled = model.compile(KerasRecipe.CNN.compilation());
            compiled.fit(Dataset.of(KerasRecipe.CNN.data(new Random(7))), Fit.epochs(1));
            switch (name) {
                case "model.keras" -> KerasArchive.write(compiled, file);
                case "model.h5" -> KerasH5.write(compiled, file);
                default -> KerasWeights.write(compiled, file);
            }
        }
        requireSame(file, python);
    }

    @Test
    void h5pySeesEveryKindThatJavaWrites(PythonWorker python) throws IOException {
        Path file = folder.resolve("kinds.h5");
        var kinds = Hdf5Group.builder();
        for (DataType type : DataType.values()) {
            kinds.array(
                    type.kerasName(),
                    Array.of(new double[] {0, 1, 1, 0, 1, 1}, 2, 3).cast(type));
        }
        var many = Hdf5Group.builder();
        IntStream.range(0, 3000).forEach(i -> many.array("variable_" + i, Array.scalar(i)));
        Hdf5Writer.write(
                file,
                Hdf5Group.builder()
                        .text("text", "\u00e4\u65e5".repeat(100_000))
                        .texts(
                                "few",
                                IntStream.range(0, 3000).mapToObj(i -> "n" + i).toList())
                        .texts("none", List.of())
                        .attribute("numbers", new Hdf5Attribute.Numbers(Array.of(new int[] {1, 2, 3})))
                        .group("kinds", kinds.build())
                        .group("many", many.build())
                        .group("empty", Hdf5Group.builder().build())
                        .array("no_numbers", Array.of(new float[0], 3, 0))
                        .build());

        requireSame(file, python);
    }

    @Test
    void javaSeesEveryKindThatH5pyWrites(PythonWorker python) throws IOException {
        JsonNode expected = python.call("file_exchange", "write_kinds", folder, Map.of("file", "kinds.h5"));

        assertThat(content(Hdf5Reader.read(folder.resolve("kinds.h5")))).isEqualTo(sorted(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.weights.h5", "model.keras"})
    void javaSeesWhatKerasWrote(String name, PythonWorker python) throws IOException {
        python.call(
                "file_exchange",
                "write_weights",
                folder,
                Map.of("recipe", "every_layer", "file", "x.weights.h5", "epochs", 1));

        requireSame(folder.resolve(name), python);
    }

    @Test
    void javaSeesWhatKerasWroteInItsOldForm(PythonWorker python) throws IOException {
        python.call("file_exchange", "write_legacy", folder, Map.of("recipe", "big", "file", "big.h5", "epochs", 1));

        requireSame(folder.resolve("big.h5"), python);
    }

    private void requireSame(Path file, PythonWorker python) throws IOException {
        JsonNode expected =
                python.call("file_exchange", "content", folder, Map.of("file", String.valueOf(file.getFileName())));
        Hdf5Group root;
        if (file.toString().endsWith(".keras")) {
            try (ArchiveReader archive = ArchiveReader.open(file)) {
                root = Hdf5Reader.read("weights", archive.content("model.weights.h5"), ReadLimits.defaults());
            }
        } else {
            root = Hdf5Reader.read(file);
        }
        assertThat(content(root)).isEqualTo(sorted(expected)).isNotEmpty();
    }

    private static Map<String, JsonNode> sorted(JsonNode content) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        content.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /** As file_exchange.content describes it. */
    private static Map<String, JsonNode> content(Hdf5Group root) {
        Map<String, JsonNode> content = new TreeMap<>();
        describe("", root, content);
        describeAttributes("/", root, content);
        return content;
    }

    private static void describe(String path, Hdf5Node node, Map<String, JsonNode> content) {
        if (!path.isEmpty()) {
            describeAttributes(path, node, content);
        }
        if (node instanceof Hdf5Dataset dataset) {
            content.put(path, numbers(dataset.array()));
        } else if (node instanceof Hdf5Group group) {
            content.put(path.isEmpty() ? "/" : path, JSON.getNodeFactory().textNode("group"));
            group.children().forEach((name, child) -> describe(path + "/" + name, child, content));
        }
    }

    private static void describeAttributes(String path, Hdf5Node node, Map<String, JsonNode> content) {
        node.attributes().forEach((name, value) -> {
            JsonNode described;
            if (value instanceof Hdf5Attribute.Text text) {
                described = JSON.valueToTree(text.value());
            } else if (value instanceof Hdf5Attribute.Texts texts) {
                described = JSON.valueToTree(texts.values());
            } else {
                described = numbers(((Hdf5Attribute.Numbers) value).value());
            }
            content.put(path + "@" + name, described);
        });
    }

    private static JsonNode numbers(Array array) {
        CRC32 crc = new CRC32();
        crc.update(array.bytes());
        return JSON.valueToTree(array.dataType().kerasName() + " "
                + IntStream.range(0, array.shape().numDimensions())
                        .mapToObj(i -> array.shape().get(i))
                        .toList()
                + " " + crc.getValue());
    }
}
