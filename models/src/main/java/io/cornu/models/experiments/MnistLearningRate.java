package io.cornu.models.experiments;

import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

import io.cornu.callbacks.ReduceLROnPlateau;
import io.cornu.data.Array;
import io.cornu.data.Scaling;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Weights;
import io.cornu.models.Mlp;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/**
 * "Bulk specific guidelines for Learning Rate" in section 7 of the notes on optimization techniques (w1d5t1): how much the
 * loss varies and how large the weights become where the learning rate is too high, how long it takes where it is too low,
 * and what comes of changing the rate by the loss.
 */
record MnistLearningRate(DataDirectory directory) implements Experiment {
    static final String SLOW = "rate 0.00001";
    static final String FAST = "rate 0.1";
    static final String LOWERED = FAST + ", lowered on plateaus";
    private static final int UNITS = 10;
    private static final int BATCH = 64;
    private static final String NORM = "weight_norm";
    private static final String DEVIATION = "loss_deviation";
    private static final String RATE = "learning_rate";

    @Override
    public String name() {
        return "mnist-learning-rate";
    }

    @Override
    public String sentence() {
        return "Rates too high and too low on MNIST: varying losses, large weights, and rules that change the rate.";
    }

    /**
     * A training.
     *
     * @param rate the rate it begins with
     * @param rules what changes the rate
     */
    record Setup(double rate, List<Callback> rules) {}

    static Map<String, Setup> setups() {
        Map<String, Setup> setups = new LinkedHashMap<>();
        setups.put(SLOW, new Setup(1e-5, List.of()));
        setups.put("rate 0.001", new Setup(1e-3, List.of()));
        setups.put(FAST, new Setup(0.1, List.of()));
        setups.put(
                LOWERED,
                new Setup(
                        0.1, List.of(ReduceLROnPlateau.of().withMonitor("loss").withPatience(1))));
        setups.put(FAST + ", by the rule", new Setup(0.1, List.of(Rule::new)));
        setups.put(SLOW + ", by the rule", new Setup(1e-5, List.of(Rule::new)));
        return setups;
    }

    /** "Decrease the rate if your loss varies wildly; otherwise increase it", after each epoch. */
    static final class Rule implements FitListener {
        static final double DOWN = 0.5;
        static final double UP = 2;

        private final FitControl fit;
        private double before = Double.POSITIVE_INFINITY;

        Rule(FitControl fit) {
            this.fit = fit;
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            double loss = epoch.get("loss");
            fit.model().setLearningRate(fit.model().learningRate() * factor(before, loss));
            before = loss;
        }

        /** A loss that has risen in spite of a whole epoch of training varies wildly. */
        static double factor(double before, double loss) {
            return loss > before ? DOWN : UP;
        }
    }

    /** How much the losses of an epoch's batches vary, and how large the weights are after it. */
    private static final class Watch implements FitListener {
        final List<Double> deviations = new ArrayList<>();
        final List<Double> norms = new ArrayList<>();
        private final FitControl fit;
        private final List<Double> losses = new ArrayList<>();

        Watch(FitControl fit) {
            this.fit = fit;
        }

        @Override
        public void batchEnd(BatchEnd batch) {
            losses.add(batch.loss());
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            deviations.add(deviation(losses));
            norms.add(norm(fit.model().model().weights()));
            losses.clear();
        }
    }

