package io.cornu.cli;

import io.cornu.data.DataChecks;
import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.models.data.DataSource;
import io.cornu.models.data.LoadedData;
import io.cornu.optimizers.SGD;
import io.cornu.savedmodels.keras.KerasModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** On what a model is measured, and by what loss. */
final class EvaluationOptions {
    private static final int USUAL_BATCH_SIZE = 32;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description =
                    "As for train: a catalog name, x.npy,y.npy, an .npz, an image folder or a .csv. The test part where"
                            + " there is one.")
    private String data = "";

    @Mixin
    private DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(
            names = "--scaling",
            paramLabel = "NAME",
            description = "none, unit or standardize (fitted on the training part). Default: unit for catalog data and"
                    + " images, else none.")
    private @Nullable String scaling;

    @Option(names = "--loss", paramLabel = "L", description = "Another loss than the file's own; as for train.")
    private @Nullable String loss;

    @Option(names = "--batch-size", paramLabel = "B", description = "Examples at once. Default: 32.")
    private int batchSize = USUAL_BATCH_SIZE;

    String data() {
        return data;
    }

    /** As they are typed, but for what is usual. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--data", data));
        if (dataDirectory.text() != null) {
            arguments.addAll(List.of("--data-dir", String.valueOf(dataDirectory.text())));
        }
        if (scaling != null) {
            arguments.addAll(List.of("--scaling", scaling));
        }
        if (loss != null) {
            arguments.addAll(List.of("--loss", loss));
        }
        if (batchSize != USUAL_BATCH_SIZE) {
            arguments.addAll(List.of("--batch-size", String.valueOf(batchSize)));
        }
        return arguments;
    }

    int batchSize() {
        return batchSize;
    }

    /** Checks what can be without reading anything. */
    void requireUsage(CommandLine commandLine) {
        try {
            SettingsCheck.atLeast(1, "--batch-size", batchSize);
            DataSource.parse(data);
            if (scaling != null) {
                Scaling.of(scaling);
            }
            if (loss != null) {
                Choices.loss(loss);
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage(), e);
        }
    }

    Dataset examples(PrintWriter err) throws IOException {
        DataSource source = DataSource.parse(data);
        LoadedData loaded = TrainData.load(source, dataDirectory.text(), List.of(), err);
        Scaling wanted = scaling == null ? source.usualScaling() : Scaling.of(scaling);
        Dataset examples = loaded.evaluation();
        if (examples.size() == 0) {
            throw new IllegalArgumentException(data + ": expected at least one example, received none.");
        }
        DataChecks.requireFinite(examples);
        return wanted.fit(loaded.train()).apply(examples);
    }

    /** The model with the file's loss, or the one asked for, or the usual one. */
    CompiledModel compiled(KerasModel file, Model built, Dataset examples) {
        List<Compilation.Output> outputs = new ArrayList<>();
        for (int i = 0; i < built.architecture().graph().outputs().size(); i++) {
            outputs.add(output(file, built, examples, i));
        }
        // Nothing is learned here, so the optimizer and its memory do not matter.
        return built.compile(new Compilation(SGD.of(0), outputs));
    }

    private Compilation.Output output(KerasModel file, Model built, Dataset examples, int number) {
        if (loss == null && file.compilation().isPresent()) {
            return file.compilation().get().outputs().get(number);
        }
        return Choices.measured(
                loss != null
                        ? Choices.loss(loss)
                        : Choices.usualLoss(
                                built.architecture().graph(),
                                number,
                                examples.read(new int[] {0}).targets()));
    }
}
