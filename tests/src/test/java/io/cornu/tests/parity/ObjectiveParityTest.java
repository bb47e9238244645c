package io.cornu.tests.parity;

import static io.cornu.losses.Losses.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyArchives;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Activation;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.losses.Loss;
import io.cornu.losses.Reduction;
import io.cornu.metrics.CosineSimilarity;
import io.cornu.metrics.Metric;
import io.cornu.metrics.Metrics;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.Compilation.Output;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Functional;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.regularizers.Regularizers;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole compilations: through files to Keras and back, and in training and evaluation. */
@NeedsPython
class ObjectiveParityTest {
    private static final int EXAMPLES = 20;
    private static final int BATCH = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** What Keras reads of ours and writes again is the same: one output for each loss of the table. */
    @Test
    void lossesSurviveKeras(PythonWorker python) throws IOException {
        List<Output> outputs = new ArrayList<>();
        LossParityTest.cases().forEach(row -> {
            Reduction reduction = Reduction.values()[outputs.size() % Reduction.values().length];
            outputs.add(Output.of(kept(row.loss()).withReduction(reduction)));
        });
        assertThat(throughKeras(python, outputs)).isEqualTo(outputs);
    }

    @Test
    void metricsSurviveKeras(PythonWorker python) throws IOException {
        List<Metric> metrics = new ArrayList<>();
        MetricParityTest.cases().forEach(row -> metrics.add(kept(row.metric())));
        List<Output> outputs = List.of(new Output(meanSquaredError(), 1, metrics, List.of()));
        List<Metric> theirs = throughKeras(python, outputs).get(0).metrics();
        assertThat(theirs).hasSameSizeAs(metrics);
        for (int i = 0; i < metrics.size(); i++) {
            assertThat(theirs.get(i)).isEqualTo(metrics.get(i));
        }
    }

    /** Keras forgets these options when it saves. */
    private static Loss kept(Loss loss) {
        if (loss instanceof io.cornu.losses.CosineSimilarity) {
            return cosineSimilarity();
        }
        return loss instanceof io.cornu.losses.Huber ? huber() : loss;
    }

    private static Metric kept(Metric metric) {
        return metric instanceof CosineSimilarity ? CosineSimilarity.of() : metric;
    }

    private List<Output> throughKeras(PythonWorker python, List<Output> outputs) throws IOException {
        Functional.Builder net = Functional.builder();
        Functional.Node input = net.input(Input.of(3));
        List<Functional.Node> nodes = new ArrayList<>();
        outputs.forEach(output -> nodes.add(net.add(Activation.of(Activations.linear()), input)));
        try (Model model = net.build(List.of(input), nodes).build(Seed.of(1))) {
            KerasArchive.write(model.compile(new Compilation(SGD.of(.1), outputs)), folder.resolve("ours.keras"));
        }
        python.call("losses_metrics", "compiled", folder, Map.of("model", "ours.keras", "copy", "theirs.keras"));
        return KerasArchive.read(folder.resolve("theirs.keras"))
                .compilation()
                .orElseThrow()
                .outputs();
    }

    /** Names by which Keras knows losses and metrics, which also name what the history shows. */
    @Test
    void namesMeanWhatTheyMeanInKeras(PythonWorker python) throws IOException {
        prepare(Draw.BINARY, 1);
        python.call("losses_metrics", "named", folder, Map.of("model", "named.keras"));
        var read = KerasArchive.read(folder.resolve("named.keras"));
        try (Model model = read.build(Seed.of(1))) {
            requireSameEvaluation(python, read.compile(model), "named.keras", false);
        }
    }

    @ParameterizedTest
    @EnumSource(Reduction.class)
    void trainingWithWeightsAndPenaltiesEqualsKeras(Reduction reduction, PythonWorker python) throws IOException {
        prepare(Draw.REAL, 2);
        Layer dense = Dense.of(2).withKernelRegularizer(Regularizers.l2(.01));
        Output asked = new Output(
                huber().withReduction(reduction),
                .5,
                List.of(Metrics.meanAbsoluteError()),
                List.of(Metrics.meanAbsoluteError(), Metrics.rootMeanSquaredError()));
        try (Model model = Sequential.of(Input.of(3), dense.named("dense")).build(Seed.of(1))) {
            requireSame(python, model.compile(new Compilation(SGD.of(.05), List.of(asked))), 1);
        }
    }

    /** Targets of shape (batch, positions) for predictions of shape (batch, positions, 1). */
    @ParameterizedTest
    @EnumSource(Reduction.class)
    void targetsWithoutLastAxisEqualKeras(Reduction reduction, PythonWorker python) throws IOException {
        RandomGenerator random = Seed.of(5).generator();
        write(Draw.REAL.array(random, EXAMPLES, 4, 3), Draw.BINARY.array(random, EXAMPLES, 4));
        Architecture net = Sequential.of(
                Input.of(4, 3),
                Dense.of(1).withActivation(Activations.sigmoid()).named("dense"));
        try (Model model = net.build(Seed.of(1))) {
            requireSame(
                    python,
                    model.compile(
                            SGD.of(.05),
                            binaryCrossentropy().withReduction(reduction),
                            Metrics.accuracy(),
                            Metrics.meanSquaredError()),
                    1);
        }
    }

