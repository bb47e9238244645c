package io.cornu.model;

import static io.cornu.activations.Activations.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Embedding;
import io.cornu.layers.GlobalAveragePooling1D;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.recurrent.TimeDistributed;
import io.cornu.losses.Losses;
import io.cornu.model.Functional.Node;
import io.cornu.model.Functional.Shared;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Networks as layers of others: the same as their layers would be in their place. */
class SubmodelTest {
    private static final Array X = Array.of(new float[] {1, -2, 3, 4, 5, 6, -7, 8}, 2, 4);
    private static final Dataset DATA = Dataset.of(X, Array.of(new float[] {1, 0, 2, 1}, 2, 2));

    private static Sequential base() {
        return Sequential.of(
                        Input.of(4),
                        Dense.of(5).withActivation(relu()).named("d1"),
                        BatchNormalization.of().named("bn"),
                        Dense.of(3).named("d2"))
                .named("base");
    }

    private static Sequential task() {
        return Sequential.of(base().asLayer(), Dropout.of(0.5), Dense.of(2).named("head"));
    }

    /** The same layers without the nest. */
    private static Sequential plain() {
        return Sequential.of(
                Input.of(4),
                Dense.of(5).withActivation(relu()).named("d1"),
                BatchNormalization.of().named("bn"),
                Dense.of(3).named("d2"),
                Dropout.of(0.5),
                Dense.of(2).named("head"));
    }

    private static Weights without(String prefix, Weights weights) {
        Map<String, Array> renamed = new java.util.LinkedHashMap<>();
        weights.byPath().forEach((path, value) -> renamed.put(path.replace(prefix, ""), value));
        return new Weights(renamed);
    }

    @Test
    void isWhatItsLayersAre() {
        try (Model nested = task().build(Seed.of(1));
                Model plain = plain().build(BuildOptions.of(Seed.of(1)), without("base/", nested.weights()))) {
            assertThat(nested.weights().byPath().keySet())
                    .containsExactly(
                            "base/d1/kernel",
                            "base/d1/bias",
                            "base/bn/gamma",
                            "base/bn/beta",
                            "base/bn/moving_mean",
                            "base/bn/moving_variance",
                            "base/d2/kernel",
                            "base/d2/bias",
                            "head/kernel",
                            "head/bias");
            assertThat(nested.predict(X)).isEqualTo(plain.predict(X));
            Fit fit = Fit.epochs(5).withShuffle(false);
            double[] losses = nested.compile(SGD.of(0.01), Losses.meanSquaredError())
                    .fit(DATA, fit)
                    .get("loss");
            assertThat(losses)
                    .containsExactly(plain.compile(SGD.of(0.01), Losses.meanSquaredError())
                            .fit(DATA, fit)
                            .get("loss"));
            assertThat(without("base/", nested.weights()).byPath())
                    .isEqualTo(plain.weights().byPath());
            Dataset inputs = Dataset.ofInputs(X);
            assertThat(nested.predictMonteCarlo(inputs, 2, 0, 3)).isEqualTo(plain.predictMonteCarlo(inputs, 2, 0, 3));
        }
    }

    @Test
    void isAValue() {
        assertThat(task()).isEqualTo(task()).hasSameHashCodeAs(task()).hasToString(task().toString());
        assertThat(task().graph().layers().get(1).layer()).isEqualTo(new Submodel(base()));
        assertThat(Sequential.of(Input.of(4), base().asLayer().named("other"))
                        .graph()
                        .layers()
                        .get(1)
                        .layer())
                .isEqualTo(new Submodel(base().named("other")));
        assertThat(task().graph().flat().layers().stream().map(LayerGraph.NetworkLayer::name))
                .containsExactly("input_layer", "base/d1", "base/bn", "base/d2", "dropout", "head");
    }

    @Test
    void namesOfKindsGetNumbers() {
        Layer first = Sequential.of(Input.of(4), Dense.of(4)).asLayer();
        Architecture twice = Sequential.of(Input.of(4), first, first);
        assertThat(twice.graph().variables().keySet())
                .containsExactly(
                        "sequential/dense/kernel",
                        "sequential/dense/bias",
                        "sequential_1/dense/kernel",
                        "sequential_1/dense/bias");
    }

    @Test
    void standsInOneRowOfTheSummary() {
        // 4*5+5 + 4*5 + 5*3+3 = 63, of which 10 are statistics; 3*2+2 = 8.
        try (Model model = task().build(Seed.of(1))) {
            assertThat(model.summary())
                    .contains("base (Sequential)")
                    .contains("63")
                    .doesNotContain("d1")
                    .contains("Total params: 71")
                    .contains("Trainable params: 61");
            model.freeze("base/d1");
            assertThat(model.summary()).contains("Trainable params: 36");
            model.freeze("base");
            assertThat(model.summary()).contains("Trainable params: 8 ");
        }
    }

