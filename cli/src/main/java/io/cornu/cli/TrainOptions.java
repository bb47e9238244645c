package io.cornu.cli;

import io.cornu.models.ArchitectureCatalog;
import io.cornu.runtime.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code train} can be told; what is not given stays null and is decided by the data or the model. */
final class TrainOptions {
    static final String TENSOR_BOARD = "--tensorboard";
    static final String TENSOR_BOARD_DESCRIPTION = "Write TensorBoard logs of every training into DIR/tensorboard.";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ARCHITECTURE",
            defaultValue = "base-cnn",
            completionCandidates = ArchitectureNames.class,
            description = {
                "A name of the catalog, or a .keras file, whose weights and, unless overridden, compile settings and"
                        + " optimizer state are the start.",
                "Default: base-cnn.",
                "The catalog: ${COMPLETION-CANDIDATES}."
            })
    private String architecture = "base-cnn";

    /** The catalog, for the help and for shells that complete names. */
    static final class ArchitectureNames extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        ArchitectureNames() {
            super(ArchitectureCatalog.names());
        }
    }

    @ArgGroup(exclusive = false, order = 1, heading = "%nData:%n")
    private DataOptions data = new DataOptions();

    @ArgGroup(exclusive = false, order = 2, heading = "%nTraining:%n")
    private LearningOptions learning = new LearningOptions();

    @ArgGroup(exclusive = false, order = 4, heading = "%nMachine:%n")
    private MachineOptions machine = new MachineOptions();

    @ArgGroup(exclusive = false, order = 5, heading = "%nLogs:%n")
    private LogOptions logs = new LogOptions();

    static final class DataOptions {
        @Option(
                names = "--data",
                paramLabel = "DATA",
                description = {
                    "A catalog name (fashion-mnist-mini, mnist, fashion-mnist, cifar-10), x.npy,y.npy, an .npz file"
                            + " with x and y, a folder of images with one folder a class, or a .csv file with the"
                            + " label in the last column.",
                    "Default: fashion-mnist-mini, which is built in."
                })
        private String data = "fashion-mnist-mini";

        @Option(
                names = "--validation-data",
                paramLabel = "DATA",
                description = "Data to validate with, in the same forms.")
        private @Nullable String validationData;

        @Option(
                names = "--validation-split",
                paramLabel = "F",
                description =
                        "The share of the examples, the last ones, to validate with instead; 0 for none. Default: 0.1 for"
                                + " catalog data, else 0.")
        private @Nullable Double validationSplit;

        @Option(
                names = "--scaling",
                paramLabel = "NAME",
                description = "none, unit (0..255 to 0..1) or standardize (mean 0, deviation 1 by channel, fitted on"
                        + " the training part). Default: unit for catalog data and images, else none.")
        private @Nullable String scaling;

        @Option(names = "--data-dir", paramLabel = "DIR", description = DataDirectoryOption.DESCRIPTION)
        private @Nullable Path dataDirectory;
    }

    static final class LearningOptions {
        @Option(names = "--epochs", paramLabel = "N", description = "How often to go through the data. Default: 10.")
        private int epochs = 10;

        @Option(names = "--batch-size", paramLabel = "B", description = "Examples a step. Default: 64.")
        private int batchSize = 64;

        @Option(
                names = "--optimizer",
                paramLabel = "NAME",
                description =
                        "adam, sgd, rmsprop, adamw, adamax, nadam, adagrad, adadelta, adafactor, ftrl, lamb, lion,"
                                + " muon or schedulefreeadamw. Default: the file's own, else adam.")
        private @Nullable String optimizer;

        @Option(
                names = "--learning-rate",
                paramLabel = "R",
                description =
                        "Default: the file's own, else Keras' (sgd 0.01, schedulefreeadamw 0.0025, others 0.001).")
        private @Nullable Double learningRate;

        @Option(names = "--schedule", paramLabel = "NAME", description = ScheduleChoice.DESCRIPTION)
        private @Nullable String schedule;

        @Option(
                names = "--warmup",
                paramLabel = "EPOCHS",
                description = "Let the learning rate rise from 0 first. Default: 0.")
        private @Nullable Double warmUp;

        @Option(names = "--momentum", paramLabel = "M", description = "For sgd and rmsprop. Default: 0.")
        private @Nullable Double momentum;

        @Option(names = "--nesterov", description = "Take sgd's momentum as Nesterov did.")
        private boolean nesterov;

        @Option(names = "--clipnorm", paramLabel = "C", description = "The largest norm of a weight's gradient.")
        private @Nullable Double clipnorm;

        @Option(
                names = "--loss",
                paramLabel = "L",
                description = "sparse_categorical_crossentropy, categorical_crossentropy, binary_crossentropy or mse."
                        + " Default: the file's own, else what last layer and targets ask for.")
        private @Nullable String loss;

        @Option(names = "--no-shuffle", description = "Go through the examples in their own order.")
        private boolean noShuffle;

        @Option(names = "--seed", paramLabel = "S", description = "Where all randomness comes from. Default: 42.")
        private long seed = 42;

        @Option(
                names = "--early-stopping",
                paramLabel = "N",
                description = "Stop after N epochs without a lower val_loss (loss where nothing is validated), and"
                        + " take the best weights.")
        private @Nullable Integer earlyStopping;

        @Option(
                names = "--reduce-lr",
                paramLabel = "N",
                description = "Divide the learning rate by 10 after N epochs without a lower val_loss.")
        private @Nullable Integer reduceLearningRate;
    }

    static final class MachineOptions {
        @Option(
                names = "--device",
                paramLabel = "DEVICE",
                converter = DeviceOption.Converter.class,
                description = DeviceOption.DESCRIPTION)
        private Device device = DeviceOption.usual();

        @Option(
                names = "--threads",
                paramLabel = "N",
                description = "Threads an operation may use. Results depend on it in the last digits. Default: all"
                        + " cores.")
        private int threads;
    }

    static final class LogOptions {
        @Option(names = TENSOR_BOARD, description = TENSOR_BOARD_DESCRIPTION)
        private boolean tensorBoard;
    }

    TrainSettings settings() {
        return new TrainSettings(
                architecture,
                data.data,
                data.validationData,
                data.validationSplit,
                data.scaling,
                learning.epochs,
                learning.batchSize,
                learning.optimizer,
                learning.learningRate,
                learning.schedule,
                learning.warmUp,
                learning.momentum,
                learning.nesterov,
                learning.clipnorm,
                learning.loss,
                !learning.noShuffle,
                learning.seed,
                learning.earlyStopping,
                learning.reduceLearningRate,
                machine.device.toString(),
                machine.threads,
                logs.tensorBoard,
                data.dataDirectory == null ? null : data.dataDirectory.toString());
    }
}
