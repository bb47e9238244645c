package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.initializers.Initializers;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.Masking;
import io.cornu.layers.Phase;
import io.cornu.layers.attention.AdditiveAttention;
import io.cornu.layers.attention.Attention;
import io.cornu.layers.attention.GroupQueryAttention;
import io.cornu.layers.attention.MultiHeadAttention;
import io.cornu.layers.attention.ScoreMode;
import io.cornu.model.Functional.Node;
import io.cornu.model.LayerCases.LayerCase;
import io.cornu.runtime.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Gradients and shapes of attention layers, dropout among them, and what they refuse. */
class AttentionLayersTest extends LayerContract {
    private static final Shape QUERY = Shape.of(3, 4);
    private static final Shape VALUE = Shape.of(5, 4);
    private static final Shape KEY = Shape.of(5, 4);
    private static final Shape GRID = Shape.of(3, 2, 4);
    private static final MultiHeadAttention HEADS = MultiHeadAttention.of(2, 3);
    private static final GroupQueryAttention GROUPS = GroupQueryAttention.of(3, 4, 2);

    @Override
    List<LayerCase> cases() {
        return List.of(
                layer("dot", Attention.of().withUseScale(true), QUERY, VALUE),
                layer("dot_causal", Attention.of().withUseCausalMask(true), QUERY, Shape.of(5, 2), KEY),
                layer("concat", Attention.of().withScoreMode(ScoreMode.CONCAT).withUseScale(true), QUERY, VALUE, KEY),
                layer("additive", AdditiveAttention.of(), QUERY, VALUE, KEY),
                layer("dot_dropout", Attention.of().withDropout(.4), QUERY, VALUE),
                layer("heads", HEADS.withValueDim(2), QUERY, VALUE, Shape.of(5, 3)),
                layer("heads_causal_window", HEADS.withUseCausalMask(true).withSlidingWindow(2), QUERY, QUERY),
                layer("heads_gate", HEADS.withUseGate(true).withUseBias(false), QUERY, VALUE),
                layer("heads_output", HEADS.withOutputShape(2, 3), QUERY, VALUE),
                layer("heads_dropout", HEADS.withDropout(.3), QUERY, VALUE),
                layer("heads_grid", HEADS, GRID, GRID),
                layer("heads_axis", HEADS.withAttentionAxes(2), GRID, GRID),
                layer("groups", GROUPS, QUERY, VALUE, Shape.of(5, 3)),
                layer("groups_gate_causal", GROUPS.withUseGate(true).withUseCausalMask(true), QUERY, VALUE),
                layer("groups_dropout", GROUPS.withDropout(.3), QUERY, VALUE));
    }

    static List<LayerCase> dropping() {
        return List.of(
                layer("dot", Attention.of().withDropout(.4), QUERY, VALUE),
                layer("additive", AdditiveAttention.of().withDropout(.4), QUERY, VALUE),
                layer("heads", HEADS.withDropout(.4), QUERY, VALUE),
                layer("groups", GROUPS.withDropout(.4), QUERY, VALUE));
    }

    @ParameterizedTest
    @MethodSource("dropping")
    void dropsWhileTrainingAndInMonteCarloOnly(LayerCase layer) {
        try (GradientProbe probe = probe(layer, DataType.FLOAT32)) {
            assertThat(probe.output(Phase.TRAINING)).isNotEqualTo(probe.output(Phase.INFERENCE));
            assertThat(probe.output(Phase.MONTE_CARLO)).isNotEqualTo(probe.output(Phase.INFERENCE));
        }
    }

    /**
     * All scores are equal, so that each of 5 keys has weight 1/5, or 1/5/(1 - rate) where it is kept. The value of key k
     * is 1 in feature k, so the outputs are the weights.
     */
    @Test
    void dropsTheStatedShareOfWeights() {
        double rate = .3;
        int queries = 4000;
        Functional.Builder net = Functional.builder();
        List<Node> inputs =
                List.of(net.input(Input.of(queries, 5)), net.input(Input.of(5, 5)), net.input(Input.of(5, 5)));
        Functional network =
                net.build(inputs, List.of(net.add(Attention.of().withDropout(rate), inputs.toArray(Node[]::new))));
        float[] unit = new float[25];
        for (int i = 0; i < 5; i++) {
            unit[6 * i] = 1;
        }
        List<Array> data = List.of(
                Array.of(new float[queries * 5], 1, queries, 5),
                Array.of(unit, 1, 5, 5),
                Array.of(new float[25], 1, 5, 5));
        try (GradientProbe probe = new GradientProbe(network, DataType.FLOAT32, data)) {
            double[] weights = probe.output(Phase.TRAINING).toDoubles();
            int dropped = 0;
            for (double weight : weights) {
                if (weight == 0) {
                    dropped++;
                } else {
                    assertThat(weight).isCloseTo(.2 / (1 - rate), within(1e-6));
                }
            }
            double sigma = Math.sqrt(rate * (1 - rate) / weights.length);
            assertThat((double) dropped / weights.length).isCloseTo(rate, within(4 * sigma));
        }
    }

