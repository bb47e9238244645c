package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyArchives;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * What every layer and option set owes to Keras, which reads the model from the file that we write: outputs in both
 * modes, gradients of weights, statistics; and the file that Keras writes again is read as the same architecture.
 *
 * <p>A family of layers is a class with a table of {@link LayerCase cases}.
 */
@NeedsPython
@TestInstance(Lifecycle.PER_CLASS)
abstract class LayerParity {
    private static final int EXAMPLES = 5;

    /** The cases of a family. */
    abstract List<LayerCase> cases();

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void equalsKeras(LayerCase test, @TempDir Path folder, PythonWorker python) throws IOException {
        String name = test.name();
        RandomGenerator random = Seed.of(name.hashCode()).generator();
        List<Array> inputs = inputs(test, random);
        Array target = normal(
                random, batched(test.architecture().graph().outputShapes().get(0)));
        for (int i = 0; i < inputs.size(); i++) {
            NumpyFiles.write(folder.resolve("x" + i + ".npy"), inputs.get(i));
        }
        NumpyFiles.write(folder.resolve("target.npy"), target);
        try (Model model = test.architecture().build(Seed.of(1))) {
            KerasArchive.write(model, folder.resolve("case.keras"));
            JsonNode keras =
                    python.call("parity", "layer_case", folder, Map.of("model", "case.keras", "inputs", inputs.size()));

            Array inference = model.predict(Dataset.ofInputs(inputs.toArray(Array[]::new)), EXAMPLES)
                    .get(0);
            assertClose(test, "inference", inference, NumpyFiles.read(folder.resolve("inference.npy")));

            if (!test.isRandom()) {
                assertSameTraining(test, model, new Batch(inputs, List.of(target), Optional.empty()), keras, folder);
            }
        }
        if (test.written().isPresent()) {
            KerasModel back = KerasArchive.read(folder.resolve("back.keras"));
            assertThat(back.architecture().graph())
                    .as(name + " as Keras writes it")
                    .isEqualTo(test.written().get().graph());
        }
    }

    private static void assertSameTraining(LayerCase test, Model model, Batch batch, JsonNode keras, Path folder) {
        CompiledModel compiled = model.compile(new GradientRecorder(), new ProductSum());
        Dataset data = Dataset.of(batch);
        double loss =
                compiled.fit(data, Fit.epochs(1).withBatchSize(EXAMPLES)).last().get("loss");
        assertThat(loss).as(test.name() + " loss").isCloseTo(keras.get("loss").asDouble(), within(scale(test, loss)));
        Map<String, Array> ours =
                Objects.requireNonNull(compiled.optimizerState().slots().get(GradientRecorder.SLOT));
        Map<String, Array> theirs = archive(keras.get("trainable"), folder.resolve("gradients.npz"));
        assertThat(paths(keras.get("trainable"))).containsExactlyInAnyOrderElementsOf(ours.keySet());
        ours.forEach((path, gradient) ->
                assertClose(test, "gradient of " + path, gradient, theirs.get(path.replace('/', '.'))));
        Map<String, Array> statistics = archive(keras.get("statistics"), folder.resolve("statistics.npz"));
        paths(keras.get("statistics"))
                .forEach(path -> assertClose(
                        test, "statistic " + path, model.weights().get(path), statistics.get(path.replace('/', '.'))));
    }

