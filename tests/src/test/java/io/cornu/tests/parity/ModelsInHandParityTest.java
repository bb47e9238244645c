package io.cornu.tests.parity;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import io.cornu.uncertainty.MonteCarlo;
import io.cornu.uncertainty.UncertainPrediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done to models in hand gives what the same gives in Keras. */
@NeedsPython
class ModelsInHandParityTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private static Architecture cnn() {
        return Sequential.of(
                Input.of(8, 8, 2),
                Conv2D.of(6, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Flatten.of(),
                Dense.of(12).withActivation(relu()),
                Dense.of(4).withActivation(softmax()).withPolicy(DTypePolicy.FLOAT32));
    }

    private static Architecture mlp() {
        return Sequential.of(
                Input.of(5), Dense.of(6).withActivation(relu()), BatchNormalization.of(), Dense.of(4), Dense.of(3));
    }

    /**
     * bfloat16 keeps 8 bits, float16 11: one rounding is up to 0.2 or 0.02 percent off. The same operations round at the
     * same places in both, but sums within kernels and fused activations do not; over this depth a few roundings add up.
     */
    @ParameterizedTest
    @EnumSource(
            value = DTypePolicy.class,
            names = {"MIXED_BFLOAT16", "MIXED_FLOAT16"})
    void mixedPrecisionPredictsAndLearnsAsKeras(DTypePolicy policy, PythonWorker python) throws IOException {
        Architecture mixed = cnn().withPolicy(policy);
        Dataset data = data(64, new long[] {64, 8, 8, 2}, Array.of(labels(64), 64));
        boolean isCoarse = policy == DTypePolicy.MIXED_BFLOAT16;
        try (Model model = mixed.build(Seed.of(3))) {
            Array full = predictionInFloat32(model, data);
            CompiledModel compiled = model.compile(SGD.of(.05), sparseCategoricalCrossentropy());
            KerasArchive.write(compiled, folder.resolve("mixed.keras"));
            JsonNode keras = python.call("hand", "train", folder, Map.of("model", "mixed.keras", "batch", 8));

            assertThat(texts(keras.get("policies")))
                    .containsExactly(concat(Collections.nCopies(5, policy.kerasName()), "float32"));
            assertThat(keras.get("optimizer").asText()).isEqualTo(isCoarse ? "SGD" : "LossScaleOptimizer");
            assertThat(KerasArchive.read(folder.resolve("back.keras")).architecture())
                    .isEqualTo(mixed);

            double tolerance = isCoarse ? .01 : .002;
            Array ours = model.predict(inputs(data));
            requireClose("before", ours, read("before.npy"), tolerance);
            // Half precision it is: the same weights in float32 give other numbers, though not far off.
            assertThat(ours).isNotEqualTo(full);
            requireClose("float32", ours, full, tolerance);

            List<Double> losses = losses(compiled, data);
            for (int i = 0; i < losses.size(); i++) {
                double expected = keras.get("losses").get(i).asDouble();
                assertThat(losses.get(i)).as("step %s", i).isCloseTo(expected, within(2 * tolerance * expected));
            }
            requireClose("after", model.predict(inputs(data)), read("after.npy"), 2 * tolerance);
        }
    }

    private static Array predictionInFloat32(Model mixed, Dataset data) {
        try (Model full = mixed.copy(cnn())) {
            return full.predict(inputs(data));
        }
    }

    @Test
    void frozenLayersStayAsInKeras(PythonWorker python) throws IOException {
        Dataset data = data(32, new long[] {32, 5}, numbers(9, 32, 3));
        try (Model model = mlp().build(Seed.of(3))) {
            model.freeze("dense", "batch_normalization");
            CompiledModel compiled = model.compile(SGD.of(.05), meanSquaredError());
            KerasArchive.write(compiled, folder.resolve("frozen.keras"));
            JsonNode keras = python.call("hand", "train", folder, Map.of("model", "frozen.keras", "batch", 8));
            List<Double> losses = losses(compiled, data);
            for (int i = 0; i < losses.size(); i++) {
                double expected = keras.get("losses").get(i).asDouble();
                assertThat(losses.get(i)).isCloseTo(expected, within(1e-5 * expected));
            }
            assertThat(keras.get("trainable").toString()).isEqualTo("[false,false,true,true]");
            for (int i = 0; i < keras.get("weights").size(); i++) {
                Path path = Path.of(keras.get("weights").get(i).asText());
                String name = path.getName(path.getNameCount() - 2) + "/" + path.getFileName();
                requireClose(name, model.weights().get(name), read("weight" + i + ".npy"), 1e-5);
            }
        }
    }

    @Test
    void outputsOfLayersAreThoseOfKeras(PythonWorker python) throws IOException {
        Dataset data = data(16, new long[] {16, 8, 8, 2}, Array.of(labels(16), 16));
        List<String> names = List.of("conv2d", "dense", "max_pooling2d");
        try (Model model = cnn().build(Seed.of(3));
                Model features = model.outputsOf(names.toArray(String[]::new))) {
            KerasArchive.write(model, folder.resolve("cnn.keras"));
            python.call("hand", "outputs", folder, Map.of("model", "cnn.keras", "layers", names));
            List<Array> ours = features.predict(Dataset.ofInputs(inputs(data)), 32);
            for (int i = 0; i < names.size(); i++) {
                requireClose(names.get(i), ours.get(i), read("output" + i + ".npy"), 1e-5);
            }
        }
    }

