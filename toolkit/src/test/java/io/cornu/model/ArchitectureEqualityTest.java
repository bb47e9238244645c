package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.layers.Add;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Reshape;
import io.cornu.model.Functional.Node;
import io.cornu.model.Functional.Shared;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Architectures are values: what counts is the network, not how it was put together. */
class ArchitectureEqualityTest {
    @Test
    void equalWhereLayersAndShapesAre() {
        assertThat(chain(3)).isEqualTo(chain(3)).hasSameHashCodeAs(chain(3)).isNotEqualTo(chain(4));
        assertThat(Input.of(-1, 3)).isEqualTo(Input.of(-1, 3)).isNotEqualTo(Input.of(-1, 4));
        assertThat(Reshape.of(-1, 3)).isEqualTo(Reshape.of(-1, 3)).isNotEqualTo(Reshape.of(3, -1));
    }

    @Test
    void theOrderOfMakingDoesNotCount() {
        assertThat(branches(true)).isEqualTo(branches(false)).hasSameHashCodeAs(branches(false));
    }

    @Test
    void theFirstCallOfASharedLayerIsTheOneMadeFirst() {
        Functional.Builder net = Functional.builder();
        Node a = net.input(Input.of(3).named("a"));
        Shared shared = net.share(Dense.of(3).named("shared"));
        // The first call waits for a layer that the second does not need.
        Node first = net.call(shared, net.add(Dense.of(3), a));
        Node second = net.call(shared, a);
        LayerGraph graph = net.build(a, net.add(Add.of(), first, second)).graph();
        int layer = graph.layers().stream()
                .map(LayerGraph.NetworkLayer::name)
                .toList()
                .indexOf("shared");
        assertThat(graph.firstCall(layer).node()).isZero();
        assertThat(graph.calls()).allSatisfy(call -> assertThat(call.inputCalls())
                .allMatch(input -> input < graph.calls().indexOf(call)));
    }

    private static Sequential chain(int units) {
        return Sequential.of(Input.of(2, -1, 4), Dense.of(units));
    }

    private static Functional branches(boolean leftFirst) {
        Functional.Builder net = Functional.builder();
        Node a = net.input(Input.of(3).named("a"));
        Node left = leftFirst ? net.add(Dense.of(2).named("left"), a) : a;
        Node right = net.add(Dense.of(2).named("right"), a);
        left = leftFirst ? left : net.add(Dense.of(2).named("left"), a);
        return net.build(List.of(a), List.of(net.add(Add.of(), left, right), right));
    }
}
