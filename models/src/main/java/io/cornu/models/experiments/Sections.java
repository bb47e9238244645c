package io.cornu.models.experiments;

import io.cornu.experiments.Block;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.plots.LineChart.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the reports of several experiments show in the same way. */
final class Sections {
    private static final double NEARLY = .95;

    private Sections() {}

    /** Classifiers compared: accuracy and loss of every epoch on both parts of the data, who is best, and the numbers. */
    static Section compared(String heading, Comparison comparison, Block... more) {
        String accuracy = accuracyColumn(comparison);
        List<Block> blocks = new ArrayList<>();
        if (comparison.outcomes().get(0).history().containsKey("val_loss")) {
            blocks.add(comparison.picture("Validation accuracy", "val_" + accuracy));
            blocks.add(comparison.picture("Validation loss", "val_loss"));
        }
        blocks.add(comparison.picture("Training accuracy", accuracy));
        blocks.add(comparison.picture("Training loss", "loss"));
        blocks.add(best(comparison));
        blocks.add(comparison.table("On test data"));
        blocks.addAll(List.of(more));
        return new Section(heading, blocks);
    }

    /** Who is best, and how all learn, where training accuracy says little; with captions for the loss and the table. */
    static Section learned(
            String heading, Comparison comparison, String lossCaption, String tableCaption, Block... more) {
        List<Block> blocks = new ArrayList<>(List.of(
                best(comparison),
                comparison.picture("Validation accuracy", Training.VALIDATION_ACCURACY),
                comparison.picture(lossCaption, "loss"),
                comparison.table(tableCaption)));
        blocks.addAll(List.of(more));
        return new Section(heading, blocks);
    }

    /** Who is best on test data. */
    static Verdict best(Comparison comparison) {
        return comparison
                .ranking(Training.TEST_ACCURACY, Ranking.Direction.HIGHEST)
                .verdict();
    }

    /** The values of every epoch, and how they came about. */
    static Section everyEpoch(String words, Comparison... comparisons) {
        List<Block> blocks = new ArrayList<>(List.of(Text.of(words)));
        for (Comparison comparison : comparisons) {
            blocks.add(comparison.history());
        }
        return new Section("Every epoch", blocks);
    }

    /** Which part of the training data was not learned from. */
    static String heldBack(double validationSplit) {
        return String.format(Locale.ROOT, "The last %.0f %% of the training data validate.", 100 * validationSplit);
    }

    /** Where a text's own code or words are not what was done, one paragraph each. */
    static Section differences(String... paragraphs) {
        return Section.of(
                "What differs from the text",
                Arrays.stream(paragraphs).map(Text::of).toArray(Block[]::new));
    }

    /** Which variant first comes near the best validation accuracy that any of them reaches. */
    static Verdict fastest(Comparison comparison) {
        String column = "val_" + accuracyColumn(comparison);
        double best = comparison.outcomes().stream()
                .flatMap(outcome -> outcome.column(column).stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(Double.NaN);
        String epochs = comparison.variants().stream()
                .map(variant -> variant + " (" + firstEpoch(comparison.of(variant), column, NEARLY * best) + ")")
                .collect(Collectors.joining(", "));
        return Verdict.of(String.format(
                Locale.ROOT,
                "First epoch with a validation accuracy of %.4g, %.0f %% of the best of all: %s.",
                NEARLY * best,
                100 * NEARLY,
                epochs));
    }

    private static String firstEpoch(List<Outcome> outcomes, String column, double wanted) {
        return outcomes.stream()
                .map(outcome -> {
                    List<Double> values = outcome.column(column);
                    for (int i = 0; i < values.size(); i++) {
                        if (values.get(i) >= wanted) {
                            return Integer.toString(i + 1);
                        }
                    }
                    return "none";
                })
                .collect(Collectors.joining("/"));
    }

    /** After how many steps a loss is reached, where each entry is the loss that a step starts from. */
    static String steps(List<Double> losses, double reached) {
        long steps = losses.stream().takeWhile(loss -> loss > reached).count();
        return steps == losses.size() ? "more steps than it had" : steps + " steps";
    }

    /** Some of a comparison's variants, which are ranked among themselves. */
    static Comparison only(Comparison comparison, String name, List<String> variants) {
        return Comparison.of(
                name,
                variants,
                comparison.outcomes().stream()
                        .filter(outcome -> variants.contains(outcome.variant()))
                        .toList());
    }

    /** The mean of a result over the seeds. */
    static double mean(Comparison comparison, String variant, String result) {
        return comparison.of(variant).stream()
                .mapToDouble(outcome -> outcome.results().getOrDefault(result, Double.NaN))
                .average()
                .orElse(Double.NaN);
    }

    /** How long each variant trained and was tested. */
    static Verdict seconds(Comparison comparison) {
        return Verdict.of("Seconds of a training on this machine: "
                + comparison.variants().stream()
                        .map(variant -> variant + " "
                                + String.format(
                                        Locale.ROOT,
                                        "(%.1f)",
                                        comparison.of(variant).stream()
                                                .mapToDouble(Outcome::seconds)
                                                .average()
                                                .orElse(Double.NaN)))
                        .collect(Collectors.joining(", "))
                + ".");
    }

    /** The name under which the history has the training accuracy. */
    static String accuracyColumn(Comparison comparison) {
        return comparison.outcomes().get(0).history().keySet().stream()
                .filter(name -> name.endsWith("accuracy") && !name.startsWith("val_"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("comparison '" + comparison.name()
                        + "': expected a history with an accuracy, received one without. Train with such a metric."));
    }

    /** The curve of a variant with its values so far apart, such as in evaluations instead of epochs. */
    static Series curve(Comparison comparison, String variant, String column, double distance) {
        Series curve = comparison.curve(variant, column);
        return new Series(
                variant, curve.x().stream().map(place -> place * distance).toList(), curve.y(), curve.spread());
    }

    /** How long one epoch of a variant took, the mean of its seeds. */
    static double secondsOfEpoch(Comparison comparison, String variant) {
        return comparison.of(variant).stream()
                .mapToDouble(
                        outcome -> outcome.seconds() / outcome.column("loss").size())
                .average()
                .orElse(Double.NaN);
    }

    /** A caption of what is drawn of all seeds. */
    static String ofSeeds(Comparison comparison, String caption) {
        return comparison.seeds() > 1
                ? caption + "; mean and standard deviation of " + comparison.seeds() + " seeds"
                : caption;
    }

    /** A caption of means alone. */
    static String meanOfSeeds(Comparison comparison, String caption) {
        return comparison.seeds() > 1 ? caption + "; mean of " + comparison.seeds() + " seeds" : caption;
    }

    /** A caption of what can be drawn of one training alone. */
    static String ofOne(Comparison comparison, Outcome shown, String caption) {
        return comparison.seeds() > 1 ? caption + "; seed " + shown.seed() : caption;
    }
}
