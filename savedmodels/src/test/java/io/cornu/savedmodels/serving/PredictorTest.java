package io.cornu.savedmodels.serving;

import static io.cornu.savedmodels.serving.Served.EXAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.Dense;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.layers.Input;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.uncertainty.MonteCarlo;
import io.cornu.uncertainty.UncertainPrediction;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in and out of a predictor; the truth is what the model itself says, or arithmetic. */
class PredictorTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private Path file(String form) throws IOException {
        return form.equals("keras")
                ? Served.keras(folder, "cnn.keras", Served.cnn(), 1)
                : Served.savedModel(folder, "cnn", Served.cnn(), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras", "savedmodel"})
    void everyFormOfNumbersGivesTheSame(String form) throws IOException {
        Array images = Served.images(2, 3);
        float[] flat = images.toFloats();
        try (Model model = Served.model(Served.cnn(), 1);
                Predictor predictor = Predictor.open(file(form))) {
            float[] expected = model.predict(images).toFloats();
            assertThat(predictor.predict(flat)).isEqualTo(expected);
            assertThat(predictor.predict(Arrays.copyOf(flat, EXAMPLE))).hasSize(4);
            assertThat(predictor.predict(images).toFloats()).isEqualTo(expected);
            assertThat(predictor.predict(List.of(images)).get(0).toFloats()).isEqualTo(expected);
            assertThat(predictor.predict(Map.of("image", images))).containsOnlyKeys("digit");
            float[][] rows = new float[3][];
            for (int i = 0; i < 3; i++) {
                rows[i] = Arrays.copyOfRange(flat, i * EXAMPLE, (i + 1) * EXAMPLE);
            }
            float[][] results = predictor.predict(rows);
            assertThat(results).hasDimensions(3, 4);
            assertThat(results[2]).isEqualTo(Arrays.copyOfRange(expected, 8, 12));
            assertThat(predictor.inputs()).singleElement().hasToString("image: float32 (None, 6, 6, 3)");
            assertThat(predictor.outputs()).singleElement().hasToString("digit: float32 (None, 4)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras", "savedmodel"})
    void buffersAreReadFromPositionToLimitAndStayWhereTheyAre(String form) throws IOException {
        float[] flat = Served.floats(2, EXAMPLE);
        ByteBuffer direct = ByteBuffer.allocateDirect(4 * (EXAMPLE + 2)).order(ByteOrder.LITTLE_ENDIAN);
        direct.asFloatBuffer().put(1, flat);
        FloatBuffer bigEndian = ByteBuffer.allocateDirect(4 * EXAMPLE).asFloatBuffer().put(flat).flip();
        FloatBuffer floats = direct.asFloatBuffer().position(1).limit(EXAMPLE + 1);
        ByteBuffer bytes = direct.position(4).limit(4 * (EXAMPLE + 1));
        try (Predictor predictor = Predictor.open(file(form))) {
            float[] expected = predictor.predict(flat);
            assertThat(predictor.predict(floats)).isEqualTo(FloatBuffer.wrap(expected));
            assertThat(floats.position()).isEqualTo(1);
            assertThat(predictor.predict(floats.asReadOnlyBuffer())).isEqualTo(FloatBuffer.wrap(expected));
            assertThat(predictor.predict(FloatBuffer.wrap(flat))).isEqualTo(FloatBuffer.wrap(expected));
            assertThat(predictor.predict(bigEndian)).isEqualTo(FloatBuffer.wrap(expected));
            assertThat(predictor.predict(bytes).toFloats()).isEqualTo(expected);
            assertThat(bytes.position()).isEqualTo(4);
            assertThatThrownBy(() -> predictor.predict(bytes.duplicate().order(ByteOrder.BIG_ENDIAN)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("little-endian");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras", "savedmodel"})
    void severalInputsAndOutputs(String form) throws IOException {
        Path file = form.equals("keras")
                ? Served.keras(folder, "two.keras", Served.twoInTwoOut(), 3)
                : Served.savedModel(folder, "two", Served.twoInTwoOut(), 3);
        Array left = Array.of(Served.floats(4, 8), 4, 2);
        Array right = Array.of(Served.floats(5, 12), 4, 3);
        try (Model model = Served.model(Served.twoInTwoOut(), 3);
                Predictor predictor = Predictor.open(file)) {
            List<Array> expected = model.predict(Dataset.ofInputs(left, right), 4);
            assertThat(predictor.predict(List.of(left, right))).isEqualTo(expected);
            Map<String, Array> named = predictor.predict(Map.of("right", right, "left", left));
            assertThat(named.keySet()).containsExactly("one", "two");
            assertThat(named.values()).containsExactlyElementsOf(expected);
            assertThatThrownBy(() -> predictor.predict(new float[5]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one input")
                    .hasMessageContaining("left");
            assertThatThrownBy(() -> predictor.predict(Map.of("left", left)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[left, right]");
            assertThatThrownBy(() -> predictor.predict(List.of(left, right.rows(0, 2))))
                    .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras", "savedmodel"})
    void wrongInputsAreRefusedBeforeAnythingRuns(String form) throws IOException {
        PredictorOptions options =
                PredictorOptions.defaults().withMaxBatchSize(5).withMaxElements(4 * EXAMPLE);
        try (Predictor predictor = Predictor.open(file(form), options)) {
            assertRefused(() -> predictor.predict(new float[EXAMPLE - 1]), "108", "107", "image");
            assertRefused(() -> predictor.predict(new float[0]), "108", "received 0");
            assertRefused(() -> predictor.predict(new float[][] {new float[EXAMPLE], new float[7]}), "row 1", "7");
            assertRefused(() -> predictor.predict(new float[0][]), "received 0");
            assertRefused(() -> predictor.predict(Array.of(new float[12], 1, 2, 2, 3)), "(None, 6, 6, 3)", "(1, 2, 2, 3)");
            assertRefused(() -> predictor.predict(Array.scalar(1f)), "(None, 6, 6, 3)", "()");
            assertRefused(() -> predictor.predict(Served.images(1, 6)), "1 to 5 examples", "6", "maxBatchSize");
            assertRefused(() -> predictor.predict(new float[6 * EXAMPLE]), "432");
            assertRefused(() -> predictor.predict(Served.images(1, 5)), "432 numbers", "540", "maxElements");
            assertRefused(() -> predictor.predict(Served.images(1, 1).rows(0, 0)), "received 0");
            assertRefused(() -> predictor.predict(List.of()), "1 input(s)", "received 0");
            assertRefused(() -> predictor.predict(ByteBuffer.allocate(7)), "4 bytes", "7");
            assertRefused(
                    () -> predictor.predict(new BufferedImage(6, 6, BufferedImage.TYPE_INT_RGB)), "preprocessing");
            PredictorStatistics statistics = predictor.statistics();
            assertThat(statistics.calls()).isZero();
            assertThat(statistics.failures()).isEqualTo(13);
            assertThat(statistics.inFlight()).isZero();
        }
    }

    private static void assertRefused(Runnable call, String... parts) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("predict: ")
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }

    @Test
    void notANumberPasses() throws IOException {
        try (Predictor predictor = Predictor.open(Served.keras(folder, "sum.keras", Served.sum(), 1))) {
            assertThat(predictor.predict(new float[] {Float.NaN, 1, 1})).containsOnly(Float.NaN);
            float[] infinite = predictor.predict(new float[] {Float.POSITIVE_INFINITY, 0, 0});
            assertThat(infinite[0]).matches(value -> Float.isInfinite(value));
        }
    }

    @Test
    void aModelIsServedAsItWas() {
        try (Model model = Served.model(Served.sum(), 1)) {
            float[] before;
            try (Predictor predictor = Predictor.of(model)) {
                before = predictor.predict(new float[] {1, 2, 3});
                model.setWeight("dense/kernel", Array.of(new float[6], 3, 2));
                assertThat(predictor.predict(new float[] {1, 2, 3})).isEqualTo(before);
            }
            assertThat(model.predict(Array.of(new float[] {1, 2, 3}, 1, 3)).toFloats()).containsOnly(0);
        }
    }

    /** Bytes 255 times 1/255 is 1; a gray of 51 gives 0.2. */
    @ParameterizedTest
    @ValueSource(ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_4BYTE_ABGR
    })
    void imagesBecomeWhatTheModelWasTrainedWith(int type) throws IOException {
        BufferedImage image = new BufferedImage(6, 6, type);
        for (int i = 0; i < 36; i++) {
            image.setRGB(i % 6, i / 6, 0xff000000 | 255 << 16 | 51 << 8 | 102);
        }
        float[] flat = new float[EXAMPLE];
        for (int i = 0; i < EXAMPLE; i += 3) {
            flat[i] = 1;
            flat[i + 1] = 0.2f;
            flat[i + 2] = 0.4f;
        }
        PredictorOptions options = PredictorOptions.defaults()
                .withPreprocessing(ImagePreprocessing.of().withScale(1 / 255.0))
                .withLabels(List.of("cat", "dog", "fox", "owl"));
        try (Predictor predictor = Predictor.open(file("keras"), options)) {
            float[] expected = predictor.predict(flat);
            float[] received = predictor.predict(image);
            for (int i = 0; i < 4; i++) {
                assertThat(received[i]).isCloseTo(expected[i], within(1e-6f));
            }
            BufferedImage larger = new BufferedImage(12, 9, type);
            assertThat(predictor.predictImages(List.of(image, larger)).shape().asArray())
                    .containsExactly(2, 4);
            List<ClassScore> best = predictor.classify(image, 2);
            assertThat(best).hasSize(2);
            assertThat(best.get(0).score()).isGreaterThanOrEqualTo(best.get(1).score());
            assertThat(best.get(0).label())
                    .isEqualTo(options.labels().get(best.get(0).index()));
        }
    }

    @Test
    void bytesAndImagesOfAnySize() throws IOException {
        try (Model model = Served.model(Served.anySize(), 4);
                Predictor predictor = Predictor.open(Served.keras(folder, "any.keras", Served.anySize(), 4))) {
            for (int size = 5; size < 9; size++) {
                BufferedImage image = new BufferedImage(size, 7, BufferedImage.TYPE_INT_RGB);
                image.setRGB(2, 3, 0xffffff);
                Array bytes = ImagePreprocessing.bytes(List.of(image), 3);
                float[] expected = model.predict(bytes).toFloats();
                assertThat(predictor.predict(image)).isEqualTo(expected);
                assertThat(predictor.predict(bytes).toFloats()).isEqualTo(expected);
            }
            assertThatThrownBy(() -> predictor.predict(new float[75]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Give an Array");
        }
    }

    @Test
    void bestScoresComeFirst() {
        Array scores = Array.of(new float[] {.1f, .7f, .2f, Float.NaN, 1, 1}, 2, 3);
        assertThat(ClassScore.best(scores, List.of(), 2))
                .containsExactly(
                        List.of(new ClassScore(1, "1", .7f), new ClassScore(2, "2", .2f)),
                        List.of(new ClassScore(1, "1", 1), new ClassScore(2, "2", 1)));
        assertThatThrownBy(() -> ClassScore.best(scores, List.of("a"), 2))
                .hasMessageContaining("3 classes")
                .hasMessageContaining("received 1");
        assertThatThrownBy(() -> ClassScore.best(scores, List.of(), 0)).hasMessageContaining("count");
    }

    @Test
    void labelsMustBeAsManyAsClasses() throws IOException {
        Path file = file("keras");
        assertThatThrownBy(() -> Predictor.open(file, PredictorOptions.defaults().withLabels(List.of("a", "b"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("labels for 4 classes, received 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras", "savedmodel"})
    void uncertaintyIsThatOfTheModel(String form) throws IOException {
        Array images = Served.images(3, 5);
        MonteCarlo monteCarlo = MonteCarlo.of(20).withBatchSize(2);
        try (Model model = Served.model(Served.cnn(), 1);
                Predictor predictor = Predictor.open(
                        file(form), PredictorOptions.defaults().withSeed(io.cornu.runtime.Seed.of(1)))) {
            UncertainPrediction expected = monteCarlo.predict(model, images);
            UncertainPrediction received = predictor.predictWithUncertainty(images, monteCarlo);
            assertClose(received.mean(), expected.mean());
            assertClose(received.standardDeviation(), expected.standardDeviation());
            assertClose(received.mutualInformation(), expected.mutualInformation());
            assertThat(received.standardDeviation().toFloats()).doesNotContain(0f);
        }
    }

    private static void assertClose(Array received, Array expected) {
        assertThat(received.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(received.at(i)).isCloseTo(expected.at(i), within(1e-5));
        }
    }

    @Test
    void aModelWithoutDropoutHasNoUncertainty() throws IOException {
        Array row = Array.of(new float[3], 1, 3);
        try (Predictor keras = Predictor.open(Served.keras(folder, "sum.keras", Served.sum(), 1));
                Predictor saved = Predictor.open(Served.savedModel(folder, "sum", Served.sum(), 1))) {
            assertThatThrownBy(() -> keras.predictWithUncertainty(row, MonteCarlo.of(5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Dropout");
            assertThatThrownBy(() -> saved.predictWithUncertainty(row, MonteCarlo.of(5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mc_dropout")
                    .hasMessageContaining("serving_default");
        }
    }

    @Test
    void signaturesAreChosenByName() throws IOException {
        Path directory = file("savedmodel");
        PredictorOptions options = PredictorOptions.defaults();
        try (Predictor predictor = Predictor.open(directory, options.withSignature("mc_dropout"))) {
            assertThat(predictor.inputs()).hasSize(2);
            assertThat(predictor.predict(List.of(Served.images(1, 2), Array.of(new long[] {0, 1}))))
                    .singleElement()
                    .hasToString("float32[2, 4]");
        }
        assertThatThrownBy(() -> Predictor.open(directory, options.withSignature("other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("serving_default")
                .hasMessageContaining("'other'");
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        assertThatThrownBy(() -> Predictor.open(folder.resolve("missing.keras")))
                .isInstanceOf(NoSuchFileException.class);
        Path text = Files.writeString(folder.resolve("text.keras"), "not a model");
        assertThatThrownBy(() -> Predictor.open(text)).isInstanceOf(MalformedFileException.class);
        assertThatThrownBy(() -> Predictor.open(folder)).isInstanceOf(MalformedFileException.class);
    }

    @Test
    void warmUpIsCheckedAndMadeBeforeOpenReturns() throws IOException {
        Path any = Served.keras(folder, "any.keras", Served.anySize(), 4);
        PredictorOptions options = PredictorOptions.defaults();
        Array example = Array.of(new byte[48], 1, 4, 4, 3);
        try (Predictor predictor = Predictor.open(any, options.withWarmUp(WarmUp.ofExample(example)))) {
            assertThat(predictor.statistics().calls()).isZero();
        }
        Array flat = Array.of(new byte[48], 1, 48);
        assertThatThrownBy(() -> Predictor.open(any, options.withWarmUp(WarmUp.ofExample(flat))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(1, 48)");
        assertThatThrownBy(() -> Predictor.open(any, options.withWarmUp(WarmUp.ofExample(example, example))))
                .hasMessageContaining("one example");
        assertThatThrownBy(() -> WarmUp.ofBatches(0)).hasMessageContaining("at least 1");
        Path sum = Served.keras(folder, "sum.keras", Served.sum(), 1);
        Predictor.open(sum, options.withWarmUp(WarmUp.ofBatches(1, 8))).close();
        Predictor.open(sum, options.withWarmUp(WarmUp.none())).close();
    }

    @Test
    void doublesComeOutOfModelsOfDoubles() {
        try (Model model = Sequential.of(Input.of(2), Dense.of(1))
                        .build(io.cornu.model.BuildOptions.of(io.cornu.runtime.Seed.of(1))
                                .withDataType(DataType.FLOAT64));
                Predictor predictor = Predictor.of(model)) {
            assertThat(predictor.predict(Array.of(new double[] {1, 2}, 1, 2)).dataType())
                    .isEqualTo(DataType.FLOAT64);
            assertThat(predictor.predict(new float[] {1, 2})).hasSize(1);
        }
    }

    @Test
    void timesAreCountedInClassesOfAnEighth() {
        for (long time : new long[] {0, 7, 8, 9, 1000, 123_456_789, Long.MAX_VALUE}) {
            long end = CallRecorder.end(CallRecorder.place(time));
            assertThat(end).isGreaterThanOrEqualTo(time);
            assertThat(end - time).isLessThanOrEqualTo(time / 8);
        }
        CallRecorder recorder = new CallRecorder();
        for (int i = 1; i <= 100; i++) {
            recorder.answered(i * 1000L, 2);
        }
        PredictorStatistics statistics = recorder.statistics();
        assertThat(statistics.calls()).isEqualTo(100);
        assertThat(statistics.examples()).isEqualTo(200);
        assertThat(statistics.median().toNanos()).isBetween(50_000L, 56_250L);
        assertThat(statistics.percentile99().toNanos()).isBetween(99_000L, 112_000L);
    }
}
