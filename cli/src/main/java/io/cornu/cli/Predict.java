package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.data.NumpyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cornu predict}. */
@Command(
        name = "predict",
        description = "Writes what a model says about some examples, as NumPy arrays.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu predict model.keras --input x.npy --output y.npy",
            "  cornu predict savedmodel --input image.npy,age.npy --output y.npy"
        })
final class Predict implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A .keras or .h5 file or a SavedModel folder, ours or Python's.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path model;

    @Option(
            names = "--input",
            required = true,
            split = ",",
            paramLabel = "X.npy",
            description = "The examples, one row each; several inputs separated by commas, in the model's order.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--output",
            required = true,
            paramLabel = "Y.npy",
            description = "Where to write; several outputs become Y_0.npy, Y_1.npy, ...")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path output;

    @Option(names = "--batch-size", paramLabel = "B", description = "Examples at once. Default: 32.")
    private int batchSize = 32;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(names = "--json", description = "Print the files and their arrays as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Numbers.requirePositive(spec.commandLine(), "--batch-size", batchSize);
        requireWritable();
        List<Array> arrays = new ArrayList<>();
        for (Path input : inputs) {
            arrays.add(examples(input));
        }
        Map<String, String> written = new LinkedHashMap<>();
        try (OpenedModel opened = OpenedModel.of(model, device.device())) {
            List<Array> results = opened.predict(arrays, batchSize);
            List<Path> files = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                files.add(results.size() == 1 ? output : numbered(output, i));
                requireOther(files.get(i));
            }
            for (int i = 0; i < results.size(); i++) {
                NumpyFiles.write(files.get(i), results.get(i));
                written.put(files.get(i).toString(), results.get(i).toString());
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, written);
        } else {
            written.forEach((file, array) -> out.println("Wrote " + file + ": " + array));
        }
        return 0;
    }

    static Array examples(Path file) throws IOException {
        Array array = NumpyFiles.read(file);
        if (array.shape().numDimensions() == 0 || array.shape().get(0) == 0) {
            throw new CommandFailure(file + ": expected one row an example, at least one, received " + array + ".");
        }
        return array;
    }

    /** Better to fail now than after an hour of predicting. */
    private void requireWritable() throws IOException {
        if (Files.isDirectory(output)) {
            throw new CommandFailure("--output: expected a file, received " + output + ", a folder. Name a .npy file.");
        }
        Outputs.requireWritable("--output", output);
        requireOther(output);
    }

    /** What was predicted never takes the place of what it was predicted from. */
    private void requireOther(Path file) throws IOException {
        List<Path> read = new ArrayList<>(inputs);
        read.add(model);
        for (Path each : read) {
            if (Files.exists(file) && Files.exists(each) && Files.isSameFile(file, each)) {
                throw new CommandFailure("--output: expected another file than is read, received " + file
                        + ", which is " + (each.equals(model) ? "the model" : "an input") + ". Choose another.");
            }
        }
    }

    private static Path numbered(Path path, int number) {
        String name = path.getFileName().toString();
        String stem = name.endsWith(".npy") ? name.substring(0, name.length() - 4) : name;
        return path.resolveSibling(stem + "_" + number + ".npy");
    }
}
