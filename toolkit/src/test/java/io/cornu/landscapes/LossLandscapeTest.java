package io.cornu.landscapes;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.Activation;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Conv2DTranspose;
import io.cornu.layers.Dense;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.metrics.Metrics;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import io.cornu.plots.Grid;
import io.cornu.runtime.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LossLandscapeTest {
    private static final LossLandscape FEW = LossLandscape.of(Seed.of(3)).withPoints(5);

    private static Architecture network() {
        return Sequential.of(
                Input.of(6, 6, 2),
                Conv2D.of(4, 3).named("conv"),
                BatchNormalization.of().named("norm"),
                Activation.of(relu()),
                DepthwiseConv2D.of(2).withDepthMultiplier(3).named("depthwise"),
                Conv2DTranspose.of(5, 2).named("transposed"),
                Flatten.of(),
                Dense.of(3).withActivation(softmax()).named("dense"));
    }

    private static Dataset data() {
        RandomGenerator random = Seed.of(8).generator();
        float[] x = new float[40 * 72];
        int[] y = new int[40];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = x[72 * i] > 0.4 ? 2 : x[72 * i + 1] > 0 ? 1 : 0;
        }
        return Dataset.of(Array.of(x, 40, 6, 6, 2), Array.of(y));
    }

    private static CompiledModel compiled(Model model) {
        return model.compile(Adam.of(0.01), Losses.sparseCategoricalCrossentropy(), Metrics.accuracy());
    }

    @Test
    void filtersAreAsLongAsThoseOfTheWeights() {
        try (Model model = network().build(Seed.of(1))) {
            Weights weights = model.weights();
            Direction direction =
                    Direction.random(model.architecture().graph(), weights, Seed.of(2).generator());
            assertThat(direction.byPath().keySet())
                    .containsExactly("conv/kernel", "depthwise/kernel", "transposed/kernel", "dense/kernel");
            // The numbers of a filter: what lies before and after its axis in memory, by hand for each kernel.
            requireSameLengths(weights, direction, "conv/kernel", 4, 1);
            requireSameLengths(weights, direction, "dense/kernel", 3, 1);
            requireSameLengths(weights, direction, "depthwise/kernel", 4 * 3, 1);
            // Of shape (2, 2, 5, 12): the output channels stand before the input's.
            requireSameLengths(weights, direction, "transposed/kernel", 5, 12);
        }
    }

    private static void requireSameLengths(Weights weights, Direction direction, String path, int filters, int after) {
        double[] values = weights.get(path).toDoubles();
        double[] random = direction.byPath().get(path);
        assertThat(random).hasSameSizeAs(values);
        for (int filter = 0; filter < filters; filter++) {
            double expected = 0;
            double found = 0;
            for (int i = 0; i < values.length; i++) {
                if (i / after % filters == filter) {
                    expected += values[i] * values[i];
                    found += random[i] * random[i];
                }
            }
            assertThat(found).as(path + " " + filter).isCloseTo(expected, within(1e-6 * expected));
        }
    }

    @Test
    void middleIsTheModelAndTheModelStaysAsItIs() {
        try (Model model = network().build(Seed.of(1))) {
            CompiledModel compiled = compiled(model);
            compiled.fit(data(), Fit.epochs(3));
            Weights before = model.weights();
            Map<String, Double> here = compiled.evaluate(data());
            List<Integer> heard = new ArrayList<>();
            LossLandscape.Plane plane = FEW.plane(compiled, data(), (done, all) -> heard.add(all - done));
            assertThat(plane.grids().keySet()).containsExactly("loss", "accuracy");
            Grid loss = plane.grid("loss");
            assertThat(loss.x(0)).isEqualTo(-1);
            assertThat(loss.y(4)).isEqualTo(1);
            assertThat(loss.at(2, 2)).isCloseTo(here.get("loss"), within(1e-6));
            assertThat(plane.grid("accuracy").at(2, 2)).isCloseTo(here.get("accuracy"), within(1e-6));
            assertThat(loss.at(0, 0)).isNotCloseTo(here.get("loss"), within(1e-3));
            assertThat(heard).hasSize(25).startsWith(24).endsWith(0);
            assertThat(model.weights()).isEqualTo(before);
            // The same seed gives the same directions, another others.
            assertThat(FEW.plane(compiled, data())).isEqualTo(plane);
            assertThat(FEW.withSeed(Seed.of(4)).plane(compiled, data())).isNotEqualTo(plane);
        }
    }

    /** A linear model without bias: along any direction the squared error is a parabola. */
    @Test
    void lossOfALinearModelIsAParabola() {
        Architecture linear = Sequential.of(Input.of(3), Dense.of(1).withUseBias(false));
        RandomGenerator random = Seed.of(8).generator();
        float[] x = new float[30];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        Dataset data = Dataset.of(Array.of(x, 10, 3), Array.of(new float[10], 10, 1));
        try (Model model = linear.build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(0.1), Losses.meanSquaredError());
            Grid loss = FEW.plane(compiled, data).grid("loss");
            for (int row = 0; row < 5; row++) {
                for (int i = 0; i + 3 < 5; i++) {
                    double third = loss.at(row, i + 3) - 3 * loss.at(row, i + 2) + 3 * loss.at(row, i + 1)
                            - loss.at(row, i);
                    assertThat(third).isCloseTo(0, within(1e-5));
                }
            }
        }
    }

    @Test
    void stoppedMeasurementLeavesTheModelAsItWas() {
        try (Model model = network().build(Seed.of(1))) {
            CompiledModel compiled = compiled(model);
            Weights before = model.weights();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> FEW.plane(compiled, data(), (done, all) -> {
                        if (done == 3) {
                            throw new CancellationException();
                        }
                    }));
            assertThat(model.weights()).isEqualTo(before);
            compiled.fit(data(), Fit.epochs(1));
        }
    }

    @Test
    void lineLeadsFromOneModelToTheOther() {
        try (Model first = network().build(Seed.of(1));
                Model second = network().build(Seed.of(2))) {
            CompiledModel from = compiled(first);
            CompiledModel to = compiled(second);
            from.fit(data(), Fit.epochs(2));
            to.fit(data(), Fit.epochs(2));
            LossLandscape.Line line = FEW.line(from, second.weights(), data());
            assertThat(line.positions()).containsExactly(-0.5, 0.0, 0.5, 1.0, 1.5);
            assertThat(line.values("loss").get(1))
                    .isCloseTo(from.evaluate(data()).get("loss"), within(1e-5));
            assertThat(line.values("loss").get(3))
                    .isCloseTo(to.evaluate(data()).get("loss"), within(1e-5));
            assertThat(line.values("accuracy")).allMatch(value -> value >= 0 && value <= 1);
            assertThat(line.values("loss")).allMatch(Double::isFinite);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (Model model = network().build(Seed.of(1));
                Model other =
                        Sequential.of(Input.of(2), BatchNormalization.of()).build(Seed.of(1))) {
            CompiledModel compiled = compiled(model);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FEW.line(compiled, other.weights(), data()))
                    .withMessageContaining("do not match");
            CompiledModel flat = other.compile(SGD.of(0.1), Losses.meanSquaredError());
            Dataset pairs = Dataset.of(Array.of(new float[4], 2, 2), Array.of(new float[4], 2, 2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FEW.plane(flat, pairs))
                    .withMessageContaining("must have kernels");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FEW.plane(compiled, data()).grid("los"))
                    .withMessageContaining("expected one of [loss, accuracy]");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FEW.withPoints(1))
                .withMessage("LossLandscape: points must be 2 to 201, received 1.");
        assertThatIllegalArgumentException().isThrownBy(() -> FEW.withRange(0)).withMessageContaining("range");
    }
}
