package io.cornu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.activations.Activation;
import io.cornu.constraints.Constraint;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.initializers.Constant;
import io.cornu.initializers.Initializer;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import io.cornu.losses.Loss;
import io.cornu.losses.Losses;
import io.cornu.metrics.Metrics;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.ops.GraphMath;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.UpdateStep;
import io.cornu.regularizers.Regularizer;
import io.cornu.runtime.Seed;
import io.cornu.schedules.LearningRate;
import io.cornu.tracking.RunObserver;
import io.cornu.tracking.RunTracking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The examples of one's own classes in the Javadoc: they compile, they run, and they are the text of the Javadoc. */
@SuppressWarnings("MissingOverride")
class JavadocExamplesTest {
    private static final Dataset ONE = Dataset.of(Array.of(new float[] {3}, 1, 1), Array.of(new float[] {1}, 1, 1));

    record Scale(double start) implements Layer {
        public List<VariableSpec> variables(List<Shape> inputs) {
            return List.of(
                    VariableSpec.trainable("scale", Shape.of(inputs.get(0).get(-1)), Constant.of(start)));
        }

        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            return call.tf().math.mul(call.input(), call.variable("scale"));
        }
    }

    record SignDescent(LearningRate learningRate) implements Optimizer {
        public <T extends TFloating> void update(UpdateStep<T> step) {
            var direction = step.tf().math.sign(step.gradient());
            var change = step.tf().math.mul(step.learningRate(), direction);
            step.assign(step.tf().math.sub(step.weight(), change));
        }
    }

    record Square() implements Activation {
        public String name() {
            return "square";
        }

        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.square(x);
        }
    }

    record Signs(double size) implements Initializer {
        public float[] initialize(Shape shape, RandomGenerator random) {
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextBoolean() ? size : -size);
            }
            return values;
        }
    }

    record Entries(double factor) implements Regularizer {
        public <T extends TFloating> Operand<T> penalty(Ops tf, Operand<T> weight) {
            var bounded = tf.math.tanh(tf.math.square(weight));
            return tf.math.mul(GraphMath.constant(tf, weight, factor), GraphMath.sum(tf, bounded));
        }
    }

    record AtMost(double limit) implements Constraint {
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight) {
            return tf.math.minimum(weight, GraphMath.constant(tf, weight, limit));
        }
    }

    record Cubic() implements Loss {
        public String name() {
            return "cubic";
        }

        public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
            var distance = tf.math.abs(tf.math.sub(target, prediction));
            return GraphMath.meanOfLastAxis(tf, tf.math.mul(distance, tf.math.square(distance)));
        }
    }

    private static final LearningRate WARM_UP = warmUp();

    private static LearningRate warmUp() {
        LearningRate warmUp = step -> 0.01 * Math.min(1, (step + 1) / 1000.0);
        return warmUp;
    }

    private static Callback stopAtTarget() {
        Callback stopAtTarget = fit -> new FitListener() {
            public void epochEnd(History.Epoch epoch) {
                if (epoch.get("val_accuracy") >= 0.9) {
                    fit.stop("val_accuracy reached 0.9");
                }
            }
        };
        return stopAtTarget;
    }

    /** What a tracker's own library might have. */
    private static final class Client {
        private final List<String> calls = new ArrayList<>();

        void log(String run, String name, double value, long step) {
            calls.add(name + " " + step + " " + Double.isFinite(value) + " " + !run.isEmpty());
        }

        void close(String run, String status) {
            calls.add(status + " " + !run.isEmpty());
        }
    }

    private static RunObserver tracker(Client client) {
        RunObserver tracker = start -> new RunObserver.Observation() {
            public void metrics(RunObserver.Point point) {
                point.values().forEach((name, value) -> client.log(start.run(), name, value, point.step()));
            }

            public void end(RunObserver.End end) {
                client.close(start.run(), end.ending().name());
            }
        };
        return tracker;
    }

    @Test
    void observer() {
        Client client = new Client();
        try (Model model = Sequential.of(Input.of(1), Dense.of(1)).build(Seed.of(1))) {
            model.compile(SGD.of(0.1), Losses.meanSquaredError())
                    .fit(ONE, Fit.epochs(1).withCallbacks(RunTracking.of(tracker(client))));
        }
        assertThat(client.calls).containsExactly("loss 1 true true", "learning_rate 1 true true", "FINISHED true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "layers/Layer",
                "optimizers/Optimizer",
                "schedules/LearningRate",
                "model/Callback",
                "tracking/RunObserver",
                "activations/Activation",
                "initializers/Initializer",
                "regularizers/Regularizer",
                "constraints/Constraint",
                "losses/Loss"
            })
    void textIsTheOneOfTheJavadoc(String type) throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/cornu/" + type + ".java"));
        int start = source.indexOf("<pre>{@code\n");
        assertThat(start).isPositive();
        String example = source.substring(start + "<pre>{@code\n".length(), source.indexOf("}</pre>", start))
                .lines()
                .map(line -> line.replaceFirst("^ \\* ?", ""))
                .collect(Collectors.joining("\n"));
        String test = Files.readString(Path.of("src/test/java/io/cornu/JavadocExamplesTest.java"));
        assertThat(example.lines().count()).isBetween(1L, 25L);
        // But for white space, which the formatter chooses here.
        assertThat(test.replaceAll("\\s", "")).contains(example.replaceAll("\\s", ""));
    }

    @Test
    void layer() {
        // 3 x 2 = 6; the gradient of (6 - 1)^2 by the scale is 2 x 5 x 3 = 30.
        try (Model model = Sequential.of(Input.of(1), new Scale(2)).build(Seed.of(1))) {
            assertThat(model.predict(Array.of(new float[] {3}, 1, 1)).at(0)).isEqualTo(6);
            model.compile(SGD.of(0.01), Losses.meanSquaredError()).fit(ONE, Fit.epochs(1));
            assertThat(model.weights().get("scale/scale").at(0)).isCloseTo(1.7, within(1e-6));
        }
    }

    @Test
    void optimizer() {
        // The gradient is 30 and then still positive: two steps of 0.25 down.
        try (Model model = Sequential.of(Input.of(1), new Scale(2)).build(Seed.of(1))) {
            model.compile(new SignDescent(LearningRate.constant(0.25)), Losses.meanSquaredError())
                    .fit(ONE, Fit.epochs(2));
            assertThat(model.weights().get("scale/scale").at(0)).isCloseTo(1.5, within(1e-6));
        }
    }

    @Test
    void schedule() {
        assertThat(WARM_UP.at(0)).isEqualTo(0.01 / 1000);
        assertThat(WARM_UP.at(5000)).isEqualTo(0.01);
        // One step at 1e-5: 2 - 30e-5.
        try (Model model = Sequential.of(Input.of(1), new Scale(2)).build(Seed.of(1))) {
            model.compile(SGD.of(WARM_UP), Losses.meanSquaredError()).fit(ONE, Fit.epochs(1));
            assertThat(model.weights().get("scale/scale").at(0)).isCloseTo(1.9997, within(1e-6));
        }
    }

    @Test
    void activation() {
        Dense dense = Dense.of(1).withKernelInitializer(Constant.of(2)).withActivation(new Square());
        try (Model model = Sequential.of(Input.of(1), dense).build(Seed.of(1))) {
            assertThat(model.predict(Array.of(new float[] {3}, 1, 1)).at(0)).isEqualTo(36);
        }
    }

    @Test
    void initializer() {
        Dense dense = Dense.of(50).withKernelInitializer(new Signs(.5));
        try (Model model = Sequential.of(Input.of(2), dense.named("signs")).build(Seed.of(1))) {
            assertThat(model.weights().get("signs/kernel").toFloats())
                    .containsOnly(.5f, -.5f)
                    .contains(.5f, -.5f);
        }
    }

    @Test
    void regularizer() {
        Dense dense = Dense.of(1).withKernelInitializer(Constant.of(2)).withKernelRegularizer(new Entries(.25));
        try (Model model = Sequential.of(Input.of(1), dense).build(Seed.of(1))) {
            Map<String, Double> values =
                    model.compile(SGD.of(.1), Losses.meanSquaredError()).evaluate(ONE);
            // (2 x 3 - 1)^2 + tanh(2^2) / 4
            assertThat(values.get("loss")).isCloseTo(25 + Math.tanh(4) / 4, within(1e-5));
        }
    }

    @Test
    void constraint() {
        assertThat(Formulas.value(new AtMost(1)::apply, Array.of(new float[] {-3, .5f, 3}))
                        .toFloats())
                .containsExactly(-3, .5f, 1);
    }

    @Test
    void loss() {
        try (Model model = Sequential.of(Input.of(1), new Scale(2)).build(Seed.of(1))) {
            Map<String, Double> values =
                    model.compile(SGD.of(0.01), new Cubic()).evaluate(ONE);
            // |1 - 6|^3
            assertThat(values.get("loss")).isCloseTo(125, within(1e-4));
        }
    }

    @Test
    void callback() {
        Dataset data = Dataset.of(Array.of(new float[] {0, 0}, 2, 1), Array.of(new float[] {0, 0}, 2, 1));
        try (Model model = Sequential.of(Input.of(1), new Scale(2)).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError(), Metrics.accuracy());
            History history =
                    compiled.fit(data, Fit.epochs(5).withValidationData(data).withCallbacks(stopAtTarget()));
            assertThat(history.epochs()).hasSize(1);
            assertThat(history.stopReason()).contains("val_accuracy reached 0.9");
        }
    }
}
