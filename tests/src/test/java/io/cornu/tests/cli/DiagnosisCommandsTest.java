package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.schedules.ExponentialDecay;
import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lr-range}, {@code gradients} and {@code mc-dropout}, from the command line to the files. */
class DiagnosisCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    private static String data = "";

    @BeforeAll
    static void writeFiles() throws IOException {
        data = TinyData.write(folder, 96);
        try (Model model = Sequential.of(
                        Input.of(TinyData.SIDE, TinyData.SIDE, 1),
                        Flatten.of(),
                        Dense.of(16).withActivation(Activations.relu()),
                        Dropout.of(.5),
                        Dense.of(TinyData.CLASSES).withActivation(Activations.softmax()))
                .build(Seed.of(3))) {
            var compiled =
                    model.compile(SGD.of(ExponentialDecay.of(.1, 100, .9)), Losses.sparseCategoricalCrossentropy());
            KerasArchive.write(compiled, folder.resolve("dropout.keras"));
            SavedModel.write(model, folder.resolve("dropout"));
        }
        try (Model plain = Sequential.of(Input.of(TinyData.SIDE, TinyData.SIDE, 1), Flatten.of(), Dense.of(2))
                .build(Seed.of(3))) {
            KerasArchive.write(plain, folder.resolve("plain.keras"));
            SavedModel.write(plain, folder.resolve("plain"));
        }
        NumpyFiles.write(folder.resolve("few.npy"), Array.of(new int[5]));
        int[] large = new int[96];
        large[7] = 9;
        NumpyFiles.write(folder.resolve("large.npy"), Array.of(large));
    }

    @Test
    void learningRateRangeSuggestsARate() throws IOException {
        Path model = folder.resolve("dropout.keras");
        byte[] before = Files.readAllBytes(model);
        Path out = folder.resolve("range");
        Finished finished = Cornu.succeed(
                "lr-range",
                model,
                "--data",
                data,
                "--optimizer",
                "sgd",
                "--batch-size",
                16,
                "--steps",
                40,
                "--lowest",
                1e-4,
                "--out",
                out,
                "--json");
        JsonNode json = Cornu.json(finished);
        assertThat(json.get("verdicts").get(0).asText()).contains("falls most steeply");
        assertThat(json.get("command").asText()).startsWith("cornu lr-range").contains("--steps 40");
        assertThat(names(out))
                .contains(
                        "report.html",
                        "report.json",
                        "losses.csv",
                        "suggestions.csv",
                        "loss-by-rate.svg",
                        "loss-by-rate.png");
        List<String> losses = Files.readAllLines(out.resolve("losses.csv"));
        assertThat(losses.get(0)).isEqualTo("step,learning rate,loss,smoothed loss");
        String[] first = losses.get(1).split(",", -1);
        assertThat(Double.parseDouble(first[1])).isCloseTo(1e-4, within(1e-12));
        // The first average is the first loss.
        assertThat(Double.parseDouble(first[3])).isCloseTo(Double.parseDouble(first[2]), within(1e-9));
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
    }

    @Test
    void gradientsAreToldByLayerAndEpoch() throws IOException {
        Path out = folder.resolve("gradients");
        Finished finished = Cornu.succeed(
                "gradients",
                folder.resolve("dropout.keras"),
                "--data",
                data,
                "--epochs",
                2,
                "--probe",
                32,
                "--out",
                out);
        assertThat(finished.stdout()).contains("No gradient vanishes", "report.html");
        List<String> rows = Files.readAllLines(out.resolve("gradients.csv"));
        // Before the first step and after two epochs, two kernels and two biases.
        assertThat(rows).hasSize(1 + 3 * 4);
        assertThat(rows.get(1)).startsWith("0,0,dense/kernel,").endsWith(",NaN");
        assertThat(rows.get(9)).startsWith("2,4,dense/kernel,").doesNotContain("NaN");
        assertThat(Files.readAllLines(out.resolve("activations.csv"))).hasSize(1 + 3 * 4);
        assertThat(names(out))
                .contains(
                        "gradient-norms.svg",
                        "gradient-map.png",
                        "update-ratios.svg",
                        "activations.png",
                        "findings.csv");
        JsonNode json = Cornu.json(Cornu.succeed(
                "gradients",
                "mlp",
                "--data",
                data,
                "--epochs",
                1,
                "--every",
                1,
                "--out",
                folder.resolve("steps"),
                "--json"));
        assertThat(json.get("settings").get("measured").asText()).isEqualTo("every 1 steps");
    }

    @Test
    void uncertaintyOfExamplesWithLabels() throws IOException {
        Path out = folder.resolve("uncertain");
        JsonNode json = Cornu.json(Cornu.succeed(
                "mc-dropout",
                folder.resolve("dropout.keras"),
                "--data",
                data,
                "--passes",
                20,
                "--top",
                7,
                "--out",
                out,
                "--json"));
        assertThat(json.get("verdicts").toString()).contains("20 passes", "calibration error", "10% most uncertain");
        assertThat(names(out))
                .contains(
                        "most-uncertain.png",
                        "reliability.svg",
                        "rejection.svg",
                        "uncertainty.png",
                        "quality.csv",
                        "mean.npy",
                        "standard-deviation.npy");
        Array mean = NumpyFiles.read(out.resolve("mean.npy"));
        assertThat(mean.shape().asArray()).containsExactly(96, TinyData.CLASSES);
        List<String> rows = Files.readAllLines(out.resolve("predictions.csv"));
        assertThat(rows.get(0))
                .isEqualTo("example,predicted,confidence,deviation,label,right,entropy,mutual information,variance");
        assertThat(rows).hasSize(97);
        int right = 0;
        for (int i = 0; i < 96; i++) {
            String[] row = rows.get(i + 1).split(",", -1);
            int best = 0;
            double entropy = 0;
            for (int column = 0; column < TinyData.CLASSES; column++) {
                double p = mean.at(i * TinyData.CLASSES + column);
                best = p > mean.at(i * TinyData.CLASSES + best) ? column : best;
                entropy -= p * Math.log(p);
            }
            assertThat(row[1]).isEqualTo(Integer.toString(best));
            assertThat(row[4]).isEqualTo(Integer.toString(i % TinyData.CLASSES));
            assertThat(row[5]).isEqualTo(Boolean.toString(best == i % TinyData.CLASSES));
            assertThat(Double.parseDouble(row[6])).isCloseTo(entropy, within(1e-5));
            right += best == i % TinyData.CLASSES ? 1 : 0;
        }
        String[] quality = Files.readAllLines(out.resolve("quality.csv")).get(1).split(",", -1);
        assertThat(Double.parseDouble(quality[1])).isCloseTo(right / 96.0, within(1e-9));
        // The shown ones are the most uncertain, in order.
        double[] shown = Files.readAllLines(out.resolve("most-uncertain.csv")).stream()
                .skip(1)
                .mapToDouble(row -> Double.parseDouble(row.split(",", -1)[6]))
                .toArray();
        assertThat(shown).hasSize(7);
        double[] sorted = shown.clone();
        Arrays.sort(sorted);
        assertThat(shown[0]).isEqualTo(sorted[6]);
    }

    @Test
    void inputsWithoutLabelsAreRankedAlone() throws IOException {
        Path out = folder.resolve("ranked");
        Cornu.succeed(
                "mc-dropout",
                folder.resolve("dropout.keras"),
                "--input",
                folder.resolve("x.npy"),
                "--passes",
                5,
                "--measure",
                "mutual_information",
                "--out",
                out);
        assertThat(names(out)).contains("predictions.csv", "most-uncertain.svg").doesNotContain("reliability.svg");
        assertThat(Files.readAllLines(out.resolve("predictions.csv")).get(0)).doesNotContain("label");
    }

    /** It has the seed of the model that it was written from, so the file with that seed says the same. */
    @Test
    void savedModelsAreAsUnsureAsTheirFiles() throws IOException {
        List<Array> means = new ArrayList<>();
        for (String model : List.of("dropout.keras", "dropout")) {
            Path out = folder.resolve("unsure-" + model);
            List<Object> arguments = new ArrayList<>(
                    List.of("mc-dropout", folder.resolve(model), "--data", data, "--passes", 6, "--out", out));
            if (model.endsWith(".keras")) {
                arguments.addAll(List.of("--seed", 3));
            }
            Cornu.succeed(arguments.toArray());
            means.add(NumpyFiles.read(out.resolve("mean.npy")));
            assertThat(names(out)).contains("reliability.svg", "predictions.csv");
        }
        assertThat(means.get(1).toDoubles()).containsExactly(means.get(0).toDoubles(), Offset.offset(1e-5));

        Path other = folder.resolve("unsure-otherwise");
        Cornu.succeed(
                "mc-dropout", folder.resolve("dropout"), "--data", data, "--passes", 6, "--seed", 1, "--out", other);
        assertThat(NumpyFiles.read(other.resolve("mean.npy")).toDoubles())
                .isNotEqualTo(means.get(1).toDoubles());
    }

    /** One row a mistake: nothing is written, and one line names the fix. {@code @} is the folder. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 1000,
            value = {
                "lr-range mpl --data DATA --out @/o|2|Did you mean 'mlp'?",
                "lr-range mlp --data DATA --steps 1 --out @/o|2|--steps&at least 2",
                "lr-range mlp --data DATA --lowest 0 --out @/o|2|--lowest&received 0",
                "lr-range mlp --data DATA --lowest 20 --out @/o|2|--highest&above",
                "lr-range mlp --data DATA --smoothing 1 --out @/o|2|--smoothing&[0, 1)",
                "lr-range @/dropout.keras --data DATA --out @/o|1|schedule&--optimizer",
                "lr-range mlp --data @/nowhere.npz --out @/o|1|nowhere.npz&Check the path",
                "lr-range mlp --data DATA --out @/x.npy|1|--out&a file",
                "lr-range @/plain.keras --data DATA --loss mse --out @|1|--out&empty folder",
                "gradients mlp --data DATA --epochs 0 --out @/o|2|--epochs&at least 1",
                "gradients mlp --data DATA --probe 0 --out @/o|2|--probe&at least 1",
                "gradients mlp --data DATA --every -1 --out @/o|2|--every&at least 0",
                "gradients @/plain.keras --data @/x.npy,@/few.npy --out @/o|1|5&96",
                "mc-dropout @/dropout.keras --out @/o|2|--input&neither",
                "mc-dropout @/dropout.keras --input @/x.npy --data DATA --out @/o|2|both",
                "mc-dropout @/dropout.keras --data DATA --labels @/y.npy --out @/o|2|--labels&Leave it out",
                "mc-dropout @/dropout.keras --input @/x.npy --scaling unit --out @/o|2|--scaling&Leave it out",
                "mc-dropout @/dropout.keras --input @/x.npy --passes 1 --out @/o|2|--passes&at least 2",
                "mc-dropout @/dropout.keras --input @/x.npy --measure doubt --out @/o|2|--measure&doubt",
                "mc-dropout @/dropout.keras --input @/nowhere.npy --out @/o|1|nowhere.npy",
                "mc-dropout @/dropout.keras --input @/y.npy --out @/o|1|(None, 8, 8, 1)",
                "mc-dropout @/dropout.keras --input @/x.npy --labels @/few.npy --out @/o|1|96&5",
                "mc-dropout @/dropout.keras --input @/x.npy --labels @/large.npy --passes 2 --out @/o|1|label&9",
                "mc-dropout @/plain.keras --input @/x.npy --out @/o|1|random&Dropout",
                "mc-dropout @/plain --input @/x.npy --out @/o|1|mc_dropout&serving_default&Give the .keras file",
                "mc-dropout @/dropout --input @/y.npy --out @/o|1|(None, 8, 8, 1)",
                "mc-dropout @/nothing.keras --input @/x.npy --out @/o|1|nothing.keras&Check the path",
            })
    void mistakesAreOneLine(String arguments, int code, String expected) throws IOException {
        Mistakes.requireOneLine(folder, arguments, code, expected);
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
