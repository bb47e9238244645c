package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.FitListener;
import io.cornu.model.FitProgress;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.Adam;
import io.cornu.runtime.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void comesBackAsItWas() throws IOException {
        Path place = folder.resolve("checkpoint");
        Weights best = new Weights(Map.of("dense/kernel", Array.of(new float[] {.1f, -2}, 2, 1)));
        FitProgress progress = new FitProgress(
                2,
                17,
                15,
                // Numbers that a decimal text easily spoils, and those that JSON has no words for.
                Map.of("loss", new double[] {1 / 3., 1e-300, Double.NaN}),
                List.of(
                        new History.Epoch(0, Map.of("loss", .1 + .2)),
                        new History.Epoch(1, Map.of("loss", Double.POSITIVE_INFINITY))),
                List.of(
                        FitListener.State.EMPTY,
                        new FitListener.State(Map.of("wait", 3., "best", Math.PI), Map.of("best", best))));
        try (Model model = Sequential.of(Input.of(2), Dense.of(1)).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(Compilation.of(Adam.of(.001), Losses.meanSquaredError()));
            // The file keeps rates as float32; the checkpoint must not.
            compiled.setLearningRate(1 / 30.);
            Checkpoint.write(place, compiled, new FitProgress(0, 0, 0, Map.of(), List.of(), List.of()), 1);
            Checkpoint.write(place, compiled, progress, 12.5);

            Checkpoint.Opened opened = Checkpoint.read(place);
            assertThat(opened.seconds()).isEqualTo(12.5);
            assertThat(opened.learningRate()).isEqualTo(compiled.learningRate());
            assertThat(opened.model().weights()).isEqualTo(model.weights());
            assertThat(opened.progress().epoch()).isEqualTo(2);
            assertThat(opened.progress().batch()).isEqualTo(17);
            assertThat(opened.progress().steps()).isEqualTo(15);
            assertThat(opened.progress().totals().get("loss")).containsExactly(1 / 3., 1e-300, Double.NaN);
            assertThat(opened.progress().epochs()).isEqualTo(progress.epochs());
            assertThat(opened.progress().listeners()).isEqualTo(progress.listeners());
        }
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(place);
        }
    }

    @Test
    void brokenStateIsNamed() throws IOException {
        Path place = Files.createDirectories(folder.resolve("checkpoint"));
        assertThat(Checkpoint.exists(place)).isFalse();
        Files.writeString(place.resolve("state.json"), "{\"epoch\": ");
        assertThat(Checkpoint.exists(place)).isTrue();
        assertThatThrownBy(() -> Checkpoint.read(place))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("state.json")
                .hasMessageContaining("--out");
    }
}
