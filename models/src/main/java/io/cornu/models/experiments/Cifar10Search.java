package io.cornu.models.experiments;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;

import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Verdict;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Architecture;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.SGD;
import io.cornu.plots.LineChart;
import io.cornu.plots.ScatterPlot;
import io.cornu.tuning.Study;
import io.cornu.tuning.StudyResult;
import io.cornu.tuning.TPE;
import io.cornu.tuning.Trial;
import io.cornu.tuning.TrialRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * "5. Hyperparameter Tuning with Optuna" of the course on optimisation (Deep Learning IndabaX Ghana 2025) with student
 * task 5: a search over learning rate and dropout with Adam, and one over momentum besides with SGD.
 */
record Cifar10Search(DataDirectory directory) implements Experiment {
    private static final String RATE = "lr";
    private static final String DROPOUT = "dropout";
    private static final String MOMENTUM = "momentum";
    private static final long SEED = 42;
    private static final int BATCH = 64;
    private static final double HIGHEST_MOMENTUM = 0.99;

    @Override
    public String name() {
        return "cifar10-search";
    }

    @Override
    public String sentence() {
        return "A search over learning rate and dropout with Adam, and with momentum besides for SGD, on CIFAR-10.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab);
        int trials = lab.choose(3, 5);
        int epochs = lab.choose(2, 5);
        StudyResult adam = search("adam", trials, epochs, data, lab, trial -> Adam.of(rate(trial)));
        StudyResult sgd = search("sgd", trials, epochs, data, lab, trial -> SGD.of(rate(trial))
                .withMomentum(trial.floating(MOMENTUM, 0, HIGHEST_MOMENTUM)));

        return data.describe(lab.report("A search over learning rate and dropout on CIFAR-10"))
                .withSetting("trials", trials)
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("sampler", TPE.of())
                .plus(section("Adam", adam, List.of(RATE, DROPOUT)))
                .plus(section("SGD with momentum", sgd, List.of(RATE, DROPOUT, MOMENTUM)))
                .plus(Section.of("How the best settings shift", shift(adam, sgd)))
                .plus(Sections.differences(
                        String.format(
                                Locale.ROOT,
                                "TPE, the sampler of Optuna and of this search, draws its first %d trials at random; a"
                                        + " study of %d trials is therefore a random search.",
                                TPE.of().startupTrials(),
                                trials),
                        "The text's suggest_loguniform is deprecated in Optuna since its version 3; it is logFloat here,"
                                + " with the same range. The text gives no range for momentum: it is 0 to "
                                + HIGHEST_MOMENTUM + ".",
                        "A trial's value is the best validation accuracy of any of its epochs, as in the text. It is"
                                + " chosen by the data that it is measured with, and so a little too good."));
    }

    private static double rate(Trial trial) {
        return trial.logFloat(RATE, 1e-5, 1e-2);
    }

    /** The text's objective; each trial is a comparison of one, so that a search that goes on repeats none. */
    private static StudyResult search(
            String name, int trials, int epochs, CourseData data, Lab lab, Function<Trial, Optimizer> optimizer)
            throws IOException {
        return Study.maximize(name).withSeed(SEED).optimize(trials, trial -> {
            Optimizer chosen = optimizer.apply(trial);
            double dropout = trial.floating(DROPOUT, 0.2, 0.5);
            Comparison trained = lab.compare(
                    name + " trial " + (trial.number() + 1),
                    Map.of(trial.parameters().toString(), chosen),
                    (value, cell) -> Training.classify(
                            network(dropout),
                            value,
                            data.train(),
                            data.test(),
                            cell.fit(epochs).withBatchSize(BATCH).withValidationSplit(CourseData.VALIDATION_SPLIT),
                            cell));
            return trained.outcomes().stream()
                    .mapToDouble(outcome -> Collections.max(outcome.history().get(Training.VALIDATION_ACCURACY)))
                    .average()
                    .orElse(Double.NaN);
        });
    }

    static Architecture network(double dropout) {
        return Sequential.of(
                Input.of(32, 32, 3),
                Conv2D.of(32, 3).withActivation(relu()),
                MaxPooling2D.of(2),
                Dropout.of(dropout),
                Flatten.of(),
                Dense.of(128).withActivation(relu()),
                Dropout.of(dropout),
                Dense.of(10).withActivation(softmax()));
    }

    private static Section section(String heading, StudyResult study, List<String> parameters) {
        List<String> columns = new ArrayList<>(List.of("trial"));
        columns.addAll(parameters);
        columns.add("best validation accuracy");
        Table table = Table.of(study.name() + "-trials", "All trials", columns.toArray(String[]::new));
        double[] values = new double[study.trials().size()];
        double[] bests = new double[values.length];
        for (TrialRecord trial : study.trials()) {
            int i = trial.number();
            values[i] = trial.value().orElse(Double.NaN);
            bests[i] = i == 0 ? values[i] : Math.max(values[i], bests[i - 1]);
            List<Object> row = new ArrayList<>(List.of(i + 1));
            parameters.forEach(parameter -> row.add(number(trial, parameter)));
            row.add(values[i]);
            table = table.plus(row.toArray());
        }
        ScatterPlot scatter = ScatterPlot.of("", "learning rate", "validation accuracy", numbers(study, RATE), values)
                .withLogarithmicX(true)
                .withColors("dropout", numbers(study, DROPOUT));
        LineChart history = LineChart.of("", "trial", "validation accuracy")
                .plus("trial", values)
                .plus("best so far", bests);
        return Section.of(
                heading,
                Verdict.of(heading + ": best " + best(study, parameters)),
                Picture.of(study.name() + "-history", "Trials in order", history),
                Picture.of(study.name() + "-settings", "Trials by their settings", scatter),
                table);
    }

    private static double number(TrialRecord trial, String parameter) {
        return trial.number(parameter);
    }

    private static double[] numbers(StudyResult study, String parameter) {
        return study.trials().stream()
                .mapToDouble(trial -> number(trial, parameter))
                .toArray();
    }

    private static String best(StudyResult study, List<String> parameters) {
        TrialRecord best = study.best();
        StringBuilder words = new StringBuilder(String.format(
                Locale.ROOT, "validation accuracy %.4g with", best.value().orElse(Double.NaN)));
        for (String parameter : parameters) {
            words.append(String.format(Locale.ROOT, " %s %.3g,", parameter, number(best, parameter)));
        }
        words.setCharAt(words.length() - 1, '.');
        return words.toString();
    }

    private static Verdict shift(StudyResult adam, StudyResult sgd) {
        double first = number(adam.best(), RATE);
        double second = number(sgd.best(), RATE);
        return Verdict.of(String.format(
                Locale.ROOT,
                "The best learning rate is %.3g with Adam and %.3g with SGD, %.3g times as large; the best dropout %.2g and"
                        + " %.2g.",
                first,
                second,
                second / first,
                number(adam.best(), DROPOUT),
                number(sgd.best(), DROPOUT)));
    }
}
