package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.activations.Activations;
import io.cornu.callbacks.ModelCheckpoint;
import io.cornu.callbacks.TensorBoard;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Lab;
import io.cornu.experiments.LabOptions;
import io.cornu.experiments.Outcome;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.metrics.Metrics;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What TensorBoard's own reader finds in our event files, and in those of Keras' callback on the same fit. */
@NeedsPython
class TensorBoardParityTest {
    private static final String MODULE = "callback_parity";
    private static final int EPOCHS = 3;

    /** 30 of 40 examples to learn from: 4 batches an epoch. */
    private static final Fit FIT =
            Fit.epochs(EPOCHS).withBatchSize(8).withShuffle(false).withValidationSplit(.25);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Dataset data;

    @BeforeEach
    void writeData() throws IOException {
        RandomGenerator random = Seed.of(3).generator();
        float[] x = new float[40 * 16];
        int[] y = new int[40];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = x[16 * i] > 0 ? 1 : 0;
        }
        data = Dataset.of(Array.of(x, 40, 4, 4, 1), Array.of(y));
        NumpyFiles.write(folder.resolve("x.npy"), Array.of(x, 40, 4, 4, 1));
        NumpyFiles.write(folder.resolve("y.npy"), Array.of(y));
    }

    @ParameterizedTest(name = "update frequency {0} (0: epoch)")
    @ValueSource(ints = {0, 3})
    void sameTagsAndValuesAsKeras(int frequency, PythonWorker python) throws IOException {
        TensorBoard board = TensorBoard.of(folder.resolve("ours"))
                .withHistogramFrequency(1)
                .withWriteImages(true)
                .withModelJson(KerasArchive::json);
        train(frequency == 0 ? board : board.withUpdateFrequency(frequency));
        python.call(
                MODULE,
                "tensorboard_fit",
                folder,
                Map.of(
                        "model",
                        "start.keras",
                        "epochs",
                        EPOCHS,
                        "batch",
                        8,
                        "logs",
                        "theirs",
                        "update_freq",
                        frequency));
        JsonNode ours = python.call(MODULE, "read_tensorboard", folder, Map.of("logs", "ours"));
        JsonNode theirs = python.call(MODULE, "read_tensorboard", folder, Map.of("logs", "theirs"));
        for (String part : List.of("train", "validation")) {
            assertThat(names(ours.get(part))).as(part).isEqualTo(names(theirs.get(part)));
            for (Map.Entry<String, JsonNode> tag : theirs.get(part).properties()) {
                boolean isWhole = frequency == 0 || tag.getKey().startsWith("batch_");
                compare(ours.get(part).get(tag.getKey()), tag.getValue(), isWhole, part + " " + tag.getKey());
            }
        }
        assertThat(names(ours.get("train")))
                .contains("epoch_loss", "epoch_accuracy", "epoch_learning_rate", "keras")
                .contains("sequential/conv2d/kernel/histogram", "sequential/conv2d_1/kernel/image");
        assertThat(names(ours.get("validation"))).contains("epoch_loss", "evaluation_accuracy_vs_iterations");
        compareHistograms(ours.get("train"), python);
    }

    /**
     * Where metrics are written by batch too, Keras leaves out what is written at batches whose number is no multiple
     * of the frequency, whole epochs among them.
     */
    private static void compare(JsonNode ours, JsonNode theirs, boolean isWhole, String where) {
        assertThat(ours.get("plugin")).as(where).isEqualTo(theirs.get("plugin"));
        assertThat(ours.get("class")).as(where).isEqualTo(theirs.get("class"));
        List<Integer> steps = new ArrayList<>();
        ours.get("steps").forEach(step -> steps.add(step.asInt()));
        if (isWhole) {
            assertThat(steps).as(where).hasSize(theirs.get("steps").size());
        }
        String plugin = theirs.get("plugin").asText();
        for (int i = 0; i < theirs.get("steps").size(); i++) {
            int step = theirs.get("steps").get(i).asInt();
            assertThat(steps).as(where).contains(step);
            if (!plugin.equals("histograms")) {
                JsonNode our = ours.get("values").get(steps.indexOf(step));
                close(our, theirs.get("values").get(i), plugin.equals("images") ? 1 : 0, where);
            }
        }
    }

    /** Numbers are close, texts and forms the same. Weights that differ in the last bits may differ by one in color. */
    private static void close(JsonNode ours, JsonNode theirs, double most, String where) {
        if (theirs.isNumber()) {
            double their = theirs.asDouble();
            assertThat(ours.asDouble()).as(where).isCloseTo(their, within(most + 1e-4 * Math.abs(their)));
        } else if (theirs.isArray()) {
            assertThat(ours.size()).as(where).isEqualTo(theirs.size());
            for (int i = 0; i < theirs.size(); i++) {
                close(ours.get(i), theirs.get(i), most, where);
            }
        } else {
            assertThat(ours).as(where).isEqualTo(theirs);
        }
    }

    /** Against TensorFlow's histograms of the weights that we wrote after the same epochs. */
    private void compareHistograms(JsonNode ours, PythonWorker python) {
        JsonNode shown = python.call(
                MODULE,
                "weights_as_shown",
                folder,
                Map.of("models", List.of("epoch1.keras", "epoch2.keras", "epoch3.keras")));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            assertThat(shown.get(epoch)).hasSize(10);
            for (Map.Entry<String, JsonNode> weight : shown.get(epoch).properties()) {
                JsonNode our = ours.get(weight.getKey()).get("values").get(epoch);
                assertThat(our).as(weight.getKey()).hasSize(30);
                for (int bucket = 0; bucket < 30; bucket++) {
                    for (int i = 0; i < 3; i++) {
                        double their = weight.getValue().get(bucket).get(i).asDouble();
                        // Counts are exact; edges are sums of float64 in another order.
                        assertThat(our.get(bucket).get(i).asDouble())
                                .as("%s, bucket %s", weight.getKey(), bucket)
                                .isCloseTo(their, within(i == 2 ? 0 : 1e-12));
                    }
                }
            }
        }
    }

    @Test
    void graphsAreShown(PythonWorker python) throws IOException {
        train(TensorBoard.of(folder.resolve("ours")).withModelJson(KerasArchive::json));
        JsonNode graphs = python.call(MODULE, "graphs", folder, Map.of("logs", "ours"));
        assertThat(graphs.get("operations").toString()).contains("Conv2D", "VarHandleOp", "AssignVariableOp");
        assertThat(graphs.get("layers").toString()).contains("conv2d_1", "batch_normalization", "dense");
    }

    @Test
    void aLabsTrainingsAreShownOnceEach(PythonWorker python) throws IOException {
        AtomicBoolean isStopped = new AtomicBoolean();
        LabOptions options = LabOptions.of("test", folder.resolve("run")).withTensorBoard(true);
        Map<String, Double> rates = Map.of("rate .1/.2", .1);
        // Told to stop when it has learned already: the training counts as not done, and is done again.
        try (Lab lab = Lab.open(options.withCancellation(isStopped::get))) {
            assertThatThrownBy(() -> lab.compare("rates", rates, (rate, cell) -> {
                        Outcome outcome = learn(rate, cell);
                        isStopped.set(true);
                        return outcome;
                    }))
                    .isInstanceOf(CancellationException.class);
        }
        compare(options, rates);
        Outcome outcome = compare(options, rates);
        JsonNode shown = python.call(
                MODULE, "read_tensorboard", folder, Map.of("logs", "run/tensorboard/rates/rate .1_.2, seed 42"));
        for (String column : List.of("loss", "val_loss", "val_accuracy")) {
            JsonNode tag = column.startsWith("val_")
                    ? shown.get("validation").get("epoch_" + column.substring(4))
                    : shown.get("train").get("epoch_" + column);
            assertThat(tag.get("steps").toString()).isEqualTo("[0,1,2]");
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                assertThat(tag.get("values").get(epoch).floatValue())
                        .isEqualTo(outcome.column(column).get(epoch).floatValue());
            }
        }
    }

    private Outcome compare(LabOptions options, Map<String, Double> rates) throws IOException {
        try (Lab lab = Lab.open(options)) {
            return lab.compare("rates", rates, this::learn).outcomes().get(0);
        }
    }

    private Outcome learn(double rate, Cell cell) {
        try (Model model = Sequential.of(
                        Input.of(4, 4, 1), Flatten.of(), Dense.of(2).withActivation(Activations.softmax()))
                .build(cell.options())) {
            CompiledModel compiled =
                    model.compile(SGD.of(rate), Losses.sparseCategoricalCrossentropy(), Metrics.accuracy());
            return cell.outcome(
                    compiled.fit(data, cell.fit(EPOCHS).withBatchSize(8).withValidationSplit(.25)), Map.of());
        }
    }

    private void train(TensorBoard board) throws IOException {
        try (Model model = Sequential.of(
                        Input.of(4, 4, 1),
                        Conv2D.of(4, 2).withActivation(Activations.relu()),
                        Conv2D.of(3, 2),
                        BatchNormalization.of(),
                        Flatten.of(),
                        Dense.of(2).withActivation(Activations.softmax()))
                .build(Seed.of(2))) {
            CompiledModel compiled =
                    model.compile(SGD.of(.05), Losses.sparseCategoricalCrossentropy(), Metrics.accuracy());
            KerasArchive.write(compiled, folder.resolve("start.keras"));
            compiled.fit(
                    data,
                    FIT.withCallbacks(board, ModelCheckpoint.of(folder + "/epoch{epoch}.keras", KerasArchive::write)));
        }
    }

    private static TreeSet<String> names(JsonNode tags) {
        TreeSet<String> names = new TreeSet<>();
        tags.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