    @Test
    void severalOutputsEqualKeras(PythonWorker python) throws IOException {
        prepare(Draw.ONE_HOT, 3);
        Functional.Builder net = Functional.builder();
        Functional.Node input = net.input(Input.of(3));
        Functional.Node first =
                net.add(Dense.of(3).withActivation(Activations.softmax()).named("first"), input);
        Functional.Node second =
                net.add(Dense.of(3).withActivation(Activations.sigmoid()).named("second"), input);
        Compilation compilation = new Compilation(
                SGD.of(.1),
                List.of(
                        new Output(
                                categoricalFocalCrossentropy(),
                                2,
                                List.of(Metrics.accuracy(), Metrics.auc()),
                                List.of(Metrics.precision())),
                        new Output(
                                dice().withReduction(Reduction.SUM),
                                .25,
                                List.of(Metrics.auc()),
                                List.of(Metrics.auc()))));
        try (Model model = net.build(List.of(input), List.of(first, second)).build(Seed.of(1))) {
            requireSame(python, model.compile(compilation), 2);
        }
    }

    private Dataset data(boolean isWeighted, int outputs) throws IOException {
        Array y = NumpyFiles.read(folder.resolve("y.npy"));
        List<Array> targets = outputs == 1 ? List.of(y) : List.of(y, y);
        Optional<Array> weights = isWeighted ? Optional.of(NumpyFiles.read(folder.resolve("w.npy"))) : Optional.empty();
        return Dataset.of(new Batch(List.of(NumpyFiles.read(folder.resolve("x.npy"))), targets, weights));
    }

    private void prepare(Draw target, int outputs) throws IOException {
        RandomGenerator random = Seed.of(3).generator();
        write(Draw.REAL.array(random, EXAMPLES, 3), target.array(random, EXAMPLES, outputs));
    }

    private void write(Array x, Array y) throws IOException {
        NumpyFiles.write(folder.resolve("x.npy"), x);
        NumpyFiles.write(folder.resolve("y.npy"), y);
        NumpyFiles.write(folder.resolve("w.npy"), Draw.POSITIVE.array(Seed.of(4).generator(), EXAMPLES));
    }

    private void requireSame(PythonWorker python, CompiledModel compiled, int outputs) throws IOException {
        KerasArchive.write(compiled, folder.resolve("model.keras"));
        boolean isFlat = NumpyFiles.read(folder.resolve("y.npy")).shape().numDimensions() == 2
                && compiled.model().architecture().graph().outputShapes().get(0).numDimensions() == 2;
        for (boolean isWeighted : isFlat ? new boolean[] {false, true} : new boolean[] {false}) {
            JsonNode theirs = python.call(
                    "losses_metrics",
                    "evaluate",
                    folder,
                    Map.of("model", "model.keras", "batch", BATCH, "weighted", isWeighted, "outputs", outputs));
            requireSame(compiled.evaluate(data(isWeighted, outputs), BATCH), theirs);
        }
        JsonNode history = python.call(
                "losses_metrics",
                "fit",
                folder,
                Map.of("model", "model.keras", "batch", BATCH, "weighted", isFlat, "outputs", outputs));
        History ours = compiled.fit(
                data(isFlat, outputs), Fit.epochs(1).withBatchSize(BATCH).withShuffle(false));
        history.properties().forEach(entry -> assertThat(ours.get(entry.getKey())[0])
                .as(entry.getKey())
                .isCloseTo(entry.getValue().get(0).asDouble(), within(2e-6)));
        NumpyArchives.read(folder.resolve("weights.npz"))
                .forEach((path, expected) -> LayerParity.assertClose(
                        path, compiled.model().weights().get(path.replace('.', '/')), expected, 1e-6));
    }

    private void requireSameEvaluation(PythonWorker python, CompiledModel compiled, String file, boolean isWeighted)
            throws IOException {
        JsonNode theirs = python.call(
                "losses_metrics",
                "evaluate",
                folder,
                Map.of("model", file, "batch", BATCH, "weighted", isWeighted, "outputs", 1));
        requireSame(compiled.evaluate(data(isWeighted, 1), BATCH), theirs);
    }

    private static void requireSame(Map<String, Double> ours, JsonNode theirs) {
        assertThat(theirs.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(ours.keySet());
        ours.forEach((name, value) -> {
            double expected = theirs.get(name).asDouble();
            assertThat(value).as(name).isCloseTo(expected, within(2e-6 * Math.max(1, Math.abs(expected))));
        });
    }
}
