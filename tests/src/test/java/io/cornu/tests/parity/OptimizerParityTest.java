package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.Functional;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.Adadelta;
import io.cornu.optimizers.Adafactor;
import io.cornu.optimizers.Adagrad;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.AdamW;
import io.cornu.optimizers.Adamax;
import io.cornu.optimizers.ConfigurableOptimizer;
import io.cornu.optimizers.Ftrl;
import io.cornu.optimizers.Lamb;
import io.cornu.optimizers.Lion;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.MultiOptimizer;
import io.cornu.optimizers.Muon;
import io.cornu.optimizers.Nadam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.ScheduleFreeAdamW;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasCodec;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasReadOptions;
import io.cornu.savedmodels.keras.KerasRegistry;
import io.cornu.schedules.CosineDecay;
import io.cornu.schedules.ExponentialDecay;
import io.cornu.schedules.LearningRate;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every optimizer with every setting: 20 steps over a matrix, a vector and a convolution kernel, by gradients that are
 * given and do not depend on the weights, are those of Keras, in weights and in all that is remembered. Each side goes on
 * where the other stopped, through a file.
 */
@NeedsPython
class OptimizerParityTest {
    private static final int STEPS = 20;
    private static final int MIDDLE = 10;
    private static final int BATCH = 4;
    private static final double TOLERANCE = 1e-5;

