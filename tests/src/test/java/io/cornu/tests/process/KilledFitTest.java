package io.cornu.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.activations.Activations;
import io.cornu.callbacks.BackupAndRestore;
import io.cornu.callbacks.EarlyStopping;
import io.cornu.callbacks.LambdaCallback;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyArchives;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adam;
import io.cornu.runtime.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed in the middle of an epoch, twice, and run again ends as one that was not. */
class KilledFitTest {
    private static final int KILLED = 9;

    /** The program: its arguments are a folder and after how many batches the power goes. */
    static final class Program {
        private Program() {}

        /**
         * Trains, and writes the weights.
         *
         * @param arguments a folder, and after how many batches the process ends at once
         * @throws IOException if the disk fails
         */
        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            int[] left = {Integer.parseInt(arguments[1])};
            try (Model model = Sequential.of(
                            Input.of(3),
                            Dense.of(8).withActivation(Activations.relu()),
                            BatchNormalization.of(),
                            Dropout.of(.3),
                            Dense.of(1))
                    .build(Seed.of(5))) {
                CompiledModel compiled = model.compile(Adam.of(.01), Losses.meanSquaredError());
                compiled.fit(
                        data(),
                        Fit.epochs(5)
                                .withBatchSize(7)
                                .withCallbacks(
                                        EarlyStopping.of()
                                                .withMonitor("loss")
                                                .withPatience(4)
                                                .withRestoreBestWeights(true),
                                        BackupAndRestore.of(folder.resolve("backup"))
                                                .withSaveFrequency(2),
                                        LambdaCallback.of().withBatchEnd(batch -> {
                                            if (--left[0] == 0) {
                                                Runtime.getRuntime().halt(KILLED);
                                            }
                                        })));
                NumpyArchives.write(
                        folder.resolve("weights.npz"), model.weights().byPath());
            }
        }

        private static Dataset data() {
            RandomGenerator random = Seed.of(9).generator();
            float[] inputs = new float[40 * 3];
            float[] targets = new float[40];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = (float) random.nextGaussian();
            }
            for (int i = 0; i < targets.length; i++) {
                targets[i] = inputs[3 * i] * inputs[3 * i + 1];
            }
            return Dataset.of(Array.of(inputs, 40, 3), Array.of(targets, 40, 1));
        }
    }

    @Test
    void goesOnToTheSameEnd(@TempDir Path folder) throws IOException {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Path killed = Files.createDirectory(folder.resolve("killed"));
        assertThat(run(whole, 1000)).isZero();
        assertThat(run(killed, 9)).isEqualTo(KILLED);
        assertThat(killed.resolve("weights.npz")).doesNotExist();
        assertThat(killed.resolve("backup/backup.npz")).exists();
        assertThat(run(killed, 5)).isEqualTo(KILLED);
        assertThat(run(killed, 1000)).isZero();
        assertThat(NumpyArchives.read(killed.resolve("weights.npz")))
                .isEqualTo(NumpyArchives.read(whole.resolve("weights.npz")));
        assertThat(killed.resolve("backup")).doesNotExist();
    }

    private static int run(Path folder, int batches) throws IOException {
        return Finished.run(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                folder.toString(),
                                Integer.toString(batches)),
                        folder,
                        Map.of("TF_CPP_MIN_LOG_LEVEL", "2"),
                        Duration.ofMinutes(2))
                .exitCode();
    }
}
