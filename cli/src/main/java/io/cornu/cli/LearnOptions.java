package io.cornu.cli;

import io.cornu.runtime.Device;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What commands can be told that train for the sake of knowing: the model, the data, and how to learn. */
final class LearnOptions {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ARCHITECTURE|MODEL",
            description = {
                "A catalog name as for train, or a .keras file, whose weights and, unless overridden, compile settings"
                        + " and optimizer state are the start. It is not changed.",
                "Default: base-cnn."
            })
    private String architecture = "base-cnn";

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description =
                    "As for train: a catalog name, x.npy,y.npy, an .npz, an image folder or a .csv. The training part where"
                            + " there is one. Default: fashion-mnist-mini.")
    private String data = "fashion-mnist-mini";

    @Option(
            names = "--scaling",
            paramLabel = "NAME",
            description = "none, unit or standardize. Default: unit for catalog data and images, else none.")
    private @Nullable String scaling;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Where catalog data lies, or is downloaded to. Default: CORNU_DATA_DIR, else the user's cache.")
    private @Nullable Path dataDirectory;

    @Option(names = "--batch-size", paramLabel = "B", description = "Examples a step. Default: 64.")
    private int batchSize = 64;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "As for train. Default: the file's own, else adam.")
    private @Nullable String optimizer;

    @Option(names = "--learning-rate", paramLabel = "R", description = "Default: the file's own, else Keras'.")
    private @Nullable Double learningRate;

    @Option(names = "--momentum", paramLabel = "M", description = "For sgd and rmsprop. Default: 0.")
    private @Nullable Double momentum;

    @Option(names = "--clipnorm", paramLabel = "C", description = "The largest norm of a weight's gradient.")
    private @Nullable Double clipnorm;

    @Option(
            names = "--loss",
            paramLabel = "L",
            description = "As for train. Default: the file's own, else what last layer and targets ask for.")
    private @Nullable String loss;

    @Option(names = "--seed", paramLabel = "S", description = "Where all randomness comes from. Default: 42.")
    private long seed = 42;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of the report, new or empty. Default: runs/COMMAND-TIME.")
    private @Nullable Path out;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = DeviceOption.Converter.class,
            description = DeviceOption.DESCRIPTION)
    private Device device = DeviceOption.usual();

    @Option(names = "--threads", paramLabel = "N", description = "Threads an operation may use. Default: all cores.")
    private int threads;

    @Option(names = "--json", description = "Print report.json, and nothing else, on the standard output at the end.")
    private boolean json;

    @Nullable
    Path out() {
        return out;
    }

    boolean json() {
        return json;
    }

    Device device() {
        return device;
    }

    /** As those of a training without validation. */
    TrainSettings settings(int epochs) {
        return new TrainSettings(
                architecture,
                data,
                null,
                0.0,
                scaling,
                epochs,
                batchSize,
                optimizer,
                learningRate,
                null,
                null,
                momentum,
                false,
                clipnorm,
                loss,
                true,
                seed,
                null,
                null,
                device.toString(),
                threads,
                false,
                dataDirectory == null ? null : dataDirectory.toString());
    }
}
