package io.cornu.cli;

import io.cornu.data.Dataset;
import io.cornu.model.BuildOptions;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.savedmodels.keras.KerasModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Mixin
    private EvaluationOptions options = new EvaluationOptions();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        options.requireUsage(spec.commandLine());
        if (OpenedModel.isSavedModel(model)) {
            throw new IllegalArgumentException(model + ": expected a .keras file, received a SavedModel, which knows no"
                    + " loss. Evaluate the .keras file, or use predict.");
        }
        KerasModel file = ModelFiles.keras(model);
        Dataset examples = options.examples(spec.commandLine().getErr());
        Map<String, Double> values;
        try (Model built = file.build(BuildOptions.of(Seed.of(0))
                .withSession(SessionOptions.defaults().withDevice(device.device())))) {
            values = options.compiled(file, built, examples).evaluate(examples, options.batchSize());
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
}
