package io.cornu.models.experiments;

import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Report;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.models.data.CatalogData;
import io.cornu.models.data.DataCatalog;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Data split as in "Deep Neural Networks": the first examples of the training files validate, the others train.
 *
 * @param name the set's name
 * @param train what to learn from, scaled
 * @param validation what to validate with after each epoch
 * @param test what to test with at the end
 * @param notes what a reader should know
 */
record DeepData(String name, Dataset train, Dataset validation, Dataset test, List<String> notes) {
    /** The text validates with the first 5,000 of 60,000 examples, or of 50,000; a tenth at most where there are fewer. */
    private static final int VALIDATION = 5000;

    private static final String FASHION = "fashion-mnist";
    private static final String IMAGES = "train-images-idx3-ubyte";

    /**
     * Fashion-MNIST in numbers from 0 to 1: all of it where it lies in the directory, else the first sixth, which comes
     * along.
     */
    static DeepData fashion(DataDirectory directory, Lab lab, int quickExamples) throws IOException {
        // A look beforehand, for loading would begin a download.
        Path folder = directory.path().resolve(FASHION);
        boolean isThere = Files.exists(folder.resolve(IMAGES)) || Files.exists(folder.resolve(IMAGES + ".gz"));
        DeepData data = load(isThere ? FASHION : FASHION + "-mini", Scaling.unit(), directory, lab, quickExamples);
        return isThere
                ? data
                : data.noting("All of Fashion-MNIST is not in the data directory: these are its first examples.");
    }

    static DeepData load(String name, Scaling scaling, DataDirectory directory, Lab lab, int quickExamples)
            throws IOException {
        CatalogData all = DataCatalog.load(name, directory);
        Dataset train = first(all.train(), lab.choose(quickExamples, Integer.MAX_VALUE));
        Dataset test = first(all.test(), lab.choose(quickExamples, Integer.MAX_VALUE));
        int boundary = Math.min(VALIDATION, train.size() / 10);
        var fitted = scaling.fit(train.slice(boundary, train.size()));
        return new DeepData(
                name,
                fitted.apply(train.slice(boundary, train.size())),
                fitted.apply(train.slice(0, boundary)),
                fitted.apply(test),
                all.notes());
    }

    /** Everything at once. */
    static Batch all(Dataset data) {
        return data.read(IntStream.range(0, data.size()).toArray());
    }

    static Dataset first(Dataset data, int most) {
        return data.size() <= most ? data : data.slice(0, most);
    }

    private DeepData noting(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new DeepData(name, train, validation, test, more);
    }

    /** The same with other examples to learn from. */
    DeepData withTrain(Dataset examples) {
        return new DeepData(name, examples, validation, test, notes);
    }

    /** Trains a classifier, validating after each epoch, and tests it. */
    Trained train(Model model, Optimizer optimizer, Fit fit) {
        CompiledModel compiled = model.compile(optimizer, sparseCategoricalCrossentropy(), sparseCategoricalAccuracy());
        History history = compiled.fit(train, fit.withValidationData(validation));
        return new Trained(compiled, history, Map.of(), Training.tested(compiled, test));
    }

    /** The same, from the cell's seed, where nothing is measured besides. */
    Outcome train(Architecture network, Optimizer optimizer, Fit fit, Cell cell) {
        try (Model model = network.build(cell.options())) {
            return train(model, optimizer, fit).outcome(cell);
        }
    }

    /** The report with what was learned from. */
    Report describe(Report report) {
        Report described = report.withSetting("data", name)
                .withSetting("training examples", train.size())
                .withSetting("validation examples", validation.size())
                .withSetting("test examples", test.size());
        return notes.isEmpty() ? described : described.withSetting("note on the data", String.join(" ", notes));
    }
}