    /**
     * A network and what goes in.
     *
     * @param name of the test
     * @param architecture the network, with one output
     * @param inputs draws one input of the given shape, batch first
     * @param tolerance relative to the largest number, or to 1
     * @param isRandom whether training draws random numbers, which are not Python's, so that it is not compared
     * @param written the network as Keras writes it; empty if that is not read
     */
    record LayerCase(
            String name,
            Architecture architecture,
            Draw inputs,
            double tolerance,
            boolean isRandom,
            Optional<Architecture> written) {
        /** Standard normal inputs, 1e-5. */
        static LayerCase of(String name, Architecture architecture) {
            return new LayerCase(name, architecture, LayerParity::normal, 1e-5, false, Optional.of(architecture));
        }

        LayerCase withInputs(Draw draw) {
            return new LayerCase(name, architecture, draw, tolerance, isRandom, written);
        }

        /** A tolerance of its own needs a reason beside it. */
        LayerCase withTolerance(double other) {
            return new LayerCase(name, architecture, inputs, other, isRandom, written);
        }

        /** Inference only. */
        LayerCase withRandomTraining() {
            return new LayerCase(name, architecture, inputs, tolerance, true, written);
        }

        /** Where Keras writes options otherwise than it read them. */
        LayerCase writtenAs(Architecture other) {
            return new LayerCase(name, architecture, inputs, tolerance, isRandom, Optional.of(other));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Draws an input. */
    @FunctionalInterface
    interface Draw {
        Array draw(RandomGenerator random, Shape shape);
    }

    /** A layer on small images, after one with weights, whose gradient shows what the layer passes on. */
    static LayerCase image(String name, Layer layer) {
        return LayerCase.of(
                name, Sequential.of(Input.of(8, 7, 3), Conv2D.of(4, 1).named("before"), layer));
    }

    /** A layer on vectors. */
    static LayerCase vector(String name, Layer layer) {
        return LayerCase.of(name, Sequential.of(Input.of(6), Dense.of(5).named("before"), layer));
    }

    /** A layer on sequences of 7 vectors of 5 numbers. */
    static LayerCase sequence(String name, Layer layer) {
        return LayerCase.of(name, Sequential.of(Input.of(7, 4), Dense.of(5).named("before"), layer));
    }

    /** A layer on 5 x 6 x 4 volumes of 3 channels. */
    static LayerCase volume(String name, Layer layer) {
        return LayerCase.of(
                name, Sequential.of(Input.of(5, 6, 4, 2), Dense.of(3).named("before"), layer));
    }

    /** Standard normal numbers. */
    static Array normal(RandomGenerator random, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Array.of(values, shape.asArray());
    }

    /** Sequences of standard normal numbers, two fifths of whose steps are zeros. */
    static Array padded(RandomGenerator random, Shape shape) {
        float[] values = normal(random, shape).toFloats();
        int features = Math.toIntExact(shape.get(-1));
        for (int step = 0; step < values.length / features; step++) {
            if (random.nextDouble() < .4) {
                Arrays.fill(values, step * features, (step + 1) * features, 0);
            }
        }
        return Array.of(values, shape.asArray());
    }

    /** Whole numbers below a limit. */
    static Array whole(RandomGenerator random, Shape shape, int limit) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(limit);
        }
        return Array.of(values, shape.asArray());
    }

    static List<Array> inputs(LayerCase test, RandomGenerator random) {
        return test.architecture().graph().inputShapes().stream()
                .map(shape -> test.inputs().draw(random, batched(shape)))
                .toList();
    }

    private static Shape batched(Shape shape) {
        long[] sizes = shape.asArray();
        sizes[0] = EXAMPLES;
        return Shape.of(sizes);
    }

    private static Map<String, Array> archive(JsonNode names, Path file) {
        try {
            return names.isEmpty() ? Map.of() : NumpyArchives.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> paths(JsonNode names) {
        List<String> paths = new ArrayList<>();
        names.forEach(name -> paths.add(name.asText()));
        return paths;
    }

    private static void assertClose(LayerCase test, String what, Array ours, @Nullable Array expected) {
        assertClose(test.name() + " " + what, ours, expected, test.tolerance());
    }

    /** Relative to the largest number, or to 1, the size of what is summed: where sums cancel, a float32 has no more digits. */
    static void assertClose(String what, Array ours, @Nullable Array expected, double tolerance) {
        Array theirs = Objects.requireNonNull(expected, what);
        assertThat(ours.shape()).as(what).isEqualTo(theirs.shape());
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < ours.size(); i++) {
            largest = Math.max(largest, Math.abs(theirs.at(i)));
            difference = Math.max(difference, Math.abs(ours.at(i) - theirs.at(i)));
            assertThat(ours.at(i)).as(what).isFinite();
        }
        assertThat(difference)
                .as(what + ", largest number " + largest)
                .isLessThanOrEqualTo(tolerance * Math.max(1, largest));
    }

    private static double scale(LayerCase test, double largest) {
        return test.tolerance() * Math.max(1, Math.abs(largest));
    }
}
