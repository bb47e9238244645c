package io.cornu.savedmodels.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that Python Keras 3.15.1 wrote: what it predicted and learned next is beside them. */
class KerasFixturesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"cnn", "two_ends", "every_layer", "untrained"})
    void predictsAndLearnsOnAsKerasDid(String recipe) throws IOException {
        KerasModel saved = KerasArchive.read(unpack(recipe, "model.keras"));
        JsonNode truth = truth().get(recipe);
        Dataset data = Dataset.of(new Batch(arrays(recipe, "x"), arrays(recipe, "y"), Optional.empty()));
        List<Array> expected = arrays(recipe, "python");
        try (Model model = saved.build(Seed.of(1))) {
            List<Array> predicted = model.predict(data, 8);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(predicted.get(i).toFloats())
                        .usingComparatorWithPrecision(1e-5f)
                        .containsExactly(expected.get(i).toFloats());
            }
            CompiledModel compiled = saved.compile(model);
            assertThat(compiled.optimizerState().iterations())
                    .isEqualTo(truth.get("iterations").asLong());
            History history = compiled.fit(data, Fit.epochs(2).withBatchSize(8).withShuffle(false));
            truth.get("history").properties().forEach(entry -> {
                for (int epoch = 0; epoch < entry.getValue().size(); epoch++) {
                    double value = entry.getValue().get(epoch).asDouble();
                    assertThat(history.get(entry.getKey())[epoch])
                            .as(entry.getKey() + " " + epoch)
                            .isCloseTo(value, within(1e-4 * Math.abs(value)));
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cnn", "two_ends", "every_layer", "untrained"})
    void comesBackTheSameThroughAFileOfOurs(String recipe) throws IOException {
        KerasModel saved = KerasArchive.read(unpack(recipe, "model.keras"));
        Path copy = folder.resolve("copy.keras");
        KerasArchive.write(saved, copy, KerasRegistry.standard());
        assertThat(KerasArchive.read(copy)).isEqualTo(saved);
    }

    private Path unpack(String recipe, String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.write(file, Fixtures.bytes("keras/" + recipe + "/" + name));
    }

    private List<Array> arrays(String recipe, String name) throws IOException {
        List<Array> arrays = new ArrayList<>();
        String file = name + "_0.npy";
        while (Fixtures.class.getResource("keras/" + recipe + "/" + file + ".gz") != null) {
            arrays.add(NumpyFiles.read(unpack(recipe, file)));
            file = name + "_" + arrays.size() + ".npy";
        }
        return arrays;
    }

    private static JsonNode truth() throws IOException {
        try (var stream = Fixtures.class.getResourceAsStream("keras/truth.json")) {
            return new ObjectMapper().readTree(stream);
        }
    }
}
