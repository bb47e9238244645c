package io.cornu.model;

import static io.cornu.activations.Activations.relu;
import static io.cornu.layers.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.Activation;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv1D;
import io.cornu.layers.Conv1DTranspose;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Conv2DTranspose;
import io.cornu.layers.Conv3D;
import io.cornu.layers.Conv3DTranspose;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Dense;
import io.cornu.layers.DepthwiseConv1D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.SeparableConv1D;
import io.cornu.layers.SeparableConv2D;
import io.cornu.model.Functional.Node;
import io.cornu.model.Functional.Shared;
import io.cornu.runtime.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

class FoldingTest {
    /** A layer, a normalization after it, and what goes in. */
    private record Case(Layer layer, BatchNormalization normalization, Input input) {
        @Override
        public String toString() {
            return layer.toString();
        }
    }

    static List<Case> cases() {
        BatchNormalization last = BatchNormalization.of();
        BatchNormalization first = last.withAxis(1);
        DataFormat early = DataFormat.CHANNELS_FIRST;
        return List.of(
                new Case(Dense.of(3), last, Input.of(4)),
                new Case(Dense.of(3).withUseBias(false), last, Input.of(4)),
                new Case(Dense.of(3), last.withScale(false), Input.of(5, 4)),
                new Case(Dense.of(3), last.withCenter(false).withEpsilon(.1), Input.of(4)),
                new Case(Dense.of(3), first, Input.of(4)),
                new Case(Conv1D.of(3, 2), last, Input.of(6, 2)),
                new Case(Conv1D.of(3, 2).withDataFormat(early), first, Input.of(2, 6)),
                new Case(Conv2D.of(4, 3).withPadding(SAME).withGroups(2), last, Input.of(6, 6, 2)),
                new Case(Conv2D.of(4, 3).withUseBias(false), last, Input.of(6, 6, 2)),
                new Case(Conv2D.of(4, 3).withDataFormat(early), first, Input.of(2, 6, 6)),
                new Case(Conv3D.of(3, 2), last, Input.of(4, 4, 4, 2)),
                new Case(Conv1DTranspose.of(3, 2), last, Input.of(6, 2)),
                new Case(Conv2DTranspose.of(3, 2), last, Input.of(4, 4, 2)),
                new Case(Conv2DTranspose.of(3, 2).withDataFormat(early), first, Input.of(2, 4, 4)),
                new Case(Conv3DTranspose.of(3, 2), last, Input.of(3, 3, 3, 2)),
                new Case(DepthwiseConv1D.of(2).withDepthMultiplier(3), last, Input.of(6, 2)),
                new Case(DepthwiseConv2D.of(3).withDepthMultiplier(2), last, Input.of(6, 6, 3)),
                new Case(DepthwiseConv2D.of(3).withUseBias(false), last, Input.of(6, 6, 3)),
                new Case(SeparableConv1D.of(3, 2), last, Input.of(6, 2)),
                new Case(SeparableConv2D.of(3, 2).withUseBias(false), last, Input.of(6, 6, 2)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void foldedLayersPredictTheSame(Case folding) {
        Architecture network =
                Sequential.of(folding.input(), folding.layer(), folding.normalization(), new Activation(relu()));
        try (Model model = random(network);
                Model folded = model.foldBatchNormalization()) {
            assertThat(kinds(folded))
                    .containsExactly("InputLayer", folding.layer().kind(), "Activation");
            requireSame(model, folded, folding.input().exampleShape());
        }
    }

    /** Arithmetic: gamma 3, beta 1, mean 2, variance 4 - 0.001, so sigma is 2: y = (2 x + 5 - 2) 3 / 2 + 1. */
    @Test
    void aWeightAndABiasByHand() {
        Architecture network = Sequential.of(Input.of(1), Dense.of(1), BatchNormalization.of());
        Map<String, Array> values = new LinkedHashMap<>();
        values.put("dense/kernel", Array.of(new float[] {2}, 1, 1));
        values.put("dense/bias", Array.of(new float[] {5}, 1));
        values.put("batch_normalization/gamma", Array.of(new float[] {3}, 1));
        values.put("batch_normalization/beta", Array.of(new float[] {1}, 1));
        values.put("batch_normalization/moving_mean", Array.of(new float[] {2}, 1));
        values.put("batch_normalization/moving_variance", Array.of(new float[] {3.999f}, 1));
        try (Model model = network.build(BuildOptions.of(Seed.of(1)), new Weights(values));
                Model folded = model.foldBatchNormalization()) {
            assertThat(folded.weights().byPath().keySet()).containsExactly("dense/kernel", "dense/bias");
            assertThat(folded.weights().get("dense/kernel").at(0)).isCloseTo(3, within(1e-6));
            assertThat(folded.weights().get("dense/bias").at(0)).isCloseTo(5.5, within(1e-6));
        }
    }

    @Test
    void severalNormalizationsFoldInABranchedNetwork() {
        Functional.Builder net = Functional.builder();
        Node input = net.input(Input.of(6, 6, 2));
        Node x = net.add(BatchNormalization.of(), net.add(Conv2D.of(2, 3).withPadding(SAME), input));
        Node y = net.add(
                BatchNormalization.of(),
                net.add(Conv2D.of(2, 3).withPadding(SAME), net.add(new Activation(relu()), x)));
        Architecture network = net.build(input, net.add(Add.of(), x, y, input));
        try (Model model = random(network)) {
            model.freeze("conv2d");
            try (Model folded = model.foldBatchNormalization()) {
                assertThat(kinds(folded)).doesNotContain("BatchNormalization").hasSize(5);
                assertThat(folded.isFrozen("conv2d")).isTrue();
                requireSame(model, folded, Shape.of(6, 6, 2));
            }
        }
    }

    @Test
    void whatCannotBeFoldedStays() {
        BatchNormalization bn = BatchNormalization.of();
        requireKept(Sequential.of(Input.of(4), Dense.of(3).withActivation(relu()), bn));
        requireKept(Sequential.of(Input.of(4), bn, Dense.of(3)));
        requireKept(Sequential.of(Input.of(5, 4), Dense.of(3), bn.withAxis(1)));
        // The layer's own output is wanted, by an output and by another layer.
        Functional.Builder outputs = Functional.builder();
        Node a = outputs.input(Input.of(4));
        Node b = outputs.add(Dense.of(3), a);
        requireKept(outputs.build(List.of(a), List.of(outputs.add(bn, b), b)));
        Functional.Builder users = Functional.builder();
        Node c = users.input(Input.of(4));
        Node d = users.add(Dense.of(3), c);
        requireKept(users.build(c, users.add(Add.of(), users.add(bn, d), d)));
        // Called twice over the same weights.
        Functional.Builder shared = Functional.builder();
        Node e = shared.input(Input.of(4));
        Shared dense = shared.share(Dense.of(4));
        Node f = shared.call(dense, shared.call(dense, e));
        requireKept(shared.build(e, shared.add(bn, f)));
    }

    private static void requireKept(Architecture network) {
        try (Model model = random(network);
                Model folded = model.foldBatchNormalization()) {
            assertThat(folded.architecture()).isEqualTo(network);
            assertThat(folded.weights().byPath()).isEqualTo(model.weights().byPath());
        }
    }

    private static void requireSame(Model model, Model folded, Shape example) {
        Array input = numbers(example.prepend(4), new Random(2), -1);
        List<Array> expected = model.predict(Dataset.ofInputs(input), 4);
        List<Array> received = folded.predict(Dataset.ofInputs(input), 4);
        for (int i = 0; i < expected.get(0).size(); i++) {
            double wanted = expected.get(0).at(i);
            assertThat(received.get(0).at(i)).isCloseTo(wanted, within(1e-5 * Math.max(1, Math.abs(wanted))));
        }
    }

    private static List<String> kinds(Model model) {
        return model.architecture().graph().layers().stream()
                .map(layer -> layer.layer().kind())
                .toList();
    }

    /** All weights and statistics random, variances above zero. */
    private static Model random(Architecture network) {
        Model model = network.build(Seed.of(1));
        Random random = new Random(1);
        Map<String, Array> values = new LinkedHashMap<>();
        model.weights()
                .byPath()
                .forEach((path, value) ->
                        values.put(path, numbers(value.shape(), random, path.endsWith("variance") ? .5f : -1)));
        model.setWeights(new Weights(values));
        return model;
    }

    private static Array numbers(Shape shape, Random random, float from) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = from + 2 * random.nextFloat();
        }
        return Array.of(values, shape.asArray());
    }
}
