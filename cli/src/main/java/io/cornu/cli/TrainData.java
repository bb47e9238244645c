package io.cornu.cli;

import io.cornu.data.DataChecks;
import io.cornu.data.Dataset;
import io.cornu.data.Digests;
import io.cornu.data.FittedScaling;
import io.cornu.data.Scaling;
import io.cornu.models.data.DataDirectory;
import io.cornu.models.data.DataSource;
import io.cornu.models.data.Downloads;
import io.cornu.models.data.LoadedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data of a run, scaled and split.
 *
 * @param train what to learn from
 * @param validation what to validate with
 * @param test what to test with
 * @param scaling the name of the scaling
 * @param digest SHA-256 of what was loaded, before scaling
 * @param validationDigest the same of data that was given to validate with
 */
record TrainData(
        Dataset train,
        Optional<Dataset> validation,
        Optional<Dataset> test,
        String scaling,
        String digest,
        Optional<String> validationDigest) {
    private static final double USUAL_SPLIT = .1;

    static TrainData load(TrainSettings settings, PrintWriter err) throws IOException {
        DataSource source = DataSource.parse(settings.data());
        LoadedData loaded = load(source, settings.dataDirectory(), List.of(), err);
        requireExamples(settings.data(), loaded.train());
        DataChecks.requireFinite(loaded.train());
        Dataset train = loaded.train();
        Optional<Dataset> validation = Optional.empty();
        Optional<String> validationDigest = Optional.empty();
        if (settings.validationData() != null) {
            Dataset given = load(
                            DataSource.parse(settings.validationData()),
                            settings.dataDirectory(),
                            train.classNames(),
                            err)
                    .evaluation();
            requireExamples(settings.validationData(), given);
            DataChecks.requireFinite(given);
            validation = Optional.of(given);
            validationDigest = Optional.of(Digests.of(given));
        } else {
            double share = usualSplit(source, settings.validationSplit());
            if (share != 0) {
                Dataset.Split split = train.split(share);
                train = split.train();
                validation = Optional.of(split.validation());
            }
        }
        Scaling scaling = settings.scaling() == null ? source.usualScaling() : Scaling.of(settings.scaling());
        FittedScaling fitted = scaling.fit(train);
        return new TrainData(
                fitted.apply(train),
                validation.map(fitted::apply),
                loaded.test().map(fitted::apply),
                scaling.name(),
                Digests.of(loaded.train()),
                validationDigest);
    }

    /** Data for a command that does not train. */
    static LoadedData load(DataSource source, @Nullable String directory, List<String> classNames, PrintWriter err)
            throws IOException {
        DataDirectory place = directory == null ? DataDirectory.standard() : DataDirectory.of(Path.of(directory));
        Downloads downloads = Downloads.official().withAnnounce(line -> note(err, line));
        LoadedData loaded = source.load(place, downloads, classNames);
        loaded.notes().forEach(line -> note(err, line));
        return loaded;
    }

    RunReport.Data describe() {
        return new RunReport.Data(
                digest,
                validationDigest.orElse(null),
                train.size(),
                validation.map(Dataset::size).orElse(0),
                test.map(Dataset::size).orElse(0),
                scaling,
                train.classNames());
    }

    private static double usualSplit(DataSource source, @Nullable Double given) {
        if (given != null) {
            return given;
        }
        return source instanceof DataSource.Catalog ? USUAL_SPLIT : 0;
    }

    private static void requireExamples(String name, Dataset data) {
        if (data.size() == 0) {
            throw new IllegalArgumentException(name + ": expected at least one example, received none.");
        }
    }

    private static void note(PrintWriter err, String line) {
        err.println("cornu: " + line);
        err.flush();
    }
}