    /** Both heads start with the fans of the equation: (4 + 6), limit sqrt(6 / 10); not those of a 3-dimensional kernel. */
    @Test
    void kernelsStartByTheirConnections() {
        try (Model model = layer("heads", HEADS.withKernelInitializer(Initializers.glorotUniform()), QUERY, VALUE)
                .network()
                .build(Seed.of(3))) {
            Array kernel = model.weights().get("layer/query_dense/kernel");
            assertThat(kernel.shape()).isEqualTo(Shape.of(4, 2, 3));
            double largest = 0;
            for (double value : kernel.toDoubles()) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(largest).isBetween(.5 * Math.sqrt(.6), Math.sqrt(.6));
        }
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> Attention.of().withDropout(1.1))
                .hasMessageContaining("Attention: dropout must be in [0, 1], received 1.1");
        assertThatThrownBy(() -> AdditiveAttention.of().withDropout(-.1))
                .hasMessageContaining("AdditiveAttention: dropout");
        assertThatThrownBy(() -> MultiHeadAttention.of(0, 2)).hasMessageContaining("MultiHeadAttention: numHeads");
        assertThatThrownBy(() -> MultiHeadAttention.of(2, 0)).hasMessageContaining("MultiHeadAttention: keyDim");
        assertThatThrownBy(() -> HEADS.withValueDim(0)).hasMessageContaining("MultiHeadAttention: valueDim");
        assertThatThrownBy(() -> HEADS.withDropout(2)).hasMessageContaining("MultiHeadAttention: dropout");
        assertThatThrownBy(() -> HEADS.withOutputShape(0)).hasMessageContaining("MultiHeadAttention: outputShape");
        assertThatThrownBy(() -> HEADS.withAttentionAxes(1, 1))
                .hasMessageContaining("MultiHeadAttention: attentionAxes");
        assertThatThrownBy(() -> HEADS.withSlidingWindow(0)).hasMessageContaining("MultiHeadAttention: slidingWindow");
        assertThatThrownBy(() -> GroupQueryAttention.of(0, 2, 2)).hasMessageContaining("GroupQueryAttention: headDim");
        assertThatThrownBy(() -> GroupQueryAttention.of(2, 3, 2))
                .hasMessageContaining(
                        "GroupQueryAttention: numQueryHeads must be a multiple of numKeyValueHeads, received 3 and 2");
        assertThatThrownBy(() -> GROUPS.withDropout(-1)).hasMessageContaining("GroupQueryAttention: dropout");
        assertThatThrownBy(() -> GROUPS.withSlidingWindow(-1))
                .hasMessageContaining("GroupQueryAttention: slidingWindow");
    }

    @Test
    void badShapesAreRefused() {
        for (Layer layer : List.of(Attention.of(), AdditiveAttention.of(), HEADS, GROUPS)) {
            requireRefused(layer, "expected two or three inputs: query, value and perhaps key, received 1", QUERY);
            requireRefused(layer, "(batch, steps, ", Shape.of(4), Shape.of(4));
            requireRefused(layer, "known number of features, received (None, 3, None)", Shape.of(3, -1), VALUE);
            requireRefused(layer, "value and key of as many steps", QUERY, VALUE, Shape.of(6, 4));
        }
        requireRefused(Attention.of(), "query and key of as many features", QUERY, Shape.of(5, 3));
        requireRefused(AdditiveAttention.of(), "query and key of as many features", QUERY, VALUE, Shape.of(5, 3));
        requireRefused(GROUPS, "query and value of as many features", QUERY, Shape.of(5, 3));
        requireRefused(HEADS, "of one rank", QUERY, GRID);
        requireRefused(HEADS.withAttentionAxes(0), "attention axes from 1 to 1", QUERY, VALUE);
        requireRefused(HEADS.withAttentionAxes(-1), "attention axes from 1 to 2", GRID, GRID);
        requireRefused(HEADS.withAttentionAxes(1), "along axes that are not attended", GRID, Shape.of(3, 1, 4));
        requireRefused(HEADS.withUseCausalMask(true), "attention over axis 1 alone", GRID, GRID);
        requireRefused(HEADS.withSlidingWindow(2).withAttentionAxes(2), "attention over axis 1 alone", GRID, GRID);
    }

    @Test
    void masksOfSeveralAxesAreRefused() {
        Functional.Builder net = Functional.builder();
        Node grid = net.input(Input.of(GRID.asArray()));
        Node masked = net.add(Masking.of(), grid);
        Functional network = net.build(grid, net.add(HEADS, masked, masked));
        assertThatThrownBy(() ->
                        network.build(Seed.of(1)).predict(Dataset.ofInputs(Array.of(new float[24], 1, 3, 2, 4)), 1))
                .hasMessageContaining("MultiHeadAttention: expected masks of inputs (batch, steps, features) only");
    }

    private static void requireRefused(Layer layer, String message, Shape... shapes) {
        Functional.Builder net = Functional.builder();
        List<Node> inputs = new ArrayList<>();
        for (Shape shape : shapes) {
            inputs.add(net.input(Input.of(shape.asArray())));
        }
        assertThatThrownBy(() -> net.add(layer.named("attends"), inputs.toArray(Node[]::new)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(layer.kind() + " 'attends'")
                .hasMessageContaining(message);
    }

    private static LayerCase layer(String name, Layer layer, Shape... shapes) {
        return new LayerCase(name, layer, List.of(shapes));
    }
}
