package io.cornu.models.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.activations.Activations;
import io.cornu.callbacks.EarlyStopping;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.Smote;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.LabOptions;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Report;
import io.cornu.initializers.Initializers;
import io.cornu.landscapes.DescentPath;
import io.cornu.landscapes.Landscapes;
import io.cornu.landscapes.Point;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Normalization;
import io.cornu.model.Architecture;
import io.cornu.model.Model;
import io.cornu.models.data.CatalogData;
import io.cornu.models.data.DataCatalog;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Clipping;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.schedules.LearningRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is arithmetic in the experiments of "Deep Neural Networks", and that they have the text's settings. */
class DeepExperimentsTest {
    private final Path folder;

    DeepExperimentsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Lab lab() throws IOException {
        return Lab.open(LabOptions.of("test", folder).withQuick(true));
    }

    @Test
    void areListedInTheTextsOrder() {
        List<Experiment> all = ExperimentCatalog.all(DataDirectory.of(folder));
        assertThat(all.stream().map(Experiment::name).distinct()).hasSameSizeAs(all);
        assertThat(all).allSatisfy(each -> assertThat(each.sentence()).endsWith("."));
        assertThat(all.stream().map(Experiment::name).filter(name -> name.startsWith("deep-")))
                .containsSubsequence(
                        "deep-sigmoid",
                        "deep-vanishing-gradients",
                        "deep-initializers",
                        "deep-activations",
                        "deep-activation-comparison",
                        "deep-batch-normalization",
                        "deep-gradient-clipping",
                        "deep-transfer-learning",
                        "deep-valley",
                        "deep-learning-rate-range",
                        "deep-schedules",
                        "deep-early-stopping",
                        "deep-cifar10-exercise");
    }

    /** {@code keras.Model.count_params()} of the twins in tests/src/test/python/experiments. */
    @Test
    void buildTheTextsNetworks() {
        assertThat(DeepVanishingGradients.networks().values().stream().map(DeepExperimentsTest::parameters))
                .containsExactly("357,510", "357,510", "365,446");
        assertThat(DeepBatchNormalization.networks().values().stream().map(DeepExperimentsTest::parameters))
                .containsExactly("357,510", "365,446", "362,710");
        assertThat(DeepActivationComparison.networks().values().stream().map(DeepExperimentsTest::parameters))
                .containsExactly("357,510", "357,510", "357,510", "358,810", "357,510", "357,510", "357,510");
        assertThat(parameters(DeepTransferLearning.network(Activations.relu(), Dense.of(8))))
                .isEqualTo("276,158");
        assertThat(parameters(DeepTransferLearning.network(Activations.selu(), Dense.of(1))))
                .isEqualTo("275,801");
        assertThat(parameters(DeepEarlyStopping.network())).isEqualTo("266,610");
        assertThat(parameters(DeepDropout.network(0.2))).isEqualTo("266,610");
        assertThat(DeepDropout.network(0.2).graph().layers().stream()
                        .filter(layer -> layer.layer() instanceof Dropout dropout && dropout.rate() == 0.2))
                .hasSize(3);
    }

    private static Architecture network(String place) {
        return Objects.requireNonNull(DeepBatchNormalization.networks().get(place));
    }