    @Test
    void freezesAsAWholeOrInPart() {
        try (Model model = task().build(Seed.of(1))) {
            model.freeze("base");
            assertThat(List.of("base", "base/d1", "base/bn").stream().allMatch(model::isFrozen))
                    .isTrue();
            assertThat(model.isFrozen("head")).isFalse();
            Weights before = model.weights();
            model.compile(SGD.of(0.1), Losses.meanSquaredError()).fit(DATA, Fit.epochs(2));
            before.byPath().forEach((path, value) -> {
                if (path.startsWith("base")) {
                    assertThat(model.weights().get(path)).as(path).isEqualTo(value);
                } else {
                    assertThat(model.weights().get(path)).as(path).isNotEqualTo(value);
                }
            });
            model.unfreeze("base/d2");
            assertThat(model.isFrozen("base")).isFalse();
            assertThat(model.isFrozen("base/d1")).isTrue();
            model.compile(SGD.of(0.1), Losses.meanSquaredError()).fit(DATA, Fit.epochs(2));
            assertThat(model.weights().get("base/d2/kernel")).isNotEqualTo(before.get("base/d2/kernel"));
            assertThat(model.weights().get("base/d1/kernel")).isEqualTo(before.get("base/d1/kernel"));
            assertThat(model.weights().get("base/bn/moving_mean")).isEqualTo(before.get("base/bn/moving_mean"));
            model.unfreeze(name -> name.equals("base"));
            assertThat(model.isFrozen("base/d1")).isFalse();
            model.freeze(name -> name.startsWith("base/d"));
            assertThat(model.isFrozen("base")).isFalse();
            try (Model copy = model.copy()) {
                assertThat(copy.isFrozen("base/d1")).isTrue();
                assertThat(copy.isFrozen("base/bn")).isFalse();
            }
            assertThatThrownBy(() -> model.freeze("base/d3"))
                    .hasMessageContaining("received 'base/d3'")
                    .hasMessageContaining("base/d1");
        }
    }

    @Test
    void sharedOnesLearnFromAllCalls() {
        Functional.Builder net = Functional.builder();
        Node a = net.input(Input.of(4).named("a"));
        Node b = net.input(Input.of(4).named("b"));
        Shared base = net.share(base().asLayer());
        Node both = net.add(Concatenate.of(), net.call(base, a), net.call(base, b));
        Architecture siamese =
                net.build(List.of(a, b), List.of(net.add(Dense.of(2).named("head"), both)));

        Functional.Builder plain = Functional.builder();
        Node left = plain.input(Input.of(4).named("a"));
        Node right = plain.input(Input.of(4).named("b"));
        List<Shared> layers = List.of(
                plain.share(Dense.of(5).withActivation(relu()).named("d1")),
                plain.share(BatchNormalization.of().named("bn")),
                plain.share(Dense.of(3).named("d2")));
        Node first = left;
        for (Shared layer : layers) {
            first = plain.call(layer, first);
        }
        Node second = right;
        for (Shared layer : layers) {
            second = plain.call(layer, second);
        }
        Architecture same = plain.build(
                List.of(left, right),
                List.of(plain.add(Dense.of(2).named("head"), plain.add(Concatenate.of(), first, second))));
        Array other = Array.of(new float[] {0, 2, 1, -4, 1, 6, 2, 8}, 2, 4);
        Dataset data = Dataset.of(
                new Batch(List.of(X, other), List.of(Array.of(new float[] {1, 0, 2, 1}, 2, 2)), Optional.empty()));
        try (Model model = siamese.build(Seed.of(2));
                Model control = same.build(BuildOptions.of(Seed.of(2)), without("base/", model.weights()))) {
            Fit fit = Fit.epochs(4).withShuffle(false);
            model.compile(SGD.of(0.01), Losses.meanSquaredError()).fit(data, fit);
            control.compile(SGD.of(0.01), Losses.meanSquaredError()).fit(data, fit);
            control.weights().byPath().forEach((path, value) -> assertThat(
                            without("base/", model.weights()).get(path).toDoubles())
                    .as(path)
                    .containsExactly(value.toDoubles(), within(1e-6)));
        }
    }

