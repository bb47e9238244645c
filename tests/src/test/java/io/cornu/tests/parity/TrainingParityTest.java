package io.cornu.tests.parity;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.accuracy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.data.Scaling;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Architecture;
import io.cornu.model.BuildOptions;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataCatalog;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The loss of every training step equals that of Keras, for the course's base network without dropout.
 *
 * <p>In float64 and at small rates over 100 steps. At usual rates this network is chaotic: in float32, scaling one
 * kernel by 1 + 1e-7 moves Keras' own losses by a tenth within 100 steps, and Keras' {@code fit} and
 * {@code train_on_batch} part as far from each other. There, every tenth step is taken from Keras' state at that step, optimizer included, and must give Keras' loss.
 */
@NeedsPython
class TrainingParityTest {
    private static final int STEPS = 100;
    private static final int BATCH = 16;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit calls prepare
    private Array x;

    @SuppressWarnings("NullAway.Init") // JUnit calls prepare
    private Array y;

    static Stream<Arguments> optimizers() {
        return Stream.of(
                Arguments.of("sgd", SGD.of(.01)),
                Arguments.of("sgd nesterov", SGD.of(.01).withMomentum(.9).withNesterov(true)),
                Arguments.of("adam", Adam.of(.001)),
                Arguments.of("adam clipnorm", Adam.of(.001).withClipnorm(.1)),
                Arguments.of("rmsprop", RMSprop.of(.001)));
    }

    /** Rates that let two paths stay together, and decays that are float32 numbers: Keras rounds them to such. */
    static Stream<Arguments> steadyOptimizers() {
        return Stream.of(
                Arguments.of("sgd", SGD.of(0x1p-10).withMomentum(.5)),
                Arguments.of("adam", Adam.of(0x1p-14).withBeta1(.875).withBeta2(1 - 0x1p-10)));
    }

    @BeforeEach
    void prepare() throws IOException {
        Dataset data = DataCatalog.load("fashion-mnist-mini", DataDirectory.standard())
                .train()
                .slice(0, STEPS * BATCH);
        var all = Scaling.unit().fit(data).apply(data).inMemory().orElseThrow();
        x = all.inputs().get(0);
        y = all.targets().get(0);
        NumpyFiles.write(folder.resolve("x.npy"), x);
        NumpyFiles.write(folder.resolve("y.npy"), y);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steadyOptimizers")
    void float64LossesOfAHundredStepsEqualThoseOfKeras(String name, Optimizer optimizer, PythonWorker python)
            throws IOException {
        BuildOptions options = BuildOptions.of(Seed.of(3)).withDataType(DataType.FLOAT64);
        try (Model model = baseCnn().build(options)) {
            CompiledModel compiled = compile(model, optimizer);
            KerasArchive.write(compiled, folder.resolve("start.keras"));
            List<Double> keras = losses(python.call("parity", "train", folder, arguments("float64", 0)));

            List<Double> ours = losses(compiled, Dataset.of(x, y));

            assertThat(ours).hasSize(STEPS);
            for (int i = 0; i < STEPS; i++) {
                assertThat(ours.get(i)).as(name + ", step " + i).isCloseTo(keras.get(i), within(1e-6 * keras.get(i)));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void float32StepsFromTheStateOfKerasGiveTheLossOfKeras(String name, Optimizer optimizer, PythonWorker python)
            throws IOException {
        try (Model model = baseCnn().build(Seed.of(3))) {
            KerasArchive.write(compile(model, optimizer), folder.resolve("start.keras"));
        }
        List<Double> keras = losses(python.call("parity", "train", folder, arguments("float32", 10)));
        for (int i = 0; i + 1 < STEPS; i += 10) {
            KerasModel snapshot = KerasArchive.read(folder.resolve("step_" + i + ".keras"));
            try (Model model = snapshot.build(Seed.of(0))) {
                CompiledModel compiled = snapshot.compile(model);
                List<Double> two = losses(
                        compiled, Dataset.of(x.rows(i * BATCH, (i + 2) * BATCH), y.rows(i * BATCH, (i + 2) * BATCH)));
                assertThat(two.get(0)).as(name + ", step " + i).isCloseTo(keras.get(i), within(1e-5 * keras.get(i)));
                assertThat(two.get(1))
                        .as(name + ", step " + (i + 1))
                        .isCloseTo(keras.get(i + 1), within(1e-4 * keras.get(i + 1)));
            }
        }
    }

    /** A plain network is no amplifier: its whole history can be compared. */
    @Test
    void historyOfAFitEqualsThatOfKeras(PythonWorker python) throws IOException {
        Architecture mlp = Sequential.of(
                Input.of(28, 28, 1),
                Flatten.of(),
                Dense.of(32).withActivation(relu()),
                Dense.of(10).withActivation(softmax()));
        try (Model model = mlp.build(Seed.of(3))) {
            CompiledModel compiled = compile(model, SGD.of(.01).withMomentum(.9));
            KerasArchive.write(compiled, folder.resolve("mlp.keras"));
            JsonNode keras =
                    python.call("parity", "fit", folder, Map.of("model", "mlp.keras", "epochs", 3, "batch", BATCH));
            History ours = compiled.fit(
                    Dataset.of(x, y),
                    Fit.epochs(3).withBatchSize(BATCH).withShuffle(false).withValidationSplit(.1));
            for (String name : List.of("loss", "accuracy", "val_loss", "val_accuracy")) {
                for (int epoch = 0; epoch < 3; epoch++) {
                    double expected = keras.get(name).get(epoch).asDouble();
                    assertThat(ours.get(name)[epoch])
                            .as(name + " of epoch " + epoch)
                            .isCloseTo(expected, within(1e-4 * expected));
                }
            }
        }
    }

    private static Map<String, Object> arguments(String floatx, int snapshots) {
        return Map.of("model", "start.keras", "steps", STEPS, "batch", BATCH, "floatx", floatx, "snapshots", snapshots);
    }

    private static CompiledModel compile(Model model, Optimizer optimizer) {
        return model.compile(optimizer, sparseCategoricalCrossentropy(), accuracy());
    }

    private static List<Double> losses(CompiledModel compiled, Dataset data) {
        List<Double> losses = new ArrayList<>();
        compiled.fit(
                data, Fit.epochs(1).withBatchSize(BATCH).withShuffle(false).withCallbacks(fit -> new FitListener() {
                    @Override
                    public void batchEnd(BatchEnd batch) {
                        losses.add(batch.loss());
                    }
                }));
        return losses;
    }

    private static List<Double> losses(JsonNode answer) {
        List<Double> losses = new ArrayList<>();
        answer.get("losses").forEach(loss -> losses.add(loss.asDouble()));
        return losses;
    }

    private static Architecture baseCnn() {
        return Sequential.of(
                Input.of(28, 28, 1),
                Conv2D.of(32, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                Conv2D.of(64, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Flatten.of(),
                Dense.of(128).withActivation(relu()),
                BatchNormalization.of(),
                Dense.of(10).withActivation(softmax()));
    }
}
