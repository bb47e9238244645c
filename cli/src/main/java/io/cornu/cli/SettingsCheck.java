package io.cornu.cli;

import io.cornu.data.Digests;
import io.cornu.data.Scaling;
import io.cornu.models.ArchitectureCatalog;
import io.cornu.models.data.DataSource;
import io.cornu.text.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with settings by themselves, before data is read or anything is written. */
final class SettingsCheck {
    private SettingsCheck() {}

    /**
     * Checks all settings of a training.
     *
     * @throws IllegalArgumentException naming the first wrong option
     */
    static void check(TrainSettings settings) {
        architecture(settings.architecture());
        numbers(settings);
        data(settings);
        if (settings.loss() != null) {
            Choices.loss(settings.loss());
        }
        boolean isScheduled =
                settings.schedule() != null && !settings.schedule().equals("constant");
        if (settings.reduceLearningRate() != null && (isScheduled || settings.warmUp() != null)) {
            throw new IllegalArgumentException(
                    "--reduce-lr: expected without --schedule and --warmup, received with one. Leave one out.");
        }
        boolean isFromFile = isFile(settings.architecture());
        if (settings.optimizer() != null || !isFromFile) {
            // How many steps an epoch has is not known yet, and no matter here.
            Choices.optimizer(settings, new ScheduleChoice.Length(settings.epochs(), 1000));
        }
        if (settings.nesterov() && (settings.momentum() == null || settings.momentum() == 0) && !isFromFile) {
            throw new IllegalArgumentException(
                    "--nesterov: expected with a momentum above 0, received none. Add --momentum 0.9.");
        }
    }

    /** A count that must be positive. */
    static void atLeast(int least, String option, @Nullable Integer value) {
        if (value != null && value < least) {
            throw new IllegalArgumentException(
                    option + ": expected a whole number of at least " + least + ", received " + value + ".");
        }
    }

    /** Whether an architecture is a file rather than a name. */
    static boolean isFile(String architecture) {
        String lower = architecture.toLowerCase(Locale.ROOT);
        return lower.endsWith(".keras") || lower.endsWith(".h5") || lower.endsWith(".hdf5");
    }

    /** The digest of an architecture that is a file; none of a name, and none of a folder. */
    static Optional<String> digest(String architecture) throws IOException {
        if (!isFile(architecture) || !Files.isRegularFile(Path.of(architecture))) {
            return Optional.empty();
        }
        try (InputStream bytes = Files.newInputStream(Path.of(architecture))) {
            return Optional.of(Digests.of(bytes));
        }
    }

    private static void architecture(String name) {
        if (isFile(name) || ArchitectureCatalog.names().contains(name)) {
            return;
        }
        throw new IllegalArgumentException("ARCHITECTURE: expected a .keras file or one of "
                + ArchitectureCatalog.names() + ", received '" + name + "'. "
                + Names.suggestion(name.toLowerCase(Locale.ROOT), ArchitectureCatalog.names()));
    }

    private static void numbers(TrainSettings settings) {
        atLeast(1, "--epochs", settings.epochs());
        atLeast(1, "--batch-size", settings.batchSize());
        atLeast(0, "--threads", settings.threads());
        atLeast(1, "--early-stopping", settings.earlyStopping());
        atLeast(1, "--reduce-lr", settings.reduceLearningRate());
        number("--learning-rate", settings.learningRate(), rate -> rate > 0, "a number above 0");
        number("--warmup", settings.warmUp(), epochs -> epochs >= 0, "a number of at least 0");
        number("--momentum", settings.momentum(), share -> share >= 0 && share < 1, "a number in [0, 1)");
        number("--clipnorm", settings.clipnorm(), limit -> limit > 0, "a number above 0");
        number(
                "--validation-split",
                settings.validationSplit(),
                share -> share >= 0 && share < 1,
                "a share in (0, 1), or 0 for none");
    }

    private static void data(TrainSettings settings) {
        DataSource.parse(settings.data());
        if (settings.validationData() != null) {
            DataSource.parse(settings.validationData());
            if (settings.validationSplit() != null) {
                throw new IllegalArgumentException(
                        "--validation-split: expected without --validation-data, received both. Leave one out.");
            }
        }
        if (settings.scaling() != null) {
            Scaling.of(settings.scaling());
        }
    }

    private static void number(String option, @Nullable Double value, DoublePredicate isRight, String expected) {
        if (value != null && !(Double.isFinite(value) && isRight.test(value))) {
            throw new IllegalArgumentException(option + ": expected " + expected + ", received " + value + ".");
        }
    }
}