    private static String parameters(Architecture network) {
        return network.summary()
                .lines()
                .filter(line -> line.contains("Total params"))
                .map(line -> line.replaceAll(".*params: ([0-9,]+).*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    /** Rates, patience and epochs as the text's code has them. */
    @Test
    void haveTheTextsSettings() {
        Array zero = Array.of(new float[3072]);
        Map<String, DeepCifar10Exercise.Part> parts =
                DeepCifar10Exercise.parts(Normalization.of().withMoments(zero, zero));
        assertThat(parts.values().stream().map(DeepCifar10Exercise.Part::rate)).containsExactly(5e-5, 5e-4, 7e-4, 5e-4);
        assertThat(parts.values().stream().limit(2).map(part -> parameters(part.network())))
                .containsExactly("500,210", "520,498");
        assertThat(DeepCifar10Exercise.PATIENCE).isEqualTo(20);
        assertThat(DeepEarlyStopping.rules())
                .containsEntry("loss", EarlyStopping.of().withMonitor("loss").withPatience(2));
        assertThat(DeepMonteCarloDropout.PASSES).isEqualTo(100);
        assertThat(DeepMaxNorm.LIMIT).isEqualTo(1);
        assertThat(DeepTransferLearning.EXAMPLES_OF_B).isEqualTo(200);
        assertThat(List.of(DeepTransferLearning.FROZEN_EPOCHS, DeepTransferLearning.FREE_EPOCHS))
                .containsExactly(4, 6);
    }

    /** The text's initializers: LeCun for SELU, He for ELU and the rectifiers, Glorot, Keras' default, for the others. */
    @Test
    void beginActivationsAsTheTextRecommends() {
        assertThat(DeepActivationComparison.PLACES.keySet().stream().map(DeepActivationComparison::initializer))
                .containsExactly(
                        Initializers.lecunNormal(),
                        Initializers.heNormal(),
                        Initializers.heNormal(),
                        Initializers.heNormal(),
                        Initializers.heNormal(),
                        Initializers.glorotUniform(),
                        Initializers.glorotUniform());
    }

    /** By hand: .8 against .7 with either seed is clear; .8, .6 against .7, .7 is noise; equal is unclear with one seed. */
    @Test
    void tellPairsApart() {
        Comparison comparison = Comparison.of(
                "activations",
                List.of("one", "other", "noisy"),
                List.of(
                        tested("one", 42, .8),
                        tested("other", 42, .7),
                        tested("noisy", 42, .9),
                        tested("one", 43, .81),
                        tested("other", 43, .7101),
                        tested("noisy", 43, .6)));
        DeepActivationComparison.Pair clear = DeepActivationComparison.Pair.of(comparison, "one", "other");
        assertThat(clear.isUnclear()).isFalse();
        assertThat(clear.difference()).isEqualTo(.09995, within(1e-9));
        assertThat(clear.words()).isEqualTo("as the text says");
        assertThat(DeepActivationComparison.Pair.of(comparison, "other", "one").words())
                .isEqualTo("the other way round");
        assertThat(DeepActivationComparison.Pair.of(comparison, "one", "noisy").isUnclear())
                .isTrue();
        assertThat(DeepActivationComparison.Pair.of(comparison, "one", "one").isUnclear())
                .isTrue();
    }

    private static Outcome tested(String variant, long seed, double accuracy) {
        return new Outcome(variant, seed, Map.of(), Map.of(Training.TEST_ACCURACY, accuracy), 1);
    }

    /** The text: a few hundred steps; and the trainings are a tenth, one and ten times the suggestion. */
    @Test
    void testRatesAsTheText() {
        assertThat(DeepLearningRateRange.RANGE.steps()).isEqualTo(300);
        assertThat(DeepLearningRateRange.RANGE.rate(299)).isEqualTo(10, within(1e-9));
        assertThat(DeepLearningRateRange.factors())
                .containsEntry("a tenth", 0.1)
                .containsEntry(DeepLearningRateRange.SUGGESTED, 1.0)
                .containsEntry("ten times", 10.0)
                .containsEntry("minimum / 10", 0.2);
    }

    /** NumPy: the text's {@code derivative(logit, 0.5, 0.001)}, and its largest value on {@code linspace(-5, 5, 200)}. */
    @Test
    void takeTheTextsDifferenceQuotient() {
        assertThat(DeepSigmoid.quotient(0.5, 0.001)).isEqualTo(0.23497491774904233, within(1e-12));
        assertThat(Arrays.stream(DeepActivations.places())
                        .map(x -> DeepSigmoid.quotient(x, 0.001))
                        .max())
                .hasValueCloseTo(0.24996209727756735, within(1e-12));
    }

    /** Keras 3.15.1 in float64 at -2 and 1.5; derivatives by hand: of ELU e^x below 0, of SELU 1.0507 above. */
    @Test
    void drawActivationsAsKerasHasThem() throws IOException {
        double[] x = {-2, 1.5};
        try (Lab lab = lab()) {
            assertThat(DeepActivations.curve(lab, Activations.selu(), x).value())
                    .containsExactly(new double[] {-1.520166468595695, 1.5760514810332207}, within(1e-9));
            DeepActivations.Curve elu = DeepActivations.curve(lab, Activations.elu(), x);
            assertThat(elu.value()).containsExactly(new double[] {-0.8646647167633873, 1.5}, within(1e-9));
            assertThat(elu.derivative()).containsExactly(new double[] {Math.exp(-2), 1}, within(1e-8));
            assertThat(DeepActivations.curve(lab, Activations.selu(), x).derivative()[1])
                    .isEqualTo(1.0507009873554805, within(1e-8));
        }
    }

    /** The variance of 1, 2, 3, 6 is (4 + 1 + 0 + 9) / 4. */
    @Test
    void measureVariances() {
        assertThat(DeepInitializers.variance(new float[] {1, 2, 3, 6})).isEqualTo(3.5, within(1e-12));
    }

    /** He et al. 2015: with weights of variance 2 / inputs, ReLU's second moment stays; with 1 / inputs it halves. */
    @Test
    void keepSignalsOfReluWithHe() throws IOException {
        try (Lab lab = lab()) {
            double[] he = deviations(lab, true);
            double[] lecun = deviations(lab, false);
            int last = DeepInitializers.LAYERS - 1;
            assertThat(he[last] / he[0]).isBetween(0.1, 10.0);
            double halved = Math.pow(2, -last / 2.0);
            assertThat(lecun[last] / lecun[0]).isBetween(0.1 * halved, 10 * halved);
        }
    }

    private static double[] deviations(Lab lab, boolean he) {
        return DeepInitializers.deviations(DeepInitializers.measure(
                lab, Activations.relu(), he ? Initializers.heNormal() : Initializers.lecunNormal()));
    }

    /** Eleven normalizations before activations: all become part of the layers. Before the layers, none can. */
    @Test
    void foldNormalizationBeforeActivations() {
        Array images = Array.of(new float[28 * 28 * 4], 4, 28, 28, 1);
        try (Model between = network(DeepBatchNormalization.BETWEEN).build(Seed.of(1))) {
            between.weights().byPath().forEach((path, value) -> {
                if (path.endsWith("moving_variance")) {
                    float[] four = new float[value.size()];
                    Arrays.fill(four, 4);
                    between.setWeight(path, Array.of(four));
                }
            });
            Map<String, Double> folded = DeepBatchNormalization.folded(between, images);
            double gone = folded.getOrDefault("layers", 0.0) - folded.getOrDefault("layers folded", 0.0);
            assertThat(gone).isEqualTo(11);
            assertThat(folded.get("operations folded")).isLessThan(folded.get("operations"));
            assertThat(folded.get("largest difference")).isBetween(0.0, 1e-6);
        }
        try (Model before = network(DeepBatchNormalization.BEFORE).build(Seed.of(1))) {
            Map<String, Double> folded = DeepBatchNormalization.folded(before, images);
            assertThat(folded.get("layers folded")).isEqualTo(folded.get("layers"));
        }
    }

    /** Counts that stay and counts that change; the largest difference is the second seed's. */
    @Test
    void tellWhatFoldingDid() {
        Comparison comparison = Comparison.of(
                "folding",
                List.of(DeepBatchNormalization.BEFORE, DeepBatchNormalization.BETWEEN),
                List.of(
                        folded(DeepBatchNormalization.BEFORE, 42, 30, 30, 0.5),
                        folded(DeepBatchNormalization.BETWEEN, 42, 40, 20, 1e-7),
                        folded(DeepBatchNormalization.BEFORE, 43, 30, 30, 0.5),
                        folded(DeepBatchNormalization.BETWEEN, 43, 40, 20, 3e-7)));
        assertThat(DeepBatchNormalization.folding(comparison).words())
                .contains("40 operations become 20", "more than 3.0e-07", "30 operations stay.");
    }

    private static Outcome folded(String variant, long seed, double before, double after, double difference) {
        return new Outcome(
                variant,
                seed,
                Map.of(),
                Map.of("operations", before, "operations folded", after, "largest difference", difference),
                1);
    }

    /** The text: [0.9, 100] becomes [0.9, 1] by value; by norm it is divided by its length. */
    @Test
    void clipTheTextsGradient() {
        Point byValue = DeepGradientClipping.clipped(0.9, 100, Clipping.byValue(1));
        assertThat(List.of(byValue.x(), byValue.y())).containsExactly(0.9, 1.0);
        double norm = Math.sqrt(0.81 + 10_000);
        Point byNorm = DeepGradientClipping.clipped(0.9, 100, Clipping.byNorm(1));
        assertThat(byNorm.x()).isEqualTo(0.9 / norm, within(1e-9));
        assertThat(byNorm.y()).isEqualTo(100 / norm, within(1e-9));
        Point small = DeepGradientClipping.clipped(0.3, -0.4, Clipping.byNorm(1));
        assertThat(small.distance(Point.of(0.3, -0.4))).isLessThan(1e-9);
    }

    /** The text's {@code adam} in NumPy after 1 and 500 steps; and what the walks have of the text's values. */
    @Test
    void walkTheValleyAsTheText() {
        double[][] path = DeepValley.uncorrectedAdam(500);
        assertThat(path[1]).containsExactly(new double[] {-2.996837722348165, -2.9968377225064984}, within(1e-12));
        assertThat(path[500]).containsExactly(new double[] {-1.8124534955054563, -1.8124535024284527}, within(1e-9));
        assertThat(DeepValley.optimizers())
                .hasSize(7)
                .containsEntry("momentum", SGD.of(0.001).withMomentum(0.95));
        // Gradient descent, whose rate is a float32 as in Keras: x is multiplied with 1 - 40 * 0.001 in each step, y
        // with 1 - 2 * 0.001.
        DescentPath descent =
                DeepValley.descent(Landscapes.valley(), SGD.of(0.001), 100).run();
        assertThat(descent.end().point().x()).isEqualTo(-3 * Math.pow(0.96, 100), within(1e-6));
        assertThat(descent.end().point().y()).isEqualTo(-3 * Math.pow(0.998, 100), within(1e-6));
        assertThat(DeepValley.STEPS).isEqualTo(10_000);
    }

    /** NumPy on the labels in {@code shared/data/fashion-mnist-mini}: 99 shirts in the first 200 from image 1,000 on. */
    @Test
    void splitTasksAsTheText() throws IOException {
        Dataset few =
                Dataset.of(Array.of(new float[] {0, 1, 2, 3, 4, 5}, 6, 1), Array.of(new int[] {9, 5, 6, 4, 7, 8}));
        assertThat(targets(DeepTransferLearning.taskA(few))).containsExactly(7, 4, 5, 6);
        assertThat(targets(DeepTransferLearning.taskB(few))).containsExactly(0, 1);
        assertThat(all(DeepTransferLearning.taskB(few)).inputs().get(0).toFloats())
                .containsExactly(1, 2);

        CatalogData mini = DataCatalog.load("fashion-mnist-mini", DataDirectory.of(folder));
        Dataset train = mini.train().slice(1000, 10_000);
        Dataset taskB = DeepTransferLearning.taskB(train);
        assertThat(DeepTransferLearning.taskA(train).size() + taskB.size()).isEqualTo(9000);
        assertThat(IntStream.of(targets(taskB.slice(0, 200))).sum()).isEqualTo(99);
    }

    /** The text's formulas by hand. */
    @Test
    void scheduleAsTheText() {
        assertThat(DeepSchedules.power().values().stream().map(schedule -> schedule.at(100)))
                .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-12 ? 0 : 1)
                .containsExactly(0.1 / 2, 0.1 / 6, 0.1 / 11, 0.1 / 4, 0.1 / 36, 0.1 / 121);
        List<LearningRate> exponential = List.copyOf(DeepSchedules.exponential().values());
        assertThat(exponential.get(1).at(100)).isEqualTo(0.1 * Math.exp(-5), within(1e-12));
        LearningRate piecewise = DeepSchedules.piecewise();
        assertThat(List.of(0L, 299L, 300L, 599L, 600L, 899L, 900L).stream().map(piecewise::at))
                .containsExactly(0.1, 0.1, 0.01, 0.01, 0.001, 0.001, 0.0001);
    }

    /** The text's {@code performance_scheduler(0.5, 1 / (1 + arange(1000) // 45), 30, 0.5, 1e-4)} in NumPy. */
    @Test
    void lowerRatesOnPlateausAsTheText() {
        double[] losses = new double[1000];
        Arrays.setAll(losses, step -> 1.0 / (1 + step / 45));
        double[] rates = DeepSchedules.performance(losses);
        assertThat(IntStream.range(1, 1000).filter(step -> rates[step] != rates[step - 1]))
                .containsExactly(30, 75, 120, 165, 210, 255, 300, 345, 390, 435, 480, 525, 570);
        assertThat(rates[999]).isEqualTo(1e-4);
        double[] simulated = DeepSchedules.simulatedLosses(new Random(1));
        assertThat(simulated[0]).isBetween(0.6, 0.7);
        assertThat(simulated[999]).isBetween(0.4, 0.5);
    }

    /** By hand. */
    @Test
    void measureWeights() {
        Map<String, Double> sizes = DeepRegularizers.sizes(new double[] {3, -4, 0, 1e-4});
        assertThat(sizes.get("mean_absolute_weight")).isEqualTo(7.0001 / 4, within(1e-12));
        assertThat(sizes.get("weight_norm")).isEqualTo(5, within(1e-8));
        assertThat(sizes.get("share_near_0")).isEqualTo(0.5);
        assertThat(sizes.get("share_of_0")).isEqualTo(0.25);
        // Columns are units: (3, 4) and (0, 2).
        assertThat(DeepMaxNorm.norms(Array.of(new float[] {3, 0, 4, 2}, 2, 2))).containsExactly(5, 2);
    }

    /** By hand: the first is right, the second is not. */
    @Test
    void scoreProbabilities() {
        Map<String, Double> scores = DeepMonteCarloDropout.scores(new double[] {0.8, 0.2, 0.6, 0.4}, new int[] {0, 1});
        assertThat(scores.get("monte_carlo_accuracy")).isEqualTo(0.5);
        assertThat(scores.get("monte_carlo_loss")).isEqualTo(-(Math.log(0.8) + Math.log(0.4)) / 2, within(1e-12));
    }

    /** Ten shirts of which one in five is kept, and as many of another class. */
    @Test
    void countClassesAroundSmote() {
        int[] classes = new int[20];
        Arrays.fill(classes, 10, 20, DeepSmote.RARE);
        Dataset data = Dataset.of(Array.of(new float[40], 20, 2), Array.of(classes));
        Dataset rare = DeepSmote.unbalanced(data, DeepSmote.RARE, 5);
        assertThat(DeepSmote.counts(rare)).containsExactly(10, 0, 0, 0, 0, 0, 2, 0, 0, 0);
        assertThat(DeepSmote.counts(Smote.of(1).resample(rare, 1))).containsExactly(10, 0, 0, 0, 0, 0, 10, 0, 0, 0);
    }

    /** Two each of class 0, class 1 and shirts become four each: what is made up are 0, 0, 1, 1 and two shirts, in order. */
    @Test
    void showShirtsAloneOfWhatIsMadeUp() {
        int[] classes = {0, 0, 1, 1, 2, 2, 2, 2, DeepSmote.RARE, DeepSmote.RARE};
        float[] pixels = new float[10];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = classes[i];
        }
        Dataset data = Dataset.of(Array.of(pixels, 10, 1), Array.of(classes));
        Dataset shown = DeepSmote.madeUp(10, Smote.of(1).resample(data, 1));
        assertThat(targets(shown)).containsExactly(DeepSmote.RARE, DeepSmote.RARE);
        assertThat(all(shown).inputs().get(0).toFloats()).containsOnly(DeepSmote.RARE);
    }

    /** By hand: of two shirts one is found, and one of the two taken for shirts is one. */
    @Test
    void countWhoFindsTheRareClass() {
        double[] predictions = new double[40];
        int[] predicted = {6, 0, 6, 1};
        for (int i = 0; i < 4; i++) {
            predictions[10 * i + predicted[i]] = 1;
        }
        assertThat(DeepSmote.rareClass(predictions, new int[] {6, 6, 1, 1}))
                .containsEntry("recall_of_rare", 0.5)
                .containsEntry("precision_of_rare", 0.5);
    }

    /** An image of one bright spot: what augmentation moves is still such an image, but another. */
    @Test
    void showAugmentedImages() throws IOException {
        float[] pixels = new float[28 * 28];
        for (int row = 10; row < 16; row++) {
            Arrays.fill(pixels, 28 * row + 8, 28 * row + 12, 1);
        }
        try (Lab lab = lab()) {
            List<Array> changed = DeepAugmentation.changed(lab, Array.of(pixels, 1, 28, 28, 1));
            assertThat(changed).hasSize(4).doesNotHaveDuplicates().allSatisfy(image -> {
                double darkest = Arrays.stream(image.toDoubles()).min().orElseThrow();
                // Without what all pixels are brighter by, about 24 times the contrast of 0.5 to 1.5.
                double sum =
                        Arrays.stream(image.toDoubles()).map(x -> x - darkest).sum();
                assertThat(sum).isBetween(7.0, 45.0);
                assertThat(image.toFloats()).isNotEqualTo(pixels);
            });
        }
    }

    /** By hand: 0.3 and 0.7 are 0.4 apart, 0.2 to 0.6 with a contrast of 0.5 to 1.5; moving and turning do not change it. */
    @Test
    void changeLight() throws IOException {
        float[] pixels = new float[28 * 28];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i % 28 < 14 ? 0.3f : 0.7f;
        }
        try (Lab lab = lab()) {
            List<Array> changed = DeepAugmentation.changed(lab, Array.of(pixels, 1, 28, 28, 1));
            assertThat(changed)
                    .extracting(image -> {
                        double[] values = image.toDoubles();
                        double darkest = Arrays.stream(values).min().orElseThrow();
                        return Arrays.stream(values).max().orElseThrow() - darkest;
                    })
                    .allMatch(contrast -> contrast > 0.19 && contrast < 0.61)
                    .anyMatch(contrast -> Math.abs(contrast - 0.4) > 0.02);
        }
    }

    @Test
    void writeReportsWithoutTraining() throws IOException {
        try (Lab lab = lab()) {
            Report report = new DeepSchedules().run(lab);
            report.write(folder);
            assertThat(report.pictures()).hasSize(4);
        }
        assertThat(Files.readString(folder.resolve("report.html"))).contains("What differs from the text");
    }

    private static int[] targets(Dataset data) {
        return all(data).targets().get(0).toInts();
    }

    private static Batch all(Dataset data) {
        return data.read(IntStream.range(0, data.size()).toArray());
    }
}
