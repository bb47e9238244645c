package io.cornu.models.experiments;

import static io.cornu.initializers.Initializers.heNormal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Outcome;
import io.cornu.landscapes.LossLandscape;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Layer;
import io.cornu.model.Architecture;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.Weights;
import io.cornu.models.BaseCnn;
import io.cornu.models.data.DataCatalog;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.SGD;
import io.cornu.plots.Grid;
import io.cornu.regularizers.Regularizers;
import io.cornu.schedules.LearningRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** What the texts say of their experiments' settings; that they run is tested by the command that runs them. */
class CourseExperimentsTest {
    private static final DataDirectory NOWHERE = DataDirectory.of(Path.of("nowhere"));

    private static <T extends Layer> List<T> layers(Architecture network, Class<T> type) {
        return network.graph().layers().stream()
                .map(NetworkLayer::layer)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static long weights(Architecture network) {
        return network.graph().variables().values().stream()
                .mapToLong(variable -> variable.shape().size())
                .sum();
    }

    @Test
    void experimentsStandInTheOrderOfTheTextsEachWithItsOwnName() {
        List<String> names =
                ExperimentCatalog.all(NOWHERE).stream().map(Experiment::name).toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9][a-z0-9-]*"));
        assertThat(names)
                .containsSubsequence(
                        "cifar10-base",
                        "cifar10-optimizers",
                        "cifar10-cosine",
                        "cifar10-schedules",
                        "cifar10-regularization",
                        "cifar10-search",
                        "cifar10-wrap-up",
                        "optimizers-rates",
                        "optimizers-batch-sizes",
                        "optimizers-initializers",
                        "optimizers-callbacks",
                        "optimizers-beyond-gradients",
                        "mnist-optimizers",
                        "mnist-case-study",
                        "mnist-random-search",
                        "mnist-momentum",
                        "mnist-width",
                        "mnist-landscape",
                        "mnist-batches",
                        "mnist-learning-rate",
                        "mnist-adaptive");
        assertThat(ExperimentCatalog.all(NOWHERE))
                .allSatisfy(experiment ->
                        assertThat(experiment.sentence()).endsWith(".").hasSizeLessThan(120));
    }

    @Test
    void studentTaskOneHasABlockMoreAndDropoutOfThreeTenths() {
        Architecture network = Cifar10Base.oneMoreBlock();
        assertThat(layers(network, Conv2D.class)).hasSize(3);
        assertThat(layers(network, Dropout.class)).extracting(Dropout::rate).containsExactly(.3, .5);
    }

    /** The text's code, not its comment: dropout .3, .4, .5, penalties on all kernels but the last. */
    @Test
    void regularizedNetworkIsTheTextsCode() {
        Architecture network = Cifar10Regularization.regularized(Regularizers.l2(.001));
        assertThat(layers(network, Dropout.class)).extracting(Dropout::rate).containsExactly(.3, .4, .5);
        assertThat(layers(network, Conv2D.class))
                .extracting(Conv2D::kernelRegularizer)
                .containsExactly(Regularizers.l2(.001), Regularizers.l2(.001));
        assertThat(layers(network, Dense.class))
                .extracting(Dense::kernelRegularizer)
                .containsExactly(Regularizers.l2(.001), Regularizers.none());
        // 3*3*3*32+32, 3*3*32*64+64, 8*8*64*128+128, 128*10+10
        assertThat(weights(network)).isEqualTo(896 + 18_496 + 524_416 + 1_290);
    }

    /** The text's comment: dropout .3, .3, .5, L2 of .001 on all layers, normalization after each convolution. */
    @Test
    void specifiedNetworkIsTheTextsComment() {
        Map<String, Architecture> networks = Cifar10Regularization.networks();
        assertThat(networks.keySet()).containsExactly("no L2", "L2 0.0001", "L2 0.001", "L2 0.01", "as specified");
        Architecture network = Cifar10Regularization.specified();
        assertThat(layers(network, Dropout.class)).extracting(Dropout::rate).containsExactly(.3, .3, .5);
        assertThat(layers(network, Conv2D.class))
                .extracting(Conv2D::kernelRegularizer)
                .containsOnly(Regularizers.l2(.001));
        assertThat(layers(network, Dense.class))
                .hasSize(2)
                .extracting(Dense::kernelRegularizer)
                .containsOnly(Regularizers.l2(.001));
        List<String> kinds = network.graph().layers().stream()
                .map(layer -> layer.layer().kind())
                .toList();
        assertThat(kinds)
                .containsSubsequence("Conv2D", "BatchNormalization", "Conv2D", "BatchNormalization", "Flatten");
        // As the code's, and 4 numbers a channel.
        assertThat(weights(network)).isEqualTo(896 + 18_496 + 524_416 + 1_290 + 4 * (32 + 64));
    }

