package io.cornu.models.experiments;

import static io.cornu.activations.Activations.elu;
import static io.cornu.activations.Activations.selu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.initializers.Initializers.heNormal;
import static io.cornu.initializers.Initializers.lecunNormal;

import io.cornu.callbacks.EarlyStopping;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.layers.Activation;
import io.cornu.layers.AlphaDropout;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.Normalization;
import io.cornu.model.Architecture;
import io.cornu.model.Callback;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Nadam;
import io.cornu.uncertainty.MonteCarlo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The exercise of "Deep Neural Networks": 20 hidden layers of 100 units on CIFAR-10 with ELU, with batch normalization,
 * with SELU, and with SELU and alpha dropout; Nadam, early stopping with patience 20.
 */
record DeepCifar10Exercise(DataDirectory directory) implements Experiment {
    static final int LAYERS = 20;
    static final int PATIENCE = 20;
    private static final int PASSES = 100;
    private static final double DROPOUT = 0.1;
    private static final String SECONDS = "seconds_per_epoch";
    private static final String ALPHA = "SELU, AlphaDropout " + DROPOUT;

    /**
     * One of the exercise's four parts.
     *
     * @param network what is trained
     * @param rate Nadam's learning rate
     * @param dropout whether it has dropout, and so can predict by Monte Carlo
     */
    record Part(Architecture network, double rate, boolean dropout) {
        Nadam optimizer() {
            return Nadam.of(rate);
        }
    }

    @Override
    public String name() {
        return "deep-cifar10-exercise";
    }

    @Override
    public String sentence() {
        return "20 layers of 100 units on CIFAR-10: ELU, BatchNormalization, SELU, AlphaDropout with Monte-Carlo dropout.";
    }

    /** The exercise's networks and learning rates. */
    static Map<String, Part> parts(Normalization standardized) {
        Dense plain = Dense.of(100).withKernelInitializer(heNormal());
        Dense normalizing = Dense.of(100).withKernelInitializer(lecunNormal()).withActivation(selu());
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put(
                "ELU, He", new Part(network(List.of(), List.of(plain.withActivation(elu())), List.of()), 5e-5, false));
        parts.put(
                "BatchNormalization",
                new Part(
                        network(
                                List.of(BatchNormalization.of()),
                                List.of(plain, BatchNormalization.of(), Activation.of(elu())),
                                List.of()),
                        5e-4,
                        false));
        // The statistics of the training images, each pixel's own, stand in the network.
        parts.put(
                "SELU, LeCun", new Part(network(List.of(standardized), List.of(normalizing), List.of()), 7e-4, false));
        parts.put(
                ALPHA,
                new Part(
                        network(List.of(standardized), List.of(normalizing), List.of(AlphaDropout.of(DROPOUT))),
                        5e-4,
                        true));
        return parts;
    }

    private static Architecture network(List<Layer> first, List<Layer> hidden, List<Layer> last) {
        List<Layer> layers = new ArrayList<>(List.of(Input.of(32, 32, 3), Flatten.of()));
        layers.addAll(first);
        for (int i = 0; i < LAYERS; i++) {
            layers.addAll(hidden);
        }
        layers.addAll(last);
        layers.add(Dense.of(10).withActivation(softmax()));
        return Sequential.of(layers);
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.load("cifar-10", Scaling.none(), directory, lab, 2_000);
        int epochs = lab.choose(3, 100);
        Map<String, Part> parts = parts(Normalization.of().adapt(flat(data.train())));
        Training.warmUp(network(List.of(), List.of(), List.of()), data.train(), lab);
        Comparison comparison = lab.compare("exercise", parts, (part, cell) -> trained(part, data, epochs, cell));
        return data.describe(lab.report("The exercise on CIFAR-10"))
                .withSetting("epochs at most", epochs)
                .withSetting("patience", PATIENCE)
                .withSetting(
                        "optimizers",
                        parts.values().stream().map(Part::optimizer).toList())
                .withSetting("Monte-Carlo passes", PASSES)
                .plus(Section.of(
                        "Which learns fastest, which best",
                        Sections.best(comparison),
                        Sections.fastest(comparison),
                        secondsOfEpochs(comparison),
                        comparison.picture("Validation accuracy", Training.VALIDATION_ACCURACY),
                        comparison.picture("Validation loss", "val_loss"),
                        comparison.picture("Training loss", "loss"),
                        comparison.table("On test data; best_epoch is that of the lowest validation loss, from 1;"
                                + " seconds_per_epoch is the median of the epochs, validation included; seconds are"
                                + " those of everything, test and Monte-Carlo passes included")))
                .plus(monteCarlo(comparison))
                .plus(Section.of("Every epoch", comparison.history()))
                .plus(Section.of(
                        "What differs from the text",
                        Text.of("The text prints the last epoch's validation accuracy, which is that of an epoch"
                                + " " + PATIENCE + " after the best where training was stopped; here, too, the last"
                                + " weights are tested, and the table says which epoch was the best."),
                        Text.of("The text's networks with ELU get pixels from 0 to 255, those with SELU standardized"
                                + " ones, and each has a learning rate of its own: the activation is not all that they"
                                + " differ in. So it is here; the standardization stands in the network as a layer."),
                        Text.of("The text ends with training; the Monte-Carlo predictions are added.")));
    }

