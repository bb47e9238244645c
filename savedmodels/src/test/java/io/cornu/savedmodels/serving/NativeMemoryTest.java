package io.cornu.savedmodels.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.data.Array;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.model.Sequential;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model takes comes back when another takes its place. */
class NativeMemoryTest {
    private static final int SIZE = 2000;
    private static final int RELOADS = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** Each model has 2000 x 2000 floats, 16 MB: kept, those of 20 reloads would be 320 MB. */
    @Test
    void memoryOfReplacedModelsComesBack() throws IOException {
        Sequential large = Sequential.of(Input.of(SIZE), Dense.of(SIZE), Dense.of(2));
        List<Path> versions =
                List.of(Served.keras(folder, "a.keras", large, 1), Served.savedModel(folder, "b", large, 2));
        Array input = Array.of(new float[SIZE], 1, SIZE);
        try (ReloadablePredictor models = ReloadablePredictor.open(versions.get(0))) {
            long settled = 0;
            for (int reload = 1; reload <= 6 + RELOADS; reload++) {
                models.reload(versions.get(reload % 2));
                assertThat(models.predictor().predict(input).size()).isEqualTo(2);
                settled = reload == 6 ? Pointer.physicalBytes() : settled;
            }
            long kept = Pointer.physicalBytes() - settled;
            assertThat(kept >> 20).as("MB kept after %s reloads", RELOADS).isLessThan(100);
        }
    }
}
