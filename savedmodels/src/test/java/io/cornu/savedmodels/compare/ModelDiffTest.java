package io.cornu.savedmodels.compare;

import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.metrics.Metrics.accuracy;
import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Models as values: nothing of them is run, but for the step of training that changes one. */
class ModelDiffTest {
    private static final Sequential NET = Sequential.of(
            Input.of(2),
            Dense.of(2).named("first"),
            BatchNormalization.of().named("norm"),
            Dense.of(1).named("last"));

    @Test
    void weightsStandBesideEachOther() {
        KerasModel one = model(Map.of());
        assertThat(ModelDiff.of(one, one).isEmpty()).isTrue();
        KerasModel other = model(Map.of("first/kernel", Array.of(new float[] {1, 1, 4, 5}, 2, 2)));
        ModelDiff diff = ModelDiff.of(one, other);
        assertThat(diff.isEmpty()).isFalse();
        assertThat(diff.architecture().isEmpty()).isTrue();
        assertThat(diff.weights()).hasSize(8);
        assertThat(diff.weights())
                .filteredOn(variable -> !variable.isZero())
                .singleElement()
                .satisfies(variable -> {
                    assertThat(variable.path()).isEqualTo("first/kernel");
                    // All ones before: differences 0, 0, 3, 4; norms the roots of 4 and of 43.
                    assertThat(variable.difference()).contains(new ArrayDifference(4, 2, 4, 4, 3, 5));
                    assertThat(variable.first().orElseThrow().norm()).isEqualTo(2);
                    assertThat(variable.second().orElseThrow().norm()).isEqualTo(Math.sqrt(43));
                });
    }

    @Test
    void weightsOfOtherShapesAndNamesAreFound() {
        Sequential renamed = Sequential.of(
                Input.of(2),
                Dense.of(3).named("a"),
                BatchNormalization.of().named("b"),
                Dense.of(1).named("c"));
        ModelDiff diff = ModelDiff.of(
                model(Map.of()),
                new KerasModel(renamed, ones(renamed), Optional.empty(), Optional.empty(), Set.of(), Optional.empty()));
        assertThat(diff.weights()).hasSize(8).allSatisfy(variable -> {
            assertThat(variable.first()).isPresent();
            assertThat(variable.second()).isPresent();
        });
        VariableDifference kernel = diff.weights().get(0);
        assertThat(kernel.second().orElseThrow().path()).isEqualTo("a/kernel");
        assertThat(kernel.difference()).isEmpty();
        assertThat(kernel.isZero()).isFalse();
    }

    @Test
    void trainingSettingsAndMemoryCount() {
        Dataset data = Dataset.of(Array.of(new float[] {1, 2, 3, 4}, 2, 2), Array.of(new float[] {1, 0}, 2, 1));
        try (Model model = NET.build(Seed.of(3))) {
            CompiledModel compiled = model.compile(Adam.of(.01), meanSquaredError());
            KerasModel before = KerasModel.of(compiled);
            compiled.fit(data, Fit.epochs(1));
            ModelDiff trained = ModelDiff.of(before, KerasModel.of(compiled));
            assertThat(trained.optimizer()).extracting(OptionChange::toString).containsExactly("iterations: 0 -> 1");
            assertThat(trained.slots())
                    .filteredOn(slot -> !slot.isZero())
                    .extracting(VariableDifference::path)
                    .contains("first/kernel/velocity");
            assertThat(trained.compilation()).isEmpty();
            KerasModel other = KerasModel.of(model.compile(SGD.of(.1), meanSquaredError(), accuracy()));
            assertThat(ModelDiff.of(before, other).compilation())
                    .extracting(OptionChange::option)
                    .contains("optimizer", "optimizer.learning_rate", "metrics");
        }
    }

    @Test
    void warningsNameWhatIsOdd() {
        assertThat(ModelWarnings.of(model(Map.of()))).isEmpty();
        KerasModel odd = model(Map.of(
                "first/kernel", Array.of(new float[] {0, 1, 0, 1}, 2, 2),
                "first/bias", Array.of(new float[] {Float.NaN, Float.NEGATIVE_INFINITY}),
                "norm/moving_variance", Array.of(new float[] {1, -2}),
                "last/kernel", Array.of(new float[] {0, 0}, 2, 1)));
        assertThat(ModelWarnings.of(odd))
                .containsExactly(
                        "first/kernel: 1 of 2 units are dead, all their weights being 0.",
                        "first/bias: 1 NaN and 1 infinite among 2 numbers.",
                        "norm/moving_variance: variances below 0, down to -2.0.",
                        "last/kernel: all 2 numbers are 0, so nothing passes.");
        KerasModel mixed = new KerasModel(
                NET.withPolicy(DTypePolicy.MIXED_BFLOAT16),
                ones(NET),
                Optional.empty(),
                Optional.empty(),
                Set.of("first"),
                Optional.empty());
        List<String> warnings = ModelWarnings.of(mixed);
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0)).contains("Frozen", "first").doesNotContain("last");
        assertThat(warnings.get(1)).contains("mixed_bfloat16", "first", "last");
    }

    private static KerasModel model(Map<String, Array> changed) {
        Map<String, Array> weights = new LinkedHashMap<>(ones(NET).byPath());
        weights.putAll(changed);
        return new KerasModel(
                NET, new Weights(weights), Optional.empty(), Optional.empty(), Set.of(), Optional.empty());
    }

    private static Weights ones(Sequential net) {
        Map<String, Array> weights = new LinkedHashMap<>();
        net.graph().variables().forEach((path, spec) -> {
            float[] values = new float[(int) spec.shape().size()];
            java.util.Arrays.fill(values, 1);
            weights.put(path, Array.of(values, spec.shape().asArray()));
        });
        return new Weights(weights);
    }
}
