package io.cornu.model;

import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Clipping;
import io.cornu.optimizers.Nadam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.OptimizerSettings;
import io.cornu.optimizers.SGD;
import io.cornu.regularizers.Regularizers;
import io.cornu.runtime.Seed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Variables of bfloat16 and float16, whose last digit of 1 is 2^-7 and 2^-10, below it half as much. */
class HalfPolicyTest {
    private static final Dataset ONES = Dataset.of(Array.of(new float[] {1}, 1, 1), Array.of(new float[] {0}, 1, 1));

    private static Architecture weight(DTypePolicy policy) {
        return Sequential.of(Input.of(1), Dense.of(1).withUseBias(false)).withPolicy(policy);
    }

    /** The loss is w^2, its gradient at 1 is 2: a rate of 2^-11 takes 2^-10 away, which is 1/4 of bfloat16's digit. */
    @Test
    void whatIsBelowTheLastDigitIsLost() {
        assertThat(afterOneStep(DTypePolicy.BFLOAT16, SGD.of(0x1p-11))).isEqualTo(1);
        assertThat(afterOneStep(DTypePolicy.MIXED_BFLOAT16, SGD.of(0x1p-11))).isEqualTo(1 - 0x1p-10);
        assertThat(afterOneStep(DTypePolicy.BFLOAT16, SGD.of(0x1p-9))).isEqualTo(1 - 0x1p-8);
        assertThat(afterOneStep(DTypePolicy.FLOAT16, SGD.of(0x1p-11))).isEqualTo(1 - 0x1p-10);
        assertThat(afterOneStep(DTypePolicy.FLOAT16, SGD.of(0x1p-14))).isEqualTo(1);
    }

    /** 0.999 is 1 in bfloat16, and so Adam's step 0; with 0.9 it is the rate, which bfloat16 has as 0.125. */
    @Test
    void adamComputesInTheTypeOfTheWeights() {
        assertThat(afterOneStep(DTypePolicy.BFLOAT16, Adam.of(.125))).isEqualTo(1);
        // Steps of 2^-8 follow one another here; each of some five operations rounds by half of that relative to it.
        assertThat(afterOneStep(DTypePolicy.BFLOAT16, Adam.of(.125).withBeta2(.9)))
                .isBetween(1 - .125 - 0x1p-7, 1 - .125 + 0x1p-7);
    }

    private static double afterOneStep(DTypePolicy policy, Optimizer optimizer) {
        try (Model model = weight(policy).build(Seed.of(1))) {
            model.setWeight("dense/kernel", Array.of(new float[] {1}, 1, 1));
            model.compile(optimizer, meanSquaredError()).fit(ONES, Fit.epochs(1));
            return model.weights().get("dense/kernel").at(0);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DTypePolicy.class,
            names = {"BFLOAT16", "FLOAT16"})
    void weightsAndSlotsAreShort(DTypePolicy policy) {
        Architecture network = Sequential.of(
                        Input.of(3),
                        Dense.of(4).withKernelRegularizer(Regularizers.l2(.01)),
                        Dropout.of(.5),
                        Dense.of(2).withPolicy(DTypePolicy.FLOAT32).named("last"))
                .withPolicy(policy);
        try (Model model = network.build(Seed.of(1))) {
            Array x = LayerCases.numbers(org.tensorflow.ndarray.Shape.of(8, 3), 0, 1, 0);
            Array y = LayerCases.numbers(org.tensorflow.ndarray.Shape.of(8, 2), 3, 1, 0);
            assertThat(model.weights().get("dense/kernel").dataType()).isEqualTo(policy.computeType());
            assertThat(model.weights().get("last/kernel").dataType()).isEqualTo(DataType.FLOAT32);
            // 3 * 4 + 4 numbers of 2 bytes, and 4 * 2 + 2 of 4
            assertThat(model.summary()).contains("Total params: 26 (72.00 B)");

            CompiledModel compiled = model.compile(
                    SGD.of(.05).withMomentum(.9), meanSquaredError(), io.cornu.metrics.Metrics.meanAbsoluteError());
            History history = compiled.fit(Dataset.of(x, y), Fit.epochs(20));
            assertThat(history.get("loss")[19]).isLessThan(.9 * history.get("loss")[0]);
            Map<String, Array> slots = compiled.optimizerState().slots().getOrDefault("momentum", Map.of());
            assertThat(slots.get("dense/bias")).extracting(Array::dataType).isEqualTo(policy.computeType());
            assertThat(slots.get("last/bias")).extracting(Array::dataType).isEqualTo(DataType.FLOAT32);

            assertThat(model.predict(x).dataType()).isEqualTo(DataType.FLOAT32);
            List<Array> passes = model.predictMonteCarlo(Dataset.ofInputs(x), 8, 0, 3);
            assertThat(passes.get(0).shape().asArray()).containsExactly(3, 8, 2);
            assertThat(passes.get(0).toDoubles()).doesNotContain(Double.NaN);
            try (Model copy = model.copy()) {
                assertThat(copy.predict(x)).isEqualTo(model.predict(x));
            }
        }
    }

    /** 1 + 2^-9 is 1 in bfloat16, whatever the layers behind compute in. */
    @Test
    void anInputRounds() {
        Array input = Array.of(new float[] {1 + 0x1p-9f}, 1, 1);
        Array one = Array.of(new float[] {1}, 1, 1);
        for (DataType type : List.of(DataType.FLOAT32, DataType.BFLOAT16)) {
            try (Model model = Sequential.of(
                            Input.of(1).withDataType(type), Dense.of(1).withUseBias(false))
                    .build(Seed.of(1))) {
                model.setWeight("dense/kernel", one);
                assertThat(model.predict(input).at(0)).isEqualTo(type == DataType.FLOAT32 ? 1 + 0x1p-9 : 1);
            }
        }
    }

    @Test
    void whatWeightsOfSeveralTypesWouldShareIsRefused() {
        Architecture network = Sequential.of(
                        Input.of(3), Dense.of(4), Dense.of(2).withPolicy(DTypePolicy.FLOAT32))
                .withPolicy(DTypePolicy.BFLOAT16);
        try (Model model = network.build(Seed.of(1))) {
            assertThatThrownBy(() -> model.compile(Nadam.of(.01), meanSquaredError()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("compile: expected weights of one type for Nadam, received"
                            + " [bfloat16, float32]. Give all layers one DTypePolicy");
            SGD clipped = SGD.of(.01).withSettings(OptimizerSettings.none().withClipping(Clipping.byGlobalNorm(1)));
            assertThatThrownBy(() -> model.compile(clipped, meanSquaredError()))
                    .hasMessageContaining("for SGD with a global norm, received [bfloat16, float32]");
        }
    }
}
