package io.cornu.model;

import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.initializers.Initializers;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/** A weight that the loss depends on, but through nothing that has a gradient. */
class UnreachableWeightTest {
    private static final Dataset DATA =
            Dataset.of(Array.of(new float[] {1, 1}, 1, 2), Array.of(new float[] {0, 0}, 1, 2));

    @Test
    void isRefusedByName() {
        try (Model model = Sequential.of(Input.of(2), Dense.of(2), new Shifted().named("shift"))
                .build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(.1), meanSquaredError());
            assertThatThrownBy(() -> compiled.fit(DATA, Fit.epochs(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("shift/offset")
                    .hasMessageNotContaining("dense");
        }
    }

    /** Adds a weight through which no gradient flows. */
    private record Shifted() implements Layer {
        @Override
        public List<VariableSpec> variables(List<Shape> inputs) {
            return List.of(VariableSpec.trainable("offset", Shape.of(1), Initializers.zeros()));
        }

        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            return call.tf().math.add(call.input(), call.tf().stopGradient(call.variable("offset")));
        }
    }
}