    @Test
    void trainingUnderAnotherHeadChangesTheModelAsInKeras(PythonWorker python) throws IOException {
        Dataset data = data(32, new long[] {32, 5}, numbers(9, 32, 2));
        try (Model model = mlp().build(Seed.of(3));
                Model other = model.share(model.architecture().withHead("dense_1", Dense.of(2)))) {
            KerasArchive.write(model, folder.resolve("model.keras"));
            NumpyFiles.write(folder.resolve("kernel.npy"), other.weights().get("dense_3/kernel"));
            NumpyFiles.write(folder.resolve("bias.npy"), other.weights().get("dense_3/bias"));
            python.call(
                    "hand",
                    "shared",
                    folder,
                    Map.of("model", "model.keras", "keep", 3, "frozen", List.of(0), "rate", .05));
            other.freeze(0);
            other.compile(SGD.of(.05), meanSquaredError())
                    .fit(data, Fit.epochs(2).withBatchSize(8).withShuffle(false));
            requireClose("other", other.predict(inputs(data)), read("other.npy"), 1e-5);
            requireClose("model", model.predict(inputs(data)), read("net.npy"), 1e-5);
        }
    }

    @Test
    void aFoldedNetworkPredictsInKerasWhatItDidBefore(PythonWorker python) throws IOException {
        Dataset data = data(16, new long[] {16, 8, 8, 2}, Array.of(labels(16), 16));
        Architecture network = Sequential.of(
                Input.of(8, 8, 2),
                Conv2D.of(6, 3).withUseBias(false),
                BatchNormalization.of(),
                new io.cornu.layers.Activation(relu()),
                Flatten.of(),
                Dense.of(4),
                BatchNormalization.of());
        try (Model model = network.build(Seed.of(3))) {
            model.compile(SGD.of(.05), sparseCategoricalCrossentropy())
                    .fit(data, Fit.epochs(20).withBatchSize(8));
            KerasArchive.write(model, folder.resolve("before.keras"));
            python.call("hand", "predict", folder, Map.of("model", "before.keras"));
            Array expected = read("predictions.npy");
            try (Model folded = model.foldBatchNormalization()) {
                requireClose("ours", folded.predict(inputs(data)), expected, 1e-5);
                KerasArchive.write(folded, folder.resolve("folded.keras"));
            }
            JsonNode keras = python.call("hand", "predict", folder, Map.of("model", "folded.keras"));
            assertThat(texts(keras.get("layers"))).containsExactly("Conv2D", "Activation", "Flatten", "Dense");
            requireClose("Keras'", read("predictions.npy"), expected, 1e-5);
        }
    }

    /** Means of n passes differ by the root of 2 / n standard deviations; deviations by about as much. Five of these. */
    @Test
    void monteCarloDropoutIsDistributedAsKeras(PythonWorker python) throws IOException {
        int count = 2000;
        Dataset data = data(3, new long[] {3, 5}, numbers(9, 3, 2));
        Architecture network = Sequential.of(
                Input.of(5),
                Dense.of(16).withActivation(relu()),
                Dropout.of(.25),
                Dense.of(16).withActivation(relu()),
                Dropout.of(.5),
                Dense.of(4).withActivation(softmax()));
        try (Model model = network.build(Seed.of(3))) {
            KerasArchive.write(model, folder.resolve("dropout.keras"));
            python.call("hand", "passes", folder, Map.of("model", "dropout.keras", "count", count));
            UncertainPrediction ours = MonteCarlo.of(count).predict(model, inputs(data));
            for (int i = 0; i < 12; i++) {
                double deviation = read("deviation.npy").at(i);
                double margin = 5 * deviation * Math.sqrt(2.0 / count);
                assertThat(ours.mean().at(i)).isCloseTo(read("mean.npy").at(i), within(margin));
                assertThat(ours.standardDeviation().at(i)).isCloseTo(deviation, within(margin));
            }
        }
    }

    private static Array inputs(Dataset data) {
        return data.inMemory().orElseThrow().inputs().get(0);
    }

    private Dataset data(int size, long[] shape, Array targets) throws IOException {
        int each = 1;
        for (int i = 1; i < shape.length; i++) {
            each *= (int) shape[i];
        }
        Array x = numbers(7, size, each).reshape(shape);
        NumpyFiles.write(folder.resolve("x.npy"), x);
        NumpyFiles.write(folder.resolve("y.npy"), targets);
        return Dataset.of(x, targets);
    }

    private Array read(String file) throws IOException {
        return NumpyFiles.read(folder.resolve(file));
    }

    private static List<Double> losses(CompiledModel compiled, Dataset data) {
        List<Double> losses = new ArrayList<>();
        compiled.fit(data, Fit.epochs(1).withBatchSize(8).withShuffle(false).withCallbacks(fit -> new FitListener() {
            @Override
            public void batchEnd(BatchEnd batch) {
                losses.add(batch.loss());
            }
        }));
        return losses;
    }

    private static void requireClose(String what, Array received, Array expected, double tolerance) {
        assertThat(received.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.size(); i++) {
            double wanted = expected.at(i);
            assertThat(received.at(i))
                    .as("%s, number %s", what, i)
                    .isCloseTo(wanted, within(tolerance * Math.max(1, Math.abs(wanted))));
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String[] concat(List<String> first, String last) {
        List<String> all = new ArrayList<>(first);
        all.add(last);
        return all.toArray(String[]::new);
    }

    private static int[] labels(int size) {
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = (i * 7 + i / 3) % 4;
        }
        return labels;
    }

    private static Array numbers(long seed, int rows, int width) {
        Random random = new Random(seed);
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return Array.of(values, rows, width);
    }
}
