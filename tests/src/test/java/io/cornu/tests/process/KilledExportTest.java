package io.cornu.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.data.Array;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.tf.LoadedSavedModel;
import io.cornu.savedmodels.tf.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed while it writes a SavedModel over an earlier one leaves the earlier one whole. */
class KilledExportTest {
    private static final int KILLED = 9;

    /** The program: its argument is the folder with the SavedModel. */
    static final class Program {
        private Program() {}

        /**
         * Writes another model, and ends at once when its files begin to appear.
         *
         * @param arguments the folder
         * @throws IOException if the disk fails
         */
        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            Thread killer = new Thread(() -> {
                while (!hasBegun(folder)) {
                    Thread.onSpinWait();
                }
                Runtime.getRuntime().halt(KILLED);
            });
            killer.setDaemon(true);
            try (Model model = model(2)) {
                killer.start();
                SavedModel.write(model, folder.resolve("model"));
            }
        }

        private static boolean hasBegun(Path folder) {
            String[] names = folder.toFile().list((parent, name) -> name.endsWith(".tmp"));
            return names != null
                    && names.length > 0
                    && Files.exists(folder.resolve(names[0]).resolve("variables"));
        }
    }

    @Test
    void leavesTheEarlierModel(@TempDir Path folder) throws IOException {
        Array x = Array.of(new float[] {1, 2, 3}, 1, 3);
        Path directory = folder.resolve("model");
        try (Model model = model(1)) {
            SavedModel.write(model, directory);
            assertThat(run(folder)).isEqualTo(KILLED);
            assertThat(folder.toFile().list()).hasSize(2).anyMatch(name -> name.endsWith(".tmp"));
            try (LoadedSavedModel loaded = SavedModel.read(directory)) {
                assertThat(loaded.predict(List.of(x))).containsExactly(model.predict(x));
            }
        }
    }

    private static Model model(int seed) {
        return Sequential.of(Input.of(3), Dense.of(2)).build(Seed.of(seed));
    }

    private static int run(Path folder) throws IOException {
        return Finished.run(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                folder.toString()),
                        folder,
                        Map.of("TF_CPP_MIN_LOG_LEVEL", "2"),
                        Duration.ofMinutes(2))
                .exitCode();
    }
}
