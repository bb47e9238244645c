package io.cornu.models.experiments;

import static io.cornu.initializers.Initializers.glorotUniform;
import static io.cornu.initializers.Initializers.heNormal;
import static io.cornu.initializers.Initializers.lecunNormal;

import io.cornu.activations.Activations;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.initializers.Initializer;
import io.cornu.layers.Dense;
import io.cornu.layers.Layer;
import io.cornu.layers.PReLU;
import io.cornu.model.Architecture;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * "So, which activation function should we use?" of "Deep Neural Networks": the text's deep network learns Fashion-MNIST
 * with each of its activations, and the ranking that comes of it is held against the text's.
 */
record DeepActivationComparison(DataDirectory directory) implements Experiment {
    /** The text's {@code leaky_relu(x, alpha=0.01)}. */
    static final double LEAK = 0.01;

    private static final SGD OPTIMIZER = SGD.of(0.01);

    /** "SELU -> ELU -> Leaky ReLU (and its variants) -> ReLU -> Tanh > Logistic": each with its place. */
    static final Map<String, Integer> PLACES = places();

    @Override
    public String name() {
        return "deep-activation-comparison";
    }

    @Override
    public String sentence() {
        return "Logistic, tanh, ReLU, leaky ReLU, PReLU, ELU and SELU side by side, and the text's ranking of them.";
    }

    private static Map<String, Integer> places() {
        Map<String, Integer> places = new LinkedHashMap<>();
        places.put("SELU", 1);
        places.put("ELU", 2);
        places.put("leaky ReLU", 3);
        places.put("PReLU", 3);
        places.put("ReLU", 4);
        places.put("tanh", 5);
        places.put("logistic", 6);
        return places;
    }

    static Initializer initializer(String activation) {
        return switch (activation) {
            case "SELU" -> lecunNormal();
            case "tanh", "logistic" -> glorotUniform();
            default -> heNormal();
        };
    }

    private static Function<Dense, List<Layer>> activated(String activation) {
        return switch (activation) {
            case "SELU" -> dense -> List.of(dense.withActivation(Activations.selu()));
            case "ELU" -> dense -> List.of(dense.withActivation(Activations.elu()));
            case "leaky ReLU" -> dense -> List.of(dense.withActivation(Activations.leakyRelu(LEAK)));
            case "PReLU" -> dense -> List.of(dense, PReLU.of());
            case "ReLU" -> dense -> List.of(dense.withActivation(Activations.relu()));
            case "tanh" -> dense -> List.of(dense.withActivation(Activations.tanh()));
            default -> dense -> List.of(dense.withActivation(Activations.sigmoid()));
        };
    }

    /** The text's network with each activation, best first by the text. */
    static Map<String, Architecture> networks() {
        Map<String, Architecture> networks = new LinkedHashMap<>();
        for (String activation : PLACES.keySet()) {
            networks.put(activation, DeepVanishingGradients.deep(dense -> activated(activation)
                    .apply(dense.withKernelInitializer(initializer(activation)))));
        }
        return networks;
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 5_000);
        int epochs = lab.choose(3, 10);
        Map<String, Architecture> networks = networks();
        Training.warmUp(networks.values().iterator().next(), data.train(), lab);
        Comparison comparison = lab.compare(
                "activations", networks, (network, cell) -> data.train(network, OPTIMIZER, cell.fit(epochs), cell));
        return data.describe(lab.report("Activations side by side"))
                .withSetting("epochs", epochs)
                .withSetting("optimizer", OPTIMIZER)
                .withSetting("network", "300 and " + DeepVanishingGradients.HIDDEN + " times 100 units")
                .withSetting(
                        "initializers", "LeCun normal for SELU, Glorot uniform for tanh and logistic, He normal else")
                .plus(Sections.learned("Which activation is best?", comparison, "Training loss", "On test data"))
                .plus(ranked(comparison))
                .plus(Section.of("Time", Sections.seconds(comparison)))
                .plus(Section.of("Every epoch", comparison.history()))
                .plus(Sections.differences(
                        "The text trains logistic and ReLU alone, both with Glorot's weights, and ranks the others"
                                + " without training them. It names He normal and LeCun normal where it uses ELU and SELU"
                                + " later; for ReLU and its variants He normal is usual.",
                        "Randomized leaky ReLU is not trained: Keras has no layer for it.",
                        "SELU keeps signals at deviation 1 where inputs are standardized. Here the images lie between 0"
                                + " and 1 for all, as in the text's code for this network.",
                        "One learning rate is used for all, the text's. Each would have its own best one, so a ranking is"
                                + " one for this rate and this number of epochs."));
    }

    /** Every two activations, as the text has them and as they came out. */
    private static Section ranked(Comparison comparison) {
        Table table = Table.of(
                "pairs", "Every two that the text ranks", "better by the text", "than", "difference", "came out");
        int agreeing = 0;
        int unclear = 0;
        List<String> reversed = new ArrayList<>();
        for (Map.Entry<String, Integer> one : PLACES.entrySet()) {
            for (Map.Entry<String, Integer> other : PLACES.entrySet()) {
                if (one.getValue() < other.getValue()) {
                    Pair pair = Pair.of(comparison, one.getKey(), other.getKey());
                    table = table.plus(one.getKey(), other.getKey(), pair.difference(), pair.words());
                    agreeing += pair.isUnclear() || pair.difference() <= 0 ? 0 : 1;
                    unclear += pair.isUnclear() ? 1 : 0;
                    if (!pair.isUnclear() && pair.difference() < 0) {
                        reversed.add(other.getKey() + " before " + one.getKey());
                    }
                }
            }
        }
        int pairs = table.rows().size();
        return Section.of(
                "The text's ranking",
                Blocks.verdict(
                        "By test accuracy the order is %s. Of %d pairs that the text ranks, %d came out as it says, %d"
                                + " the other way round%s, %d are equal or within noise%s.",
                        String.join(
                                ", ",
                                comparison.ranking(Training.TEST_ACCURACY, Ranking.Direction.HIGHEST).places().stream()
                                        .map(Ranking.Place::variant)
                                        .toList()),
                        pairs,
                        agreeing,
                        reversed.size(),
                        reversed.isEmpty() ? "" : " (" + String.join(", ", reversed) + ")",
                        unclear,
                        comparison.seeds() > 1
                                ? ""
                                : "; but one seed cannot tell differences from noise, --seeds 3 can"),
                table);
    }

    /**
     * Two activations.
     *
     * @param difference the test accuracy of the one less that of the other
     * @param isUnclear whether the seeds cannot tell them apart
     */
    record Pair(double difference, boolean isUnclear) {
        static Pair of(Comparison comparison, String one, String other) {
            Comparison two = Sections.only(comparison, comparison.name(), List.of(one, other));
            double difference =
                    Sections.mean(two, one, Training.TEST_ACCURACY) - Sections.mean(two, other, Training.TEST_ACCURACY);
            boolean isNoise = two.ranking(Training.TEST_ACCURACY, Ranking.Direction.HIGHEST)
                    .places()
                    .get(1)
                    .withinNoise();
            return new Pair(difference, isNoise || difference == 0);
        }

        String words() {
            return isUnclear ? "equal or within noise" : difference > 0 ? "as the text says" : "the other way round";
        }
    }
}
