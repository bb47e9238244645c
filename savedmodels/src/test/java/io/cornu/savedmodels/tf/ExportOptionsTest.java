package io.cornu.savedmodels.tf;

import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.tf.ExportOptions.Overwriting;
import io.cornu.savedmodels.tf.ExportOptions.Variant;
import io.cornu.savedmodels.tf.ImagePrediction.Scores;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class ExportOptionsTest {
    private static final ExportOptions DEFAULTS = ExportOptions.defaults();
    private static final ImagePrediction PREDICTION = ImagePrediction.of(ImagePreprocessing.of());

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @EnumSource(Variant.class)
    void everyVariantPredictsTheSame(Variant variant) throws IOException {
        Array images = Networks.numbers(3, 20, 8, 8, 1);
        Path directory = folder.resolve("model");
        try (Model model = Networks.trained()) {
            SavedModel.write(model, directory, DEFAULTS.withVariant(variant));
            try (LoadedSavedModel loaded = SavedModel.read(directory)) {
                double[] expected = model.predict(images).toDoubles();
                assertThat(loaded.predict(List.of(images)).get(0).toDoubles()).containsExactly(expected, within(1e-5));
            }
        }
        SavedModelDescription description = SavedModel.describe(directory);
        assertThat(description.isHarmless()).isTrue();
        assertThat(description.variables().isEmpty()).isEqualTo(variant.isFrozen());
        assertThat(description.variables().stream().anyMatch(variable -> variable.isTrainable()))
                .isEqualTo(variant == Variant.TRAINABLE);
        // 4 x 4 x 4 x 16 weights and few others; the two in three methods would be four times that.
        assertThat(description.graphBytes()).isLessThan(variant.isFrozen() ? 120_000 : 100_000);
    }

    /** The loader that TensorFlow Serving uses, too. */
    @Test
    void loadsAndTrainsInTensorFlowsOwnLoader() throws IOException {
        Array images = Networks.numbers(3, 20, 8, 8, 1);
        try (Model model = Networks.trained()) {
            float[] expected = model.predict(images).toFloats();
            CompiledModel compiled = model.compile(SGD.of(0.5), sparseCategoricalCrossentropy());
            SavedModel.write(compiled, folder.resolve("train"), DEFAULTS.withTrainStep(TrainStep.of()));
            SavedModel.write(model, folder.resolve("frozen"), DEFAULTS.withVariant(Variant.FROZEN_FOLDED));
            for (String name : List.of("train", "frozen")) {
                try (SavedModelBundle bundle =
                                SavedModelBundle.load(folder.resolve(name).toString(), "serve");
                        TFloat32 input = TFloat32.tensorOf(
                                Shape.of(20, 8, 8, 1), DataBuffers.of(images.toFloats(), true, false));
                        TInt64 labels = TInt64.tensorOf(
                                Shape.of(20), data -> data.scalars().forEach(each -> each.setLong(0)))) {
                    assertThat(called(bundle, input)).containsExactly(expected, within(1e-5f));
                    if (name.equals("train")) {
                        bundle.function("train")
                                .call(Map.of("image", input, "y", labels))
                                .close();
                        assertThat(called(bundle, input)[0]).isGreaterThan(expected[0] + 1e-3f);
                    }
                }
            }
        }
    }

    private static float[] called(SavedModelBundle bundle, Tensor input) {
        try (Result result = bundle.function("serving_default").call(Map.of("image", input))) {
            TFloat32 output = (TFloat32) result.get("digit").orElseThrow();
            float[] values = new float[200];
            for (int i = 0; i < values.length; i++) {
                values[i] = output.getFloat(i / 10, i % 10);
            }
            return values;
        }
    }

    @Test
    void leavesPartsOut() throws IOException {
        try (Model model = Networks.convolutional().build(Networks.SEED)) {
            SavedModel.write(model, folder.resolve("model"), DEFAULTS.withParts(Set.of()));
        }
        assertThat(SavedModel.describe(folder.resolve("model")).signatures())
                .extracting(SavedModelSignature::name)
                .containsExactly("serving_default");
    }

    @Test
    void namesInputsAndOutputs() throws IOException {
        Array images = Networks.numbers(3, 2, 8, 8, 1);
        try (Model model = Networks.convolutional().build(Networks.SEED)) {
            SavedModel.write(
                    model, folder.resolve("model"), DEFAULTS.withNames(Map.of("image", "pixels", "digit", "scores")));
            try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("model"))) {
                assertThat(loaded.predict(Map.of("pixels", images))).isEqualTo(Map.of("scores", model.predict(images)));
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SavedModel.write(
                            model, folder.resolve("other"), DEFAULTS.withNames(Map.of("imag", "pixels"))))
                    .withMessageContaining("[digit, image]")
                    .withMessageContaining("'imag'");
        }
    }

    @Test
    void predictsOnBytesInJavaToo() throws IOException {
        Array pixels = Networks.bytes(3, 4, 20, 13, 3);
        ImagePreprocessing unit = ImagePreprocessing.of().withScale(1 / 255.0);
        try (Model model = Sequential.of(
                        Input.of(8, 6, 3),
                        Flatten.of(),
                        Dense.of(5).withActivation(softmax()).named("scores"))
                .build(Networks.SEED)) {
            SavedModel.write(
                    model,
                    folder.resolve("model"),
                    DEFAULTS.withPrediction(ImagePrediction.of(unit).withTop(2)));
            Array expected = model.predict(unit.apply(pixels, 8, 6));
            try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("model"))) {
                Map<String, Array> found = loaded.predict("predict", Map.of("images", pixels));
                assertThat(named(found, "scores").toDoubles()).containsExactly(expected.toDoubles(), within(1e-5));
                for (int i = 0; i < 4; i++) {
                    int best = (int) named(found, "class_index").at(i);
                    for (int other = 0; other < 5; other++) {
                        assertThat(expected.at(5 * i + best)).isGreaterThanOrEqualTo(expected.at(5 * i + other));
                    }
                    assertThat(named(found, "probability").at(i)).isCloseTo(expected.at(5 * i + best), within(1e-5));
                    assertThat(named(found, "top_class_indices").at(2 * i)).isEqualTo(best);
                    assertThat(named(found, "top_probabilities").at(2 * i + 1))
                            .isLessThanOrEqualTo(named(found, "probability").at(i));
                }
            }
        }
    }

    @Test
    void refusesWhatTheModelDoesNotHave() throws IOException {
        Path directory = folder.resolve("model");
        try (Model model = Networks.convolutional().build(Networks.SEED)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SavedModel.write(
                            model, directory, DEFAULTS.withPrediction(PREDICTION.withLabels(List.of("cat", "dog")))))
                    .withMessageContaining("expected 10 labels")
                    .withMessageContaining("received 2");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> SavedModel.write(model, directory, DEFAULTS.withPrediction(PREDICTION.withTop(11))))
                    .withMessageContaining("at most 10");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SavedModel.write(
                            model,
                            directory,
                            DEFAULTS.withPrediction(
                                    ImagePrediction.of(ImagePreprocessing.of().withMean(List.of(1.0, 2.0, 3.0))))))
                    .withMessageContaining("3 channels");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SavedModel.write(model, directory, DEFAULTS.withTrainStep(TrainStep.of())))
                    .withMessageContaining("compile");
        }
        try (Model model = Networks.twoInTwoOut().build(Networks.SEED)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SavedModel.write(model, directory, DEFAULTS.withPrediction(PREDICTION)))
                    .withMessageContaining("one input and one output");
        }
        try (Model model = Sequential.of(Input.of(3), Dense.of(1)).build(Networks.SEED)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SavedModel.write(model, directory, DEFAULTS.withPrediction(PREDICTION)))
                    .withMessageContaining("(None, 3)");
        }
        try (Model model = Sequential.of(Input.of(4, 4, 3), Dense.of(1)).build(Networks.SEED)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SavedModel.write(model, directory, DEFAULTS.withPrediction(PREDICTION)))
                    .withMessageContaining("Set scores to OTHER");
            SavedModel.write(model, directory, DEFAULTS.withPrediction(PREDICTION.withScores(Scores.OTHER)));
            assertThat(SavedModel.describe(directory).signatures().get(0))
                    .hasToString("predict(images: uint8 (None, None, None, 3)) -> dense: float32 (None, 4, 4, 1)");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withVariant(Variant.FOLDED).withTrainStep(TrainStep.of()))
                .withMessageContaining("TRAINABLE");
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withNames(Map.of("image", " ")));
        assertThatIllegalArgumentException().isThrownBy(() -> PREDICTION.withTop(0));
        assertThatIllegalArgumentException().isThrownBy(() -> TrainStep.of().withScheduledSteps(0));
    }

    @Test
    void overwritesOnlyWhereItMay() throws IOException {
        Path directory = folder.resolve("model");
        ExportOptions refusing = DEFAULTS.withOverwriting(Overwriting.REFUSE);
        try (Model model = Sequential.of(Input.of(3), Dense.of(1)).build(Networks.SEED)) {
            SavedModel.write(model, directory, refusing);
            byte[] before = Files.readAllBytes(directory.resolve("saved_model.pb"));
            assertThatExceptionOfType(FileAlreadyExistsException.class)
                    .isThrownBy(() -> SavedModel.write(model, directory, refusing));
            assertThat(directory.resolve("saved_model.pb")).hasBinaryContent(before);

            Path link = Files.createSymbolicLink(folder.resolve("link"), directory);
            assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> SavedModel.write(model, link));
            assertThat(link).isSymbolicLink();
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("model", "link");
        }
    }

    @Test
    void writesTheOptimizerOutsideTheModelsVariables() throws IOException {
        Path directory = folder.resolve("model");
        try (Model model =
                Sequential.of(Input.of(3), Dense.of(1).named("optimizer")).build(Networks.SEED)) {
            CompiledModel compiled = model.compile(SGD.of(0.1).withMomentum(0.9), meanSquaredError());
            SavedModel.write(compiled, directory, DEFAULTS.withTrainStep(TrainStep.of()));
        }
        SavedModelDescription description = SavedModel.describe(directory);
        assertThat(description.variables())
                .extracting(variable -> variable.tensor().name())
                .containsExactlyInAnyOrder(
                        "optimizer/kernel",
                        "optimizer/bias",
                        "optimizer_1/iterations",
                        "optimizer_1/learning_rate",
                        "optimizer_1/slots/momentum/optimizer/kernel",
                        "optimizer_1/slots/momentum/optimizer/bias");
        assertThat(description.signatures())
                .extracting(SavedModelSignature::name)
                .containsExactly("serving_default", "train");
    }

    @Test
    void tellsWhereItComesFrom() throws IOException {
        Path directory = folder.resolve("model");
        try (Model model = Networks.convolutional().build(Networks.SEED)) {
            SavedModel.write(model, directory);
        }
        Provenance provenance = Provenance.read(directory).orElseThrow();
        assertThat(provenance.tensorFlow()).isEqualTo("2.18.0");
        assertThat(provenance.seed()).isEqualTo(5);
        assertThat(provenance.variant()).isEqualTo("trainable");
        assertThat(provenance.signatures()).containsExactly("serving_default", "mc_dropout");
        assertThat(provenance.written()).isBetween(Instant.now().minusSeconds(600), Instant.now());
        // 3 x 3 x 1 x 4 + 4
        assertThat(provenance.layers().get(1))
                .isEqualTo(new Provenance.LayerLine("conv2d", "Conv2D", "(None, 8, 8, 4)", 40));
        // 40 + 16 + (64 x 16 + 16) + 64 + (16 x 10 + 10)
        assertThat(provenance.parameters()).isEqualTo(1330);

        Path file = directory.resolve("assets.extra/cornu.json");
        Files.writeString(file, "{\"written\": \"yesterday\"}");
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> Provenance.read(directory))
                .withMessageContaining("yesterday");
        Files.delete(file);
        assertThat(Provenance.read(directory)).isEmpty();
        try (LoadedSavedModel loaded = SavedModel.read(directory)) {
            assertThat(loaded.signatures()).hasSize(2);
        }
    }

    private static Array named(Map<String, Array> outputs, String name) {
        return Objects.requireNonNull(outputs.get(name), name);
    }
}
