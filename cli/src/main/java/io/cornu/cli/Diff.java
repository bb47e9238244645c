package io.cornu.cli;

import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.compare.LayerChange;
import io.cornu.savedmodels.compare.ModelDiff;
import io.cornu.savedmodels.compare.OptionChange;
import io.cornu.savedmodels.compare.VariableDifference;
import io.cornu.savedmodels.keras.KerasContents;
import io.cornu.savedmodels.keras.KerasReadOptions;
import io.cornu.text.Shapes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cornu diff}. */
@Command(
        name = "diff",
        description = "Tells two model files apart: layers and their options, weights, training settings, optimizer"
                + " state. Nothing of them is run.",
        exitCodeOnExecutionException = 2,
        exitCodeList = {"0:the same", "1:they differ", "2:trouble, or the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {"  cornu diff before.keras after.keras", "  cornu diff ours.keras theirs.keras --json"})
final class Diff implements Callable<Integer> {
    private static final int DIFFERENT = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "A model of Keras, ours or Python's.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "Another.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path second;

    @Option(names = "--json", description = "Print one JSON object, with the variables that do not differ, too.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        requireKeras(first);
        requireKeras(second);
        KerasContents one = KerasContents.of(first, KerasReadOptions.defaults());
        KerasContents other = KerasContents.of(second, KerasReadOptions.defaults());
        boolean isBuilt = one.model().isPresent() && other.model().isPresent();
        ModelDiff diff = isBuilt ? ModelDiff.of(one.model().get(), other.model().get()) : ModelDiff.of(one, other);
        List<String> warnings = new ArrayList<>();
        one.problems().forEach(problem -> warnings.add(first + ": " + problem));
        other.problems().forEach(problem -> warnings.add(second + ": " + problem));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, object(diff, warnings));
        } else {
            print(diff, warnings, out);
        }
        return diff.isEmpty() ? 0 : DIFFERENT;
    }

    private static void requireKeras(Path file) throws IOException {
        ModelFormat format = ModelFiles.format(file);
        switch (format) {
            case KERAS, KERAS_H5, KERAS_WEIGHTS, KERAS_H5_WEIGHTS, KERAS_JSON -> {}
            case SAVED_MODEL ->
                throw new CommandFailure(file + ": expected a model of Keras, received a SavedModel, which is a program"
                        + " without layers. Compare what it computes with cornu verify.");
            default ->
                throw new CommandFailure(file + ": expected a model of Keras, received a " + format.title() + ".");
        }
    }

    private static void print(ModelDiff diff, List<String> warnings, PrintWriter out) {
        if (diff.isEmpty()) {
            out.println("The same: " + diff.weights().size() + " variables, and all settings.");
        }
        section("Model", diff.architecture().model(), out);
        if (!diff.architecture().layers().isEmpty()) {
            out.println("Layers");
            diff.architecture().layers().forEach(change -> {
                out.println(TextTable.printable("  " + line(change)));
                change.options().forEach(option -> out.println(TextTable.printable("      " + option)));
            });
        }
        section("Training settings", diff.compilation(), out);
        section("Optimizer", diff.optimizer(), out);
        variables("Weights", diff.weights(), out);
        variables("Optimizer state", diff.slots(), out);
        if (!warnings.isEmpty()) {
            out.println("Warnings:");
            warnings.forEach(warning -> out.println("  " + TextTable.printable(warning)));
        }
    }

    private static String line(LayerChange change) {
        return switch (change.kind()) {
            case ADDED -> "+ " + change.className() + " '" + change.second().orElse("") + "'";
            case REMOVED -> "- " + change.className() + " '" + change.first().orElse("") + "'";
            case CHANGED ->
                "~ " + change.className() + " '" + change.first().orElse("") + "'"
                        + (change.first().equals(change.second())
                                ? ""
                                : " -> '" + change.second().orElse("") + "'");
        };
    }

    private static void section(String title, List<OptionChange> changes, PrintWriter out) {
        if (!changes.isEmpty()) {
            out.println(title);
            changes.forEach(change -> out.println(TextTable.printable("  ~ " + change)));
        }
    }

    private static void variables(String title, List<VariableDifference> variables, PrintWriter out) {
        List<VariableDifference> different =
                variables.stream().filter(variable -> !variable.isZero()).toList();
        if (different.isEmpty()) {
            return;
        }
        out.println(title + ": " + different.size() + " of " + variables.size() + " differ");
        TextTable table = TextTable.of(
                        TextTable.Align.LEFT,
                        TextTable.Align.LEFT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT)
                .header("variable", "shape", "largest difference", "norm A", "norm B", "equal");
        different.forEach(each -> table.row(
                each.path(),
                shapes(each),
                each.difference().map(found -> number(found.largest())).orElse("-"),
                each.first().map(side -> number(side.norm())).orElse("only in B"),
                each.second().map(side -> number(side.norm())).orElse("only in A"),
                each.difference()
                        .map(found -> found.equal() + " of " + found.size())
                        .orElse("-")));
        out.print(table);
    }

    private static String shapes(VariableDifference variable) {
        Optional<String> one = variable.first().map(side -> Shapes.text(side.shape()));
        Optional<String> other = variable.second().map(side -> Shapes.text(side.shape()));
        return one.equals(other) || one.isEmpty() || other.isEmpty()
                ? one.or(() -> other).orElse("")
                : one.get() + " -> " + other.get();
    }

    private static Map<String, Object> object(ModelDiff diff, List<String> warnings) {
        return InspectReport.map(
                "same",
                diff.isEmpty(),
                "model",
                options(diff.architecture().model()),
                "layers",
                diff.architecture().layers().stream()
                        .map(change -> InspectReport.map(
                                "change",
                                change.kind().name().toLowerCase(Locale.ROOT),
                                "first",
                                change.first(),
                                "second",
                                change.second(),
                                "class",
                                change.className(),
                                "options",
                                options(change.options())))
                        .toList(),
                "compilation",
                options(diff.compilation()),
                "optimizer",
                options(diff.optimizer()),
                "weights",
                variables(diff.weights()),
                "slots",
                variables(diff.slots()),
                "warnings",
                warnings);
    }

    private static List<Map<String, Object>> options(List<OptionChange> changes) {
        return changes.stream()
                .map(change -> InspectReport.map(
                        "option", change.option(), "first", change.first(), "second", change.second()))
                .toList();
    }

    private static List<Map<String, Object>> variables(List<VariableDifference> variables) {
        return variables.stream()
                .map(variable -> InspectReport.map(
                        "name",
                        variable.path(),
                        "same",
                        variable.isZero(),
                        "first",
                        variable.first().map(Diff::side),
                        "second",
                        variable.second().map(Diff::side),
                        "difference",
                        variable.difference()
                                .map(found -> InspectReport.map(
                                        "largest",
                                        found.largest(),
                                        "relative",
                                        found.relative(),
                                        "norm",
                                        found.norm(),
                                        "equal",
                                        found.equal(),
                                        "size",
                                        found.size()))))
                .toList();
    }

    private static Map<String, Object> side(VariableDifference.Side side) {
        return InspectReport.map("name", side.path(), "shape", Shapes.text(side.shape()), "norm", side.norm());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