    private static final KerasRegistry REGISTRY = KerasRegistry.standard()
            .withLoss(KerasCodec.of(ProductSum.class, ProductSum::new).registeredIn("tests"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    static Stream<Arguments> cases() {
        Map<String, Optimizer> cases = new LinkedHashMap<>();
        Map<String, ConfigurableOptimizer<?>> plain = plain();
        cases.putAll(plain);
        options(cases);
        plain.forEach((name, optimizer) -> {
            cases.put(
                    name + " global_clipnorm, decay, accumulation",
                    withDecay(withAccumulation(optimizer.withGlobalClipnorm(.5), 3), .02));
            cases.put(name + " clipnorm, ema", withEma(optimizer.withClipnorm(.4), .8, 7));
        });
        settings(cases);
        wrappers(cases);
        return cases.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static Map<String, ConfigurableOptimizer<?>> plain() {
        Map<String, ConfigurableOptimizer<?>> plain = new LinkedHashMap<>();
        plain.put("SGD", SGD.of(.05));
        plain.put("RMSprop", RMSprop.of(.01));
        plain.put("Adam", Adam.of(.01));
        plain.put("AdamW", AdamW.of(.01));
        plain.put("Adamax", Adamax.of(.01));
        plain.put("Nadam", Nadam.of(.01));
        plain.put("Adagrad", Adagrad.of(.05));
        plain.put("Adadelta", Adadelta.of(1));
        plain.put("Adafactor", Adafactor.of(.05));
        plain.put("Ftrl", Ftrl.of(.05));
        plain.put("Lamb", Lamb.of(.01));
        plain.put("Lion", Lion.of(.01));
        plain.put("Muon", Muon.of(.01));
        plain.put("ScheduleFreeAdamW", ScheduleFreeAdamW.of(.01));
        return plain;
    }

    private static void options(Map<String, Optimizer> cases) {
        cases.put("SGD momentum", SGD.of(.05).withMomentum(.9));
        cases.put("SGD nesterov", SGD.of(.05).withMomentum(.8).withNesterov(true));
        cases.put("RMSprop momentum", RMSprop.of(.01).withRho(.8).withMomentum(.7));
        cases.put("RMSprop centered", RMSprop.of(.01).withCentered(true).withEpsilon(1e-2));
        cases.put(
                "RMSprop centered momentum",
                RMSprop.of(.01).withCentered(true).withMomentum(.5).withEpsilon(1e-2));
        cases.put("Adam amsgrad", Adam.of(.01).withBeta2(.8).withAmsgrad(true));
        cases.put("Adam numbers", Adam.of(.02).withBeta1(.7).withBeta2(.95).withEpsilon(1e-3));
        cases.put("AdamW amsgrad", AdamW.of(.01).withBeta2(.8).withAmsgrad(true).withWeightDecay(.1));
        cases.put("AdamW without decay", AdamW.of(.01).withWeightDecay(0));
        cases.put("Adamax numbers", Adamax.of(.02).withBeta1(.8).withBeta2(.9).withEpsilon(1e-3));
        cases.put("Nadam numbers", Nadam.of(.02).withBeta1(.8).withBeta2(.9).withEpsilon(1e-3));
        cases.put(
                "Adagrad numbers",
                Adagrad.of(.02).withInitialAccumulatorValue(1).withEpsilon(1e-2));
        cases.put("Adadelta numbers", Adadelta.of(.5).withRho(.7).withEpsilon(1e-4));
        cases.put(
                "Adafactor numbers",
                Adafactor.of(.5)
                        .withBeta2Decay(-.5)
                        .withEpsilon1(1e-3)
                        .withEpsilon2(.1)
                        .withClipThreshold(.5)
                        .withRelativeStep(false));
        cases.put(
                "Ftrl l1, l2, shrinkage",
                Ftrl.of(.05)
                        .withL1RegularizationStrength(.05)
                        .withL2RegularizationStrength(.1)
                        .withL2ShrinkageRegularizationStrength(.2));
        cases.put(
                "Ftrl power, beta",
                Ftrl.of(.05).withLearningRatePower(-.7).withBeta(.3).withInitialAccumulatorValue(.5));
        cases.put("Lamb numbers", Lamb.of(.02).withBeta1(.8).withBeta2(.9).withEpsilon(1e-3));
        cases.put("Lion numbers", Lion.of(.02).withBeta1(.7).withBeta2(.8));
        cases.put("Muon plain momentum", Muon.of(.01).withNesterov(false).withRmsRate(OptionalDouble.empty()));
        cases.put(
                "Muon excluded, numbers",
                Muon.of(.01)
                        .withExcludeLayers(List.of("den.e"))
                        .withAdamBeta1(.8)
                        .withAdamLearningRateRatio(.5)
                        .withAdamWeightDecay(0));
        cases.put(
                "Muon three iterations",
                Muon.of(.01).withNewtonSchulzSteps(3).withMuonA(3).withMomentum(.5));
        cases.put(
                "ScheduleFreeAdamW warm-up",
                ScheduleFreeAdamW.of(.01).withWarmupSteps(7).withBeta1(.8).withEpsilon(1e-4));
    }

    /** Each setting alone. */
    private static void settings(Map<String, Optimizer> cases) {
        Adam adam = Adam.of(.01);
        SGD sgd = SGD.of(.05).withMomentum(.9);
        LearningRate cosine = CosineDecay.of(.01, 15).withWarmup(.05, 5);
        cases.put("Adam clipvalue", adam.withClipvalue(.1));
        cases.put("Adam clipnorm", adam.withClipnorm(.3));
        cases.put("Adam global_clipnorm", adam.withGlobalClipnorm(.3));
        cases.put("SGD clipvalue", sgd.withClipvalue(.1));
        cases.put("SGD clipnorm", sgd.withClipnorm(.3));
        cases.put("SGD global_clipnorm", sgd.withGlobalClipnorm(.3));
        cases.put("SGD loose clipnorm", sgd.withClipnorm(100));
        cases.put("Adam decay", adam.withWeightDecay(.5));
        cases.put("Adam decay but of biases", adam.withWeightDecay(.5).withoutWeightDecayOf("bias"));
        cases.put("SGD decay but of two", sgd.withWeightDecay(.5).withoutWeightDecayOf("bias", "conv2d.*kernel"));
        cases.put("Muon decay but of biases", Muon.of(.01).withWeightDecay(.3).withoutWeightDecayOf("bias"));
        cases.put("Adam ema", adam.withEma(.9));
        cases.put("SGD ema overwriting", sgd.withEma(.7, 3));
        cases.put("Adam accumulation", adam.withGradientAccumulationSteps(3));
        cases.put(
                "SGD accumulation, ema overwriting",
                sgd.withGradientAccumulationSteps(3).withEma(.7, 2));
        cases.put("Nadam accumulation", Nadam.of(.01).withGradientAccumulationSteps(4));
        cases.put("Adam schedule", Adam.of(cosine));
        cases.put(
                "SGD schedule, accumulation, decay",
                SGD.of(cosine).withGradientAccumulationSteps(3).withWeightDecay(.4));
        cases.put("Adafactor schedule", Adafactor.of(ExponentialDecay.of(.1, 5, .8)));
        cases.put("Adam loss scale", adam.withLossScaleFactor(1024));
        cases.put("SGD loss scale, clipnorm", sgd.withLossScaleFactor(3).withClipnorm(.3));
    }

    private static void wrappers(Map<String, Optimizer> cases) {
        cases.put("LossScaleOptimizer", LossScaleOptimizer.of(Adam.of(.01)));
        // Gradients above 1 overflow at first, and again and again as the scale grows.
        LossScaleOptimizer skipping = LossScaleOptimizer.of(SGD.of(.05).withMomentum(.9))
                .withInitialScale(0x1p127)
                .withDynamicGrowthSteps(3);
        cases.put("LossScaleOptimizer skipping", skipping);
        cases.put(
                "LossScaleOptimizer skipping, all settings",
                skipping.withInner(AdamW.of(CosineDecay.of(.05, 20))
                        .withClipnorm(.4)
                        .withEma(.8, 3)
                        .withGradientAccumulationSteps(2)));
        cases.put(
                "MultiOptimizer",
                MultiOptimizer.of(SGD.of(.05).withMomentum(.9).withGlobalClipnorm(.5))
                        .with("dense/.*", Nadam.of(.01).withWeightDecay(.1))
                        .with("nowhere", Lion.of(.01)));
        cases.put(
                "MultiOptimizer loss scale",
                MultiOptimizer.of(Adam.of(.05).withGradientAccumulationSteps(2))
                        .with("dense/kernel", Muon.of(ExponentialDecay.of(.1, 5, .8)))
                        .withLossScaleFactor(64));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void stepsAndStateAreThoseOfKeras(String name, Optimizer optimizer, PythonWorker python) throws IOException {
        List<String> excluded = excluded(optimizer);
        Data data = data(name);
        Reached ours;
        try (Model model = architecture().build(Seed.of(1))) {
            CompiledModel compiled = model.compile(optimizer, new ProductSum());
            KerasArchive.write(KerasModel.of(compiled), folder.resolve("start.keras"), REGISTRY);
            ours = fit(compiled, data, MIDDLE);
            python.call(
                    "optimizers",
                    "case",
                    folder,
                    Map.of("steps", STEPS, "middle", MIDDLE, "batch", BATCH, "excluded", excluded));
            KerasModel end = read("end.keras");
            requireClose(name, ours, end);
            requireClose(
                    name + ", weights after the fit",
                    model.weights(),
                    read("final.keras").weights());
            assertThat(end.compilation().orElseThrow().optimizer()).isEqualTo(withoutExclusion(optimizer));
        }
        KerasModel middle = read("middle.keras");
        try (Model model = middle.build(Seed.of(2))) {
            CompiledModel compiled = model.compile(optimizer, new ProductSum());
            compiled.setOptimizerState(middle.optimizerState().orElseThrow());
            Reached resumed = fit(compiled, data.from(MIDDLE), -1);
            requireClose(name + ", Java from Python's middle", resumed, read("end.keras"));
        }
        requireClose(name + ", Python from Java's middle", ours, read("end_from_java.keras"));
    }

    /** In Keras, the paths of a Sequential begin with its name. */
    @Test
    void expressionsForPathsMeanTheSameInPython(PythonWorker python) throws IOException {
        Architecture sequential = Sequential.of(
                Input.of(3),
                Dense.of(2).named("first"),
                Dense.of(2).named("second"),
                Dense.of(1).named("third"));
        MultiOptimizer multi = MultiOptimizer.of(Adam.of(.01))
                .with("first/.*|second/kernel", SGD.of(.01))
                .with("third/bias", Lion.of(.01));
        try (Model model = sequential.build(Seed.of(1))) {
            KerasModel written = KerasModel.of(model.compile(multi, new ProductSum()));
            KerasArchive.write(written, folder.resolve("parts.keras"), REGISTRY);
            assertThat(read("parts.keras")).isEqualTo(written);
        }
        JsonNode parts = python.call("optimizers", "parts", folder, Map.of("model", "parts.keras"));
        assertThat(parts.toString())
                .isEqualTo("{\"sequential/first/kernel\":\"SGD\",\"sequential/first/bias\":\"SGD\","
                        + "\"sequential/second/kernel\":\"SGD\",\"sequential/second/bias\":\"Adam\","
                        + "\"sequential/third/kernel\":\"Adam\",\"sequential/third/bias\":\"Lion\"}");
    }

    /** Inputs and targets. */
    private record Data(Array x, Array image, Array y) {
        Data from(int step) {
            int first = step * BATCH;
            int last = STEPS * BATCH;
            return new Data(x.rows(first, last), image.rows(first, last), y.rows(first, last));
        }
    }

    /** What was there after the last batch, before the end of the fit. */
    private record Reached(Weights weights, OptimizerState optimizer) {}

    /** Trains through the data; saves after some batch. */
    private Reached fit(CompiledModel compiled, Data data, int saved) {
        Dataset all = Dataset.of(new Batch(List.of(data.x, data.image), List.of(data.y), Optional.empty()));
        int batches = all.size() / BATCH;
        Map<String, Reached> last = new LinkedHashMap<>();
        compiled.fit(all, Fit.epochs(1).withBatchSize(BATCH).withShuffle(false).withCallbacks(fit -> new FitListener() {
            @Override
            public void batchEnd(BatchEnd batch) {
                if (batch.batch() + 1 == saved) {
                    write(fit, "java_middle.keras");
                }
                if (batch.batch() + 1 == batches) {
                    last.put("", new Reached(compiled.model().weights(), compiled.optimizerState()));
                }
            }
        }));
        return Objects.requireNonNull(last.get(""));
    }

    private void write(FitControl fit, String file) {
        try {
            KerasArchive.write(KerasModel.of(fit.model()), folder.resolve(file), REGISTRY);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private KerasModel read(String file) throws IOException {
        return KerasArchive.read(
                folder.resolve(file), KerasReadOptions.defaults().withRegistry(REGISTRY));
    }

    private static void requireClose(String name, Reached ours, KerasModel keras) {
        OptimizerState theirs = keras.optimizerState().orElseThrow();
        assertThat(ours.optimizer.iterations()).as(name).isEqualTo(theirs.iterations());
        requireClose(name, ours.weights, keras.weights());
        assertThat(ours.optimizer.slots().keySet()).isEqualTo(theirs.slots().keySet());
        ours.optimizer.slots().forEach((slot, values) -> {
            Map<String, Array> expected = Objects.requireNonNull(theirs.slots().get(slot));
            assertThat(values.keySet()).as(slot).isEqualTo(expected.keySet());
            values.forEach((path, value) -> requireClose(
                    name + ", " + slot + " of " + path, value, Objects.requireNonNull(expected.get(path)), slot));
        });
    }

    private static void requireClose(String name, Weights ours, Weights theirs) {
        theirs.byPath().forEach((path, value) -> requireClose(name + ", " + path, ours.get(path), value, "weight"));
    }

    /** Relative to the largest number of the array. */
    private static void requireClose(String what, Array ours, Array theirs, String kind) {
        assertThat(ours.shape()).as(what).isEqualTo(theirs.shape());
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < ours.size(); i++) {
            assertThat(ours.at(i)).as(what).isFinite();
            largest = Math.max(largest, Math.abs(theirs.at(i)));
            difference = Math.max(difference, Math.abs(ours.at(i) - theirs.at(i)));
        }
        // TensorFlow's kernel computes 1 - 0.999 from the float32 0.999, which costs 1.3e-5; Keras in float64.
        double tolerance = kind.startsWith("velocity") ? 2 * TOLERANCE : TOLERANCE;
        assertThat(difference).as(what + ", largest number " + largest).isLessThanOrEqualTo(tolerance * largest);
    }

    private static List<String> excluded(Optimizer optimizer) {
        return optimizer.settings().weightDecay().excluded();
    }

    private static Optimizer withoutExclusion(Optimizer optimizer) {
        return optimizer instanceof ConfigurableOptimizer<?> configurable
                ? configurable.withoutWeightDecayOf()
                : optimizer;
    }

    private static Optimizer withDecay(Optimizer optimizer, double rate) {
        return ((ConfigurableOptimizer<?>) optimizer).withWeightDecay(rate);
    }

    private static Optimizer withEma(Optimizer optimizer, double momentum, int frequency) {
        return ((ConfigurableOptimizer<?>) optimizer).withEma(momentum, frequency);
    }

    private static Optimizer withAccumulation(Optimizer optimizer, int steps) {
        return ((ConfigurableOptimizer<?>) optimizer).withGradientAccumulationSteps(steps);
    }

    private Data data(String name) throws IOException {
        RandomGenerator random = Seed.of(name.hashCode()).generator();
        int rows = STEPS * BATCH;
        Data data =
                new Data(normal(random, rows, 6), normal(random, rows, 4, 4, 2), normal(random, rows, 4 + 3 * 3 * 3));
        NumpyFiles.write(folder.resolve("x.npy"), data.x);
        NumpyFiles.write(folder.resolve("image.npy"), data.image);
        NumpyFiles.write(folder.resolve("y.npy"), data.y);
        return data;
    }

    private static Architecture architecture() {
        Functional.Builder net = Functional.builder();
        Functional.Node x = net.input(Input.of(6));
        Functional.Node image = net.input(Input.of(4, 4, 2));
        Functional.Node vector = net.add(Dense.of(4), x);
        Functional.Node convolved = net.add(Conv2D.of(3, 2).withUseBias(false), image);
        Functional.Node both = net.add(Concatenate.of(), vector, net.add(Flatten.of(), convolved));
        return net.build(List.of(x, image), List.of(both));
    }

    private static Array normal(RandomGenerator random, long... shape) {
        int size = 1;
        for (long each : shape) {
            size *= (int) each;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Array.of(values, shape);
    }
}
