package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.constraints.Constraints;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.initializers.Initializers;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.Masking;
import io.cornu.layers.attention.AdditiveAttention;
import io.cornu.layers.attention.Attention;
import io.cornu.layers.attention.GroupQueryAttention;
import io.cornu.layers.attention.MultiHeadAttention;
import io.cornu.layers.attention.ScoreMode;
import io.cornu.model.Architecture;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.model.Model;
import io.cornu.regularizers.Regularizers;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

/** Attention layers are those of Keras: scores, masks, heads, axes. */
class AttentionParityTest extends LayerParity {
    private static final MultiHeadAttention HEADS = MultiHeadAttention.of(2, 3);
    private static final GroupQueryAttention GROUPS = GroupQueryAttention.of(3, 4, 2);
    private static final Shape QUERY = Shape.of(4, 5);
    private static final Shape VALUE = Shape.of(6, 5);
    private static final Shape KEY = Shape.of(6, 5);

    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        simple(cases);
        heads(cases);
        headsOverAxes(cases);
        groups(cases);
        masks(cases);
        return cases;
    }

    @Test
    void readsCallsInAllWaysThatPythonHas(@TempDir Path folder, PythonWorker python) throws IOException {
        RandomGenerator random = Seed.of(7).generator();
        List<Array> inputs = List.of(
                normal(random, Shape.of(2, 4, 3)),
                normal(random, Shape.of(2, 5, 3)),
                normal(random, Shape.of(2, 5, 3)));
        for (int i = 0; i < inputs.size(); i++) {
            NumpyFiles.write(folder.resolve("x" + i + ".npy"), inputs.get(i));
        }
        python.call("parity", "attention_calls", folder, Map.of());
        for (String name : List.of("position", "names", "mixed", "false", "list", "inputs")) {
            try (Model model =
                    KerasArchive.read(folder.resolve(name + ".keras")).build(Seed.of(1))) {
                Array output = model.predict(Dataset.ofInputs(inputs.toArray(Array[]::new)), 2)
                        .get(0);
                assertClose(name, output, NumpyFiles.read(folder.resolve(name + ".npy")), 1e-5);
            }
        }
        assertThatThrownBy(() -> KerasArchive.read(folder.resolve("scores.keras")))
                .hasMessageContaining("'return_attention_scores' of false, received true");
        assertThatThrownBy(() -> KerasArchive.read(folder.resolve("mask.keras")))
                .hasMessageContaining("received 'attention_mask'");
        assertThatThrownBy(() -> KerasArchive.read(folder.resolve("differ.keras")))
                .hasMessageContaining("calls that agree on 'use_causal_mask', received false and true");
    }

    private static void simple(List<LayerCase> cases) {
        for (Layer layer : List.of(
                Attention.of(),
                Attention.of().withUseScale(true),
                Attention.of().withScoreMode(ScoreMode.CONCAT),
                Attention.of().withScoreMode(ScoreMode.CONCAT).withUseScale(true),
                Attention.of().withUseCausalMask(true),
                AdditiveAttention.of(),
                AdditiveAttention.of().withUseScale(false),
                AdditiveAttention.of().withUseCausalMask(true))) {
            cases.add(attending(layer + " of two", layer, QUERY, VALUE));
            cases.add(attending(layer + " of three", layer, QUERY, Shape.of(6, 3), KEY));
        }
        cases.add(self("Attention to itself", Attention.of()));
        cases.add(attending("Attention with dropout", Attention.of().withDropout(.3), QUERY, VALUE)
                .withRandomTraining());
        cases.add(attending(
                        "AdditiveAttention with dropout", AdditiveAttention.of().withDropout(.3), QUERY, VALUE)
                .withRandomTraining());
    }

    private static void heads(List<LayerCase> cases) {
        cases.add(heads("MultiHeadAttention", HEADS, QUERY, VALUE));
        cases.add(heads("MultiHeadAttention of three", HEADS, QUERY, Shape.of(6, 3), Shape.of(6, 2)));
        cases.add(heads("MultiHeadAttention value_dim", HEADS.withValueDim(4), QUERY, VALUE));
        cases.add(heads("MultiHeadAttention no bias", HEADS.withUseBias(false), QUERY, VALUE));
        cases.add(heads("MultiHeadAttention output_shape", HEADS.withOutputShape(7), QUERY, VALUE));
        cases.add(heads("MultiHeadAttention output_shape of two", HEADS.withOutputShape(2, 3), QUERY, VALUE));
        cases.add(heads("MultiHeadAttention causal", HEADS.withUseCausalMask(true), QUERY, VALUE));
        cases.add(heads("MultiHeadAttention window", HEADS.withSlidingWindow(2), QUERY, VALUE));
        cases.add(heads(
                "MultiHeadAttention causal window", HEADS.withSlidingWindow(2).withUseCausalMask(true), QUERY, QUERY));
        cases.add(heads("MultiHeadAttention gate", HEADS.withUseGate(true).withValueDim(2), QUERY, VALUE));
        cases.add(heads(
                "MultiHeadAttention options",
                HEADS.withKernelInitializer(Initializers.heNormal())
                        .withBiasInitializer(Initializers.constant(.2))
                        .withKernelRegularizer(Regularizers.l2(.01))
                        .withBiasRegularizer(Regularizers.l1(.02))
                        .withActivityRegularizer(Regularizers.l2(.03))
                        .withKernelConstraint(Constraints.maxNorm(2))
                        .withBiasConstraint(Constraints.nonNeg()),
                QUERY,
                VALUE));
        cases.add(heads("MultiHeadAttention dropout", HEADS.withDropout(.4), QUERY, VALUE)
                .withRandomTraining());
        cases.add(self("MultiHeadAttention to itself", HEADS, HEADS.withAttentionAxes(1)));
    }

    private static void headsOverAxes(List<LayerCase> cases) {
        Shape grid = Shape.of(4, 3, 5);
        cases.add(attending("MultiHeadAttention over a grid", HEADS, HEADS.withAttentionAxes(1, 2), grid, grid));
        cases.add(attending(
                "MultiHeadAttention grids of two sizes",
                HEADS,
                HEADS.withAttentionAxes(1, 2),
                grid,
                Shape.of(2, 6, 5)));
        MultiHeadAttention rows = HEADS.withAttentionAxes(1);
        cases.add(attending("MultiHeadAttention over axis 1", rows, grid, Shape.of(6, 3, 5)));
        cases.add(attending("MultiHeadAttention over axis 1 causal", rows.withUseCausalMask(true), grid, grid));
        cases.add(attending("MultiHeadAttention over axis 2", HEADS.withAttentionAxes(2), grid, Shape.of(4, 2, 5)));
        cases.add(attending(
                "MultiHeadAttention over axis -2",
                HEADS.withAttentionAxes(-2),
                HEADS.withAttentionAxes(2),
                grid,
                grid));
        cases.add(attending("MultiHeadAttention over axes 2, 1", HEADS.withAttentionAxes(2, 1), grid, grid));
    }

    private static void groups(List<LayerCase> cases) {
        cases.add(attending("GroupQueryAttention", GROUPS, QUERY, VALUE));
        cases.add(attending("GroupQueryAttention of three", GROUPS, QUERY, VALUE, Shape.of(6, 2)));
        cases.add(attending("GroupQueryAttention of one group", GroupQueryAttention.of(2, 3, 1), QUERY, VALUE));
        cases.add(attending("GroupQueryAttention of single heads", GroupQueryAttention.of(2, 3, 3), QUERY, VALUE));
        cases.add(attending("GroupQueryAttention no bias", GROUPS.withUseBias(false), QUERY, VALUE));
        cases.add(attending("GroupQueryAttention gate", GROUPS.withUseGate(true), QUERY, VALUE));
        cases.add(attending("GroupQueryAttention causal", GROUPS.withUseCausalMask(true), QUERY, VALUE));
        cases.add(attending("GroupQueryAttention window", GROUPS.withSlidingWindow(1), QUERY, QUERY));
        cases.add(attending(
                "GroupQueryAttention options",
                GROUPS.withKernelInitializer(Initializers.heNormal())
                        .withBiasInitializer(Initializers.constant(.2))
                        .withKernelRegularizer(Regularizers.l2(.01))
                        .withBiasRegularizer(Regularizers.l1(.02))
                        .withActivityRegularizer(Regularizers.l2(.03))
                        .withKernelConstraint(Constraints.maxNorm(2))
                        .withBiasConstraint(Constraints.nonNeg()),
                QUERY,
                VALUE));
        cases.add(attending("GroupQueryAttention dropout", GROUPS.withDropout(.4), QUERY, VALUE)
                .withRandomTraining());
        cases.add(self("GroupQueryAttention to itself", GROUPS, GROUPS));
    }

    /** What a mask leaves out, on either side; where nothing is left to look at, with and without dropout. */
    private static void masks(List<LayerCase> cases) {
        for (boolean[] masks : new boolean[][] {{true, false}, {false, true}, {true, true}, {false, false, true}}) {
            String ending = " masked " + Arrays.toString(masks);
            for (Layer layer : List.of(
                    Attention.of(),
                    Attention.of().withUseCausalMask(true),
                    AdditiveAttention.of(),
                    GROUPS,
                    GROUPS.withUseCausalMask(true))) {
                cases.add(masked(name(layer) + ending, layer, layer, masks));
            }
            cases.add(masked("MultiHeadAttention" + ending, HEADS, HEADS.withAttentionAxes(1), masks));
            MultiHeadAttention causal = HEADS.withUseCausalMask(true).withSlidingWindow(3);
            cases.add(masked("MultiHeadAttention causal window" + ending, causal, causal.withAttentionAxes(1), masks));
            MultiHeadAttention dropping = HEADS.withDropout(.2);
            cases.add(masked("MultiHeadAttention dropout" + ending, dropping, dropping.withAttentionAxes(1), masks)
                    .withRandomTraining());
        }
        cases.add(selfMasked("Attention to itself masked", Attention.of(), Attention.of()));
        cases.add(selfMasked("MultiHeadAttention to itself masked", HEADS, HEADS.withAttentionAxes(1)));
        cases.add(selfMasked("GroupQueryAttention to itself masked", GROUPS, GROUPS));
    }

    /** Of the options only those that the masks meet. */
    private static String name(Layer layer) {
        return layer.kind() + (layer.toString().contains("useCausalMask=true") ? " causal" : "");
    }

    /** Keras writes the axes that it found. */
    private static LayerCase heads(String name, MultiHeadAttention layer, Shape... shapes) {
        return attending(name, layer, layer.withAttentionAxes(1), shapes);
    }

    private static LayerCase attending(String name, Layer layer, Shape... shapes) {
        return attending(name, layer, layer, shapes);
    }

    private static LayerCase attending(String name, Layer layer, Layer written, Shape... shapes) {
        return LayerCase.of(name, network(layer, shapes)).writtenAs(network(written, shapes));
    }

    /** Inputs of some shapes, each behind a layer with weights. */
    private static Architecture network(Layer layer, Shape... shapes) {
        Functional.Builder net = Functional.builder();
        List<Node> inputs = new ArrayList<>();
        List<Node> arms = new ArrayList<>();
        for (Shape shape : shapes) {
            Node input = net.input(Input.of(shape.asArray()));
            inputs.add(input);
            arms.add(net.add(Dense.of((int) shape.get(-1)).named("before" + inputs.size()), input));
        }
        return net.build(inputs, List.of(net.add(layer, arms.toArray(Node[]::new))));
    }

    private static LayerCase self(String name, Layer layer) {
        return self(name, layer, layer);
    }

    private static LayerCase self(String name, Layer layer, Layer written) {
        return LayerCase.of(name, selfNetwork(layer)).writtenAs(selfNetwork(written));
    }

    private static Architecture selfNetwork(Layer layer) {
        Functional.Builder net = Functional.builder();
        Node input = net.input(Input.of(4, 5));
        Node x = net.add(Dense.of(3).named("before"), input);
        return net.build(input, net.add(layer, x, x));
    }

    private static LayerCase masked(String name, Layer layer, Layer written, boolean... masks) {
        return LayerCase.of(name, maskedNetwork(layer, masks))
                .withInputs(LayerParity::padded)
                .writtenAs(maskedNetwork(written, masks));
    }

    /**
     * The mask that comes out is what further heads, which give masked steps no weight, show. Batch normalization would
     * not do: Keras writes the mask of layers with an argument for it as operations, which are not read.
     */
    private static Architecture maskedNetwork(Layer layer, boolean... masks) {
        Functional.Builder net = Functional.builder();
        List<Node> inputs = new ArrayList<>();
        List<Node> arms = new ArrayList<>();
        for (boolean isMasked : masks) {
            Node input = net.input(Input.of(4, 3));
            inputs.add(input);
            Node start = isMasked ? net.add(Masking.of(), input) : input;
            arms.add(net.add(
                    Dense.of(3).withBiasInitializer(Initializers.ones()).named("before" + inputs.size()), start));
        }
        return net.build(inputs, List.of(observed(net, net.add(layer, arms.toArray(Node[]::new)))));
    }

    private static LayerCase selfMasked(String name, Layer layer, Layer written) {
        return LayerCase.of(name, selfMaskedNetwork(layer))
                .withInputs(LayerParity::padded)
                .writtenAs(selfMaskedNetwork(written));
    }

    private static Architecture selfMaskedNetwork(Layer layer) {
        Functional.Builder net = Functional.builder();
        Node input = net.input(Input.of(4, 3));
        Node x = net.add(
                Dense.of(3).withBiasInitializer(Initializers.ones()).named("before"), net.add(Masking.of(), input));
        return net.build(input, observed(net, net.add(layer, x, x)));
    }

    private static Node observed(Functional.Builder net, Node node) {
        return net.add(Flatten.of(), net.add(HEADS.withAttentionAxes(1).named("observer"), node, node));
    }
}
