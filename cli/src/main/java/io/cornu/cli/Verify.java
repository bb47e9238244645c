package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.compare.ModelComparison;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cornu verify}. */
@Command(
        name = "verify",
        description =
                "Runs two models on the same inputs and tells how far their outputs are apart and, layer by layer,"
                        + " where they part.",
        exitCodeOnExecutionException = 2,
        exitCodeList = {
            "0:all outputs are within the tolerance",
            "1:they are not",
            "2:trouble, or the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu verify model.keras savedmodel",
            "  cornu verify ours.keras theirs.keras --input x.npy --tolerance 1e-6 --json"
        })
final class Verify implements Callable<Integer> {
    private static final int DIFFERENT = 1;
    private static final int ROWS = 50;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = Inspect.FILES)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "Another, of any format.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path second;

    @Option(
            names = "--input",
            split = ",",
            paramLabel = "X.npy",
            description =
                    "The examples, one row each; several inputs separated by commas, in the models' order. Default:"
                            + " random ones.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--architecture",
            paramLabel = "FILE",
            description = "Where the layers stand if a model is weights alone. Default: the other model.")
    private @Nullable Path architecture;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description = "How far apart an output may be, absolutely or relatively to its largest number."
                    + " Default: 1e-5.")
    private double tolerance = 1e-5;

    @Option(names = "--examples", paramLabel = "N", description = "How many random examples. Default: 4.")
    private int examples = 4;

    @Option(names = "--seed", paramLabel = "S", description = "What random examples are drawn from. Default: 0.")
    private long seed;

    @Option(names = "--batch-size", paramLabel = "B", description = "Examples at once. Default: 32.")
    private int batchSize = 32;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(names = "--json", description = "Print one JSON object, with all layers.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        requireUsage();
        // Both places first, for building the first model takes its time and says things on the way.
        Optional<Path> firstLayers = layersFor(first, second);
        Optional<Path> secondLayers = layersFor(second, first);
        Steps steps = new Steps(spec.commandLine().getErr());
        List<Array> given = new ArrayList<>();
        for (Path input : inputs) {
            given.add(Predict.examples(input));
        }
        steps.begin("Opening " + first);
        try (OpenedModel one = OpenedModel.of(first, firstLayers, device.device())) {
            steps.begin("Opening " + second);
            try (OpenedModel other = OpenedModel.of(second, secondLayers, device.device())) {
                List<Array> arrays = given.isEmpty() ? samples(one, other) : given;
                steps.begin("Computing");
                ModelComparison comparison = compare(one, other, arrays);
                boolean hasLayers = one.model().isPresent() && other.model().isPresent();
                print(comparison, arrays, hasLayers);
                return comparison.isWithin(tolerance) ? 0 : DIFFERENT;
            }
        }
    }

    /** Weights alone are tried in the layers that were named, or in those of the other model. */
    private Optional<Path> layersFor(Path file, Path other) throws IOException {
        ModelFormat format = ModelFiles.format(file);
        if (format == ModelFormat.SAVED_MODEL || !ModelSource.needsArchitecture(format)) {
            return Optional.empty();
        }
        Path layers = architecture == null ? other : architecture;
        ModelFiles.format(layers);
        return Optional.of(layers);
    }

    private void requireUsage() {
        if (!(tolerance >= 0)) {
            throw usage("--tolerance: expected at least 0, received " + tolerance + ".");
        }
        Numbers.requirePositive(spec.commandLine(), "--examples", examples);
        Numbers.requirePositive(spec.commandLine(), "--batch-size", batchSize);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** By the layers of a model if there are any, for they tell more than the signature of a program. */
    private List<Array> samples(OpenedModel one, OpenedModel other) {
        OpenedModel known = one.model().isPresent() ? one : other;
        try {
            return known.samples(examples, Seed.of(seed));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--input: expected one, for no random input can be made: " + e.getMessage(), e);
        }
    }

    private ModelComparison compare(OpenedModel one, OpenedModel other, List<Array> arrays) {
        Optional<Model> ours = one.model();
        Optional<Model> theirs = other.model();
        return ours.isPresent() && theirs.isPresent()
                ? ModelComparison.of(ours.get(), theirs.get(), arrays, batchSize)
                : ModelComparison.ofOutputs(
                        one.outputNames(),
                        one.predict(arrays, batchSize),
                        other.outputNames(),
                        other.predict(arrays, batchSize));
    }

    private void print(ModelComparison comparison, List<Array> arrays, boolean hasLayers) {
        PrintWriter out = spec.commandLine().getOut();
        Optional<ModelComparison.Difference> parting = comparison.parting(tolerance);
        if (json) {
            Json.print(
                    out,
                    InspectReport.map(
                            "within_tolerance",
                            comparison.isWithin(tolerance),
                            "tolerance",
                            tolerance,
                            "inputs",
                            arrays.stream().map(Array::toString).toList(),
                            "random",
                            inputs.isEmpty(),
                            "outputs",
                            rows(comparison.outputs()),
                            "layers_compared",
                            hasLayers,
                            "layers",
                            rows(comparison.layers()),
                            "parting",
                            parting.map(ModelComparison.Difference::first),
                            "unmatched",
                            comparison.unmatched()));
            return;
        }
        out.println((inputs.isEmpty() ? "On random inputs " : "On ")
                + String.join(", ", arrays.stream().map(Array::toString).toList()) + ":");
        out.println(table("output", comparison.outputs()));
        if (hasLayers) {
            printLayers(comparison, parting, out);
        } else {
            out.println("Layers are not compared: a SavedModel is a program, and shows its outputs alone.");
        }
        out.println(
                comparison.isWithin(tolerance)
                        ? "Within " + tolerance + "."
                        : "Not within " + tolerance + ": they differ.");
    }

    private void printLayers(
            ModelComparison comparison, Optional<ModelComparison.Difference> parting, PrintWriter out) {
        List<ModelComparison.Difference> apart = comparison.layers().stream()
                .filter(layer -> !layer.difference().isZero())
                .toList();
        if (!apart.isEmpty()) {
            out.println(table("layer", apart.subList(0, Math.min(ROWS, apart.size()))));
            if (apart.size() > ROWS) {
                out.println("... and " + (apart.size() - ROWS) + " more; --json has all.");
            }
        }
        int same = comparison.layers().size() - apart.size();
        out.println(same + " of " + comparison.layers().size() + " layers give exactly the same.");
        if (!comparison.unmatched().isEmpty()) {
            out.println(TextTable.printable("Not compared, for only one model has them, or calls them more than once: "
                    + String.join(", ", comparison.unmatched()) + "."));
        }
        String after = comparison.isWithin(tolerance) ? ", and come together again." : ".";
        parting.ifPresent(layer -> out.println(TextTable.printable("They first part at " + pair(layer) + after)));
    }

    private static TextTable table(String title, List<ModelComparison.Difference> rows) {
        TextTable table = TextTable.of(
                        TextTable.Align.LEFT,
                        TextTable.Align.LEFT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT,
                        TextTable.Align.RIGHT)
                .header(title, "shape", "largest difference", "relative", "equal");
        rows.forEach(row -> table.row(
                pair(row),
                Shapes.text(row.shape()),
                number(row.difference().largest()),
                number(row.difference().relative()),
                row.difference().equal() + " of " + row.difference().size()));
        return table;
    }

    private static String pair(ModelComparison.Difference row) {
        return row.first().equals(row.second()) ? row.first() : row.first() + " / " + row.second();
    }

    private static List<Map<String, Object>> rows(List<ModelComparison.Difference> rows) {
        return rows.stream()
                .map(row -> InspectReport.map(
                        "first",
                        row.first(),
                        "second",
                        row.second(),
                        "shape",
                        Shapes.text(row.shape()),
                        "largest",
                        row.difference().largest(),
                        "relative",
                        row.difference().relative(),
                        "equal",
                        row.difference().equal(),
                        "size",
                        row.difference().size()))
                .toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
