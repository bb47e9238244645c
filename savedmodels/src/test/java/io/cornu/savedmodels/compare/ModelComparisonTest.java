package io.cornu.savedmodels.compare;

import static io.cornu.activations.Activations.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Embedding;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Functional;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.compare.ModelComparison.Difference;
import io.cornu.savedmodels.tf.TensorDescription;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ModelComparisonTest {
    private static final Sequential NET = Sequential.of(
            Input.of(6, 6, 2),
            Conv2D.of(3, 3).named("conv"),
            BatchNormalization.of().named("norm"),
            Flatten.of().named("flat"),
            Dropout.of(.5).named("drop"),
            Dense.of(4).withActivation(relu()).named("hidden"),
            Dense.of(2).named("last"));

    @Test
    void copiesAreTheSameEverywhere() {
        try (Model model = NET.build(Seed.of(1));
                Model copy = model.copy()) {
            ModelComparison comparison = ModelComparison.of(model, copy, SampleInputs.of(NET, 5, Seed.of(2)));
            assertThat(comparison.isWithin(0)).isTrue();
            assertThat(comparison.parting(0)).isEmpty();
            assertThat(comparison.outputs()).singleElement().satisfies(output -> {
                assertThat(output.first()).isEqualTo("last");
                assertThat(output.shape()).isEqualTo(Shape.of(5, 2));
            });
            assertThat(comparison.layers())
                    .extracting(Difference::first)
                    .containsExactly("conv", "norm", "flat", "drop", "hidden", "last");
            assertThat(comparison.unmatched()).isEmpty();
        }
    }

    /** A bias that differs by 0.25 is seen as just that in its layer, and nowhere before. */
    @Test
    void theyPartWhereTheWeightDiffers() {
        try (Model model = NET.build(Seed.of(1));
                Model other = model.copy()) {
            other.setWeight("last/bias", Array.of(new float[] {0, .25f}));
            ModelComparison last = ModelComparison.of(model, other, SampleInputs.of(NET, 3, Seed.of(2)));
            assertThat(last.parting(1e-6)).map(Difference::first).contains("last");
            assertThat(last.layers().subList(0, 5))
                    .allMatch(layer -> layer.difference().isZero());
            ArrayDifference difference = last.outputs().get(0).difference();
            assertThat(difference.largest()).isEqualTo(.25, within(1e-6));
            assertThat(difference.equal()).isEqualTo(3);
            assertThat(last.isWithin(1e-6)).isFalse();
            assertThat(last.isWithin(.26)).isTrue();
            other.setWeight("norm/beta", Array.of(new float[] {0, 0, 1}));
            assertThat(ModelComparison.of(model, other, SampleInputs.of(NET, 3, Seed.of(2)))
                            .parting(1e-6))
                    .map(Difference::first)
                    .contains("norm");
        }
    }

    /** Folded batch normalization: the same outputs, one layer less, another first layer. */
    @Test
    void networksOfOtherLayersAreMatchedAsFarAsTheyGo() {
        try (Model model = NET.build(Seed.of(1))) {
            model.setWeight("norm/gamma", Array.of(new float[] {2, 3, 4}));
            try (Model folded = model.foldBatchNormalization()) {
                ModelComparison comparison = ModelComparison.of(model, folded, SampleInputs.of(NET, 3, Seed.of(2)));
                assertThat(comparison.isWithin(1e-5)).isTrue();
                assertThat(comparison.unmatched()).containsExactly("norm");
                assertThat(comparison.parting(1e-5)).map(Difference::first).contains("conv");
            }
        }
    }

    @Test
    void otherNamesAreMatchedByOrderAndSharedLayersLeftOut() {
        try (Model model = shared("a").build(Seed.of(1));
                Model other = shared("b").build(Seed.of(1))) {
            other.setWeight("both_b/kernel", model.weights().get("both_a/kernel"));
            other.setWeight("last_b/kernel", model.weights().get("last_a/kernel"));
            List<Array> inputs = SampleInputs.of(model.architecture(), 3, Seed.of(2));
            ModelComparison comparison = ModelComparison.of(model, other, inputs);
            assertThat(comparison.isWithin(0)).isTrue();
            assertThat(comparison.layers())
                    .extracting(layer -> layer.first() + " " + layer.second())
                    .containsExactly("sum_a sum_b", "last_a last_b");
            assertThat(comparison.unmatched()).containsExactly("both_a", "both_b");
        }
    }

    @Test
    void outputsOfOtherShapesAreRefused() {
        Array one = Array.of(new float[2], 1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelComparison.ofOutputs(List.of("a"), List.of(one), List.of(), List.of()))
                .withMessageContaining("[a]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelComparison.ofOutputs(
                        List.of("a"), List.of(one), List.of("b"), List.of(Array.of(new float[3], 1, 3))))
                .withMessageContainingAll("a (1, 2)", "b (1, 3)");
    }

    @Test
    void samplesFitTheirInputs() {
        Functional.Builder net = Functional.builder();
        var image = net.input(Input.of(-1, 4, 3).withDataType(DataType.UINT8).named("image"));
        var words = net.input(Input.of(7).withDataType(DataType.INT32).named("words"));
        var word = net.add(Embedding.of(5, 2), words);
        var architecture = net.build(List.of(image, words), List.of(image, word));
        List<Array> samples = SampleInputs.of(architecture, 40, Seed.of(1));
        assertThat(samples).isEqualTo(SampleInputs.of(architecture, 40, Seed.of(1)));
        assertThat(samples).isNotEqualTo(SampleInputs.of(architecture, 40, Seed.of(2)));
        assertThat(samples.get(0).dataType()).isEqualTo(DataType.UINT8);
        assertThat(samples.get(0).shape()).isEqualTo(Shape.of(40, 32, 4, 3));
        assertThat(Arrays.stream(samples.get(0).toInts()).max().orElse(0)).isEqualTo(255);
        assertThat(samples.get(1).shape()).isEqualTo(Shape.of(40, 7));
        // All five words among 280 draws: that one is missing has a probability of 5 * 0.8^280.
        assertThat(Arrays.stream(samples.get(1).toInts()).distinct().sorted()).containsExactly(0, 1, 2, 3, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SampleInputs.of(List.of(new TensorDescription("text", "string", Shape.of(-1))), 2, Seed.of(1)))
                .withMessageContaining("text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleInputs.of(architecture, 1 << 22, Seed.of(1)))
                .withMessageContaining("image");
    }

    private static Functional shared(String suffix) {
        Functional.Builder net = Functional.builder();
        var left = net.input(Input.of(2).named("left_" + suffix));
        var right = net.input(Input.of(2).named("right_" + suffix));
        var both = net.share(Dense.of(2).named("both_" + suffix));
        var sum = net.add(Add.of().named("sum_" + suffix), net.call(both, left), net.call(both, right));
        return net.build(List.of(left, right), List.of(net.add(Dense.of(1).named("last_" + suffix), sum)));
    }
}