    @Test
    void innerLayersCanBeEndsOfNetworks() {
        try (Model model = task().build(Seed.of(4));
                Model inner = model.outputsOf("base/bn", "head", "base/d1");
                Model upTo = model.copy(model.architecture().upTo("base/bn"));
                Model task = model.share(model.architecture().withHead("base/d1", Dense.of(7)))) {
            List<Array> outputs = inner.predict(Dataset.ofInputs(X), 2);
            assertThat(outputs.stream().map(array -> array.shape().get(1))).containsExactly(5L, 2L, 5L);
            assertThat(outputs.get(1)).isEqualTo(model.predict(X));
            assertThat(outputs.get(0)).isEqualTo(upTo.predict(X));
            assertThat(upTo.weights().byPath().keySet())
                    .containsExactly(
                            "base/d1/kernel",
                            "base/d1/bias",
                            "base/bn/gamma",
                            "base/bn/beta",
                            "base/bn/moving_mean",
                            "base/bn/moving_variance");
            assertThat(task.predict(X).shape()).isEqualTo(Shape.of(2, 7));
            assertThat(task.weights().get("base/d1/kernel"))
                    .isEqualTo(model.weights().get("base/d1/kernel"));
            assertThatThrownBy(() -> model.architecture().upTo("base/d9")).hasMessageContaining("'d9'");
            assertThatThrownBy(() -> model.architecture().upTo("head/d1")).hasMessageContaining("head/d1");
        }
    }

    @Test
    void nestsToAnyDepthWithSeveralInputsAndOutputs() {
        Functional.Builder in = Functional.builder();
        Node p = in.input(Input.of(4).named("p"));
        Node q = in.input(Input.of(4).named("q"));
        Node sum =
                in.add(Add.of(), in.add(base().asLayer(), p), in.add(Dense.of(3).named("qd"), q));
        Architecture pair = in.build(List.of(q, p), List.of(sum, p)).named("pair");

        Functional.Builder net = Functional.builder();
        Node x = net.input(Input.of(4));
        Shared shared = net.share(pair.asLayer());
        List<Node> once = net.callAll(shared, x, x);
        List<Node> twice = net.callAll(shared, once.get(1), net.add(Dense.of(4).named("between"), once.get(0)));
        Architecture whole = net.build(List.of(x), List.of(twice.get(0), once.get(1)));
        assertThat(whole.graph().variables().keySet()).contains("pair/base/d1/kernel", "pair/qd/kernel");
        try (Model model = whole.build(Seed.of(1));
                Model base = base().build(BuildOptions.of(Seed.of(1)), only("pair/base/", model.weights()));
                Model part = model.outputsOf("between")) {
            List<Array> outputs = model.predict(Dataset.ofInputs(X), 2);
            assertThat(outputs.get(1)).isEqualTo(X);
            // between(base(x) + qd(x))
            double[] expected = dense(
                    plus(base.predict(X).toDoubles(), dense(X.toDoubles(), 4, model, "pair/qd")), 3, model, "between");
            assertThat(part.predict(X).toDoubles()).containsExactly(expected, within(1e-4));
            model.freeze("pair/base");
            assertThat(model.isFrozen("pair/base/bn")).isTrue();
            assertThat(model.isFrozen("pair")).isFalse();
            assertThatThrownBy(() -> whole.upTo("pair/qd")).hasMessageContaining("called 2 times");
        }
        // What one output does not need goes, inputs too.
        Functional.Builder single = Functional.builder();
        Node a = single.input(Input.of(4).named("a"));
        Node b = single.input(Input.of(4).named("b"));
        List<Node> ends = single.addAll(pair.asLayer(), a, b);
        Architecture reduced = single.build(List.of(a, b), ends).upTo("pair/base/d1");
        assertThat(reduced.graph().inputNames()).containsExactly("b");
        assertThat(reduced.graph().variables().keySet()).containsExactly("pair/base/d1/kernel", "pair/base/d1/bias");
    }

    private static Weights only(String prefix, Weights weights) {
        Map<String, Array> some = new java.util.LinkedHashMap<>();
        weights.byPath().forEach((path, value) -> {
            if (path.startsWith(prefix)) {
                some.put(path.substring(prefix.length()), value);
            }
        });
        return new Weights(some);
    }

    private static double[] plus(double[] a, double[] b) {
        double[] sum = new double[a.length];
        Arrays.setAll(sum, i -> a[i] + b[i]);
        return sum;
    }

    private static double[] dense(double[] x, int size, Model model, String layer) {
        double[] kernel = model.weights().get(layer + "/kernel").toDoubles();
        double[] bias = model.weights().get(layer + "/bias").toDoubles();
        double[] y = new double[x.length / size * bias.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = bias[i % bias.length];
            for (int k = 0; k < size; k++) {
                y[i] += x[i / bias.length * size + k] * kernel[k * bias.length + i % bias.length];
            }
        }
        return y;
    }

