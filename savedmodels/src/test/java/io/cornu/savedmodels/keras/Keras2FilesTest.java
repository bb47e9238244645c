package io.cornu.savedmodels.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that tf_keras 2.18 wrote, by {@code make_keras2_files.py}: what it predicted and learned next is in truth.json. */
class Keras2FilesTest {
    private static final Fit FIT = Fit.epochs(5).withBatchSize(8).withShuffle(false);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "sequential, h5",
        "sequential, keras",
        "functional, h5",
        "functional, keras",
        "recurrent, h5",
        "attention, h5",
        "plain_sgd, h5",
        "plain_sgd, keras"
    })
    void predictsAndLearnsOnAsKeras2Did(String recipe, String ending) throws IOException {
        Path file = file(recipe + "." + ending);
        KerasModel saved = ending.equals("h5") ? KerasH5.read(file) : KerasArchive.read(file);
        JsonNode truth = truth().get(recipe);

        assertThat(saved.kerasVersion()).contains("2.18.0");
        assertThat(saved.notes()).isEmpty();
        try (Model model = saved.build(Seed.of(1))) {
            requirePredictions(model, truth);
            CompiledModel compiled = saved.compile(model);
            assertThat(compiled.optimizerState().iterations())
                    .isEqualTo(truth.get("iterations").asLong());
            double[] losses = compiled.fit(data(recipe, truth), FIT).get("loss");
            for (int epoch = 0; epoch < losses.length; epoch++) {
                double value = truth.get("loss").get(epoch).asDouble();
                assertThat(losses[epoch]).as("epoch " + epoch).isCloseTo(value, within(1e-4 * Math.abs(value)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sequential, weights.h5",
        "sequential, only.h5",
        "sequential, h5",
        "sequential, keras",
        "functional, weights.h5",
        "functional, only.h5",
        "recurrent, only.h5",
        "attention, only.h5",
        "plain_sgd, weights.h5"
    })
    void givesItsWeightsToAModel(String recipe, String ending) throws IOException {
        KerasModel whole = KerasH5.read(file(recipe + ".h5"));

        KerasWeights weights = KerasWeights.read(file(recipe + "." + ending), whole.architecture());

        assertThat(weights.skipped()).isEmpty();
        assertThat(weights.weights()).isEqualTo(whole.weights());
        try (Model model = whole.architecture().build(Seed.of(3))) {
            weights.giveTo(model);
            requirePredictions(model, truth().get(recipe));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "functional", "recurrent", "plain_sgd"})
    void comesBackTheSameThroughFilesOfOurs(String recipe) throws IOException {
        KerasModel saved = KerasH5.read(file(recipe + ".h5"));
        Path copy = folder.resolve("copy.h5");

        KerasH5.write(saved, copy, KerasRegistry.standard());

        KerasModel again = KerasH5.read(copy);
        assertThat(again.architecture()).isEqualTo(saved.architecture());
        assertThat(again.weights()).isEqualTo(saved.weights());
        assertThat(again.compilation()).isEqualTo(saved.compilation());
        assertThat(again.frozenLayers()).isEqualTo(saved.frozenLayers());
        assertThat(again.optimizerState()).isEmpty();
    }

    private static void requirePredictions(Model model, JsonNode truth) throws IOException {
        List<Array> predicted = model.predict(Dataset.of(new Batch(inputs(truth), List.of(), Optional.empty())), 8);
        for (int i = 0; i < predicted.size(); i++) {
            float[] expected = new ObjectMapper().treeToValue(truth.get("predictions").get(i), float[].class);
            assertThat(predicted.get(i).toFloats())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(expected);
        }
    }

    /** The numbers that the script made. */
    private static Dataset data(String recipe, JsonNode truth) {
        List<Array> targets = new ArrayList<>();
        if (recipe.equals("sequential")) {
            float[] classes = new float[16];
            for (int i = 0; i < 8; i++) {
                classes[2 * i + i % 2] = 1;
            }
            targets.add(Array.of(classes, 8, 2));
        } else {
            int first = inputs(truth).size();
            truth.get("targets").forEach(shape -> targets.add(wave(shape, first + targets.size())));
        }
        return Dataset.of(new Batch(inputs(truth), targets, Optional.empty()));
    }

    private static List<Array> inputs(JsonNode truth) {
        List<Array> inputs = new ArrayList<>();
        truth.get("inputs").forEach(shape -> inputs.add(wave(shape, inputs.size())));
        return inputs;
    }

    private static Array wave(JsonNode shape, int phase) {
        long[] dimensions = new ObjectMapper().convertValue(shape, long[].class);
        int size = 1;
        for (long dimension : dimensions) {
            size *= (int) dimension;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) Math.sin(i * .7 + phase);
        }
        return Array.of(values, dimensions);
    }

    private Path file(String name) throws IOException {
        return Files.write(folder.resolve(name), Fixtures.bytes("keras2/" + name));
    }

    private static JsonNode truth() throws IOException {
        try (var stream = Fixtures.class.getResourceAsStream("keras2/truth.json")) {
            return new ObjectMapper().readTree(stream);
        }
    }
}
