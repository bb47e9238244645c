package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.Add;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.layers.LayerCall;
import io.cornu.layers.MultiOutputLayer;
import io.cornu.layers.recurrent.TimeDistributed;
import io.cornu.losses.Losses;
import io.cornu.model.Functional.Node;
import io.cornu.model.Functional.Shared;
import io.cornu.optimizers.SGD;
import io.cornu.plots.ArchitecturePlot;
import io.cornu.runtime.Seed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/** Layers with several outputs, as anybody may write them. */
class MultiOutputTest {
    private static final Array X = Array.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4);

    record Halves() implements MultiOutputLayer {
        @Override
        public List<Shape> outputShapes(List<Shape> inputs) {
            Shape half = Shape.of(-1, inputs.get(0).get(1) / 2);
            return List.of(half, half);
        }

        @Override
        public <T extends TFloating> List<Operand<T>> callAll(LayerCall<T> call) {
            return List.copyOf(
                    call.tf().split(call.tf().constant(1), call.input(), 2L).output());
        }
    }

    /** Says two, gives one. */
    record Liar() implements MultiOutputLayer {
        @Override
        public List<Shape> outputShapes(List<Shape> inputs) {
            return List.of(inputs.get(0), inputs.get(0));
        }

        @Override
        public <T extends TFloating> List<Operand<T>> callAll(LayerCall<T> call) {
            return List.of(call.input());
        }
    }

    @Test
    void eachOutputGoesItsWay() {
        Functional.Builder net = Functional.builder();
        Node x = net.input(Input.of(4));
        List<Node> halves = net.addAll(new Halves(), x);
        assertThat(halves.get(1).shape().asArray()).containsExactly(-1, 2);
        Node sum = net.add(Add.of(), halves.get(0), halves.get(1));
        try (Model model = net.build(List.of(x), List.of(halves.get(1), sum)).build(Seed.of(1))) {
            List<Array> y = model.predict(Dataset.ofInputs(X), 2);
            assertThat(y.get(0).toDoubles()).containsExactly(3, 4, 7, 8);
            assertThat(y.get(1).toDoubles()).containsExactly(4, 6, 12, 14);
            assertThat(model.summary())
                    .contains("[(None, 2),")
                    .contains("halves[0][0],")
                    .contains("halves[0][1]");
            assertThat(ArchitecturePlot.of(model.architecture()).svg()).contains("(None, 2), (None, 2)");
        }
    }

    @Test
    void oneOutputMayBeLeftAlone() {
        Functional.Builder net = Functional.builder();
        Node x = net.input(Input.of(4));
        Architecture second = net.build(x, net.addAll(new Halves(), x).get(1));
        Functional.Builder other = Functional.builder();
        Node same = other.input(Input.of(4));
        Architecture first = other.build(same, other.addAll(new Halves(), same).get(0));
        assertThat(second).isNotEqualTo(first);
        try (Model model = second.build(Seed.of(1))) {
            assertThat(model.predict(X).toDoubles()).containsExactly(3, 4, 7, 8);
        }
    }

    @Test
    void aSharedOneIsCalledAgainAndTrains() {
        Functional.Builder net = Functional.builder();
        Node x = net.input(Input.of(4));
        Shared halves = net.share(new Halves());
        List<Node> once = net.callAll(halves, x);
        List<Node> twice = net.callAll(halves, net.add(Dense.of(4), once.get(1)));
        Node y = net.add(Dense.of(1), net.add(Add.of(), twice.get(0), once.get(0)));
        try (Model model = net.build(x, y).build(Seed.of(3))) {
            var history = model.compile(SGD.of(0.005), Losses.meanSquaredError())
                    .fit(Dataset.of(X, Array.of(new float[] {1, 2}, 2, 1)), Fit.epochs(20));
            double[] losses = history.get("loss");
            assertThat(losses[19]).isLessThan(losses[0]);
        }
    }

    @Test
    void passesAtOnceGiveWhatPassesOneByOneDo() {
        Functional.Builder net = Functional.builder();
        Node x = net.input(Input.of(4));
        List<Node> plain = net.addAll(new Halves().named("plain"), x);
        List<Node> noisy = net.addAll(new Halves().named("noisy"), net.add(Dropout.of(0.5), x));
        Node sum = net.add(Add.of(), plain.get(1), noisy.get(0));
        try (Model model = net.build(List.of(x), List.of(sum, plain.get(0))).build(Seed.of(5))) {
            Dataset data = Dataset.ofInputs(X);
            List<Array> passes = model.predictMonteCarlo(data, 2, 0, 3);
            for (int pass = 0; pass < 3; pass++) {
                List<Array> one = model.predictMonteCarlo(data, 2, pass);
                for (int output = 0; output < 2; output++) {
                    double[] all = passes.get(output).toDoubles();
                    assertThat(java.util.Arrays.copyOfRange(all, pass * 4, pass * 4 + 4))
                            .containsExactly(one.get(output).toDoubles());
                }
            }
        }
    }

    @Test
    void whereOneOutputIsMeantSeveralAreRefused() {
        Functional.Builder net = Functional.builder();
        Node x = net.input(Input.of(4));
        assertThatThrownBy(() -> net.add(new Halves(), x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one output, received Halves 'halves' with 2")
                .hasMessageContaining("addAll");
        assertThatThrownBy(() -> Sequential.of(Input.of(4), new Halves()))
                .hasMessageContaining("Halves 'halves' with 2");
        assertThatThrownBy(() -> Sequential.of(Input.of(3, 4), TimeDistributed.of(new Halves())))
                .hasMessageContaining("expected a layer with one output, received one with 2");
        Functional.Builder whole = Functional.builder();
        Node y = whole.input(Input.of(4));
        Architecture split = whole.build(List.of(y), whole.addAll(new Halves(), y));
        assertThatThrownBy(() -> split.upTo("halves")).hasMessageContaining("Halves 'halves' with 2");
        assertThatThrownBy(() -> split.withHead("input_layer", new Halves()))
                .hasMessageContaining("withHead: expected layers with one output");
    }

    @Test
    void aLayerThatGivesOtherThanItSaysIsNamed() {
        Functional.Builder net = Functional.builder();
        Node x = net.input(Input.of(4));
        try (Model model = net.build(List.of(x), net.addAll(new Liar(), x)).build(Seed.of(1))) {
            assertThatThrownBy(() -> model.predict(Dataset.ofInputs(X), 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Liar 'liar': expected 2 output(s)")
                    .hasMessageContaining("received 1");
        }
    }

    @Test
    void surgeryKeepsTheOutputsApart() {
        Functional.Builder net = Functional.builder();
        Node x = net.input(Input.of(4));
        List<Node> halves = net.addAll(new Halves(), x);
        Node a = net.add(Dense.of(3).named("a"), halves.get(0));
        Node b = net.add(Dense.of(3).named("b"), halves.get(1));
        try (Model model = net.build(List.of(x), List.of(a, b)).build(Seed.of(2));
                Model part = model.outputsOf("b")) {
            assertThat(part.predict(X).toDoubles())
                    .containsExactly(
                            model.predict(Dataset.ofInputs(X), 2).get(1).toDoubles());
            assertThat(part.weights().byPath().keySet())
                    .isEqualTo(Map.of("b/kernel", 0, "b/bias", 0).keySet());
        }
    }
}
