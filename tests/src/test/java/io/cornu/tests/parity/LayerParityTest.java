package io.cornu.tests.parity;

import static io.cornu.activations.Activations.elu;
import static io.cornu.activations.Activations.gelu;
import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.selu;
import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.activations.Activations.tanh;
import static io.cornu.layers.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyArchives;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Activation;
import io.cornu.layers.Add;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LeakyReLU;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.Padding;
import io.cornu.layers.ReLU;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Reshape;
import io.cornu.layers.Size2D;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Functional;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * Every layer and option set: outputs in both modes, gradients and statistics are those of Keras, which reads the
 * model from the file that we write. A layer with weights stands before the one in question, so that its gradient
 * shows whether the other passes gradients on rightly.
 */
@NeedsPython
class LayerParityTest {
    private static final int EXAMPLES = 5;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    static Stream<Arguments> cases() {
        Map<String, Architecture> cases = new LinkedHashMap<>();
        convolutions(cases);
        images(cases);
        vectors(cases);
        cases.put("residual with concatenation", residual());
        return cases.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static void convolutions(Map<String, Architecture> cases) {
        for (Padding padding : Padding.values()) {
            Conv2D plain = Conv2D.of(6, 3).withPadding(padding);
            String name = "Conv2D " + padding.kerasName();
            cases.put(name, image(plain));
            cases.put(name + " stride 2", image(plain.withStrides(2)));
            cases.put(name + " dilation 2", image(plain.withDilationRate(2)));
            cases.put(name + " groups 2", image(plain.withGroups(2)));
            cases.put(
                    name + " groups 2 dilation (1, 2)",
                    image(plain.withGroups(2).withDilationRate(Size2D.of(1, 2))));
            cases.put(
                    name + " 2x3 stride (1, 2) no bias",
                    image(Conv2D.of(3, Size2D.of(2, 3))
                            .withPadding(padding)
                            .withStrides(Size2D.of(1, 2))
                            .withUseBias(false)));
            cases.put("MaxPooling2D " + padding, image(MaxPooling2D.of(2).withPadding(padding)));
            cases.put(
                    "MaxPooling2D 3x2 stride 2 " + padding,
                    image(MaxPooling2D.of(Size2D.of(3, 2)).withStrides(2).withPadding(padding)));
            cases.put(
                    "AveragePooling2D " + padding, image(AveragePooling2D.of(2).withPadding(padding)));
            cases.put(
                    "AveragePooling2D 3 stride 1 " + padding,
                    image(AveragePooling2D.of(3).withStrides(1).withPadding(padding)));
        }
    }

    private static void images(Map<String, Architecture> cases) {
        cases.put("GlobalAveragePooling2D", image(GlobalAveragePooling2D.of()));
        cases.put(
                "GlobalAveragePooling2D kept", image(GlobalAveragePooling2D.of().withKeepDimensions(true)));
        cases.put("BatchNormalization", image(BatchNormalization.of()));
        cases.put(
                "BatchNormalization momentum .5 epsilon .1",
                image(BatchNormalization.of().withMomentum(.5).withEpsilon(.1)));
        cases.put(
                "BatchNormalization without scale",
                image(BatchNormalization.of().withScale(false)));
        cases.put(
                "BatchNormalization without center",
                image(BatchNormalization.of().withCenter(false)));
        cases.put("BatchNormalization axis 1", image(BatchNormalization.of().withAxis(1)));
        cases.put("Flatten", image(Flatten.of()));
        cases.put("Reshape", image(Reshape.of(8, 28)));
        cases.put("Reshape -1", image(Reshape.of(-1, 4)));
        cases.put("Rescaling", image(Rescaling.of(.5).withOffset(-1)));
        cases.put("Dropout 0", image(Dropout.of(0)));
        cases.put("Dense on images", image(Dense.of(3).withActivation(relu())));
    }

    private static void vectors(Map<String, Architecture> cases) {
        cases.put("Dense", vector(Dense.of(7)));
        cases.put("Dense without bias", vector(Dense.of(7).withUseBias(false)));
        cases.put("BatchNormalization on vectors", vector(BatchNormalization.of()));
        cases.put("ReLU", vector(ReLU.of()));
        cases.put("ReLU 6", vector(ReLU.of().withMaxValue(6)));
        cases.put(
                "ReLU slope .1 threshold .2 ceiling 1",
                vector(ReLU.of().withMaxValue(1).withNegativeSlope(.1).withThreshold(.2)));
        cases.put("LeakyReLU", vector(LeakyReLU.of()));
        cases.put("LeakyReLU .01", vector(LeakyReLU.of(.01)));
        for (String name : Activations.names()) {
            cases.put(
                    "Activation " + name,
                    vector(Activation.of(Activations.named(name).orElseThrow())));
        }
        for (var activation : List.of(relu(), elu(), selu(), gelu(), sigmoid(), tanh(), softmax())) {
            cases.put("Dense " + activation, vector(Dense.of(4).withActivation(activation)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void equalsKeras(String name, Architecture architecture, PythonWorker python) throws IOException {
        RandomGenerator random = Seed.of(name.hashCode()).generator();
        Array x = normal(random, architecture.graph().inputShapes().get(0));
        Array target = normal(random, architecture.graph().outputShapes().get(0));
        NumpyFiles.write(folder.resolve("x.npy"), x);
        NumpyFiles.write(folder.resolve("target.npy"), target);
        try (Model model = architecture.build(Seed.of(1))) {
            KerasArchive.write(model, folder.resolve("case.keras"));
            JsonNode keras = python.call("parity", "layer_case", folder, Map.of("model", "case.keras"));

            assertClose(name + " inference", model.predict(x), NumpyFiles.read(folder.resolve("inference.npy")));

            CompiledModel compiled = model.compile(new GradientRecorder(), new ProductSum());
            double loss = compiled.fit(Dataset.of(x, target), Fit.epochs(1).withBatchSize(EXAMPLES))
                    .last()
                    .get("loss");
            assertThat(loss).as(name + " loss").isCloseTo(keras.get("loss").asDouble(), within(scale(loss)));
            Map<String, Array> ours =
                    Objects.requireNonNull(compiled.optimizerState().slots().get(GradientRecorder.SLOT));
            Map<String, Array> theirs = NumpyArchives.read(folder.resolve("gradients.npz"));
            assertThat(paths(keras.get("trainable"))).containsExactlyInAnyOrderElementsOf(ours.keySet());
            ours.forEach((path, gradient) ->
                    assertClose(name + " gradient of " + path, gradient, theirs.get(path.replace('/', '.'))));
            Map<String, Array> statistics =
                    keras.get("statistics").isEmpty() ? Map.of() : NumpyArchives.read(folder.resolve("statistics.npz"));
            paths(keras.get("statistics"))
                    .forEach(path -> assertClose(
                            name + " statistic " + path,
                            model.weights().get(path),
                            statistics.get(path.replace('/', '.'))));
        }
    }

    private static Architecture image(Layer layer) {
        return Sequential.of(Input.of(8, 7, 3), Conv2D.of(4, 1).named("before"), layer);
    }

    private static Architecture vector(Layer layer) {
        return Sequential.of(Input.of(6), Dense.of(5).named("before"), layer);
    }

    private static Architecture residual() {
        Functional.Builder net = Functional.builder();
        Functional.Node image = net.input(Input.of(8, 8, 3));
        Functional.Node x = net.add(Conv2D.of(4, 3).withPadding(SAME).withActivation(relu()), image);
        Functional.Shared shared = net.share(Conv2D.of(4, 3).withPadding(SAME).named("shared"));
        Functional.Node y = net.call(shared, net.call(shared, x));
        Functional.Node sum = net.add(Add.of(), x, y);
        Functional.Node both = net.add(Concatenate.of(), sum, x);
        return net.build(image, net.add(Dense.of(3), net.add(GlobalAveragePooling2D.of(), both)));
    }

    private static Array normal(RandomGenerator random, Shape batched) {
        long[] sizes = batched.asArray();
        sizes[0] = EXAMPLES;
        float[] values = new float[Math.toIntExact(Shape.of(sizes).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Array.of(values, sizes);
    }

    private static List<String> paths(JsonNode names) {
        List<String> paths = new ArrayList<>();
        names.forEach(name -> paths.add(name.asText()));
        return paths;
    }

    /** Relative to the largest number, or to 1, the size of what is summed: where sums cancel, a float32 has no more digits. */
    static void assertClose(String what, Array ours, @Nullable Array expected) {
        Array theirs = Objects.requireNonNull(expected, what);
        assertThat(ours.shape()).as(what).isEqualTo(theirs.shape());
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < ours.size(); i++) {
            largest = Math.max(largest, Math.abs(theirs.at(i)));
            difference = Math.max(difference, Math.abs(ours.at(i) - theirs.at(i)));
            assertThat(ours.at(i)).as(what).isFinite();
        }
        assertThat(difference).as(what + ", largest number " + largest).isLessThanOrEqualTo(scale(largest));
    }

    private static double scale(double largest) {
        return 1e-5 * Math.max(1, Math.abs(largest));
    }
}
