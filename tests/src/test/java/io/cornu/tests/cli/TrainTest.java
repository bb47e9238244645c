package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.NumpyArchives;
import io.cornu.data.NumpyFiles;
import io.cornu.optimizers.SGD;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.tests.process.Finished;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private String data = "";

    @BeforeEach
    void writeData() throws IOException {
        data = TinyData.write(folder, 240);
    }

    @Test
    void runFolderIsComplete() throws IOException {
        Path run = folder.resolve("deep/run");
        Finished finished = Cornu.succeed(
                "train",
                "mlp",
                "--data",
                data,
                "--validation-split",
                .25,
                "--epochs",
                3,
                "--seed",
                7,
                "--tensorboard",
                "--out",
                run);
        assertThat(finished.stdout()).contains("Epoch 3/3", "180 examples", "Wrote " + run, "Total params", "--logdir");
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "model.keras",
                            "savedmodel",
                            "history.csv",
                            "curves.svg",
                            "curves.png",
                            "run.json",
                            "tensorboard",
                            "checkpoint");
        }
        assertThat(run.resolve("tensorboard")).isDirectoryRecursivelyContaining("glob:**/validation/events.*");
        List<String> history = Files.readAllLines(run.resolve("history.csv"));
        assertThat(history).hasSize(4);
        assertThat(history.get(0)).isEqualTo("epoch,loss,accuracy,val_loss,val_accuracy,learning_rate");
        assertThat(history.get(1)).startsWith("0,").endsWith(",0.001");
        assertThat(history.get(3)).startsWith("2,");
        assertThat(ImageIO.read(run.resolve("curves.png").toFile()).getWidth()).isGreaterThan(200);
        assertThat(Files.readString(run.resolve("curves.svg"))).contains("<svg", "</svg>");
        assertThat(run.resolve("savedmodel/saved_model.pb")).isNotEmptyFile();

        JsonNode report = Cornu.json(run.resolve("run.json"));
        assertThat(report.get("status").asText()).isEqualTo("finished");
        assertThat(report.get("settings").get("seed").asLong()).isEqualTo(7);
        assertThat(report.get("data").get("digest").asText()).matches("[0-9a-f]{64}");
        assertThat(report.get("data").get("training").asInt()).isEqualTo(180);
        assertThat(report.get("data").get("validation").asInt()).isEqualTo(60);
        assertThat(report.get("architecture").get("digest").asText()).matches("[0-9a-f]{64}");
        // Flatten 64, Dense 128, Dense 3.
        assertThat(report.get("architecture").get("parameters").asInt()).isEqualTo(64 * 128 + 128 + 128 * 3 + 3);
        assertThat(report.get("environment").get("device").asText()).isEqualTo("cpu");
        assertThat(report.get("environment").get("tensorflow").asText()).isEqualTo("2.18.0");
        assertThat(report.get("epochs").asInt()).isEqualTo(3);
        assertThat(report.get("started").asText())
                .isLessThanOrEqualTo(report.get("finished").asText());
        assertThat(report.get("metrics").get("val_accuracy").asText())
                .isEqualTo(history.get(3).split(",", -1)[4]);
    }

    @Test
    void jsonIsOneObjectAndPeopleAreToldOnTheOtherStream() throws IOException {
        Finished finished =
                Cornu.succeed("train", "mlp", "--data", data, "--epochs", 1, "--json", "--out", folder.resolve("run"));
        JsonNode report = Cornu.json(finished);
        assertThat(report).isEqualTo(Cornu.json(folder.resolve("run/run.json")));
        assertThat(finished.stderr()).contains("Epoch 1/1");
    }

    @Test
    void baseNetworkLearnsAndTests() throws IOException {
        // x_train and x_test in one archive: the test part is evaluated and reported by class.
        Path archive = folder.resolve("set.npz");
        Array x = NumpyFiles.read(folder.resolve("x.npy"));
        Array y = NumpyFiles.read(folder.resolve("y.npy"));
        NumpyArchives.write(
                archive,
                Map.of(
                        "x_train", x.rows(0, 180),
                        "y_train", y.rows(0, 180),
                        "x_test", x.rows(180, 240),
                        "y_test", y.rows(180, 240)));
        Path run = folder.resolve("run");
        Finished finished = Cornu.succeed(
                "train", "--data", archive, "--epochs", 4, "--batch-size", 16, "--no-shuffle", "--out", run);
        assertThat(finished.stdout()).contains("Test: loss", "precision", "recall");
        JsonNode report = Cornu.json(run.resolve("run.json"));
        assertThat(report.get("metrics").get("accuracy").asDouble()).isGreaterThan(.9);
        assertThat(report.get("test").get("accuracy").asDouble()).isBetween(0., 1.);
        assertThat(report.get("classes")).hasSize(3);
        // 60 examples in turn.
        report.get("classes")
                .forEach(row -> assertThat(row.get("support").asInt()).isEqualTo(20));
        assertThat(Files.readAllLines(run.resolve("history.csv")).get(0))
                .isEqualTo("epoch,loss,accuracy,learning_rate");
    }

    @Test
    void sameSeedGivesSameRunAndAnotherSeedAnother() throws IOException {
        Path first = train("first", "base-cnn", "--epochs", 2, "--seed", 3);
        Path second = train("second", "base-cnn", "--epochs", 2, "--seed", 3);
        Path other = train("other", "base-cnn", "--epochs", 2, "--seed", 4);
        assertThat(history(second)).isEqualTo(history(first)).isNotEqualTo(history(other));
        assertThat(read(second).weights()).isEqualTo(read(first).weights());
    }

    @Test
    void withoutShufflingTheSeedOnlyBuildsTheWeights() throws IOException {
        // From a file there is nothing left to draw, so any seed gives the same run; with shuffling it does not.
        Path start = train("start", "mlp", "--epochs", 1).resolve("model.keras");
        Path first = train("first", start, "--epochs", 1, "--no-shuffle", "--seed", 1);
        Path second = train("second", start, "--epochs", 1, "--no-shuffle", "--seed", 2);
        Path shuffled = train("shuffled", start, "--epochs", 1, "--seed", 2);
        assertThat(history(second)).isEqualTo(history(first)).isNotEqualTo(history(shuffled));
    }

    @Test
    void fileGoesOnWithItsOptimizer() throws IOException {
        // Without shuffling 1 + 1 epochs are 2 epochs, if weights, slots, step and rate all go on.
        Object[] sgd = {"--optimizer", "sgd", "--learning-rate", .05, "--momentum", .9, "--nesterov"};
        Path whole = train("whole", concat("mlp", sgd, "--epochs", 2, "--no-shuffle"));
        Path half = train("half", concat("mlp", sgd, "--epochs", 1, "--no-shuffle"));
        Path rest = train("rest", half.resolve("model.keras"), "--epochs", 1, "--no-shuffle");
        assertThat(read(rest).weights()).isEqualTo(read(whole).weights());
        assertThat(read(rest).optimizerState()).isEqualTo(read(whole).optimizerState());
        SGD optimizer = (SGD) read(rest).compilation().orElseThrow().optimizer();
        assertThat(optimizer.momentum()).isEqualTo(.9);
        assertThat(optimizer.nesterov()).isTrue();
    }

    @Test
    void optionsOverrideTheFile() throws IOException {
        Path start = train("start", "mlp", "--epochs", 1).resolve("model.keras");
        Path rate = train("rate", start, "--epochs", 1, "--learning-rate", .0001);
        assertThat(history(rate).get(1)).endsWith(",1.0E-4");
        // 240 examples in batches of 64 are 4 steps an epoch, and the file's own go on.
        assertThat(read(rate).optimizerState().orElseThrow().iterations()).isEqualTo(8);

        Path optimizer = train("optimizer", start, "--epochs", 1, "--optimizer", "sgd", "--momentum", .5);
        assertThat(read(optimizer).compilation().orElseThrow().optimizer())
                .isEqualTo(SGD.of(.01).withMomentum(.5));
        assertThat(read(optimizer).optimizerState().orElseThrow().iterations()).isEqualTo(4);

        Path oneHot = folder.resolve("one-hot.npy");
        float[] rows = new float[240 * 3];
        for (int i = 0; i < 240; i++) {
            rows[i * 3 + i % 3] = 1;
        }
        NumpyFiles.write(oneHot, Array.of(rows, 240, 3));
        data = folder.resolve("x.npy") + "," + oneHot;
        Path loss = train("loss", start, "--epochs", 1, "--loss", "categorical_crossentropy");
        assertThat(read(loss)
                        .compilation()
                        .orElseThrow()
                        .outputs()
                        .get(0)
                        .loss()
                        .name())
                .isEqualTo("categorical_crossentropy");
        // A new network for the same targets needs no word.
        assertThat(history(train("fresh", "mlp", "--epochs", 1)).get(0)).contains("accuracy");
    }

    @Test
    void validationDataIsValidatedWith() throws IOException {
        String others = TinyData.write(folder, "-validation", 60, 2);
        Path run = train("run", "mlp", "--epochs", 2, "--validation-data", others);
        JsonNode evaluated =
                Cornu.json(Cornu.succeed("evaluate", run.resolve("model.keras"), "--data", others, "--json"));
        String[] last = history(run).get(2).split(",", -1);
        assertThat(evaluated.get("loss").asDouble())
                .isCloseTo(Double.parseDouble(last[3]), org.assertj.core.data.Offset.offset(1e-6));
        assertThat(Cornu.json(run.resolve("run.json"))
                        .get("data")
                        .get("validationDigest")
                        .asText())
                .hasSize(64);
    }

    @Test
    void imageFoldersAndTablesTrain() throws IOException {
        for (int i = 0; i < 24; i++) {
            boolean isDark = i % 2 == 0;
            Path of = Files.createDirectories(folder.resolve("photos").resolve(isDark ? "night" : "day"));
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 64; p++) {
                image.setRGB(p % 8, p / 8, isDark ? 0x101010 : 0xe0e0ff);
            }
            ImageIO.write(image, "png", of.resolve(i + ".png").toFile());
        }
        data = folder.resolve("photos").toString();
        Path photos = train("photo-run", "base-cnn", "--epochs", 2, "--batch-size", 8);
        JsonNode report = Cornu.json(photos.resolve("run.json")).get("data");
        assertThat(report.get("classNames").toString()).isEqualTo("[\"day\",\"night\"]");
        assertThat(report.get("scaling").asText()).isEqualTo("unit");

        Path table = folder.resolve("table.csv");
        Files.writeString(
                table,
                Stream.iterate(0, i -> i + 1)
                        .limit(40)
                        .map(i -> i + "," + (40 - i) + "," + (i < 20 ? "low" : "high"))
                        .collect(Collectors.joining("\n", "a,b,size\n", "\n")));
        data = table.toString();
        Path run = train("table-run", "mlp", "--epochs", 2, "--scaling", "standardize");
        assertThat(Cornu.json(run.resolve("run.json")).get("data").get("classNames"))
                .hasSize(2);
    }

    @Test
    void earlyStoppingStopsAndSaysWhy() throws IOException {
        Path run = train(
                "run",
                "mlp",
                "--epochs",
                50,
                "--validation-split",
                .2,
                "--early-stopping",
                1,
                "--optimizer",
                "sgd",
                "--learning-rate",
                5);
        JsonNode report = Cornu.json(run.resolve("run.json"));
        assertThat(report.get("epochs").asInt()).isLessThan(50);
        assertThat(report.get("stopReason").asText()).contains("val_loss");
        assertThat(report.get("status").asText()).isEqualTo("finished");
    }

    @Test
    void nanLossFailsAndSaysWhy() throws IOException {
        Path run = folder.resolve("run");
        Finished finished = Cornu.run(
                "train",
                "mlp",
                "--data",
                data,
                "--optimizer",
                "sgd",
                "--learning-rate",
                1e38,
                "--epochs",
                5,
                "--out",
                run);
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stderr()).contains("cornu: fit: expected", "learning rate");
        JsonNode report = Cornu.json(run.resolve("run.json"));
        assertThat(report.get("status").asText()).isEqualTo("failed");
        assertThat(report.get("failure").asText()).contains("learning rate");
        assertThat(run.resolve("model.keras")).doesNotExist();
    }

    private Path train(String name, Object architecture, Object... options) {
        Path run = folder.resolve(name);
        Cornu.succeed(concat("train", architecture, options, "--data", data, "--out", run));
        return run;
    }

    private Path train(String name, Object[] arguments) {
        return train(name, arguments[0], Stream.of(arguments).skip(1).toArray());
    }

    private static Object[] concat(Object... parts) {
        return Stream.of(parts)
                .flatMap(part -> part instanceof Object[] several ? Stream.of(several) : Stream.of(part))
                .toArray();
    }

    private static List<String> history(Path run) throws IOException {
        return Files.readAllLines(run.resolve("history.csv"));
    }

    private static KerasModel read(Path run) throws IOException {
        return KerasArchive.read(run.resolve("model.keras"));
    }
}