    @Test
    void networkOfTheSearchIsTheTextsCode() {
        Architecture network = Cifar10Search.network(.25);
        assertThat(layers(network, Dropout.class)).extracting(Dropout::rate).containsExactly(.25, .25);
        // Without padding 30 x 30, pooled 15 x 15: 896, 15*15*32*128+128, 128*10+10
        assertThat(weights(network)).isEqualTo(896 + 921_728 + 1_290);
    }

    @Test
    void schedulesLieBetweenTheSameRates() {
        Map<String, LearningRate> schedules = Cifar10Schedules.schedules(1000);
        assertThat(schedules.keySet()).containsExactly("constant", "exponential", "cosine", "one cycle");
        List<LearningRate> inOrder = List.copyOf(schedules.values());
        LearningRate cycle = inOrder.get(3);
        for (LearningRate falling : inOrder.subList(1, 3)) {
            assertThat(falling.at(0)).isEqualTo(.01);
            assertThat(falling.at(1000)).isCloseTo(1e-5, within(1e-12));
        }
        assertThat(cycle.at(0)).isCloseTo(.01 / 25, within(1e-12));
        assertThat(cycle.at(999)).isCloseTo(1e-5, within(1e-12));
        assertThat(LongStream.range(0, 1000).mapToDouble(cycle::at).max()).hasValueCloseTo(.01, within(1e-6));
    }

    /** Each combination has what those before it have; the first network is the course's base. */
    @Test
    void techniquesAreAddedOneByOne() {
        Map<String, Cifar10WrapUp.Setup> setups = Cifar10WrapUp.setups(1000);
        assertThat(setups.keySet()).startsWith(Cifar10WrapUp.COMBINATIONS.toArray(String[]::new));
        List<Cifar10WrapUp.Setup> inOrder = List.copyOf(setups.values());
        assertThat(inOrder.get(0))
                .isEqualTo(new Cifar10WrapUp.Setup(inOrder.get(1).network(), SGD.of(.01)));
        assertThat(inOrder.get(2).optimizer()).isEqualTo(inOrder.get(4).optimizer());
        assertThat(inOrder.get(0).network().graph().layers())
                .isEqualTo(BaseCnn.of(Shape.of(32, 32, 3), 10).graph().layers());
        assertThat(layers(inOrder.get(3).network(), Conv2D.class))
                .hasSize(2)
                .extracting(Conv2D::kernelRegularizer)
                .containsOnly(Regularizers.l2(.0001));
        assertThat(layers(inOrder.get(4).network(), Conv2D.class)).hasSize(3);
        assertThat(setups)
                .containsEntry(
                        Cifar10WrapUp.HUNDRED_TIMES,
                        new Cifar10WrapUp.Setup(
                                inOrder.get(0).network(), SGD.of(1).withMomentum(.9)));
    }

