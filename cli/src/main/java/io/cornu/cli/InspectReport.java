package io.cornu.cli;

import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.compare.WeightStatistics;
import io.cornu.text.Shapes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code inspect} found: one JSON object, and the same as text for people. */
final class InspectReport {
    private final Map<String, Object> json = new LinkedHashMap<>();
    private final List<String> sections = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    InspectReport(Path file, ModelFormat format, String name) throws IOException {
        long size = ModelFiles.size(file);
        json.put("format", name);
        json.put("file", file.toString());
        json.put("bytes", size);
        sections.add(file + ": " + format.title() + ", " + ModelFiles.sizeText(size) + line());
        Map<String, Object> run = RunBeside.read(file);
        if (!run.isEmpty()) {
            json.put("run", run);
            text("Run: " + RunBeside.text(run));
        }
    }

    /** A field of the object. */
    InspectReport put(String name, Object value) {
        json.put(name, value);
        return this;
    }

    /** A line for people. */
    InspectReport text(String line) {
        sections.add(TextTable.printable(line) + line());
        return this;
    }

    /** Lines for people, set apart. */
    InspectReport block(String text) {
        sections.add(line() + text.stripTrailing() + line());
        return this;
    }

    InspectReport warn(List<String> more) {
        warnings.addAll(more);
        return this;
    }

    /** Variables with what their numbers are like. */
    InspectReport weights(String field, List<WeightStatistics> weights) {
        json.put(field, weights.stream().map(InspectReport::json).toList());
        TextTable table = TextTable.of(
                        TextTable.Align.LEFT,
                        TextTable.Align.LEFT,
                        TextTable.Align.LEFT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT)
                .header("weight", "type", "shape", "mean", "deviation", "smallest", "largest", "zeros", "NaN/Inf");
        weights.forEach(row -> table.row(
                row.name(),
                row.dataType().kerasName(),
                Shapes.text(row.shape()),
                number(row.mean()),
                number(row.deviation()),
                number(row.smallest()),
                number(row.largest()),
                Long.toString(row.zeros()),
                Long.toString(row.notNumbers() + row.infinite())));
        return block(table.toString());
    }

    static List<String> notNumbers(List<WeightStatistics> weights) {
        return weights.stream()
                .filter(each -> each.notNumbers() + each.infinite() > 0)
                .map(each -> each.name() + ": " + each.notNumbers() + " NaN and " + each.infinite() + " infinite among "
                        + each.size() + " numbers.")
                .toList();
    }

    void print(PrintWriter out, boolean isJson) {
        if (isJson) {
            json.put("warnings", warnings);
            Json.print(out, json);
            return;
        }
        sections.forEach(out::print);
        if (!warnings.isEmpty()) {
            out.println();
            out.println("Warnings:");
            warnings.forEach(warning -> out.println("  " + TextTable.printable(warning)));
        }
    }

    /** In this order; what is an empty {@link Optional} is left out. */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            String name = (String) pairs[i];
            if (pairs[i + 1] instanceof Optional<?> optional) {
                optional.ifPresent(value -> map.put(name, value));
            } else {
                map.put(name, pairs[i + 1]);
            }
        }
        return map;
    }

    private static Map<String, Object> json(WeightStatistics row) {
        return map(
                "name",
                row.name(),
                "type",
                row.dataType().kerasName(),
                "shape",
                Shapes.text(row.shape()),
                "mean",
                row.mean(),
                "deviation",
                row.deviation(),
                "smallest",
                row.smallest(),
                "largest",
                row.largest(),
                "zeros",
                row.zeros(),
                "nan",
                row.notNumbers(),
                "infinite",
                row.infinite());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static String line() {
        return System.lineSeparator();
    }
}
