package io.cornu.tests.parity;

import static io.cornu.activations.Activations.relu;
import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.regularizers.Regularizers.l2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Conv1D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.SpectralNormalization;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.AdamW;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Optimizers go on from the normalized kernel: after five steps all weights, vectors among them, are those of Keras. */
@NeedsPython
class SpectralTrainingParityTest {
    private static final int STEPS = 5;
    private static final int BATCH = 4;

    static Stream<Arguments> optimizers() {
        return Stream.of(
                Arguments.of("sgd", SGD.of(.05)),
                Arguments.of("sgd momentum", SGD.of(.05).withMomentum(.9)),
                Arguments.of("adam", Adam.of(.01)),
                Arguments.of("adam weight decay", AdamW.of(.01).withWeightDecay(.1)),
                Arguments.of("adam accumulation", Adam.of(.01).withGradientAccumulationSteps(2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void weightsAfterFiveStepsEqualThoseOfKeras(
            String name, Optimizer optimizer, @TempDir Path folder, PythonWorker python) throws IOException {
        Architecture network = Sequential.of(
                Input.of(6, 3),
                SpectralNormalization.of(Conv1D.of(4, 2).withActivation(relu())).withPowerIterations(3),
                Flatten.of(),
                SpectralNormalization.of(Dense.of(2).withKernelRegularizer(l2(.01))));
        // One step more, because Keras writes its state before a step.
        int examples = (STEPS + 1) * BATCH;
        Array x = LayerParity.normal(Seed.of(1).generator(), Shape.of(examples, 6, 3));
        Array y = LayerParity.normal(Seed.of(2).generator(), Shape.of(examples, 2));
        NumpyFiles.write(folder.resolve("x.npy"), x);
        NumpyFiles.write(folder.resolve("y.npy"), y);
        try (Model model = network.build(Seed.of(3))) {
            CompiledModel compiled = model.compile(optimizer, meanSquaredError());
            KerasArchive.write(compiled, folder.resolve("start.keras"));
            JsonNode keras = python.call(
                    "parity",
                    "train",
                    folder,
                    Map.of(
                            "model",
                            "start.keras",
                            "steps",
                            STEPS + 1,
                            "batch",
                            BATCH,
                            "floatx",
                            "float32",
                            "snapshots",
                            STEPS));
            assertThat(keras.get("losses")).hasSize(STEPS + 1);

            compiled.fit(
                    Dataset.of(x.rows(0, STEPS * BATCH), y.rows(0, STEPS * BATCH)),
                    Fit.epochs(1).withBatchSize(BATCH).withShuffle(false));

            KerasModel expected = KerasArchive.read(folder.resolve("step_" + STEPS + ".keras"));
            assertThat(expected.weights().byPath()).hasSize(6);
            expected.weights()
                    .byPath()
                    .forEach((path, value) -> LayerParity.assertClose(
                            name + " " + path, model.weights().get(path), value, 1e-5));
        }
    }
}
