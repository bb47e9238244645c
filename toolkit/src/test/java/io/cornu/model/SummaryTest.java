package io.cornu.model;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.layers.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.data.DataType;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.LeakyReLU;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Reshape;
import io.cornu.model.Functional.Node;
import io.cornu.model.Functional.Shared;
import io.cornu.runtime.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what Keras printed: {@code summaries.py} beside the texts in the resources. */
class SummaryTest {
    private static final Map<String, Architecture> NETWORKS = Map.ofEntries(
            Map.entry("base_cnn", baseCnn()),
            Map.entry("long_names", longNames()),
            Map.entry("long_model_name", small().named("m".repeat(200))),
            Map.entry("spoken_model_name", small().named("a network for" + " telling things apart".repeat(6))),
            Map.entry("unknown_sizes", unknownSizes()),
            Map.entry("scalars", Sequential.of(Input.of(), Rescaling.of(2))),
            Map.entry("big", big()),
            Map.entry("functional_chain", functionalChain()),
            Map.entry("residual", residual()),
            Map.entry("shared_chain", sharedChain()),
            Map.entry("siamese", siamese()),
            Map.entry("crossed", crossed()),
            Map.entry("shared_at_depths", sharedAtDepths()),
            Map.entry("inception", inception()));

    static List<String> networks() {
        return NETWORKS.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void printsWhatKerasPrints(String network) throws IOException {
        assertThat(Objects.requireNonNull(NETWORKS.get(network)).summary()).isEqualTo(printed(network));
    }

    @Test
    void frozenLayersCountAsNotTrainable() throws IOException {
        try (Model model = baseCnn().build(Seed.of(1))) {
            assertThat(model.summary()).isEqualTo(printed("base_cnn"));
            model.freeze(layer -> layer.equals("conv2d") || layer.equals("batch_normalization"));
            assertThat(model.summary()).isEqualTo(printed("frozen"));
            model.unfreeze(layer -> true);
            assertThat(model.summary()).isEqualTo(printed("base_cnn"));
        }
    }

    @Test
    void largeNumbersAreGroupedAndSized() {
        // 100,000 x 20,000 + 20,000 = 2,000,020,000 numbers of 4 bytes are 8,000,080,000 / 1024^3 = 7.45 GB.
        assertThat(Sequential.of(Input.of(100_000), Dense.of(20_000)).summary())
                .contains(" Total params: 2,000,020,000 (7.45 GB)\n");
    }

    @Test
    void doublesTakeTwiceTheRoom() {
        BuildOptions options = BuildOptions.of(Seed.of(1)).withDataType(DataType.FLOAT64);
        try (Model model = small().build(options)) {
            // 8 x 4 + 4 = 36 numbers of 8 bytes.
            assertThat(model.summary()).contains(" Total params: 36 (288.00 B)\n");
        }
    }

    @Test
    void deepNetworksDoNotOverflowTheStack() {
        Functional.Builder net = Functional.builder();
        Node input = net.input(Input.of(2));
        Node x = input;
        Shared shared = net.share(Dense.of(2));
        for (int i = 0; i < 20_000; i++) {
            x = net.call(shared, x);
        }
        assertThat(net.build(input, x).summary()).contains("dense (Dense)");
    }

    private static String printed(String network) throws IOException {
        try (InputStream text =
                Objects.requireNonNull(SummaryTest.class.getResourceAsStream("summary_" + network + ".txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Sequential baseCnn() {
        return Sequential.of(
                Input.of(32, 32, 3),
                Conv2D.of(32, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                Conv2D.of(64, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Dropout.of(0.25),
                Flatten.of(),
                Dense.of(128).withActivation(relu()),
                BatchNormalization.of(),
                Dropout.of(0.5),
                Dense.of(10).withActivation(softmax()));
    }

    private static Sequential small() {
        return Sequential.of(Input.of(8), Dense.of(4));
    }

    private static Sequential longNames() {
        return Sequential.of(
                        Input.of(8),
                        Dense.of(4).named("x".repeat(31)),
                        Dense.of(4).named("y".repeat(32)),
                        Dense.of(4).named("exactly_as_wide_with_t2"),
                        Dense.of(4).named("exactly_as_wide_with_ty3"),
                        Dense.of(4).named("a-layer.with_dots-and-dashes_that_is_far_too_long_for_the_table"),
                        LeakyReLU.of().named("b".repeat(24)))
                .named("net");
    }

    private static Sequential unknownSizes() {
        return Sequential.of(Input.of(-1, -1, 3), Conv2D.of(8, 3), GlobalAveragePooling2D.of(), Reshape.of(2, 4));
    }

    private static Sequential big() {
        return Sequential.of(Input.of(4000), Dense.of(2000), Dense.of(30).withUseBias(false), Dense.of(1))
                .named("big");
    }

    private static Functional functionalChain() {
        Functional.Builder net = Functional.builder();
        Node image = net.input(Input.of(28, 28).named("image"));
        Node x = net.add(Dense.of(64).withActivation(relu()), net.add(Flatten.of(), image));
        return net.build(image, net.add(Dense.of(10), x));
    }

    private static Functional residual() {
        Functional.Builder net = Functional.builder();
        Node image = net.input(Input.of(16, 16, 3));
        Node x = net.add(Conv2D.of(16, 3).withPadding(SAME), image);
        Node y = net.add(Conv2D.of(16, 3).withPadding(SAME).named("a_second_convolution_with_a_long_name"), x);
        return net.build(image, net.add(Dense.of(10), net.add(Flatten.of(), net.add(Add.of(), x, y))));
    }

    private static Functional sharedChain() {
        Functional.Builder net = Functional.builder();
        Node number = net.input(Input.of(4));
        Shared twice = net.share(Dense.of(4));
        return net.build(number, net.call(twice, net.call(twice, number)));
    }

    private static Functional siamese() {
        Functional.Builder net = Functional.builder();
        Node left = net.input(Input.of(8).named("left"));
        Node right = net.input(Input.of(8).named("right"));
        Shared tower = net.share(Dense.of(16).withActivation(relu()).named("tower"));
        Node joined = net.add(Concatenate.of(), net.call(tower, left), net.call(tower, right));
        Node same = net.add(Dense.of(1).named("same"), joined);
        Node kind = net.add(Dense.of(3).named("kind"), joined);
        return net.build(List.of(left, right), List.of(same, kind)).named("siamese");
    }

    private static Functional crossed() {
        Functional.Builder net = Functional.builder();
        Node a = net.input(Input.of(4).named("a"));
        Node b = net.input(Input.of(4).named("b"));
        Node late = net.add(Dense.of(4).named("late"), b);
        Node shallow = net.add(Dense.of(4).named("short"), a);
        Node deep = net.add(Dense.of(4).named("deep_2"), net.add(Dense.of(4).named("deep_1"), a));
        Node merged = net.add(Add.of().named("merged"), shallow, late, deep);
        Node first = net.add(Dense.of(2).named("out_1"), shallow);
        Node second = net.add(Dense.of(2).named("out_2"), merged);
        return net.build(List.of(b, a), List.of(second, first));
    }

    private static Functional sharedAtDepths() {
        Functional.Builder net = Functional.builder();
        Node a = net.input(Input.of(4).named("a"));
        Shared shared = net.share(Dense.of(4).named("shared"));
        Node near = net.call(shared, a);
        Node far = net.call(shared, net.add(Dense.of(4).named("first"), a));
        return net.build(a, net.add(Concatenate.of().named("both"), near, far));
    }

    private static Functional inception() {
        Functional.Builder net = Functional.builder();
        Node image = net.input(Input.of(8, 8, 4));
        List<Node> arms = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            arms.add(net.add(Conv2D.of(4, 1).withPadding(SAME).named("arm_" + i + "_of_the_inception_block"), image));
        }
        Node joined = net.add(Concatenate.of(), arms.toArray(Node[]::new));
        return net.build(image, net.add(GlobalAveragePooling2D.of(), joined));
    }
}
