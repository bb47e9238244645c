package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.losses.Loss;
import io.cornu.losses.Reduction;
import io.cornu.metrics.LossMetric;
import io.cornu.metrics.MeanMetric;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.ops.GraphMath;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** A loss and a metric of one's own, written as the Javadoc says: they train, and files keep them. */
class CustomTrainingTest {
    private static final KerasRegistry REGISTRY = KerasRegistry.standard()
            .withLoss(KerasCodec.of(Cubic.class, KerasCodec.required("scale", NUMBER, Cubic::scale), Cubic::new)
                    .registeredIn("mine"))
            .withMetric(
                    KerasCodec.of(Within.class, KerasCodec.required("distance", NUMBER, Within::distance), Within::of)
                            .option("name", TEXT, Within::name, (metric, name) -> new Within(name, metric.distance()))
                            .registeredIn("mine"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    record Cubic(double scale) implements Loss {
        @Override
        public String name() {
            return "cubic";
        }

        @Override
        public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
            Operand<T> distance = tf.math.abs(tf.math.sub(target, prediction));
            Operand<T> cubes = tf.math.mul(distance, tf.math.square(distance));
            return GraphMath.meanOfLastAxis(tf, tf.math.mul(cubes, GraphMath.constant(tf, cubes, scale)));
        }
    }

    record Within(String name, double distance) implements MeanMetric {
        static Within of(double distance) {
            return new Within("within", distance);
        }

        @Override
        public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
            Operand<T> apart = tf.math.abs(tf.math.sub(target, prediction));
            return tf.dtypes.cast(tf.math.lessEqual(apart, GraphMath.constant(tf, apart, distance)), prediction.type());
        }
    }

    @Test
    void trainsAndComesBackFromAFile() throws IOException {
        Dataset data = Dataset.of(
                Array.of(new float[] {0, 1, 2, 3, 4, 5}, 6, 1), Array.of(new float[] {1, 3, 5, 7, 9, 11}, 6, 1));
        Loss loss = new Cubic(.5).withReduction(Reduction.SUM);
        Path file = folder.resolve("model.keras");
        Map<String, Double> before;
        try (Model model = Sequential.of(Input.of(1), Dense.of(1)).build(Seed.of(2))) {
            CompiledModel compiled = model.compile(SGD.of(1e-4), loss, new Within("near", 2));
            double start = Objects.requireNonNull(compiled.evaluate(data).get("loss"));
            compiled.fit(data, Fit.epochs(5));
            before = compiled.evaluate(data);
            assertThat(before.get("loss")).isLessThan(start);
            KerasArchive.write(KerasModel.of(compiled), file, REGISTRY);
            assertThatThrownBy(() -> KerasArchive.write(compiled, folder.resolve("other.keras")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("KerasRegistry");
        }
        KerasModel read = KerasArchive.read(file, KerasReadOptions.defaults().withRegistry(REGISTRY));
        try (Model model = read.build(Seed.of(3))) {
            CompiledModel compiled = read.compile(model);
            assertThat(compiled.compilation().outputs().get(0).loss()).isEqualTo(loss);
            assertThat(compiled.evaluate(data)).isEqualTo(before).containsKey("near");
        }
    }

    /** Any loss can be watched, but Keras has no class for that of one's own. */
    @Test
    void watchedLossesOfOnesOwnNeedACodec() {
        try (Model model = Sequential.of(Input.of(1), Dense.of(1)).build(Seed.of(2))) {
            CompiledModel compiled = model.compile(SGD.of(.1), new Cubic(1), LossMetric.of(new Cubic(1)));
            assertThatThrownBy(() -> KerasArchive.write(KerasModel.of(compiled), folder.resolve("x.keras"), REGISTRY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("metric")
                    .hasMessageContaining("Add a codec");
        }
    }
}
