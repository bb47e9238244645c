package io.cornu.savedmodels.keras;

import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.LEARNING_RATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adadelta;
import io.cornu.optimizers.Adafactor;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.AdamW;
import io.cornu.optimizers.ConfigurableOptimizer;
import io.cornu.optimizers.Ftrl;
import io.cornu.optimizers.Lion;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.MultiOptimizer;
import io.cornu.optimizers.Muon;
import io.cornu.optimizers.Nadam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.OptimizerSettings;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.ScheduleFreeAdamW;
import io.cornu.optimizers.UpdateStep;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.archive.Json;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import io.cornu.schedules.CosineAnnealing;
import io.cornu.schedules.CosineDecay;
import io.cornu.schedules.CosineDecayRestarts;
import io.cornu.schedules.CyclicalLR;
import io.cornu.schedules.ExponentialDecay;
import io.cornu.schedules.InverseTimeDecay;
import io.cornu.schedules.LearningRate;
import io.cornu.schedules.OneCycle;
import io.cornu.schedules.PiecewiseConstantDecay;
import io.cornu.schedules.PolynomialDecay;
import io.cornu.schedules.PowerDecay;
import io.cornu.schedules.WarmUp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Optimizers and schedules come back from files, with all they remember, and go on. */
class OptimizerFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** An optimizer of one's own, with a slot and Keras' settings. */
    record SignMomentum(LearningRate learningRate, OptimizerSettings settings)
            implements ConfigurableOptimizer<SignMomentum> {
        @Override
        public SignMomentum withSettings(OptimizerSettings other) {
            return new SignMomentum(learningRate, other);
        }

        @Override
        public List<Slot> slots() {
            return List.of(Slot.zeros("mean"));
        }

        @Override
        public <T extends TFloating> void update(UpdateStep<T> step) {
            Ops tf = step.tf();
            Operand<T> mean = tf.math.mul(step.constant(.5), tf.math.add(step.slot("mean"), step.gradient()));
            step.assignSlot("mean", mean);
            step.assign(tf.math.sub(step.weight(), tf.math.mul(step.learningRate(), tf.math.sign(mean))));
        }
    }

    static Stream<Optimizer> optimizers() {
        LearningRate rate = LearningRate.constant(.01);
        return Stream.of(
                Adafactor.of(.01).withEma(.9),
                AdamW.of(.01).withWeightDecay(0).withGradientAccumulationSteps(2),
                AdamW.of(.01).withGlobalClipnorm(1),
                Nadam.of(.01).withWeightDecay(.1).withLossScaleFactor(8),
                Muon.of(.01).withAdamWeightDecay(0).withRmsRate(OptionalDouble.empty()),
                Muon.of(.01).withWeightDecay(0).withExcludeLayers(List.of("dense")),
                Ftrl.of(.01).withBeta(.5).withEma(.5, 4),
                ScheduleFreeAdamW.of(.01).withWarmupSteps(3),
                LossScaleOptimizer.of(Adadelta.of(.01).withClipvalue(1)).withDynamicGrowthSteps(2),
                LossScaleOptimizer.of(MultiOptimizer.of(Adam.of(.01)).with("dense/kernel", SGD.of(.1))),
                MultiOptimizer.of(Nadam.of(.01))
                        .with("dense/.*", Lion.of(OneCycle.of(.1, 10)))
                        .with("nothing", Lion.of(.1))
                        .withLossScaleFactor(2),
                MultiOptimizer.of(Nadam.of(.01)).with("dense/kernel|conv2d/bias", Lion.of(.1)),
                new SignMomentum(rate, OptimizerSettings.none()).withClipnorm(1).withEma(.5));
    }

    private static KerasRegistry registry() {
        return KerasRegistry.standard()
                .withOptimizer(KerasCodec.of(
                                SignMomentum.class,
                                required("learning_rate", LEARNING_RATE, SignMomentum::learningRate),
                                rate -> new SignMomentum(rate, OptimizerSettings.none()))
                        .registeredIn("mine"));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void trainingGoesOnFromAFileAsIfItHadNotStopped(Optimizer optimizer) throws IOException {
        Path file = folder.resolve("model.keras");
        KerasModel half;
        KerasModel whole;
        try (Model model = network()) {
            CompiledModel compiled = model.compile(optimizer, meanSquaredError());
            compiled.fit(data(), Fit.epochs(1).withBatchSize(4).withShuffle(false));
            half = KerasModel.of(compiled);
            KerasArchive.write(half, file, registry());
            compiled.fit(data(), Fit.epochs(1).withBatchSize(4).withShuffle(false));
            whole = KerasModel.of(compiled);
        }
        KerasModel read = KerasArchive.read(file, KerasReadOptions.defaults().withRegistry(registry()));
        assertThat(read).isEqualTo(half);
        try (Model model = read.build(Seed.of(5))) {
            CompiledModel compiled = read.compile(model);
            compiled.fit(data(), Fit.epochs(1).withBatchSize(4).withShuffle(false));
            assertThat(KerasModel.of(compiled)).isEqualTo(whole);
        }
        assertThat(half.weights()).isNotEqualTo(whole.weights());
    }

    /**
     * Nadam's product stands before the moments up to Keras 3.9: {@code optimizer.variables} of 3.8.0 are iteration,
     * learning_rate, variable, momentum, velocity, momentum, ...
     */
    @Test
    void nadamHasAnotherOrderInOldVersions() throws IOException {
        Path file = folder.resolve("model.keras");
        try (Model model = network()) {
            CompiledModel compiled = model.compile(Nadam.of(.01), meanSquaredError());
            compiled.fit(data(), Fit.epochs(1));
            for (Map.Entry<String, Integer> place :
                    Map.of("3.0.5", 2, "3.9.2", 2, "3.10.0", 10, "3.15.1", 10).entrySet()) {
                KerasModel saved = KerasModel.of(compiled).forKeras(place.getKey());
                Array product = OptimizerVariables.of(saved).orElseThrow().own().get(place.getValue());
                assertThat(product.shape()).as(place.getKey()).isEqualTo(Shape.scalar());
                assertThat(product)
                        .isEqualTo(Objects.requireNonNull(saved.optimizerState()
                                        .orElseThrow()
                                        .slots()
                                        .get("u_product"))
                                .get(OptimizerState.sharedKey(0)));
                KerasArchive.write(saved, file, registry());
                assertThat(KerasArchive.read(file).optimizerState()).isEqualTo(saved.optimizerState());
            }
        }
    }

    /**
     * For the bias Adafactor has no rows and columns: Keras 3.4.1 keeps two {@code backend.Variable(0)} of float32 there,
     * 3.8.0 and later of int32.
     */
    @Test
    void adafactorsPlaceholdersAreRealInOldVersions() throws IOException {
        Path file = folder.resolve("model.keras");
        try (Model model = network()) {
            CompiledModel compiled = model.compile(Adafactor.of(.01), meanSquaredError());
            compiled.fit(data(), Fit.epochs(1));
            for (String version : List.of("3.0.5", "3.4.1", "3.7.0", "3.8.0", "3.15.1")) {
                KerasModel saved = KerasModel.of(compiled).forKeras(version);
                List<DataType> types = OptimizerVariables.of(saved).orElseThrow().own().stream()
                        .skip(2)
                        .filter(array -> array.size() == 1 && array.at(0) == 0)
                        .map(Array::dataType)
                        .distinct()
                        .toList();
                boolean isOld = List.of("3.0.5", "3.4.1", "3.7.0").contains(version);
                assertThat(types).as(version).containsExactly(isOld ? DataType.FLOAT32 : DataType.INT32);
                KerasArchive.write(saved, file, registry());
                assertThat(KerasArchive.read(file).optimizerState()).isEqualTo(saved.optimizerState());
            }
        }
    }

    /** Keras compiles without making slots; so a file may have none. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void unusedOptimizersComeBack(Optimizer optimizer) throws IOException {
        Path file = folder.resolve("unused.keras");
        try (Model model = network()) {
            KerasModel unused = KerasModel.of(model.compile(optimizer, meanSquaredError()));
            KerasArchive.write(unused, file, registry());
            assertThat(KerasArchive.read(file, KerasReadOptions.defaults().withRegistry(registry())))
                    .isEqualTo(unused);
        }
    }

    static Stream<LearningRate> schedules() {
        return Stream.of(
                ExponentialDecay.of(.1, 100, .5).withStaircase(true),
                ExponentialDecay.natural(.1, .01),
                InverseTimeDecay.of(.1, 100, .5),
                PolynomialDecay.of(.1, 100)
                        .withPower(2)
                        .withEndLearningRate(.01)
                        .withCycle(true),
                CosineDecay.of(.1, 100).withAlpha(.1),
                CosineDecay.of(.1, 100).withWarmup(.2, 10),
                CosineDecayRestarts.of(.1, 100).withTMul(1.5).withMMul(.5).withAlpha(.1),
                PiecewiseConstantDecay.of(List.of(5L, 10L), List.of(.1, .2, .3)),
                PowerDecay.of(.1, .01, 2),
                CosineAnnealing.of(.1, .01, 100),
                OneCycle.of(.1, 3_000_000_000L).withLinear(true).withDivisor(10),
                CyclicalLR.of(.1, .2, 50).withMode(CyclicalLR.Mode.EXP_RANGE).withGamma(.99),
                WarmUp.of(5, CosineAnnealing.of(.1, .01, 100).perEpoch(10)).withFrom(.01),
                OneCycle.of(.1, 100).then(100, LearningRate.constant(.001).then(5, PowerDecay.of(.1, 1, 1))));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void schedulesComeBackAndOursAreRegistered(LearningRate schedule) {
        KerasRegistry registry = KerasRegistry.standard();
        JsonNode json = registry.schedules().write(schedule, registry);
        assertThat(registry.schedules().read(json, new Place("", registry))).isEqualTo(schedule);
        boolean isKeras = json.get("module").asText().equals("keras.optimizers.schedules");
        assertThat(isKeras || json.get("registered_name").asText().startsWith("cornu>"))
                .isTrue();
    }

    /** What Python writes for None, where the default is a number. */
    @Test
    void nullIsNoDefault() {
        assertThat(read("{\"class_name\": \"Muon\", \"config\": {\"adam_weight_decay\": null, \"rms_rate\": null,"
                        + " \"weight_decay\": null}}"))
                .isEqualTo(Muon.of(.001)
                        .withAdamWeightDecay(0)
                        .withRmsRate(OptionalDouble.empty())
                        .withWeightDecay(0));
        assertThat(read("{\"class_name\": \"AdamW\", \"config\": {}}")).isEqualTo(AdamW.of(.001));
        // Before 3.9, Keras wrote settings of LossScaleOptimizer that it has not.
        assertThat(read("{\"class_name\": \"LossScaleOptimizer\", \"config\": {\"use_ema\": false, \"clipnorm\": null,"
                        + " \"ema_momentum\": 0.99, \"inner_optimizer\": {\"class_name\": \"Adam\", \"config\": {}}}}"))
                .isEqualTo(LossScaleOptimizer.of(Adam.of(.001)));
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        refused("{\"class_name\": \"Adam\", \"config\": {\"clipnorm\": 1, \"clipvalue\": 1}}", "one kind of clipping");
        refused("{\"class_name\": \"Adam\", \"config\": {\"use_ema\": true, \"ema_momentum\": 2}}", "momentum");
        refused("{\"class_name\": \"Adam\", \"config\": {\"weight_decay\": -1}}", "WeightDecay: rate");
        refused("{\"class_name\": \"Muon\", \"config\": {\"exclude_layers\": [\"(\"]}}", "regular expression");
        refused(
                "{\"class_name\": \"LossScaleOptimizer\", \"config\": {\"clipnorm\": 1, \"inner_optimizer\":"
                        + " {\"class_name\": \"Adam\", \"config\": {}}}}",
                "ConfigurableOptimizer");
        refused(
                "{\"class_name\": \"MultiOptimizer\", \"config\": {\"optimizer_map\": {\"class_name\": \"function\"}}}",
                "expected an OptimizerMap, received function");
        refused(
                "{\"class_name\": \"MultiOptimizer\", \"config\": {\"optimizer_map\": {\"class_name\": \"OptimizerMap\","
                        + " \"config\": {\"default_optimizer\": {\"class_name\": \"Lion\", \"config\": {}},"
                        + " \"optimizer_map\": 5}}}}",
                "optimizers by pattern");
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(ConfigException.class).hasMessageContaining(message);
    }

    private static Optimizer read(String json) {
        KerasRegistry registry = KerasRegistry.standard();
        return registry.optimizers().read(parsed(json), new Place("", registry));
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.read("test", json, ReadLimits.defaults());
        } catch (MalformedFileException failure) {
            throw new AssertionError(failure);
        }
    }

    private static Model network() {
        return Sequential.of(
                        Input.of(4, 4, 1),
                        Conv2D.of(2, 2),
                        Flatten.of(),
                        Dense.of(3).named("dense"))
                .build(Seed.of(3));
    }

    private static Dataset data() {
        float[] x = new float[20 * 16];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(i);
        }
        float[] y = new float[20 * 3];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) Math.cos(3 * i);
        }
        return Dataset.of(Array.of(x, 20, 4, 4, 1), Array.of(y, 20, 3));
    }
}
