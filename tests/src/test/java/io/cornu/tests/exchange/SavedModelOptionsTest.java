package io.cornu.tests.exchange;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.accuracy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.ImagePreprocessing;
import io.cornu.data.ImagePreprocessing.ChannelOrder;
import io.cornu.data.ImagePreprocessing.Resampling;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.Padding;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Functional;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.tf.ExportOptions;
import io.cornu.savedmodels.tf.ExportOptions.Variant;
import io.cornu.savedmodels.tf.ImagePrediction;
import io.cornu.savedmodels.tf.ImagePrediction.Content;
import io.cornu.savedmodels.tf.ImagePrediction.Scores;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.savedmodels.tf.TrainStep;
import io.cornu.savedmodels.tf.TrainStep.ExampleWeights;
import io.cornu.schedules.CosineDecay;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SavedModels written with options, opened by Python. */
@NeedsPython
class SavedModelOptionsTest {
    private static final double ROUNDING = 1e-5;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void foldedAndFrozenModelsPredictTheSame(PythonWorker python) throws IOException {
        Array images = numbers(1, 64, 8, 8, 1);
        NumpyFiles.write(folder.resolve("x.npy"), images);
        try (Model model = convolutional(0.5).build(Seed.of(1))) {
            model.compile(Adam.of(0.01), sparseCategoricalCrossentropy())
                    .fit(Dataset.of(images, labels(64)), Fit.epochs(3));
            NumpyFiles.write(folder.resolve("y.npy"), model.predict(images));
            for (Variant variant : List.of(Variant.FOLDED, Variant.FROZEN, Variant.FROZEN_FOLDED)) {
                SavedModel.write(
                        model,
                        folder.resolve(variant.name().toLowerCase(Locale.ROOT)),
                        ExportOptions.defaults().withVariant(variant));
            }
        }
        JsonNode variants = call(python, "variants");
        assertThat(variants).hasSize(3);
        for (String name : List.of("folded", "frozen", "frozen_folded")) {
            JsonNode found = variants.get(name);
            for (String way :
                    List.of("call", "serve", "signature", "compiled", "version1", "again", "lite", "layer")) {
                assertThat(found.get(way).asDouble()).as(name + " " + way).isLessThan(ROUNDING);
            }
            assertThat(found.get("dropout").asDouble()).as(name).isGreaterThan(1e-3);
            assertThat(found.get("gradient").asDouble()).as(name).isPositive();
            assertThat(found.get("trainable").asInt()).isZero();
            assertThat(found.get("training").asText()).contains("Could not find matching concrete function");
        }
        assertThat(variants.at("/folded/variables").asInt()).isLessThan(14).isPositive();
        assertThat(variants.at("/frozen/variables").asInt()).isZero();
        JsonNode provenance = call(python, "provenance");
        assertThat(provenance.get("variant").asText()).isEqualTo("frozen");
        assertThat(provenance.get("seed").asLong()).isEqualTo(1);
        assertThat(provenance.get("layers").get(1).get("kind").asText()).isEqualTo("Conv2D");
    }

