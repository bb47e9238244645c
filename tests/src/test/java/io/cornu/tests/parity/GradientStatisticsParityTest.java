package io.cornu.tests.parity;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.activations.Activations.tanh;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.diagnostics.GradientStatistics;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Measurement;
import io.cornu.model.Measurement.OfOutput;
import io.cornu.model.Measurement.OfWeight;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.regularizers.Regularizers;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients and activations are those of Keras' GradientTape, for the same weights and batch. */
@NeedsPython
class GradientStatisticsParityTest {
    private static final int EXAMPLES = 32;
    private static final int CLASSES = 4;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    static Stream<Arguments> networks() {
        List<Layer> deep = new ArrayList<>(List.of(Input.of(8, 8, 1), Flatten.of()));
        for (int i = 0; i < 6; i++) {
            deep.add(Dense.of(20).withActivation(sigmoid()));
        }
        deep.add(Dense.of(CLASSES).withActivation(softmax()));
        return Stream.of(
                Arguments.of(
                        "convolutions",
                        Sequential.of(
                                Input.of(8, 8, 1),
                                Conv2D.of(6, 3).withPadding(SAME).withActivation(relu()),
                                BatchNormalization.of(),
                                MaxPooling2D.of(2),
                                Flatten.of(),
                                Dense.of(12)
                                        .withActivation(tanh())
                                        .withKernelRegularizer(Regularizers.l2(.01)),
                                Dense.of(CLASSES).withActivation(softmax()))),
                Arguments.of("deep sigmoids", Sequential.of(deep.toArray(Layer[]::new))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void equalThoseOfKeras(String name, Architecture network, PythonWorker python) throws IOException {
        Random random = new Random(4);
        float[] x = new float[EXAMPLES * 64];
        int[] y = random.ints(EXAMPLES, 0, CLASSES).toArray();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        Dataset batch = Dataset.of(Array.of(x, EXAMPLES, 8, 8, 1), Array.of(y));
        NumpyFiles.write(folder.resolve("x.npy"), Array.of(x, EXAMPLES, 8, 8, 1));
        NumpyFiles.write(folder.resolve("y.npy"), Array.of(y));
        try (Model model = network.build(Seed.of(3))) {
            CompiledModel compiled = model.compile(SGD.of(.01), sparseCategoricalCrossentropy());
            KerasArchive.write(compiled, folder.resolve("model.keras"));
            JsonNode keras = python.call(
                    "diagnostics", "statistics", folder, Map.of("model", "model.keras"));

            Measurement ours = GradientStatistics.measure(compiled, batch).measurement();

            assertThat(ours.loss()).isCloseTo(keras.get("loss").asDouble(), within(1e-5));
            assertThat(ours.weights()).hasSize(keras.get("weights").size());
            for (OfWeight weight : ours.weights()) {
                compare(weight.path(), keras.get("weights").get(weight.path()), List.of(
                        weight.gradientMean(), weight.gradientNorm(), weight.norm()));
            }
            assertThat(ours.outputs()).hasSize(keras.get("layers").size());
            for (OfOutput output : ours.outputs()) {
                JsonNode expected = keras.get("layers").get(output.layer());
                compare(output.layer(), expected, List.of(
                        output.mean(), output.standardDeviation(), output.deadShare()));
                if (expected.get(3).isNumber()) {
                    assertThat(output.saturatedShare()).isEqualTo(expected.get(3).asDouble());
                }
            }
        }
    }

    private static void compare(String what, JsonNode expected, List<Double> received) {
        for (int i = 0; i < received.size(); i++) {
            double keras = expected.get(i).asDouble();
            // Relative, for a gradient that vanishes is to be as right as any other; sums that cancel are near 0.
            assertThat(received.get(i))
                    .as(what + ", number " + i)
                    .isCloseTo(keras, within(Math.max(1e-5 * Math.abs(keras), 1e-7)));
        }
    }
}
