package io.cornu.models.experiments;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;

import io.cornu.data.Dataset;
import io.cornu.data.Smote;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.plots.BarChart;
import io.cornu.plots.ImageGrid;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * SMOTE, which "Deep Neural Networks" names in its last words on augmentation: Fashion-MNIST with a twentieth of its
 * shirts, as it is, and with shirts made up between neighbors.
 */
record DeepSmote(DataDirectory directory) implements Experiment {
    static final int RARE = 6;
    private static final int ONE_IN = 20;
    private static final SGD OPTIMIZER = SGD.of(0.01).withMomentum(0.9);
    private static final int NEIGHBORS = 5;
    private static final int CLASSES = 10;
    private static final int SHOWN = 10;

    @Override
    public String name() {
        return "deep-smote";
    }

    @Override
    public String sentence() {
        return "SMOTE on Fashion-MNIST with a twentieth of its shirts: the classes before and after, and who finds shirts.";
    }

    /** All examples, but of one class only the first of each so many. */
    static Dataset unbalanced(Dataset data, int rare, int oneIn) {
        int[] classes = classes(data);
        int[] seen = {0};
        return data.select(IntStream.range(0, classes.length)
                .filter(row -> classes[row] != rare || seen[0]++ % oneIn == 0)
                .toArray());
    }

    static int[] counts(Dataset data) {
        int[] counts = new int[CLASSES];
        Arrays.stream(classes(data)).forEach(number -> counts[number]++);
        return counts;
    }

    private static int[] classes(Dataset data) {
        return DeepData.all(data).targets().get(0).toInts();
    }

    private static Architecture network() {
        return Sequential.of(
                Input.of(28, 28, 1),
                Flatten.of(),
                Dense.of(100).withActivation(relu()),
                Dense.of(CLASSES).withActivation(softmax()));
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 5_000);
        int epochs = lab.choose(5, 20);
        Dataset rare = unbalanced(data.train(), RARE, ONE_IN);
        Dataset balanced = Smote.of(NEIGHBORS).resample(rare, 42);
        Map<String, Dataset> variants = new LinkedHashMap<>();
        variants.put("few shirts", rare);
        variants.put("SMOTE", balanced);
        Comparison comparison = lab.compare("smote", variants, (train, cell) -> {
            try (Model model = network().build(cell.options())) {
                Trained trained = data.withTrain(train).train(model, OPTIMIZER, cell.fit(epochs));
                double[] predictions = model.predict(data.test(), 256).get(0).toDoubles();
                return trained.with(rareClass(predictions, classes(data.test())))
                        .outcome(cell);
            }
        });
        String name = data.train().classNames().get(RARE);
        int[] before = counts(rare);
        int[] after = counts(balanced);
        return data.describe(lab.report("SMOTE"))
                .withSetting("epochs", epochs)
                .withSetting("optimizer", OPTIMIZER)
                .withSetting("neighbors", NEIGHBORS)
                .withSetting("rare class", name + ", one in " + ONE_IN)
                .plus(Section.of(
                        "The classes",
                        Blocks.verdict(
                                "%s goes from %d to %d examples; all classes have %d now.",
                                name,
                                before[RARE],
                                after[RARE],
                                Arrays.stream(after).min().orElseThrow()),
                        bars(data.train().classNames(), before, after),
                        grid(rare, balanced)))
                .plus(Section.of(
                        "Who finds them",
                        comparison
                                .ranking("recall_of_rare", Ranking.Direction.HIGHEST)
                                .verdict(),
                        Sections.best(comparison),
                        comparison.table("On test data, where no class is rare"),
                        comparison.picture("Training loss", "loss"),
                        comparison.history()))
                .plus(Sections.differences(
                        "The text takes SMOTE for augmentation of rare classes. It is not: it changes no image"
                                + " but makes new ones on the lines between an example and its nearest neighbors of"
                                + " the class (Chawla et al. 2002). Of images, that makes blends of two.",
                        "The text has no code for it; the data and the network are this experiment's."));
    }

    /** How many of the rare class are found, and how many that are taken for it belong to it. */
    static Map<String, Double> rareClass(double[] predictions, int[] truth) {
        int found = 0;
        int taken = 0;
        int there = 0;
        for (int i = 0; i < truth.length; i++) {
            int best = Training.highest(Arrays.copyOfRange(predictions, i * CLASSES, (i + 1) * CLASSES));
            there += truth[i] == RARE ? 1 : 0;
            taken += best == RARE ? 1 : 0;
            found += truth[i] == RARE && best == RARE ? 1 : 0;
        }
        Map<String, Double> results = new LinkedHashMap<>();
        results.put("recall_of_rare", (double) found / there);
        results.put("precision_of_rare", taken == 0 ? Double.NaN : (double) found / taken);
        return results;
    }

    private static Picture bars(List<String> names, int[] before, int[] after) {
        return Picture.of(
                "classes",
                "Examples of each class",
                BarChart.of("Classes", "class", "examples", names)
                        .plus("before", Arrays.stream(before).asDoubleStream().toArray())
                        .plus(
                                "after SMOTE",
                                Arrays.stream(after).asDoubleStream().toArray()));
    }

    private static Picture grid(Dataset rare, Dataset balanced) {
        Dataset made = madeUp(rare.size(), balanced);
        return Picture.of(
                "made-up",
                "Shirts that SMOTE made up",
                ImageGrid.of("Made up", DeepData.all(made).inputs().get(0), Collections.nCopies(made.size(), "")));
    }

    /** The first made-up examples of the rare class. All that is made up stands behind the others, class by class. */
    static Dataset madeUp(int before, Dataset balanced) {
        int[] classes = classes(balanced);
        return balanced.select(IntStream.range(before, classes.length)
                .filter(row -> classes[row] == RARE)
                .limit(SHOWN)
                .toArray());
    }
}
