package io.cornu.tests.exchange;

import static io.cornu.activations.Activations.relu;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.model.Functional.Shared;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adam;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models within models, between Cornu and Python Keras: what one side wrote predicts the same on the other, and learns on
 * as the first would have, ten steps and more. Truth is what Keras computes.
 */
@NeedsPython
class NestedExchangeTest {
    private static final Fit FIT = Fit.epochs(2).withBatchSize(8).withShuffle(false);
    private static final String FILE = "model.keras";
    private static final String BACK = "back.keras";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frozen_functional",
                "training_false",
                "partly_frozen_sequential",
                "siamese",
                "several_ends",
                "deep",
                "dictionary",
                "regularized"
            })
    void thereAndBack(String recipe, PythonWorker python) throws IOException {
        JsonNode report =
                python.call("nested_exchange", "write", folder, Map.of("recipe", recipe, "file", FILE, "epochs", 2));

        KerasModel saved = KerasArchive.read(folder.resolve(FILE));

        Dataset data = Dataset.of(new Batch(exchanged().load("x"), exchanged().load("y"), Optional.empty()));
        try (Model model = saved.build(Seed.of(1))) {
            exchanged().requirePredictions(model.predict(data, 8));
            assertThat(rows(model.summary()))
                    .isEqualTo(rows(report.get("summary").asText()));
            CompiledModel compiled = saved.compile(model);
            ExchangeFolder.requireHistory(compiled.fit(data, FIT), report.get("history"));

            KerasArchive.write(compiled, folder.resolve(BACK));
            assertThat(KerasArchive.read(folder.resolve(BACK)).architecture()).isEqualTo(saved.architecture());
            assertThat(KerasArchive.read(folder.resolve(BACK)).frozenLayers()).isEqualTo(saved.frozenLayers());
            List<Array> predicted = model.predict(data, 8);
            History history = compiled.fit(data, FIT);
            requireGoesOn(python, BACK, model, predicted, history);
        }
    }

    @Test
    void pythonGoesOnWhereJavaStopped(PythonWorker python) throws IOException {
        Random random = new Random(3);
        Array x = random(random, 40, 6);
        Batch batch = new Batch(List.of(x), List.of(random(random, 40, 2), random(random, 40, 4)), Optional.empty());
        exchanged().save("x", batch.inputs());
        exchanged().save("y", batch.targets());
        Dataset data = Dataset.of(batch);
        try (Model model = network().build(Seed.of(7))) {
            model.freeze("block/base/d1", "pair");
            CompiledModel compiled = model.compile(new Compilation(
                    Adam.of(0.01), Collections.nCopies(2, Compilation.Output.of(Losses.meanSquaredError()))));
            compiled.fit(data, FIT);
            KerasArchive.write(compiled, folder.resolve(FILE));
            List<Array> predicted = model.predict(data, 8);
            requireGoesOn(python, FILE, model, predicted, compiled.fit(data, FIT));
        }
    }

    /** A model in a model, called twice; one with several ends, and one taken apart. */
    private static Architecture network() {
        Sequential base = Sequential.of(
                        Input.of(6),
                        Dense.of(6).withActivation(relu()).named("d1"),
                        BatchNormalization.of().named("bn"),
                        Dense.of(6).named("d2"),
                        Dropout.of(0.1).named("cut"))
                .named("base");
        Functional.Builder in = Functional.builder();
        Node entry = in.input(Input.of(6).named("entry"));
        Architecture block = in.build(
                        entry, in.add(Add.of(), entry, in.add(base.upTo("d2").asLayer(), entry)))
                .named("block");

        Functional.Builder two = Functional.builder();
        Node p = two.input(Input.of(6).named("p"));
        Node q = two.input(Input.of(6).named("q"));
        Node both = two.add(Concatenate.of(), p, q);
        Architecture pair = two.build(
                        List.of(p, q),
                        List.of(
                                two.add(Dense.of(4).named("left"), both),
                                two.add(Dense.of(6).named("right"), both)))
                .named("pair");

        Functional.Builder net = Functional.builder();
        Node x = net.input(Input.of(6));
        Shared blocks = net.share(block.asLayer());
        Node once = net.call(blocks, x);
        Node twice = net.call(blocks, once);
        List<Node> ends = net.addAll(pair.asLayer(), twice, once);
        Node head = net.add(Dense.of(2).named("head"), ends.get(1));
        return net.build(List.of(x), List.of(head, ends.get(0)));
    }

    private void requireGoesOn(PythonWorker python, String file, Model model, List<Array> predicted, History history)
            throws IOException {
        JsonNode report = python.call("nested_exchange", "go_on", folder, Map.of("file", file, "epochs", 2));
        exchanged().requirePredictions(predicted);
        ExchangeFolder.requireHistory(history, report.get("history"));
        assertThat(rows(model.summary())).isEqualTo(rows(report.get("summary").asText()));
        assertThat(report.get("frozen")).isNotEmpty();
        report.get("frozen").properties().forEach(layer -> assertThat(model.isFrozen(layer.getKey()))
                .as(layer.getKey())
                .isEqualTo(layer.getValue().asBoolean()));
    }

    /** The rows of the table: Keras counts the optimizer's variables below it. */
    private static String rows(String summary) {
        return summary.substring(0, summary.indexOf(" Total params")).strip();
    }

    private static Array random(Random random, int rows, int columns) {
        float[] numbers = new float[rows * columns];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat();
        }
        return Array.of(numbers, rows, columns);
    }

    private ExchangeFolder exchanged() {
        return new ExchangeFolder(folder);
    }
}