    static double deviation(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        return Math.sqrt(values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN));
    }

    /** The length of all weights and biases together. */
    static double norm(Weights weights) {
        double squares = 0;
        for (Array array : weights.byPath().values()) {
            for (double value : array.toDoubles()) {
                squares += value * value;
            }
        }
        return Math.sqrt(squares);
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("mnist", Scaling.unit(), directory, lab);
        int epochs = 10;
        Map<String, Setup> setups = setups();
        Comparison comparison = lab.compare("rates", setups, (setup, cell) -> train(setup, epochs, data, cell));
        Comparison constant = Sections.only(comparison, "constant", List.of(SLOW, "rate 0.001", FAST));
        return data.describe(lab.report("The learning rate of 784-10-10 on MNIST"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("optimizer", "Adam")
                .withSetting("on plateaus", "a tenth of the rate after an epoch whose loss is no better")
                .withSetting(
                        "by the rule",
                        Rule.UP + " times the rate after an epoch with a lower loss, " + Rule.DOWN + " times else")
                .plus(Section.of(
                        "If you learn too fast, or too slowly",
                        Text.of(
                                "How much the loss varies is the standard deviation of the losses of an epoch's batches;"
                                        + " the size of the weights is the length of all of them together."),
                        told(constant, DEVIATION, "The losses of the last epoch's batches deviate by"),
                        told(constant, NORM, "The length of all weights after the last epoch is"),
                        Sections.fastest(constant),
                        constant.picture("Training loss", "loss"),
                        Picture.of(
                                "loss-deviation",
                                Sections.meanOfSeeds(
                                        constant, "Standard deviation of the losses of each epoch's batches"),
                                constant.curves("How much the loss varies", DEVIATION)
                                        .withLogarithmic(true)),
                        Picture.of(
                                "weight-norm",
                                Sections.meanOfSeeds(constant, "Length of all weights together"),
                                constant.curves("Size of the weights", NORM).withLogarithmic(true))))
                .plus(Sections.learned(
                        "A partial solution",
                        comparison,
                        "Training loss",
                        "On test data",
                        helped(comparison),
                        Picture.of(
                                "learning-rates",
                                Sections.meanOfSeeds(comparison, "The rate of each epoch"),
                                comparison.curves("Learning rate", RATE).withLogarithmic(true))))
                .plus(Sections.differences(
                        "The text gives the rule in words: decrease the rate if the loss varies wildly, otherwise increase"
                                + " it. Here a loss that rose over an epoch is taken for that, and the factors are chosen"
                                + " here. Keras' ReduceLROnPlateau is the half of the rule that decreases.",
                        "The text trains nothing here. The network is that of its case study, with the three rates of"
                                + " mnist-case-study; Adam steps at most about as far as its rate, so a rate that is too"
                                + " high does not end in infinity, as it can with plain gradient descent."))
                .plus(Sections.everyEpoch(Sections.heldBack(CourseData.VALIDATION_SPLIT), comparison));
    }

    private static Outcome train(Setup setup, int epochs, CourseData data, Cell cell) {
        List<Watch> watches = new ArrayList<>();
        List<Callback> callbacks = new ArrayList<>(setup.rules());
        callbacks.add(fit -> {
            Watch watch = new Watch(fit);
            watches.add(watch);
            return watch;
        });
        try (Model model = Mlp.of(Shape.of(28, 28, 1), UNITS, 10).build(cell.options())) {
            CompiledModel compiled =
                    model.compile(Adam.of(setup.rate()), sparseCategoricalCrossentropy(), sparseCategoricalAccuracy());
            History history = compiled.fit(
                    data.train(),
                    cell.fit(epochs, callbacks.toArray(Callback[]::new))
                            .withBatchSize(BATCH)
                            .withValidationSplit(CourseData.VALIDATION_SPLIT));
            Watch watch = watches.get(0);
            return new Trained(compiled, history, Map.of(), Training.tested(compiled, data.test()))
                    .withColumn(DEVIATION, watch.deviations)
                    .withColumn(NORM, watch.norms)
                    .with(DEVIATION, watch.deviations.get(epochs - 1))
                    .with(NORM, watch.norms.get(epochs - 1))
                    .outcome(cell);
        }
    }

    /** A result of each rate, and whether it is largest at the highest one, as the text says. */
    private static Verdict told(Comparison comparison, String result, String words) {
        String largest = Collections.max(
                comparison.variants(),
                Comparator.comparingDouble(variant -> Sections.mean(comparison, variant, result)));
        return Verdict.of(words + " "
                + comparison.variants().stream()
                        .map(variant -> String.format(
                                Locale.ROOT, "%.3g (%s)", Sections.mean(comparison, variant, result), variant))
                        .collect(Collectors.joining(", "))
                + (largest.equals(FAST)
                        ? ": most at the highest rate, as the text says."
                        : ": most with " + largest + ", which is not as the text says."));
    }

    /** What the rules make of the rates they begin with. */
    private static Verdict helped(Comparison comparison) {
        return Verdict.of("Test accuracy against that of the same rate unchanged: "
                + comparison.variants().stream()
                        .filter(variant -> variant.contains(","))
                        .map(variant -> String.format(
                                Locale.ROOT,
                                "%s (%+.3f)",
                                variant,
                                Sections.mean(comparison, variant, Training.TEST_ACCURACY)
                                        - Sections.mean(
                                                comparison,
                                                variant.substring(0, variant.indexOf(',')),
                                                Training.TEST_ACCURACY)))
                        .collect(Collectors.joining("; "))
                + ".");
    }
}
