package io.cornu.tests.exchange;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.Padding;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Size2D;
import io.cornu.model.Architecture;
import io.cornu.model.Fit;
import io.cornu.model.Functional;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adam;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.tf.LoadedSavedModel;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SavedModels that Java wrote, opened by Python in every way people do, and the other way round. */
@NeedsPython
class SavedModelPythonTest {
    /** The compiler of jit_compile and TFLite add up in another order than the kernels do. */
    private static final double OTHER_KERNELS = 1e-6;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    /** The base CNN in small, trained, so that its statistics are not what they start from; and two more. */
    @BeforeAll
    static void write() throws IOException {
        Array images = numbers(1, 64, 8, 8, 1);
        NumpyFiles.write(folder.resolve("x.npy"), images);
        try (Model model = convolutional().build(Seed.of(1))) {
            int[] labels = new Random(2).ints(64, 0, 10).toArray();
            model.compile(Adam.of(0.01), sparseCategoricalCrossentropy())
                    .fit(Dataset.of(images, Array.of(labels)), Fit.epochs(3));
            SavedModel.write(model, folder.resolve("model"));
            NumpyFiles.write(folder.resolve("y.npy"), model.predict(images));
            NumpyFiles.write(
                    folder.resolve("sample.npy"),
                    model.predictMonteCarlo(Dataset.ofInputs(images), 64, 7).get(0));
            model.freeze(layer -> layer.equals("conv2d") || layer.equals("batch_normalization"));
            SavedModel.write(model, folder.resolve("frozen"));
        }
        writeTwo();
    }

    private static void writeTwo() throws IOException {
        byte[] pixels = new byte[5 * 36];
        new Random(3).nextBytes(pixels);
        Array images = Array.of(pixels, 5, 6, 6, 1);
        Array extras = numbers(4, 5, 3);
        try (Model model = twoInTwoOut().build(Seed.of(2))) {
            SavedModel.write(model, folder.resolve("two"));
            List<Array> outputs = model.predict(Dataset.ofInputs(images, extras), 5);
            NumpyFiles.write(folder.resolve("image.npy"), images);
            NumpyFiles.write(folder.resolve("extra.npy"), extras);
            NumpyFiles.write(folder.resolve("second.npy"), outputs.get(0));
            NumpyFiles.write(folder.resolve("first.npy"), outputs.get(1));
        }
    }

    @Test
    void signaturesAndMethodsComputeTheSame(PythonWorker python) {
        JsonNode calls = call(python, "calls");
        assertThat(calls.get("signatures")).hasToString("[\"mc_dropout\",\"serving_default\"]");
        assertThat(calls.get("arguments")).hasToString("[\"image\"]");
        assertThat(calls.get("batch").isNull()).isTrue();
        assertThat(calls.get("tensorflow").asText()).isEqualTo("2.18.0");
        for (String exact : List.of("signature", "positional", "call", "inference", "serve", "graph", "sample")) {
            assertThat(calls.get(exact).asDouble()).as(exact).isZero();
        }
        assertThat(calls.get("one").asDouble()).isLessThan(OTHER_KERNELS);
        assertThat(calls.get("compiled").asDouble()).isLessThan(OTHER_KERNELS);
        assertThat(calls.get("otherSample").asDouble()).isGreaterThan(1e-3);
    }

    @Test
    void wrongShapesAreRefusedInPythonToo(PythonWorker python) {
        assertThat(call(python, "wrong_shape")).hasSize(2).allSatisfy(message -> assertThat(message.asText())
                .contains("4, 8, 1"));
    }

