package io.cornu.models.experiments;

import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Report;
import io.cornu.models.data.CatalogData;
import io.cornu.models.data.DataCatalog;
import io.cornu.models.data.DataDirectory;
import java.io.IOException;
import java.util.List;

/**
 * The data of an experiment: all of a set, or a few thousand examples for a quick look.
 *
 * @param name the set's name
 * @param train what to learn from, scaled
 * @param test what to test with, scaled in the same way
 * @param raw the training images as they are in the files
 * @param notes what a reader should know
 */
record CourseData(String name, Dataset train, Dataset test, Dataset raw, List<String> notes) {
    /** What the courses on CIFAR-10 hold back of the training data. */
    static final double VALIDATION_SPLIT = 0.1;

    private static final int QUICK_TRAIN = 2000;
    private static final int QUICK_TEST = 500;

    static CourseData load(String name, Scaling scaling, DataDirectory directory, Lab lab) throws IOException {
        CatalogData data = DataCatalog.load(name, directory);
        Dataset raw = DeepData.first(data.train(), lab.choose(QUICK_TRAIN, Integer.MAX_VALUE));
        Dataset test = DeepData.first(data.test(), lab.choose(QUICK_TEST, Integer.MAX_VALUE));
        var fitted = scaling.fit(raw);
        return new CourseData(name, fitted.apply(raw), fitted.apply(test), raw, data.notes());
    }

    /** The same with fewer examples to learn from, the first ones, scaled as before. */
    CourseData first(int most) {
        return new CourseData(name, DeepData.first(train, most), test, raw, notes);
    }

    /** The report with what was learned from. */
    Report describe(Report report) {
        Report described = report.withSetting("data", name)
                .withSetting("training examples", train.size())
                .withSetting("test examples", test.size());
        for (String note : notes) {
            described = described.withSetting("note on the data", note);
        }
        return described;
    }
}