    @Test
    void predictPreparesImagesAndNamesClasses(PythonWorker python) throws IOException {
        byte[] pixels = new byte[7 * 20 * 13 * 3];
        new Random(3).nextBytes(pixels);
        NumpyFiles.write(folder.resolve("images.npy"), Array.of(pixels, 7, 20, 13, 3));
        ImagePreprocessing preprocessing = ImagePreprocessing.of()
                .withResampling(Resampling.BILINEAR_ANTIALIASED)
                .withChannelOrder(ChannelOrder.BGR)
                .withScale(1 / 255.0)
                .withMean(List.of(0.1, 0.2, 0.3))
                .withDeviation(List.of(0.5, 0.25, 2.0));
        try (Model model = Sequential.of(
                        Input.of(8, 8, 3),
                        Flatten.of(),
                        Dense.of(5).withActivation(softmax()).named("scores"))
                .build(Seed.of(4))) {
            SavedModel.write(
                    model,
                    folder.resolve("predict"),
                    ExportOptions.defaults()
                            .withVariant(Variant.FROZEN)
                            .withPrediction(ImagePrediction.of(preprocessing)
                                    .withTop(3)
                                    .withLabels(List.of("a", "b", "c", "d", "é"))));
        }
        JsonNode found = call(python, "predict");
        assertThat(found.get("outputs"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "class_index",
                        "label",
                        "probability",
                        "scores",
                        "top_class_indices",
                        "top_labels",
                        "top_probabilities");
        assertThat(found.get("spread").asDouble()).isGreaterThan(1e-2);
        assertThat(found.get("indexType").asText()).isEqualTo("int64");
        for (String number :
                List.of("raw", "class_index", "probability", "top_class_indices", "top_probabilities")) {
            assertThat(found.get(number).asDouble()).as(number).isLessThan(ROUNDING);
        }
        for (String text : List.of("label", "top_labels", "version1")) {
            assertThat(found.get(text).asBoolean()).as(text).isTrue();
        }
    }

    @Test
    void predictReadsFiles(PythonWorker python) throws IOException {
        // Smooth, so that JPEG keeps it.
        byte[] pixels = new byte[16 * 16 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (40 + i / 48 * 8);
        }
        NumpyFiles.write(folder.resolve("images.npy"), Array.of(pixels, 1, 16, 16, 3));
        try (Model model = Sequential.of(
                        Input.of(8, 8, 3), Flatten.of(), Dense.of(1).named("score"))
                .build(Seed.of(6))) {
            Array kernel = model.weights().get("score/kernel");
            float[] small = kernel.toFloats();
            for (int i = 0; i < small.length; i++) {
                small[i] /= 100;
            }
            model.setWeight("score/kernel", Array.of(small, kernel.shape().asArray()));
            SavedModel.write(
                    model,
                    folder.resolve("files"),
                    ExportOptions.defaults()
                            .withPrediction(ImagePrediction.of(
                                            ImagePreprocessing.of().withResampling(Resampling.NEAREST))
                                    .withContent(Content.ENCODED)
                                    .withScores(Scores.LOGITS)
                                    .withLabels(List.of("cat", "dog"))));
        }
        JsonNode found = call(python, "predict_files");
        assertThat(found.at("/png/0").asDouble()).isLessThan(ROUNDING);
        assertThat(found.at("/png/1").asDouble()).isLessThan(ROUNDING);
        assertThat(found.at("/jpeg/0").asDouble()).isLessThan(0.05);
        for (String kind : List.of("png", "jpeg")) {
            assertThat(found.at("/" + kind + "/2").asBoolean()).isTrue();
            assertThat(found.at("/" + kind + "/3").asBoolean()).isTrue();
        }
    }

    /** Java and Python go on from the same place with the same batches. */
    @Test
    void pythonTrainsStepByStepAsJavaDoes(PythonWorker python) throws IOException {
        Array images = numbers(1, 64, 8, 8, 1);
        Array labels = labels(64);
        NumpyFiles.write(folder.resolve("x.npy"), images);
        NumpyFiles.write(folder.resolve("labels.npy"), labels);
        try (Model model = convolutional(0.5).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(Adam.of(0.01), sparseCategoricalCrossentropy(), accuracy());
            fit(compiled, images, labels, 5);
            compiled.setLearningRate(0.02);
            SavedModel.write(
                    compiled,
                    folder.resolve("train"),
                    ExportOptions.defaults().withTrainStep(TrainStep.of()));
            List<History.Epoch> expected = fit(compiled, images, labels, 20);

            JsonNode found = call(python, "train");
            assertThat(found.get("outputs")).hasToString("[\"accuracy\",\"loss\"]");
            for (int i = 0; i < 20; i++) {
                assertThat(found.get("losses").get(i).asDouble())
                        .as("loss of step " + i)
                        .isCloseTo(expected.get(i).get("loss"), within(1e-4));
                assertThat(found.get("accuracies").get(i).asDouble())
                        .isCloseTo(expected.get(i).get("accuracy"), within(1e-6));
            }
            assertThat(found.get("losses").get(0).asDouble())
                    .isGreaterThan(found.get("losses").get(16).asDouble());
            assertThat(found.get("iterations").asInt()).isEqualTo(25);
            assertThat(found.get("variables").asInt()).isEqualTo(10);
            assertThat(found.get("optimizer"))
                    .hasSize(18)
                    .extracting(JsonNode::asText)
                    .contains(
                            "optimizer/iterations/.ATTRIBUTES/VARIABLE_VALUE",
                            "optimizer/learning_rate/.ATTRIBUTES/VARIABLE_VALUE",
                            "optimizer/slots/momentum/conv2d/kernel/.ATTRIBUTES/VARIABLE_VALUE");
            model.weights().byPath().forEach((path, value) -> {
                JsonNode theirs = found.get("weights").get(path.replace('/', '.'));
                for (int i = 0; i < value.size(); i++) {
                    assertThat(theirs.get(i).asDouble()).as(path).isCloseTo(value.at(i), within(1e-3));
                }
            });
        }
        JsonNode rate = call(python, "rate");
        assertThat(rate.get("was").asDouble()).isCloseTo(0.02, within(1e-7));
        assertThat(rate.get("moved").asDouble()).isZero();
    }

    @Test
    void trainTakesWeightsSchedulesAndSeveralOutputs(PythonWorker python) throws IOException {
        Functional.Builder builder = Functional.builder();
        Functional.Node point = builder.input(Input.of(3).named("point"));
        Functional.Node hidden = builder.add(Dense.of(4).withActivation(relu()), point);
        Functional.Node a = builder.add(Dense.of(2).named("a"), hidden);
        Functional.Node b = builder.add(Dense.of(1).named("b"), hidden);
        Array x = numbers(1, 6, 3);
        Array ya = numbers(2, 6, 2);
        Array yb = numbers(3, 6, 1);
        Array weights = numbers(4, 6);
        NumpyFiles.write(folder.resolve("wx.npy"), x);
        NumpyFiles.write(folder.resolve("wa.npy"), ya);
        NumpyFiles.write(folder.resolve("wb.npy"), yb);
        NumpyFiles.write(folder.resolve("ww.npy"), weights);
        try (Model model = builder.build(List.of(point), List.of(a, b)).build(Seed.of(2))) {
            CompiledModel compiled = model.compile(
                    SGD.of(CosineDecay.of(0.2, 4)).withMomentum(0.9), meanSquaredError());
            SavedModel.write(
                    compiled,
                    folder.resolve("weighted"),
                    ExportOptions.defaults()
                            .withTrainStep(TrainStep.of()
                                    .withExampleWeights(ExampleWeights.GIVEN)
                                    .withScheduledSteps(5)));
            Dataset data = Dataset.of(new Batch(List.of(x), List.of(ya, yb), Optional.of(weights)));
            JsonNode found = call(python, "train_weighted");
            assertThat(found.get("arguments")).hasToString("[\"point\",\"sample_weight\",\"y_a\",\"y_b\"]");
            assertThat(found.get("outputs")).hasToString("[\"a_loss\",\"b_loss\",\"loss\"]");
            for (int i = 0; i < 6; i++) {
                double loss = compiled.fit(data, Fit.epochs(1).withBatchSize(6)).last().get("loss");
                assertThat(found.get("losses").get(i).asDouble()).as("step " + i).isCloseTo(loss, within(1e-6));
            }
        }
    }

    private static List<History.Epoch> fit(CompiledModel compiled, Array images, Array labels, int steps) {
        List<History.Epoch> measured = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            int from = 16 * (i % 4);
            Dataset batch = Dataset.of(images.rows(from, from + 16), labels.rows(from, from + 16));
            measured.add(compiled.fit(batch, Fit.epochs(1).withBatchSize(16).withShuffle(false)).last());
        }
        return measured;
    }

    private JsonNode call(PythonWorker python, String function) {
        return python.call("savedmodel_options", function, folder, Map.of());
    }

    private static Architecture convolutional(double rate) {
        return Sequential.of(
                Input.of(8, 8, 1).named("image"),
                Conv2D.of(4, 3).withPadding(Padding.SAME),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Flatten.of(),
                Dense.of(16).withActivation(relu()),
                Dropout.of(rate),
                Dense.of(10).withActivation(softmax()).named("digit"));
    }

    private static Array labels(int size) {
        return Array.of(new Random(2).ints(size, 0, 10).toArray());
    }

    private static Array numbers(int seed, long... shape) {
        int size = 1;
        for (long dimension : shape) {
            size = Math.multiplyExact(size, Math.toIntExact(dimension));
        }
        float[] values = new float[size];
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat();
        }
        return Array.of(values, shape);
    }
}