    @Test
    void optimizersAreThoseOfTheTextsTable() {
        Map<String, Optimizer> made = OptimizersRates.optimizers().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().apply(.01)));
        assertThat(OptimizersRates.optimizers().keySet())
                .containsExactly("SGD", "Momentum", "Nesterov", "Adagrad", "RMSprop", "Adam");
        assertThat(made).containsEntry("SGD", SGD.of(.01)).containsEntry("Adam", Adam.of(.01));
        assertThat(made)
                .containsEntry("Momentum", SGD.of(.01).withMomentum(.9))
                .containsEntry("Nesterov", SGD.of(.01).withMomentum(.9).withNesterov(true));
    }

    @Test
    void halfOfAnImageIsMadeFaint() {
        float[] pixels = new float[28 * 28];
        Arrays.fill(pixels, 1);
        Dataset faint = MnistMomentum.halfFaint(Dataset.of(Array.of(pixels, 1, 28, 28, 1), Array.of(new int[] {3})));
        float[] changed = faint.read(new int[] {0}).inputs().get(0).toFloats();
        for (int row : new int[] {0, 27}) {
            assertThat(changed[28 * row + 13]).isEqualTo(.1f);
            assertThat(changed[28 * row + 14]).isEqualTo(1f);
        }
    }

    /** Independent weights have about 1; a ramp along the row, whose neighbors differ by 1 of 28, nearly 0. */
    @Test
    void roughnessTellsNoiseFromSmoothWeights() {
        Random random = new Random(1);
        float[] noise = new float[784 * 10];
        float[] ramp = new float[784 * 10];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
            ramp[i] = i / 10 % 28;
        }
        assertThat(MnistCaseStudy.roughness(Array.of(noise, 784, 10))).isCloseTo(1, within(.1));
        // 1 / (2 (28^2 - 1) / 12)
        assertThat(MnistCaseStudy.roughness(Array.of(ramp, 784, 10))).isCloseTo(12 / (2 * 783.0), within(1e-6));
    }

    /** By hand: the deviation of 1, 2, 3, 6 is the root of (4 + 1 + 0 + 9) / 4; the length of 3 and 4 is 5. */
    @Test
    void ratesAreJudgedByLossesAndWeights() {
        assertThat(MnistLearningRate.deviation(List.of(1.0, 2.0, 3.0, 6.0))).isCloseTo(Math.sqrt(3.5), within(1e-12));
        assertThat(MnistLearningRate.norm(
                        new Weights(Map.of("a", Array.of(new float[] {3, 0}), "b", Array.of(new float[] {-4})))))
                .isEqualTo(5);
        assertThat(MnistLearningRate.Rule.factor(1, 2)).isEqualTo(.5);
        assertThat(MnistLearningRate.Rule.factor(2, 1)).isEqualTo(2);
        assertThat(MnistLearningRate.setups()).hasSize(6).containsKeys("rate 0.1, lowered on plateaus");
    }

    /** By hand: of the 3 by 3 places only rows and columns have neighbors on both sides, 3 each. */
    @Test
    void landscapesAreMeasured() {
        double[] places = {-1, 0, 1};
        Grid bowl = Grid.of(places, places, new double[][] {{2, 1, 2}, {1, 0, 1}, {2, 1, 2}});
        assertThat(MnistLandscape.notConvex(bowl)).isZero();
        assertThat(MnistLandscape.rise(bowl)).isEqualTo(1.5);
        Grid saddle = Grid.of(places, places, new double[][] {{0, -1, 0}, {1, 0, 1}, {0, -1, 0}});
        assertThat(MnistLandscape.notConvex(saddle)).isEqualTo(.5);
        assertThat(MnistLandscape.rise(saddle)).isZero();
        // What lies beyond both ends does not count.
        LossLandscape.Line line = new LossLandscape.Line(
                List.of(-.5, 0.0, .5, 1.0, 1.5), Map.of("loss", List.of(9.0, .25, 2.0, .5, 9.0)));
        assertThat(MnistLandscape.barrier(line)).isEqualTo(1.5);
    }

    @Test
    void firstEpochNearTheBestIsToldForEachVariant() {
        Comparison comparison = Comparison.of(
                "rates", List.of("slow", "fast"), List.of(outcome("slow", .1, .2, .3), outcome("fast", .5, .99, 1)));
        assertThat(Sections.fastest(comparison).words()).contains("0.95", "slow (none)", "fast (2)");
    }

    /** A loss stands before its step: plain has 1 after two steps, fast after one, slow not at all. */
    @Test
    void stepsToALossAreCountedAlike() {
        Comparison comparison = Comparison.of(
                "momentum",
                List.of("plain", "fast", "slow"),
                List.of(losses("plain", 3, 2, 1), losses("fast", 3, 1, .5), losses("slow", 3, 3, 2)));
        assertThat(MnistMomentum.stepsSaved(comparison).words())
                .contains("after 2 steps, 1.000,", "fast 1 steps", "slow more steps than it had");
    }

    private static Outcome losses(String variant, double... losses) {
        return new Outcome(variant, 42, Map.of("loss", Blocks.list(losses)), Map.of(), 1);
    }

    private static Outcome outcome(String variant, double... accuracies) {
        List<Double> values = new ArrayList<>();
        for (double accuracy : accuracies) {
            values.add(accuracy);
        }
        return new Outcome(variant, 42, Map.of("accuracy", values, "val_accuracy", values), Map.of(), 1);
    }

    /** The course's train_model(Adam, lr=0.001, batch_size=64, initializer='he_normal'). */
    @Test
    void oneCallTrainsAndTests() throws IOException {
        Dataset clothes = Scaling.unit()
                .fit(Dataset.ofInputs(Array.of(new byte[] {0})))
                .apply(DataCatalog.load("fashion-mnist-mini", NOWHERE).train());
        OptimizerStudy study = OptimizerStudy.of(clothes.slice(0, 600), clothes.slice(600, 800), 10)
                .withEpochs(2);
        DoubleFunction<Adam> adam = Adam::of;
        OptimizerStudy.Result result = study.trainModel(adam, .001, 64, heNormal());
        assertThat(result.history().epochs()).hasSize(2);
        assertThat(result.history().get("val_sparse_categorical_accuracy")).hasSize(2);
        assertThat(result.testAccuracy()).isBetween(.3, 1.0);
        assertThat(result.testLoss()).isPositive();
        assertThat(result.curves().width()).isPositive();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.withEpochs(0))
                .withMessageContainingAll("OptimizerStudy", "epochs", "0");
    }
}
