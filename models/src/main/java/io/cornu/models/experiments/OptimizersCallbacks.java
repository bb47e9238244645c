package io.cornu.models.experiments;

import static io.cornu.initializers.Initializers.heNormal;

import io.cornu.callbacks.EarlyStopping;
import io.cornu.callbacks.ReduceLROnPlateau;
import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Verdict;
import io.cornu.model.Callback;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The practice project of "Day 18, Optimization Techniques in Deep Learning": early stopping and a learning rate that
 * falls on plateaus, applied to a training that goes on for too long.
 */
record OptimizersCallbacks(DataDirectory directory) implements Experiment {
    private static final double RATE = 0.001;
    private static final int BATCH = 64;

    @Override
    public String name() {
        return "optimizers-callbacks";
    }

    @Override
    public String sentence() {
        return "EarlyStopping and ReduceLROnPlateau applied to Adam on CIFAR-10: when they act, and what it brings.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab);
        OptimizerStudy study = OptimizerStudy.of(data.train(), data.test(), 10).withEpochs(lab.choose(14, 30));
        EarlyStopping stopping = EarlyStopping.of().withPatience(5).withRestoreBestWeights(true);
        ReduceLROnPlateau plateau = ReduceLROnPlateau.of().withFactor(0.2).withPatience(2);
        Map<String, List<Callback>> callbacks = new LinkedHashMap<>();
        callbacks.put("neither", List.of());
        callbacks.put("EarlyStopping", List.of(stopping));
        callbacks.put("ReduceLROnPlateau", List.of(plateau));
        callbacks.put("both", List.of(stopping, plateau));

        Training.warmUp(study.network(heNormal()), data.train(), lab);
        Comparison comparison = lab.compare(
                "callbacks", callbacks, (wanted, cell) -> study.withCallbacks(wanted.toArray(Callback[]::new))
                        .trainModel(Adam::of, RATE, BATCH, heNormal(), cell));

        return data.describe(lab.report("Early stopping and falling learning rates on CIFAR-10"))
                .withSetting("epochs at most", study.epochs())
                .withSetting("batch size", BATCH)
                .withSetting("optimizer", Adam.of(RATE))
                .withSetting("initializer", "he_normal")
                .withSetting("callbacks", List.of(stopping, plateau))
                .plus(acted(comparison))
                .plus(Sections.compared("What it brings", comparison, Sections.seconds(comparison)))
                .plus(Section.of("The rates", comparison.picture("Learning rate", "learning_rate")))
                .plus(Sections.differences(String.format(
                        Locale.ROOT,
                        "The text names the two callbacks without their settings: early stopping waits for %d"
                                + " epochs and puts the best weights back, the rate is multiplied by %.3g after"
                                + " %d epochs without improvement; both watch the validation loss.",
                        stopping.patience(),
                        plateau.factor(),
                        plateau.patience())))
                .plus(Sections.everyEpoch(Sections.heldBack(OptimizerStudy.VALIDATION_SPLIT), comparison));
    }

    private static Section acted(Comparison comparison) {
        Table table = Table.of(
                "acted",
                "When the callbacks acted",
                "variant",
                "seed",
                "epochs trained",
                "best epoch by validation loss",
                "best validation loss",
                "last validation loss",
                "drops of the rate",
                "last rate");
        StringBuilder words = new StringBuilder();
        for (Outcome outcome : comparison.outcomes()) {
            List<Double> losses = outcome.column("val_loss");
            List<Double> rates = outcome.column("learning_rate");
            double best = losses.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
            int drops = drops(rates);
            table = table.plus(
                    outcome.variant(),
                    outcome.seed(),
                    losses.size(),
                    losses.indexOf(best) + 1,
                    best,
                    losses.get(losses.size() - 1),
                    drops,
                    rates.get(rates.size() - 1));
            words.append(String.format(
                    Locale.ROOT,
                    "%s: %d epochs, the validation loss lowest in epoch %d, drops of the rate %d. ",
                    outcome.variant(),
                    losses.size(),
                    losses.indexOf(best) + 1,
                    drops));
        }
        return Section.of("When they act", Verdict.of(words.toString().strip()), table);
    }

    private static int drops(List<Double> rates) {
        int drops = 0;
        for (int i = 1; i < rates.size(); i++) {
            drops += rates.get(i) < rates.get(i - 1) ? 1 : 0;
        }
        return drops;
    }
}