    @Test
    void policiesReachInside() {
        Architecture mixed = Sequential.of(
                base().asLayer().withPolicy(DTypePolicy.MIXED_BFLOAT16),
                Dense.of(2).named("head"));
        assertThat(mixed.graph().flat().layers().stream()
                        .map(each -> each.policy().isPresent()))
                .containsExactly(false, true, true, true, false);
        assertThat(task().withPolicy(DTypePolicy.MIXED_FLOAT16).graph().isPartlyFloat16())
                .isTrue();
        assertThat(task().graph().isPartlyFloat16()).isFalse();
        try (Model model = mixed.build(Seed.of(1));
                Model full =
                        model.copy(Sequential.of(base().asLayer(), Dense.of(2).named("head")))) {
            double[] rounded = model.predict(X).toDoubles();
            // bfloat16 has 8 bits.
            assertThat(rounded).containsExactly(full.predict(X).toDoubles(), within(0.2));
            assertThat(rounded).isNotEqualTo(full.predict(X).toDoubles());
        }
    }

    @Test
    void masksGoInAndOut() {
        Architecture words = Sequential.of(Input.of(3), Embedding.of(5, 4).withMaskZero(true))
                .named("words");
        Architecture mean =
                Sequential.of(Input.of(3, 4), GlobalAveragePooling1D.of()).named("mean");
        Array text = Array.of(new float[] {1, 2, 0}, 1, 3);
        try (Model model = Sequential.of(words.asLayer(), mean.asLayer()).build(Seed.of(1))) {
            double[] table = model.weights().get("words/embedding/embeddings").toDoubles();
            double[] expected = new double[4];
            Arrays.setAll(expected, i -> (table[4 + i] + table[8 + i]) / 2);
            assertThat(model.predict(text).toDoubles()).containsExactly(expected, within(1e-6));
        }
    }

    @Test
    void normalizationFoldsInside() {
        Sequential base = Sequential.of(
                        Input.of(4),
                        Dense.of(5).named("d1"),
                        BatchNormalization.of().named("bn"))
                .named("base");
        try (Model model = Sequential.of(base.asLayer(), Dense.of(2)).build(Seed.of(1))) {
            model.compile(SGD.of(0.01), Losses.meanSquaredError()).fit(DATA, Fit.epochs(3));
            try (Model folded = model.foldBatchNormalization()) {
                assertThat(folded.weights().byPath().keySet())
                        .containsExactly("base/d1/kernel", "base/d1/bias", "dense/kernel", "dense/bias");
                assertThat(folded.predict(X).toDoubles())
                        .containsExactly(model.predict(X).toDoubles(), within(1e-5));
            }
        }
    }

    @Test
    void inputsOfWholeNumbersCutOff() {
        Architecture whole = Sequential.of(new Input(Shape.of(4), DataType.INT32), Dense.of(1))
                .named("whole");
        try (Model model = Sequential.of(Input.of(4), whole.asLayer()).build(Seed.of(1))) {
            Array fractions = Array.of(new float[] {1.9f, -1.9f, 0.5f, 3}, 1, 4);
            assertThat(model.predict(fractions)).isEqualTo(model.predict(Array.of(new float[] {1, -1, 0, 3}, 1, 4)));
        }
    }

    @Test
    void takesOtherSizesWhereItsOwnAreUnknown() {
        Architecture any = Sequential.of(Input.of(-1, 4), Dense.of(2)).named("any");
        assertThat(Sequential.of(Input.of(7, 4), any.asLayer())
                        .graph()
                        .outputShapes()
                        .get(0)
                        .asArray())
                .containsExactly(-1, 7, 2);
        assertThatThrownBy(() -> Sequential.of(Input.of(7, 5), any.asLayer()))
                .hasMessageContaining("Sequential 'any': expected input (None, None, 4), received (None, 7, 5)");
        Functional.Builder net = Functional.builder();
        Node x = net.input(Input.of(4));
        assertThatThrownBy(() -> net.add(base().asLayer(), x, x))
                .hasMessageContaining("expected 1 input(s) [input_layer], received 2");
    }

    @Test
    void standsWithinWrappers() {
        Sequential small =
                Sequential.of(Input.of(4), Dense.of(3).named("d1"), Dense.of(2).named("d2"));
        try (Model steps = Sequential.of(Input.of(1, 4), TimeDistributed.of(new Submodel(small)))
                .build(Seed.of(1))) {
            assertThat(steps.weights().byPath().keySet()).contains("time_distributed/layer/d1/kernel");
            try (Model plain =
                    small.build(BuildOptions.of(Seed.of(1)), only("time_distributed/layer/", steps.weights()))) {
                assertThat(steps.predict(X.reshape(2, 1, 4)).toDoubles())
                        .containsExactly(plain.predict(X).toDoubles(), within(1e-5));
            }
        }
    }
}
