package io.cornu.savedmodels.keras;

import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Nadam;
import io.cornu.runtime.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Variables of half precision, and what optimizers remember of them, keep their type and every bit in all files. */
class HalfPolicyFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = DTypePolicy.class,
            names = {"BFLOAT16", "FLOAT16"})
    void everyFileKeepsThem(DTypePolicy policy) throws IOException {
        Architecture network = Sequential.of(Input.of(3), Dense.of(4), BatchNormalization.of(), Dense.of(2))
                .withPolicy(policy);
        Dataset data =
                Dataset.of(Array.of(new float[] {1, 2, 3, -1, 0, .5f}, 2, 3), Array.of(new float[] {1, 0, 0, 1}, 2, 2));
        try (Model model = network.build(Seed.of(1))) {
            CompiledModel compiled = model.compile(Nadam.of(.01).withBeta2(.95).withEpsilon(.01), meanSquaredError());
            compiled.fit(data, Fit.epochs(2));
            KerasArchive.write(compiled, folder.resolve("model.keras"));
            KerasH5.write(compiled, folder.resolve("model.h5"));
            KerasWeights.write(compiled, folder.resolve("model.weights.h5"));

            for (KerasModel read : List.of(
                    KerasArchive.read(folder.resolve("model.keras")), KerasH5.read(folder.resolve("model.h5")))) {
                assertThat(read.notes()).isEmpty();
                assertThat(read.architecture()).isEqualTo(network);
                assertThat(read.weights()).isEqualTo(model.weights());
                assertThat(read.weights().get("batch_normalization/moving_mean").dataType())
                        .isEqualTo(policy.computeType());
                assertThat(read.dataType()).isEqualTo(DataType.FLOAT32);
            }
            assertThat(KerasArchive.read(folder.resolve("model.keras")).optimizerState())
                    .contains(compiled.optimizerState());
            KerasWeights weights = KerasWeights.read(folder.resolve("model.weights.h5"), compiled);
            assertThat(weights.weights()).isEqualTo(model.weights());
            assertThat(weights.optimizerState()).contains(compiled.optimizerState());
        }
    }
}
