package io.cornu.cli;

import io.cornu.data.DataChecks;
import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.model.BuildOptions;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.models.data.DataSource;
import io.cornu.models.data.LoadedData;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.savedmodels.keras.KerasModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cornu evaluate}. */
@Command(
        name = "evaluate",
        description = "Measures the loss and the metrics of a model on some data.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu evaluate runs/mnist/model.keras --data mnist",
            "  cornu evaluate model.keras --data x.npy,y.npy --json"
        })
final class Evaluate implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A .keras or .h5 file, ours or Python's.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description =
                    "As for train: a catalog name, x.npy,y.npy, an .npz, an image folder or a .csv. The test part where"
                            + " there is one.")
    private String data = "";

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Where catalog data lies, or is downloaded to. Default: CORNU_DATA_DIR, else the user's cache.")
    private @Nullable String dataDirectory;

    @Option(
            names = "--scaling",
            paramLabel = "NAME",
            description = "none, unit or standardize (fitted on the training part). Default: unit for catalog data and"
                    + " images, else none.")
    private @Nullable String scaling;

    @Option(names = "--loss", paramLabel = "L", description = "Another loss than the file's own; as for train.")
    private @Nullable String loss;

    @Option(names = "--batch-size", paramLabel = "B", description = "Examples at once. Default: 32.")
    private int batchSize = 32;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        requireUsage();
        if (OpenedModel.isSavedModel(model)) {
            throw new IllegalArgumentException(model + ": expected a .keras file, received a SavedModel, which knows no"
                    + " loss. Evaluate the .keras file, or use predict.");
        }
        KerasModel file = ModelFiles.keras(model);
        Dataset examples = examples();
        Map<String, Double> values;
        try (Model built = file.build(BuildOptions.of(Seed.of(0))
                .withSession(SessionOptions.defaults().withDevice(device.device())))) {
            values = compiled(file, built, examples).evaluate(examples, batchSize);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, values);
        } else {
            TextTable table = TextTable.of(TextTable.Align.LEFT, TextTable.Align.RIGHT);
            values.forEach((name, value) -> table.row(name, Double.toString(value)));
            out.println(table);
        }
        return 0;
    }

    private void requireUsage() {
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
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Dataset examples() throws IOException {
        DataSource source = DataSource.parse(data);
        LoadedData loaded = TrainData.load(
                source, dataDirectory, List.of(), spec.commandLine().getErr());
        Scaling wanted = scaling == null ? source.usualScaling() : Scaling.of(scaling);
        Dataset examples = loaded.evaluation();
        if (examples.size() == 0) {
            throw new IllegalArgumentException(data + ": expected at least one example, received none.");
        }
        DataChecks.requireFinite(examples);
        return wanted.fit(loaded.train()).apply(examples);
    }

    private CompiledModel compiled(KerasModel file, Model built, Dataset examples) {
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
