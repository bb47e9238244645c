package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LandscapeCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void valleyWritesItsRunFolder() throws IOException {
        Path out = folder.resolve("run");
        Finished finished = Cornu.succeed(
                "valley",
                "--optimizer",
                "sgd:0.01,adam",
                "--learning-rate",
                ".1",
                "--steps",
                "20",
                "--start",
                "2,-1",
                "--dtype",
                "float64",
                "--out",
                out);
        assertThat(finished.stdout()).contains("Lowest after 20 steps", "report.html");
        assertThat(out.toFile().list())
                .contains(
                        "report.html",
                        "report.json",
                        "steps.csv",
                        "ends.csv",
                        "animated.svg",
                        "animation.gif",
                        "paths.svg",
                        "paths.png",
                        "surface.svg",
                        "surface.png",
                        "costs.svg",
                        "costs.png");
        List<String> steps = Files.readAllLines(out.resolve("steps.csv"));
        assertThat(steps).hasSize(1 + 2 * 21);
        assertThat(steps.get(0)).isEqualTo("optimizer,step,x,y,cost,gradient_norm,learning_rate");
        assertThat(steps.get(1)).startsWith("sgd:0.01,0,2.0,-1.0,81.0,");
        // (1 - 40 0.01)^20 2 and (1 - 2 0.01)^20 -1.
        String[] last = steps.get(21).split(",", -1);
        assertThat(Double.parseDouble(last[2])).isCloseTo(2 * Math.pow(.6, 20), within(1e-7));
        assertThat(Double.parseDouble(last[3])).isCloseTo(-Math.pow(.98, 20), within(1e-6));
        assertThat(last[6]).isEqualTo("0.01");
        String page = Files.readString(out.resolve("report.html"));
        assertThat(page).contains("data:image/gif", "Differences from the course text", "--start=2,-1");
    }

    @Test
    void otherFunctionsAreWalkedAndToldAsJson() throws IOException {
        Path out = folder.resolve("run");
        JsonNode report = Cornu.json(Cornu.succeed(
                "valley",
                "--function",
                "Rosenbrock",
                "--optimizer",
                "lion,nesterov",
                "--steps",
                3,
                "--start=-1.5,2",
                "--out",
                out,
                "--json"));
        assertThat(report.toString()).contains("rosenbrock", "lion", "Lowest after 3 steps");
        assertThat(report.toString()).doesNotContain("course text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--function hill | expected one of [valley",
                "--optimizer adamm | Did you mean 'adam'?",
                "--optimizer sgd,sgd | twice",
                "--optimizer sgd:fast | expected a learning rate after ':', received 'fast'",
                "--optimizer sgd:-1 | received -1.0",
                "--start 1 | expected two numbers such as -3,-3, received '1'",
                "--start 1,b | received 'b'",
                "--start 1,NaN | two finite numbers",
                "--steps 0 | expected 1 to 100000, received 0",
                "--dtype float16 | expected float32 or float64, received 'float16'"
            })
    void wrongWalksAreRefused(String arguments, String message) {
        Path out = folder.resolve("run");
        Finished finished = Cornu.run((Object[]) ("valley " + arguments + " --out " + out).split(" ", -1));
        assertThat(finished.exitCode()).as(finished.tail()).isEqualTo(2);
        assertThat(finished.stderr()).contains(message);
        assertThat(out).doesNotExist();
    }

    private static Architecture network() {
        return Sequential.of(
                Input.of(TinyData.SIDE, TinyData.SIDE, 1),
                Flatten.of(),
                Dense.of(TinyData.CLASSES).withActivation(io.cornu.activations.Activations.softmax()));
    }

    private Path write(String name, long seed) throws IOException {
        Path file = folder.resolve(name);
        try (Model model = network().build(Seed.of(seed))) {
            KerasArchive.write(model, file);
        }
        return file;
    }

    @Test
    void modelsAreMeasuredAroundTheirWeightsAndInBetween() throws IOException {
        String data = TinyData.write(folder, 60);
        Path first = write("first.keras", 1);
        byte[] before = Files.readAllBytes(first);
        Path around = folder.resolve("around");
        Path spaced = Files.copy(first, folder.resolve("a model.keras"));
        JsonNode report = Cornu.json(Cornu.succeed(
                "landscape", first, "--data", data, "--points", 3, "--examples", 30, "--out", around, "--json"));
        assertThat(report.toString()).contains("The lowest loss measured is", "30 examples");
        assertThat(around.toFile().list())
                .contains("report.html", "places.csv", "loss-contour.svg", "loss-surface.png", "accuracy-contour.png");
        List<String> places = Files.readAllLines(around.resolve("places.csv"));
        assertThat(places).hasSize(10);
        assertThat(places.get(5)).startsWith("0.0,0.0,");
        assertThat(Files.readAllBytes(first)).isEqualTo(before);

        Cornu.succeed(
                "landscape",
                spaced,
                "--data",
                data,
                "--points",
                2,
                "--scaling",
                "unit",
                "--loss",
                "sparse_categorical_crossentropy",
                "--batch-size",
                16,
                "--out",
                folder.resolve("typed"));
        assertThat(Cornu.json(folder.resolve("typed/report.json"))
                        .get("command")
                        .asText())
                .isEqualTo(
                        "cornu landscape '" + spaced + "' --data " + data + " --scaling unit --loss"
                                + " sparse_categorical_crossentropy --batch-size 16 --range 1.0 --seed 0 --examples 1000 --points 2");

        Path between = folder.resolve("between");
        Cornu.succeed(
                "landscape", first, "--to", write("second.keras", 2), "--data", data, "--points", 5, "--out", between);
        List<String> line = Files.readAllLines(between.resolve("places.csv"));
        assertThat(line).hasSize(6);
        double loss = Cornu.json(Cornu.succeed("evaluate", first, "--data", data, "--json"))
                .get("loss")
                .asDouble();
        assertThat(Double.parseDouble(line.get(2).split(",", -1)[1])).isCloseTo(loss, within(1e-5));
    }

    @Test
    void wrongModelsAreRefused() throws IOException {
        String data = TinyData.write(folder, 60);
        Path model = write("model.keras", 1);
        Path other = folder.resolve("other.keras");
        try (Model small = Sequential.of(Input.of(2), Dense.of(2)).build(Seed.of(1))) {
            KerasArchive.write(small, other);
        }
        assertThat(Cornu.run("landscape", model, "--data", data, "--to", other, "--out", folder.resolve("a"))
                        .stderr())
                .contains("do not match");
        assertThat(Cornu.run("landscape", model, "--data", data, "--points", 1).exitCode())
                .isEqualTo(2);
        assertThat(Cornu.run("landscape", folder.resolve("none.keras"), "--data", data)
                        .exitCode())
                .isEqualTo(1);
        assertThat(Cornu.run("landscape", model).stderr()).contains("--data");
    }
}
