package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataChecks;
import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.models.data.DataSource;
import io.cornu.models.data.LoadedData;
import io.cornu.runtime.SessionOptions;
import io.cornu.uncertainty.UncertaintyMeasure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** {@code cornu mc-dropout}. */
@Command(
        name = "mc-dropout",
        customSynopsis = {
            "cornu mc-dropout MODEL --input X.npy [--labels Y.npy] [OPTIONS]",
            "       cornu mc-dropout MODEL --data DATA [OPTIONS]",
        },
        description = {
            "",
            "Predicts many times with dropout on, and tells how sure the model is: predictions with uncertainty as CSV and"
                    + " .npy, the most uncertain examples as a picture and, where labels are known, a reliability diagram"
                    + " and the accuracy by rejected share.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu mc-dropout model.keras --data fashion-mnist-mini",
            "  cornu mc-dropout runs/digits/savedmodel --data mnist --passes 30",
            "  cornu mc-dropout model.keras --input x.npy --labels y.npy --passes 200 --out uncertain"
        })
final class McDropout implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description =
                    "A .keras or .h5 file, ours or Python's, with Dropout or other layers that draw, or a SavedModel"
                            + " that Cornu wrote of one.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path model;

    @Option(
            names = "--input",
            split = ",",
            paramLabel = "X.npy",
            description = "The examples, one row each, as the model takes them.")
    private List<Path> inputs = List.of();

    @Option(names = "--labels", paramLabel = "Y.npy", description = "Their class numbers, or one-hot rows.")
    private @Nullable Path labels;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "Examples with labels instead, as for evaluate: the test part where there is one.")
    private @Nullable String data;

    @Mixin
    private DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(
            names = "--scaling",
            paramLabel = "NAME",
            description = "Of --data: none, unit or standardize. Default: unit for catalog data and images, else none.")
    private @Nullable String scaling;

    @Option(names = "--passes", paramLabel = "N", description = "How many predictions. Default: 100.")
    private int passes = 100;

    @Option(names = "--batch-size", paramLabel = "B", description = "Examples at once. Default: 32.")
    private int batchSize = 32;

    @Option(
            names = "--measure",
            paramLabel = "NAME",
            description = "What the ranking goes by: entropy, mutual_information or variance. Default: entropy, or"
                    + " variance where the output is no probability.")
    private @Nullable UncertaintyMeasure measure;

    @Option(names = "--top", paramLabel = "N", description = "How many of the most uncertain to show. Default: 20.")
    private int top = 20;

    @Option(names = "--bins", paramLabel = "N", description = "Bins of the reliability diagram. Default: 10.")
    private int bins = 10;

    @Option(names = "--seed", paramLabel = "S", description = "Decides what is dropped. Default: 0.")
    private long seed;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private ReportOptions output = new ReportOptions();

    @Override
    public Integer call() throws IOException {
        requireUsage();
        PrintWriter err = spec.commandLine().getErr();
        ReportFolder folder = ReportFolder.choose(output.out(), "mc-dropout");
        SessionOptions session = SessionOptions.defaults().withDevice(device.device());
        try (McDropoutModel opened = McDropoutModel.open(model, seed, session, batchSize);
                LabProgress progress = new LabProgress(Terminal.ofEnvironment(), err, err);
                Interruption interruption = new Interruption(err)) {
            McDropoutRun run = new McDropoutRun(
                    opened,
                    examples(),
                    new McDropoutRun.Settings(passes, batchSize, Optional.ofNullable(measure), top, bins));
            if (!run.predict(progress, interruption::isRequested)) {
                progress.clear();
                err.println("Interrupted; nothing was written.");
                return 1;
            }
            progress.clear();
            var report = run.report(model.toString(), source(), ReportFolder.command(spec));
            folder.write(report, run::write);
            LabOutput.print(
                    report,
                    folder.directory(),
                    output.json(),
                    spec.commandLine().getOut());
            return 0;
        }
    }

    private String source() {
        return data == null
                ? String.join(",", inputs.stream().map(Path::toString).toList())
                : data;
    }

    private void requireUsage() {
        try {
            SettingsCheck.atLeast(2, "--passes", passes);
            SettingsCheck.atLeast(1, "--batch-size", batchSize);
            SettingsCheck.atLeast(1, "--top", top);
            SettingsCheck.atLeast(1, "--bins", bins);
            if (inputs.isEmpty() == (data == null)) {
                throw new IllegalArgumentException("expected examples with --input or with --data, received "
                        + (data == null ? "neither" : "both") + ".");
            }
            if (data != null) {
                DataSource.parse(data);
                requireWithoutLabels();
            } else if (scaling != null) {
                throw new IllegalArgumentException(
                        "--scaling: expected with --data, received with --input, which is taken as it is. Leave it out.");
            }
            if (scaling != null) {
                Scaling.of(scaling);
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void requireWithoutLabels() {
        if (labels != null) {
            throw new IllegalArgumentException(
                    "--labels: expected with --input, received with --data, which has its own. Leave it out.");
        }
    }

    private Dataset examples() throws IOException {
        if (data == null) {
            List<Array> arrays = new ArrayList<>();
            for (Path input : inputs) {
                arrays.add(Predict.examples(input));
            }
            List<Array> targets = labels == null ? List.of() : List.of(Predict.examples(labels));
            return Dataset.of(new Batch(arrays, targets, Optional.empty()));
        }
        DataSource from = DataSource.parse(data);
        LoadedData loaded = TrainData.load(
                from, dataDirectory.text(), List.of(), spec.commandLine().getErr());
        Dataset examples = loaded.evaluation();
        if (examples.size() == 0) {
            throw new CommandFailure(data + ": expected at least one example, received none.");
        }
        DataChecks.requireFinite(examples);
        Scaling wanted = scaling == null ? from.usualScaling() : Scaling.of(scaling);
        return wanted.fit(loaded.train()).apply(examples);
    }
}
