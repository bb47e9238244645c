package io.cornu.model;

import static io.cornu.activations.Activations.relu;
import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.model.Functional.Node;
import io.cornu.model.Functional.Shared;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ModelsInHandTest {
    private static final Dataset DATA = Dataset.of(numbers(8, 4, 1), numbers(8, 2, 2));

    private static Architecture chain() {
        return Sequential.of(
                Input.of(4),
                Dense.of(5).withActivation(relu()),
                BatchNormalization.of(),
                Dense.of(3).withActivation(relu()).named("features"),
                Dropout.of(.5),
                Dense.of(2));
    }

    private static Architecture residual() {
        Functional.Builder net = Functional.builder();
        Node left = net.input(Input.of(4).named("left"));
        Node right = net.input(Input.of(4).named("right"));
        Node x = net.add(Dense.of(4).named("first"), left);
        Node sum = net.add(Add.of(), x, left);
        Node y = net.add(Dense.of(3).named("second"), sum);
        Node z = net.add(Dense.of(3).named("third"), right);
        return net.build(List.of(left, right), List.of(net.add(Add.of().named("out"), y, z)));
    }

    @Test
    void upToKeepsNamesAndWhatIsNeeded() {
        assertThat(names(chain().upTo("features")))
                .containsExactly("input_layer", "dense", "batch_normalization", "features");
        assertThat(chain().upTo("features")).isInstanceOf(Sequential.class);
        assertThat(chain().upTo("dense_1")).isEqualTo(chain());
        assertThat(names(residual().upTo("add"))).containsExactlyInAnyOrder("left", "first", "add");
        assertThat(residual().upTo("out")).isEqualTo(residual());
        assertThat(chain().upTo("input_layer").graph().calls()).hasSize(1);
    }

    @Test
    void outputsComeInTheOrderAskedFor() {
        Architecture several = residual().outputsOf("second", "first", "left");
        assertThat(several.graph().outputNames()).containsExactly("second", "first", "left");
        assertThat(several.graph().inputNames()).containsExactly("left");
    }

    /** An automatic name must never be that of a layer left out: weights go by name. */
    @Test
    void headsGetNamesOfTheirOwn() {
        Architecture head =
                chain().withHead("features", Dense.of(2), Dense.of(1).named("end"));
        assertThat(names(head))
                .containsExactly("input_layer", "dense", "batch_normalization", "features", "dense_2", "end");
        assertThat(residual()
                        .withHead("add", Dense.of(7))
                        .graph()
                        .outputShapes()
                        .get(0)
                        .get(1))
                .isEqualTo(7);
    }

    @Test
    void layersThatAreNotThereAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain().upTo("feature"))
                .withMessage("'sequential': expected one of its layers, received 'feature'. Did you mean 'features'?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain().withHead("features", Dense.of(1).named("dense_1")))
                .withMessageContaining("'dense_1' twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain().withHead("features", Input.of(3)))
                .withMessageContaining("received an Input");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain().withHead("features"))
                .withMessageContaining("at least one layer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain().outputsOf())
                .withMessageContaining("at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain().withHead("features", io.cornu.layers.Conv2D.of(1, 1)))
                .withMessageContaining("Conv2D 'conv2d': expected input");
        Functional.Builder net = Functional.builder();
        Node input = net.input(Input.of(4));
        Shared twice = net.share(Dense.of(4));
        Architecture shared = net.build(input, net.call(twice, net.call(twice, input)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shared.upTo("dense"))
                .withMessageContaining("Dense 'dense', which is called 2 times");
    }

    @Test
    void aCopyIsTheSameAndItsOwn() {
        try (Model model = chain().build(Seed.of(1))) {
            model.freeze("features");
            Array input = numbers(3, 4, 3);
            Array before = model.predict(input);
            try (Model copy = model.copy()) {
                assertThat(copy.predict(input)).isEqualTo(before);
                assertThat(copy.isFrozen("features")).isTrue();
                train(copy);
                assertThat(copy.predict(input)).isNotEqualTo(before);
            }
            assertThat(model.predict(input)).isEqualTo(before);
        }
    }

    @Test
    void copyingIntoAnotherNetworkKeepsTheWeightsOfTheSameNames() {
        try (Model model = chain().build(Seed.of(1));
                Model other = model.copy(chain().withHead("features", Dense.of(1)))) {
            Map<String, Array> copied = other.weights().byPath();
            assertThat(copied.get("features/kernel")).isEqualTo(model.weights().get("features/kernel"));
            assertThat(copied.get("batch_normalization/moving_variance"))
                    .isEqualTo(model.weights().get("batch_normalization/moving_variance"));
            assertThat(copied).containsKey("dense_2/kernel").doesNotContainKey("dense_1/kernel");
        }
    }

    @Test
    void sharedLayersLearnTogetherAndTheOthersAlone() {
        try (Model model = chain().build(Seed.of(1));
                Model other = model.share(chain().withHead("features", Dense.of(2)))) {
            Weights before = model.weights();
            assertThat(other.weights().get("dense/kernel")).isEqualTo(before.get("dense/kernel"));
            train(other);
            Weights after = model.weights();
            assertThat(after.get("dense/kernel"))
                    .isNotEqualTo(before.get("dense/kernel"))
                    .isEqualTo(other.weights().get("dense/kernel"));
            assertThat(after.get("batch_normalization/moving_mean"))
                    .isNotEqualTo(before.get("batch_normalization/moving_mean"));
            assertThat(after.get("dense_1/kernel")).isEqualTo(before.get("dense_1/kernel"));
        }
    }

    /** The same two fits, once over shared weights and once with the weights carried by hand. */
    @Test
    void trainingInTurnIsTrainingWithWeightsHandedOver() {
        Architecture plain =
                Sequential.of(Input.of(4), Dense.of(3).named("low"), Dense.of(2).named("a"));
        Architecture headed = plain.withHead("low", Dense.of(2).named("b"));
        Weights shared;
        Weights own;
        try (Model a = plain.build(Seed.of(4));
                Model b = a.share(headed)) {
            Weights start = b.weights();
            CompiledModel first = a.compile(Adam.of(.01), meanSquaredError());
            CompiledModel second = b.compile(Adam.of(.01), meanSquaredError());
            try (Model c = plain.build(Seed.of(4));
                    Model d = headed.build(BuildOptions.of(Seed.of(4)), start)) {
                CompiledModel third = c.compile(Adam.of(.01), meanSquaredError());
                CompiledModel fourth = d.compile(Adam.of(.01), meanSquaredError());
                for (int i = 0; i < 3; i++) {
                    first.fit(DATA, Fit.epochs(1).withShuffle(false));
                    third.fit(DATA, Fit.epochs(1).withShuffle(false));
                    hand(c, d);
                    second.fit(DATA, Fit.epochs(1).withShuffle(false));
                    fourth.fit(DATA, Fit.epochs(1).withShuffle(false));
                    hand(d, c);
                }
                own = d.weights();
            }
            shared = b.weights();
        }
        assertThat(shared.byPath()).isEqualTo(own.byPath());
    }

    private static void hand(Model from, Model to) {
        to.setWeight("low/kernel", from.weights().get("low/kernel"));
        to.setWeight("low/bias", from.weights().get("low/bias"));
    }

    @Test
    void frozenInOneIsNotFrozenInTheOther() {
        try (Model model = chain().build(Seed.of(1));
                Model other = model.share(chain().withHead("features", Dense.of(2)))) {
            other.freeze(name -> !name.equals("dense_2"));
            Weights before = model.weights();
            train(other);
            assertThat(model.weights().byPath()).isEqualTo(before.byPath());
            train(model);
            assertThat(other.weights().get("dense/kernel")).isNotEqualTo(before.get("dense/kernel"));
            assertThat(model.isFrozen("dense")).isFalse();
        }
    }

    @Test
    void modelsThatShareCloseInAnyOrder() {
        Array input = numbers(3, 4, 3);
        Model model = chain().build(Seed.of(1));
        Model features = model.outputsOf("features", "dense");
        Model further = features.share(chain());
        train(model);
        Array expected = features.predict(Dataset.ofInputs(input), 8).get(0);
        model.close();
        model.close();
        assertThat(features.predict(Dataset.ofInputs(input), 8).get(0)).isEqualTo(expected);
        assertThat(features.predict(Dataset.ofInputs(input), 8)).hasSize(2);
        features.close();
        train(further);
        assertThat(further.predict(input).shape().asArray()).containsExactly(3, 2);
        further.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> further.predict(input))
                .withMessageContaining("predict: expected an open model, received 'sequential', which was closed");
        assertThatIllegalStateException().isThrownBy(model::weights).withMessageContaining("was closed");
        assertThatIllegalStateException().isThrownBy(model::copy).withMessageContaining("was closed");
    }

    @Test
    void modelsThatSharePredictFromSeveralThreads() {
        try (Model model = chain().build(Seed.of(1))) {
            List<Model> models = List.of(model, model.share(chain()), model.outputsOf("features"));
            List<CompletableFuture<Integer>> runs = models.stream()
                    .map(each -> CompletableFuture.supplyAsync(() -> {
                        for (int i = 0; i < 50; i++) {
                            each.predict(numbers(3, 4, i));
                        }
                        return 1;
                    }))
                    .toList();
            assertThat(runs.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(3);
            models.forEach(Model::close);
        }
    }

    @Test
    void layersOfOneNameMustFit() {
        Architecture other = Sequential.of(Input.of(4), Dense.of(7));
        try (Model model = chain().build(Seed.of(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.share(other))
                    .withMessage("share: expected layers of the same name to have the same variables, received others: "
                            + "Dense 'dense' has kernel (4, 7) and bias (7,), in this model kernel (4, 5) and bias (5,). "
                            + "Give new layers names of their own.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.copy(other))
                    .withMessageContaining("copy: expected layers of the same name");
        }
    }

    @Test
    void layersAreFrozenByNamePlaceAndCondition() {
        try (Model model = chain().build(Seed.of(1))) {
            model.freeze(0, -1);
            assertThat(frozen(model)).containsExactly("dense", "dense_1");
            model.unfreeze(4);
            model.freeze("features", "dropout");
            assertThat(frozen(model)).containsExactly("dense", "features", "dropout");
            model.unfreeze("dense");
            model.unfreeze(name -> name.startsWith("feat"));
            assertThat(frozen(model)).containsExactly("dropout");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.freeze("dence"))
                    .withMessageContaining("Did you mean 'dense'?");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.freeze(5))
                    .withMessageContaining("from -5 to 4, received 5");
        }
        try (Model model = residual().build(Seed.of(1))) {
            // As Keras' Functional.layers, inputs among them.
            model.freeze(0);
            assertThat(frozen(model)).containsExactly("left");
        }
    }

    @Test
    void oneWeightIsSetByItsPath() {
        try (Model model = chain().build(Seed.of(1))) {
            Array bias = numbers(1, 3, 5).reshape(3);
            model.setWeight("features/bias", bias);
            assertThat(model.weights().get("features/bias")).isEqualTo(bias);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.setWeight("features/bios", bias))
                    .withMessageContaining("Did you mean 'features/bias'?");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.setWeight("dense/bias", bias))
                    .withMessage("setWeight: expected dense/bias of shape (5,), received (3,).");
        }
    }

    private static List<String> frozen(Model model) {
        return names(model.architecture()).stream().filter(model::isFrozen).toList();
    }

    private static void train(Model model) {
        model.compile(SGD.of(.1), meanSquaredError()).fit(DATA, Fit.epochs(2).withBatchSize(4));
    }

    private static List<String> names(Architecture architecture) {
        return architecture.graph().layers().stream()
                .map(LayerGraph.NetworkLayer::name)
                .toList();
    }

    private static Array numbers(int rows, int width, long seed) {
        Random random = new Random(seed);
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - .5f;
        }
        return Array.of(values, rows, width);
    }
}