    /** The images as rows of numbers, each with a mean and a deviation of its own. */
    private static Dataset flat(Dataset images) {
        return images.map(batch -> {
            Array numbers = batch.inputs().get(0);
            return new Batch(
                    List.of(numbers.reshape(batch.size(), numbers.size() / batch.size())),
                    batch.targets(),
                    batch.sampleWeights());
        });
    }

    private static Outcome trained(Part part, DeepData data, int epochs, Cell cell) {
        try (Model model = part.network().build(cell.options())) {
            EarlyStopping patience = EarlyStopping.of().withPatience(PATIENCE);
            List<Double> seconds = new ArrayList<>();
            Trained trained = data.train(model, part.optimizer(), cell.fit(epochs, patience, clock(seconds)));
            double[] losses = trained.history().get("val_loss");
            int best = IntStream.range(0, losses.length)
                    .reduce((one, other) -> losses[other] < losses[one] ? other : one)
                    .orElseThrow();
            trained = trained.with("epochs", losses.length)
                    .with("best_epoch", best + 1)
                    .with(SECONDS, median(seconds));
            if (part.dropout()) {
                Batch test = DeepData.all(data.test());
                double[] means = MonteCarlo.of(PASSES)
                        .predict(model, Dataset.ofInputs(test.inputs().get(0)))
                        .get(0)
                        .mean()
                        .toDoubles();
                trained = trained.with(DeepMonteCarloDropout.scores(
                        means, test.targets().get(0).toInts()));
            }
            return trained.outcome(cell);
        }
    }

    /** How long each epoch takes. */
    private static Callback clock(List<Double> seconds) {
        return fit -> new FitListener() {
            private long begun;

            @Override
            public void epochBegin(int epoch) {
                begun = System.nanoTime();
            }

            @Override
            public void epochEnd(History.Epoch epoch) {
                seconds.add((System.nanoTime() - begun) / 1e9);
            }
        };
    }

    /** The first epoch, in which TensorFlow prepares the graph, does not count for more than it is. */
    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static Verdict secondsOfEpochs(Comparison comparison) {
        return Blocks.verdict(
                "Seconds of an epoch on this machine: %s.",
                comparison.variants().stream()
                        .map(variant -> String.format(
                                Locale.ROOT, "%s (%.3g)", variant, Sections.mean(comparison, variant, SECONDS)))
                        .collect(Collectors.joining(", ")));
    }

    private static Section monteCarlo(Comparison comparison) {
        return Section.of(
                "Monte-Carlo dropout",
                Blocks.verdict(
                        "With alpha dropout, test accuracy is %.2f%% by the plain prediction and %.2f%% by the mean of"
                                + " %d passes.",
                        100 * Sections.mean(comparison, ALPHA, Training.TEST_ACCURACY),
                        100 * Sections.mean(comparison, ALPHA, "monte_carlo_accuracy"),
                        PASSES));
    }
}
