package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.metrics.Metric;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.savedmodels.tf.SavedModelDescription;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.text.Shapes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cornu inspect}. */
@Command(
        name = "inspect",
        description = "Shows what is in a model file: layers, weights with their statistics, training settings,"
                + " signatures. Nothing of it is run.",
        footerHeading = "%nExamples:%n",
        footer = {"  cornu inspect model.keras", "  cornu inspect savedmodel --json"})
final class Inspect implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "A .keras file or a SavedModel folder.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /**
     * Statistics of a variable.
     *
     * @param name its path
     * @param shape its dimensions
     * @param mean the mean
     * @param deviation the standard deviation
     * @param smallest the smallest number
     * @param largest the largest number
     */
    record Statistics(String name, String shape, double mean, double deviation, double smallest, double largest) {
        static Statistics of(String name, Array values) {
            double sum = 0;
            double squares = 0;
            double smallest = Double.POSITIVE_INFINITY;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < values.size(); i++) {
                double value = values.at(i);
                sum += value;
                squares += value * value;
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
            }
            double mean = sum / values.size();
            double variance = Math.max(0, squares / values.size() - mean * mean);
            return new Statistics(name, Shapes.text(values.shape()), mean, Math.sqrt(variance), smallest, largest);
        }
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (OpenedModel.isSavedModel(file)) {
            savedModel(SavedModel.describe(file), out);
        } else {
            keras(ModelFiles.keras(file), out);
        }
        return 0;
    }

    private void keras(KerasModel model, PrintWriter out) {
        Architecture architecture = model.architecture();
        List<Statistics> weights = new ArrayList<>();
        model.weights().byPath().forEach((name, values) -> weights.add(Statistics.of(name, values)));
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("format", "keras");
            report.put("keras", model.kerasVersion().orElse(""));
            report.put("name", architecture.name());
            report.put(
                    "inputs",
                    shapes(
                            architecture.graph().inputNames(),
                            architecture.graph().inputShapes()));
            report.put(
                    "outputs",
                    shapes(
                            architecture.graph().outputNames(),
                            architecture.graph().outputShapes()));
            report.put("layers", layers(architecture));
            report.put("weights", weights);
            model.compilation().ifPresent(compilation -> report.put("compilation", compilation(compilation)));
            model.optimizerState()
                    .ifPresent(state -> report.put(
                            "optimizer",
                            Map.of("iterations", state.iterations(), "learning_rate", state.learningRate())));
            Json.print(out, report);
            return;
        }
        out.println(architecture.summary());
        out.println();
        TextTable table = TextTable.of(
                        TextTable.Align.LEFT,
                        TextTable.Align.LEFT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT)
                .header("weight", "shape", "mean", "deviation", "smallest", "largest");
        weights.forEach(row -> table.row(
                row.name(),
                row.shape(),
                number(row.mean()),
                number(row.deviation()),
                number(row.smallest()),
                number(row.largest())));
        out.println(table);
        out.println();
        model.kerasVersion().ifPresent(version -> out.println("Written by Keras " + version + ", or for it."));
        model.compilation().ifPresent(compilation -> out.println("Compiled: " + compilationText(compilation)));
        model.optimizerState()
                .ifPresent(state -> out.println(
                        "Optimizer: " + state.iterations() + " steps made, learning rate " + state.learningRate()));
    }

    private void savedModel(SavedModelDescription description, PrintWriter out) {
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("format", "savedmodel");
            report.put("tensorflow", description.tensorFlowVersion().orElse(""));
            report.put(
                    "signatures",
                    description.signatures().stream()
                            .map(signature -> map(
                                    "name",
                                    signature.name(),
                                    "inputs",
                                    tensors(signature.inputs()),
                                    "outputs",
                                    tensors(signature.outputs())))
                            .toList());
            report.put(
                    "variables",
                    description.variables().stream()
                            .map(variable -> {
                                Map<String, Object> shown = tensor(variable.tensor());
                                shown.put("trainable", variable.isTrainable());
                                return shown;
                            })
                            .toList());
            report.put("objections", description.objections());
            Json.print(out, report);
            return;
        }
        out.println(
                "SavedModel of TensorFlow " + description.tensorFlowVersion().orElse("(unknown)"));
        description.signatures().forEach(signature -> out.println("  signature " + signature));
        TextTable table = TextTable.of(TextTable.Align.LEFT).header("variable");
        description.variables().forEach(variable -> table.row(variable.tensor().toString()));
        out.println(table);
        if (!description.isHarmless()) {
            description
                    .objections()
                    .forEach((operation, reason) -> out.println("Warning: " + operation + " " + reason));
        }
    }

    private static Map<String, Object> compilation(Compilation compilation) {
        return map(
                "optimizer",
                compilation.optimizer().getClass().getSimpleName(),
                "losses",
                compilation.outputs().stream()
                        .map(output -> output.loss().name())
                        .toList(),
                "metrics",
                compilation.outputs().stream()
                        .map(output ->
                                output.metrics().stream().map(Metric::name).toList())
                        .toList());
    }

    private static String compilationText(Compilation compilation) {
        return compilation.optimizer().getClass().getSimpleName() + "; "
                + compilation.outputs().stream()
                        .map(output -> Stream.concat(
                                        Stream.of(output.loss().name()),
                                        output.metrics().stream().map(Metric::name))
                                .collect(Collectors.joining(", ")))
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private static List<Map<String, Object>> tensors(List<TensorDescription> tensors) {
        return tensors.stream().map(Inspect::tensor).toList();
    }

    private static Map<String, Object> tensor(TensorDescription tensor) {
        return map("name", tensor.name(), "type", tensor.typeName(), "shape", Shapes.text(tensor.shape()));
    }

    /** In this order. */
    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static Map<String, String> shapes(List<String> names, List<Shape> shapes) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            map.put(names.get(i), Shapes.text(shapes.get(i)));
        }
        return map;
    }

    private static List<Map<String, Object>> layers(Architecture architecture) {
        return architecture.graph().layers().stream()
                .map(layer -> map("name", layer.name(), "class", layer.layer().kind()))
                .toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
