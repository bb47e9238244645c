package io.cornu.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cornu train}. */
@Command(
        name = "train",
        customSynopsis = {
            "cornu train [ARCHITECTURE] [--data DATA] [OPTIONS]",
            "       cornu train --resume DIR",
        },
        description = {
            "",
            "Trains a network and writes a run folder: model.keras (for Python Keras), savedmodel/, history.csv,"
                    + " curves.svg and .png, run.json.",
            "Ctrl-C saves what was trained; --resume goes on as if nothing had happened.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu train",
            "  cornu train mlp --data mnist --epochs 5 --out runs/mnist",
            "  cornu train model.keras --data x.npy,y.npy --learning-rate 1e-4 --out more",
            "  cornu train --data photos --validation-split 0.2 --early-stopping 5",
            "  cornu train --resume more"
        })
final class Train implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private TrainOptions options = new TrainOptions();

    @ArgGroup(exclusive = false, order = 3, heading = "%nResults:%n")
    private ResultOptions results = new ResultOptions();

    static final class ResultOptions {
        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "The run folder, new or empty. Default: runs/ARCHITECTURE-TIME.")
        private @Nullable Path out;

        @Option(
                names = "--resume",
                paramLabel = "DIR",
                description =
                        "Go on in the folder of an interrupted run, with its settings. No other setting is" + " taken.")
        private @Nullable Path resume;

        @Option(
                names = "--json",
                description = "Print run.json, and nothing else, on the standard output when the run ends.")
        private boolean json;
    }

    @Override
    public Integer call() throws IOException {
        boolean json = results.json;
        Path out = results.out;
        Path resume = results.resume;
        if (resume != null) {
            requireNothingElse();
            RunFolder folder = RunFolder.open(resume);
            return new TrainRun(folder, folder.readReport().settings(), spec.commandLine(), json).resume();
        }
        TrainSettings settings = checked();
        return new TrainRun(
                        new RunFolder(out == null ? usualFolder(settings) : out), settings, spec.commandLine(), json)
                .begin();
    }

    /** What is wrong with the command line itself is usage, whatever its data. */
    private TrainSettings checked() {
        TrainSettings settings = options.settings();
        try {
            SettingsCheck.check(settings);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return settings;
    }

    private void requireNothingElse() {
        List<String> given = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !List.of("--resume", "--json", "--debug").contains(name))
                .toList();
        if (!given.isEmpty() || spec.commandLine().getParseResult().hasMatchedPositional(0)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--resume: expected no other settings, for they are those of the run, received "
                            + (given.isEmpty() ? "an architecture" : String.join(", ", given)) + ".");
        }
    }

    private static Path usualFolder(TrainSettings settings) {
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
        String name = Path.of(settings.architecture()).getFileName().toString().replaceAll("\\.keras$", "");
        return Path.of("runs", name + "-" + time);
    }
}
