package io.cornu.cli;

import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.keras.KerasContents;
import io.cornu.savedmodels.keras.KerasReadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cornu inspect}. */
@Command(
        name = "inspect",
        description = "Shows what is in a model file: layers, weights with their statistics, training settings,"
                + " signatures, where it comes from, and what is odd about it. Nothing of it is run.",
        footerHeading = "%nExamples:%n",
        footer = {"  cornu inspect model.keras", "  cornu inspect savedmodel --json"})
final class Inspect implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = Inspect.FILES)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** What the commands take that look at files. */
    static final String FILES =
            "A model, ours or Python's: a .keras, .h5 or .weights.h5 file, a" + " SavedModel folder or a checkpoint.";

    @Override
    public Integer call() throws IOException {
        ModelFormat format = ModelFiles.format(file);
        report(format).print(spec.commandLine().getOut(), json);
        return 0;
    }

    private InspectReport report(ModelFormat format) throws IOException {
        switch (format) {
            case KERAS, KERAS_H5, KERAS_WEIGHTS, KERAS_H5_WEIGHTS, KERAS_JSON -> {
                InspectReport report = new InspectReport(file, format, name(format));
                InspectKeras.add(KerasContents.of(file, KerasReadOptions.defaults()), report);
                return report;
            }
            case SAVED_MODEL -> {
                InspectReport report = new InspectReport(file, format, "savedmodel");
                InspectSavedModel.add(file, report);
                return report;
            }
            case CHECKPOINT -> {
                InspectReport report = new InspectReport(file, format, "checkpoint");
                InspectCheckpoint.add(file, report);
                return report;
            }
        }
        throw new IllegalStateException("no report for " + format);
    }

    private static String name(ModelFormat format) {
        return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
