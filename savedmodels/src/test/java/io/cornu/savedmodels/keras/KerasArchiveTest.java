package io.cornu.savedmodels.keras;

import static io.cornu.losses.Losses.binaryCrossentropy;
import static io.cornu.losses.Losses.categoricalCrossentropy;
import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.metrics.Metrics.accuracy;
import static io.cornu.metrics.Metrics.binaryAccuracy;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.LEARNING_RATE;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cornu.activations.Activation;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.UpdateStep;
import io.cornu.runtime.Seed;
import io.cornu.schedules.LearningRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Files of ours read by us; what Keras makes of them is KerasExchangeTest's matter. */
class KerasArchiveTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("model.keras");
    }

    private KerasModel throughFile(KerasModel model) throws IOException {
        KerasArchive.write(model, file, KerasRegistry.standard());
        return KerasArchive.read(file);
    }

    @Test
    void modelsComeBackTheSame() throws IOException {
        for (var architecture : List.of(Samples.cnn(), Samples.cnn().named("mine"), Samples.branches())) {
            KerasModel plain = Samples.plain(architecture);
            assertThat(throughFile(plain)).isEqualTo(plain);
            KerasModel compiled = Samples.compiled(architecture, Samples.compilation(architecture), Set.of());
            assertThat(throughFile(compiled)).isEqualTo(compiled);
        }
    }

    @Test
    void everyOptimizerKeepsWhatItRemembers() throws IOException {
        for (Optimizer optimizer : List.of(
                SGD.of(.1),
                SGD.of(.1).withMomentum(.9),
                Adam.of(.1),
                Adam.of(.1).withAmsgrad(true).withClipnorm(2),
                RMSprop.of(.1).withMomentum(.5),
                RMSprop.of(.1).withCentered(true).withMomentum(.5).withGlobalClipnorm(1))) {
            Compilation settings = Compilation.of(optimizer, meanSquaredError());
            KerasModel model = Samples.compiled(Samples.cnn(), settings, Set.of());
            assertThat(throughFile(model)).as(optimizer.toString()).isEqualTo(model);
        }
    }

    @Test
    void everythingAskedOfOutputsComesBack() throws IOException {
        Compilation settings = new Compilation(
                Adam.of(.1),
                List.of(
                        Compilation.Output.of(binaryCrossentropy().withLabelSmoothing(.2), binaryAccuracy(), accuracy())
                                .withLossWeight(.25),
                        Compilation.Output.of(categoricalCrossentropy())
                                .withWeightedMetrics(
                                        List.of(accuracy(), binaryAccuracy().withName("b")))));
        KerasModel model = Samples.compiled(Samples.branches(), settings, Set.of());
        assertThat(throughFile(model)).isEqualTo(model);
    }

    @Test
    void frozenLayersStayFrozen() throws IOException {
        KerasModel model = Samples.compiled(
                Samples.cnn(),
                Compilation.of(Adam.of(.1), meanSquaredError()),
                Set.of("conv2d", "batch_normalization"));
        assertThat(throughFile(model)).isEqualTo(model);
        try (Model built = throughFile(model).build(Seed.of(1))) {
            assertThat(built.isFrozen("conv2d")).isTrue();
            assertThat(built.isFrozen("dense")).isFalse();
        }
    }

    @Test
    void float64StaysFloat64() throws IOException {
        KerasModel model = Samples.doubled(Samples.plain(Samples.cnn()));
        KerasModel read = throughFile(model);
        assertThat(read).isEqualTo(model);
        try (Model built = read.build(Seed.of(1))) {
            assertThat(built.options().dataType()).isEqualTo(DataType.FLOAT64);
        }
    }

    @Test
    void trainingGoesOnBitForBit() throws IOException {
        Array x = Array.of(new float[] {.1f, .5f, -.3f, .9f, .2f, -.8f, .4f, .6f}, 4, 2);
        Array y = Array.of(new float[] {1, -1, .5f, 0}, 4, 1);
        Fit fit = Fit.epochs(2).withBatchSize(2).withShuffle(false);
        try (Model model = Sequential.of(Input.of(2), Dense.of(3), Dense.of(1)).build(Seed.of(3))) {
            CompiledModel compiled = model.compile(Adam.of(.01), meanSquaredError());
            compiled.fit(Dataset.of(x, y), fit);
            compiled.setLearningRate(.005);
            KerasArchive.write(compiled, file);
            compiled.fit(Dataset.of(x, y), fit);

            KerasModel saved = KerasArchive.read(file);
            try (Model again = saved.build(Seed.of(99))) {
                CompiledModel resumed = saved.compile(again);
                assertThat(resumed.learningRate()).isEqualTo(.005);
                resumed.fit(Dataset.of(x, y), fit);
                assertThat(again.weights()).isEqualTo(model.weights());
                assertThat(resumed.optimizerState()).isEqualTo(compiled.optimizerState());
            }
            assertThat(KerasModel.of(model).compilation()).isEmpty();
        }
    }

    @Test
    void aModelThatWasNotCompiledSaysSo() throws IOException {
        KerasModel plain = throughFile(Samples.plain(Samples.cnn()));
        try (Model model = plain.build(Seed.of(1))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> plain.compile(model))
                    .withMessageContaining("expected a file with an optimizer")
                    .withMessageContaining("Model.compile");
        }
    }

    @Test
    void compilationCanBeLeftOut() throws IOException {
        throughFile(Samples.compiled(Samples.cnn(), Compilation.of(Adam.of(.1), meanSquaredError()), Set.of()));
        KerasModel read = KerasArchive.read(file, KerasReadOptions.defaults().withReadsCompilation(false));
        assertThat(read).isEqualTo(Samples.plain(Samples.cnn()));
    }

    // ---------------------------------------------------------------- classes of one's own

    record Scale(double factor, boolean mirrored) implements Layer {
        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            return call.tf().math.mul(call.input(), call.constant(mirrored ? -factor : factor));
        }
    }

    record Square() implements Activation {
        @Override
        public String name() {
            return "square";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.square(x);
        }
    }

    record Halving(double start) implements LearningRate {
        @Override
        public double at(long step) {
            return start * Math.pow(.5, step);
        }
    }

    record SignDescent(LearningRate learningRate) implements Optimizer {
        @Override
        public List<Slot> slots() {
            return List.of(Slot.zeros("first"), Slot.zeros("second"));
        }

        @Override
        public <T extends TFloating> void update(UpdateStep<T> step) {
            var change = step.tf().math.mul(step.learningRate(), step.tf().math.sign(step.gradient()));
            step.assign(step.tf().math.sub(step.weight(), change));
        }
    }

    private static final KerasCodec<Scale> SCALE = KerasCodec.of(
                    Scale.class, required("factor", NUMBER, Scale::factor), factor -> new Scale(factor, false))
            .option("mirrored", FLAG, Scale::mirrored, (scale, mirrored) -> new Scale(scale.factor(), mirrored))
            .registeredIn("mine");

    @Test
    void classesOfOnesOwnComeBack() throws IOException {
        KerasRegistry registry = KerasRegistry.standard()
                .withLayer(SCALE)
                .withActivation("mine>square", new Square())
                .withSchedule(KerasCodec.of(Halving.class, required("start", NUMBER, Halving::start), Halving::new)
                        .registeredIn("mine"))
                .withOptimizer(KerasCodec.of(
                                SignDescent.class,
                                required("learning_rate", LEARNING_RATE, SignDescent::learningRate),
                                SignDescent::new)
                        .registeredIn("mine"));
        KerasModel model = Samples.compiled(
                Sequential.of(Input.of(2), new Scale(2.5, true), Dense.of(1).withActivation(new Square())),
                Compilation.of(new SignDescent(new Halving(.5)), meanSquaredError()),
                Set.of());
        KerasArchive.write(model, file, registry);
        assertThat(KerasArchive.read(file, KerasReadOptions.defaults().withRegistry(registry)))
                .isEqualTo(model);
        assertThat(registry.contents().get("layers")).containsKeys("mine>Scale", "Dense");
    }

    @Test
    void codecsThatForgetAnOptionAreCaught() {
        KerasRegistry registry = KerasRegistry.standard()
                .withLayer(KerasCodec.of(
                        Scale.class, required("factor", NUMBER, Scale::factor), factor -> new Scale(factor, false)));
        KerasModel model = Samples.plain(Sequential.of(Input.of(2), new Scale(2, true)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KerasArchive.write(model, file, registry))
                .withMessageContaining("KerasCodec of Scale")
                .withMessageContaining("mirrored=true");
        assertThat(file).doesNotExist();
    }

    @Test
    void namesAreGivenOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KerasRegistry.standard().withLayer(KerasCodec.of(Dense.class, () -> Dense.of(1))))
                .withMessageContaining("Dense")
                .withMessageContaining("package of your own");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KerasRegistry.standard().withActivation("relu", new Square()))
                .withMessageContaining("relu");
    }

    // ---------------------------------------------------------------- what cannot be written

    @Test
    void whatFilesCannotHoldIsRefusedBeforeAnythingIsWritten() throws IOException {
        Files.writeString(file, "kept");
        refuse(
                Samples.plain(Sequential.of(Input.of(2), new Scale(2, true).named("twice"))),
                "Scale 'twice'",
                "KerasRegistry");
        refuse(
                Samples.plain(Sequential.of(Input.of(2), Dense.of(1).withActivation(new Square()))),
                "Square",
                "withActivation");
        refuse(
                Samples.compiled(
                        Samples.cnn(), Compilation.of(Adam.of(step -> .1 / (step + 1)), meanSquaredError()), Set.of()),
                "learning rate that files can hold",
                "Compile with a number");
        refuse(
                Samples.compiled(
                        Samples.cnn(),
                        Compilation.of(new SignDescent(LearningRate.constant(1)), meanSquaredError()),
                        Set.of()),
                "SignDescent");
        assertThat(file).hasContent("kept");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void freezingAfterCompilingIsCaught() {
        KerasModel model =
                Samples.compiled(Samples.cnn(), Compilation.of(Adam.of(.1), meanSquaredError()), Set.of("dense"));
        KerasModel thawed = new KerasModel(
                model.architecture(),
                model.weights(),
                model.compilation(),
                model.optimizerState(),
                Set.of(),
                model.kerasVersion());
        refuse(thawed, "dense/kernel", "Compile again");
    }

    private void refuse(KerasModel model, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KerasArchive.write(model, file, KerasRegistry.standard()))
                .satisfies(failure ->
                        assertThat(failure.getMessage()).contains(parts).doesNotContain("\n"));
    }
}