    @Test
    void variablesAreVariables(PythonWorker python) {
        JsonNode variables = call(python, "variables");
        assertThat(variables.get("all")).hasSize(14);
        assertThat(variables.get("trainable")).hasSize(10);
        assertThat(variables.get("frozen"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "batch_normalization/moving_mean:0",
                        "batch_normalization/moving_variance:0",
                        "batch_normalization_1/moving_mean:0",
                        "batch_normalization_1/moving_variance:0");
        assertThat(variables.get("isVariable").asBoolean()).isTrue();
        assertThat(variables.get("isTrainable").asBoolean()).isTrue();
        assertThat(variables.get("shape")).hasToString("[3,3,1,4]");
    }

    @Test
    void pythonTrainsThemFurther(PythonWorker python) {
        JsonNode gradients = call(python, "gradients");
        assertThat(gradients.get("missing")).hasSize(3).allSatisfy(missing -> assertThat(missing.asInt())
                .isZero());
        JsonNode losses = gradients.get("losses");
        assertThat(losses.get(losses.size() - 1).asDouble())
                .isLessThan(losses.get(0).asDouble());
    }

    @Test
    void trainingDropsAndMovesStatisticsAsKerasDoes(PythonWorker python) {
        JsonNode training = call(python, "training");
        assertThat(training.get("inference").asDouble()).isLessThan(OTHER_KERNELS);
        assertThat(training.get("statistics").asDouble()).isLessThan(OTHER_KERNELS);
        assertThat(training.get("drops").asDouble()).isGreaterThan(1e-2);
        JsonNode frozen = call(python, "frozen_training");
        assertThat(frozen.get("trainable")).hasSize(6);
        assertThat(frozen.get("frozenMoved").asDouble()).isZero();
        assertThat(frozen.get("otherMoved").asDouble()).isPositive();
    }

    @Test
    void kerasTakesThemAsLayers(PythonWorker python) {
        JsonNode layers = call(python, "keras_layer");
        for (String endpoint : List.of("serving_default", "serve", "__call__")) {
            assertThat(layers.get(endpoint)).as(endpoint).hasToString("[0.0,10,4]");
        }
        JsonNode losses = layers.get("losses");
        assertThat(losses.get(losses.size() - 1).asDouble())
                .isLessThan(losses.get(0).asDouble());
    }

    @Test
    void otherLoadersTakeThemToo(PythonWorker python) {
        JsonNode again = call(python, "again");
        for (String exact : List.of("saved", "savedSignature", "version1")) {
            assertThat(again.get(exact).asDouble()).as(exact).isZero();
        }
        assertThat(again.get("savedTrainable").asInt()).isEqualTo(10);
        assertThat(again.get("checkpoint"))
                .hasSize(15)
                .extracting(JsonNode::asText)
                .contains("conv2d/kernel/.ATTRIBUTES/VARIABLE_VALUE", "_CHECKPOINTABLE_OBJECT_GRAPH");
        assertThat(call(python, "lite").asDouble()).isLessThan(OTHER_KERNELS);
    }

    @Test
    void theCommandLineShowsAndRunsThem(PythonWorker python) {
        JsonNode shown = call(python, "command_line");
        assertThat(shown.get("show").asText())
                .contains("signature_def['serving_default']", "inputs['image']", "outputs['digit']", "(-1, 8, 8, 1)");
        assertThat(shown.get("run").asDouble()).isZero();
    }

    @Test
    void severalInputsAndOutputsKeepTheirOrder(PythonWorker python) {
        JsonNode two = call(python, "two");
        for (String exact : List.of("signature", "call", "serve", "layer", "missing")) {
            assertThat(two.get(exact).asDouble()).as(exact).isZero();
        }
        assertThat(two.get("dilatedGradient").asDouble()).isLessThan(1e-5);
    }

    /** What Keras exports, and what its older way of saving leaves behind. */
    @Test
    void javaPredictsWithWhatKerasExports(PythonWorker python) throws IOException {
        Array images = numbers(1, 64, 8, 8, 1);
        Array extras = numbers(5, 64, 3);
        NumpyFiles.write(folder.resolve("extras.npy"), extras);
        JsonNode expected = call(python, "export");
        for (String name : List.of("export", "save")) {
            try (LoadedSavedModel loaded = SavedModel.read(folder.resolve(name))) {
                List<Array> outputs = loaded.predict(List.of(images, extras));
                for (int output = 0; output < 2; output++) {
                    for (int i = 0; i < outputs.get(output).size(); i++) {
                        assertThat(Math.abs(outputs.get(output).at(i)
                                        - expected.get(output).get(i).asDouble()))
                                .isLessThan(1e-5);
                    }
                }
            }
        }
    }

    private static JsonNode call(PythonWorker python, String function) {
        return python.call("savedmodel", function, folder, Map.of());
    }

    private static Architecture convolutional() {
        return Sequential.of(
                Input.of(8, 8, 1).named("image"),
                Conv2D.of(4, 3).withPadding(Padding.SAME).withActivation(relu()),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Dropout.of(0.25),
                Flatten.of(),
                Dense.of(16).withActivation(relu()),
                BatchNormalization.of(),
                Dropout.of(0.5),
                Dense.of(10).withActivation(softmax()).named("digit"));
    }

    private static Architecture twoInTwoOut() {
        Functional.Builder builder = Functional.builder();
        Functional.Node image =
                builder.input(Input.of(6, 6, 1).withDataType(DataType.UINT8).named("image"));
        Functional.Node extra = builder.input(Input.of(3).named("extra"));
        Functional.Node x = builder.add(Rescaling.of(1 / 255.0), image);
        x = builder.add(Conv2D.of(2, 3).withPadding(Padding.SAME).withDilationRate(Size2D.square(2)), x);
        x = builder.add(Concatenate.of(), builder.add(Flatten.of(), x), extra);
        Functional.Node second = builder.add(Dense.of(2).named("second"), x);
        Functional.Node first = builder.add(Dense.of(1).named("first"), x);
        return builder.build(List.of(image, extra), List.of(second, first));
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
