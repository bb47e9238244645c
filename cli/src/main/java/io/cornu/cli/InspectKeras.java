package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.metrics.Metric;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.savedmodels.compare.ModelWarnings;
import io.cornu.savedmodels.compare.WeightStatistics;
import io.cornu.savedmodels.keras.KerasContents;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.ModelOutline;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;

/** What {@code inspect} says of a file of Keras. */
final class InspectKeras {
    private static final String SEPARATOR = ", ";

    private InspectKeras() {}

    static void add(KerasContents contents, InspectReport report) {
        metadata(contents.metadata(), report);
        contents.model()
                .ifPresentOrElse(model -> model(model, contents.outline(), report), () -> parts(contents, report));
        report.put("layers", layers(contents.outline()));
        report.put("problems", contents.problems());
        report.warn(contents.problems());
        contents.model().ifPresent(model -> report.warn(ModelWarnings.of(model)));
    }

    private static void metadata(Map<String, String> metadata, InspectReport report) {
        report.put("keras", metadata.getOrDefault("keras_version", ""));
        report.put("metadata", metadata);
        List<String> parts = new ArrayList<>();
        add(metadata, "date_saved", "Written ", parts);
        add(metadata, "cornu_version", "by Cornu ", parts);
        add(metadata, "keras_version", parts.size() < 2 ? "by Keras " : "in the form of Keras ", parts);
        if (!parts.isEmpty()) {
            report.text(String.join(" ", parts) + ".");
        }
    }

    private static void add(Map<String, String> metadata, String key, String before, List<String> parts) {
        if (metadata.containsKey(key)) {
            parts.add(before.strip() + " " + metadata.get(key));
        }
    }

    private static void model(KerasModel model, ModelOutline outline, InspectReport report) {
        Architecture architecture = model.architecture();
        report.put("name", architecture.name());
        report.put(
                "inputs",
                shapes(architecture.graph().inputNames(), architecture.graph().inputShapes()));
        report.put(
                "outputs",
                shapes(architecture.graph().outputNames(), architecture.graph().outputShapes()));
        report.block(architecture.summary());
        report.weights("weights", statistics(model.weights().byPath()));
        model.compilation()
                .ifPresentOrElse(
                        compilation -> compilation(compilation, outline, report), () -> settings(outline, report));
        model.optimizerState().ifPresent(state -> {
            report.put(
                    "optimizer",
                    InspectReport.map(
                            "iterations",
                            state.iterations(),
                            "learning_rate",
                            state.learningRate(),
                            "slots",
                            List.copyOf(state.slots().keySet())));
            report.text("Optimizer: " + state.iterations() + " steps made, learning rate " + state.learningRate()
                    + (state.slots().isEmpty()
                            ? ""
                            : ", remembers "
                                    + String.join(SEPARATOR, state.slots().keySet()))
                    + ".");
        });
    }

    /** Of a file that no model can be built of. */
    private static void parts(KerasContents contents, InspectReport report) {
        ModelOutline outline = contents.outline();
        if (outline.layers().isEmpty()) {
            report.text("Weights alone: the layers stand in another file.");
        } else {
            report.put("name", outline.name());
            report.put("class", outline.className());
            TextTable table = TextTable.of(
                            TextTable.Align.LEFT, TextTable.Align.LEFT, TextTable.Align.LEFT, TextTable.Align.LEFT)
                    .header("layer", "class", "inputs", "options");
            for (ModelOutline.Layer layer : outline.layers()) {
                String options = layer.options().entrySet().stream()
                        .map(option -> option.getKey() + "=" + option.getValue())
                        .collect(Collectors.joining(SEPARATOR));
                table.row(layer.name(), layer.className(), String.join(SEPARATOR, layer.inputs()), shortened(options));
            }
            report.block(outline.className() + " '" + outline.name() + "'" + System.lineSeparator() + table);
        }
        List<WeightStatistics> statistics = statistics(contents.variables());
        report.weights("weights", statistics);
        report.warn(InspectReport.notNumbers(statistics));
        settings(outline, report);
    }

    /** Training settings that are there, but cannot be used here. */
    private static void settings(ModelOutline outline, InspectReport report) {
        if (!outline.compilation().isEmpty()) {
            report.put("compilation", Map.of("settings", outline.compilation()));
            report.text("");
            report.text("Compiled: " + text(outline.compilation()) + ".");
        }
    }

    private static void compilation(Compilation compilation, ModelOutline outline, InspectReport report) {
        report.put(
                "compilation",
                InspectReport.map(
                        "optimizer",
                        compilation.optimizer().getClass().getSimpleName(),
                        "losses",
                        compilation.outputs().stream()
                                .map(output -> output.loss().name())
                                .toList(),
                        "metrics",
                        compilation.outputs().stream()
                                .map(output -> output.metrics().stream()
                                        .map(Metric::name)
                                        .toList())
                                .toList(),
                        "settings",
                        outline.compilation()));
        String losses = compilation.outputs().stream()
                .map(output -> Stream.concat(
                                Stream.of(output.loss().name()),
                                output.metrics().stream().map(Metric::name))
                        .collect(Collectors.joining(SEPARATOR)))
                .collect(Collectors.joining("; "));
        report.text("");
        report.text("Compiled: " + compilation.optimizer().getClass().getSimpleName() + "; " + losses + ".");
        Map<String, String> optimizer = new LinkedHashMap<>(outline.compilation());
        optimizer.keySet().removeIf(key -> !key.startsWith("optimizer."));
        if (!optimizer.isEmpty()) {
            report.text("Settings: " + text(optimizer) + ".");
        }
    }

    static List<WeightStatistics> statistics(Map<String, Array> variables) {
        List<WeightStatistics> statistics = new ArrayList<>();
        variables.forEach((name, values) -> statistics.add(WeightStatistics.of(name, values)));
        return statistics;
    }

    private static String text(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(SEPARATOR));
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 97) + "..." : text;
    }

    private static Map<String, String> shapes(List<String> names, List<Shape> shapes) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            map.put(names.get(i), Shapes.text(shapes.get(i)));
        }
        return map;
    }

    private static List<Map<String, Object>> layers(ModelOutline outline) {
        return outline.layers().stream()
                .map(layer -> InspectReport.map(
                        "name",
                        layer.name(),
                        "class",
                        layer.className(),
                        "options",
                        layer.options(),
                        "inputs",
                        layer.inputs()))
                .toList();
    }
}
