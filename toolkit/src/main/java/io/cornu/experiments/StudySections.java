package io.cornu.experiments;

import io.cornu.plots.BarChart;
import io.cornu.plots.LineChart;
import io.cornu.plots.ParallelCoordinates;
import io.cornu.plots.ScatterPlot;
import io.cornu.tuning.ChoiceDistribution;
import io.cornu.tuning.Direction;
import io.cornu.tuning.Distribution;
import io.cornu.tuning.FloatDistribution;
import io.cornu.tuning.IntDistribution;
import io.cornu.tuning.Setting;
import io.cornu.tuning.StudyResult;
import io.cornu.tuning.TrialRecord;
import io.cornu.tuning.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a study of hyper-parameters found, as a report's sections: history, best trial, importances, slices, trials. */
public final class StudySections {
    private static final int MOST_SLICES = 12;

    /** With fewer, the best tenth is one trial. */
    private static final int FEWEST_TRIALS_FOR_IMPORTANCES = 10;

    private final StudyResult study;
    private final String value;
    private final List<TrialRecord> complete;

    private StudySections(StudyResult study, String value) {
        this.study = study;
        this.value = value;
        this.complete = study.inState(TrialState.COMPLETE);
    }

    /**
     * The sections.
     *
     * @param study what was found
     * @param value what the values are, such as {@code validation accuracy}
     * @return sections; without pictures where no trial is complete
     */
    public static List<Section> of(StudyResult study, String value) {
        StudySections sections = new StudySections(study, value);
        List<Section> all = new ArrayList<>();
        all.add(sections.found());
        if (!sections.complete.isEmpty()) {
            all.add(sections.settings());
        }
        all.add(Section.of("Every trial", sections.trials()));
        return all;
    }

    private Section found() {
        String counts = study.trials().size() + " trials: " + complete.size() + " complete, "
                + study.inState(TrialState.PRUNED).size() + " pruned, "
                + study.inState(TrialState.FAILED).size() + " failed.";
        if (complete.isEmpty()) {
            return Section.of("What was found", Verdict.of("No trial is complete."), Text.of(counts));
        }
        TrialRecord best = study.best();
        String settings = best.parameters().entrySet().stream()
                .map(entry -> entry.getKey() + " " + shortened(entry.getValue()))
                .collect(Collectors.joining(", "));
        return Section.of(
                "What was found",
                Verdict.of(String.format(
                        Locale.ROOT,
                        "The %s %s is %.4g, of trial %d: %s.",
                        study.direction() == Direction.MAXIMIZE ? "highest" : "lowest",
                        value,
                        best.value().orElse(Double.NaN),
                        best.number(),
                        settings)),
                Text.of(counts),
                Picture.of("history", "Each trial's " + value + ", and the best so far", history()));
    }

    private static String shortened(Setting setting) {
        return setting.distribution() instanceof FloatDistribution
                ? String.format(Locale.ROOT, "%.4g", setting.number())
                : setting.text();
    }

    private LineChart history() {
        List<Double> numbers =
                complete.stream().map(trial -> (double) trial.number()).toList();
        return LineChart.of("Study " + study.name(), "trial", value)
                .plus(new LineChart.Series("trial", numbers, values()))
                .plus(new LineChart.Series(
                        "best so far", numbers, List.copyOf(study.history().values())));
    }

    private List<Double> values() {
        return complete.stream().map(trial -> trial.value().orElse(Double.NaN)).toList();
    }

    private Section settings() {
        List<Block> blocks = new ArrayList<>();
        Map<String, Double> importances = study.importances();
        long finite = values().stream().filter(Double::isFinite).count();
        if (finite >= FEWEST_TRIALS_FOR_IMPORTANCES) {
            BarChart chart = BarChart.of("Importance", "", "share", List.copyOf(importances.keySet()))
                    .plus(
                            "importance",
                            importances.values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray());
            blocks.add(
                    Picture.of("importances", "How much each setting matters for the best tenth (PED-ANOVA)", chart));
            Table table = Table.of("importances", "Importances", "setting", "importance");
            for (Map.Entry<String, Double> entry : importances.entrySet()) {
                table = table.plus(entry.getKey(), entry.getValue());
            }
            blocks.add(table);
        } else {
            blocks.add(Text.of("Importances need " + FEWEST_TRIALS_FOR_IMPORTANCES
                    + " complete trials of finite value, and say more with many."));
        }
        blocks.add(Picture.of("parallel", "Every complete trial as a line through its settings", parallel()));
        importances.keySet().stream().limit(MOST_SLICES).forEach(name -> blocks.add(slice(name)));
        blocks.addAll(StudyContours.of(study, value, List.copyOf(importances.keySet())));
        return new Section("Which settings matter?", blocks);
    }

    private ParallelCoordinates parallel() {
        ParallelCoordinates plot = ParallelCoordinates.of(
                "Settings",
                value,
                values().stream().mapToDouble(Double::doubleValue).toArray());
        for (Map.Entry<String, Distribution> parameter : study.parameters().entrySet()) {
            String name = parameter.getKey();
            if (parameter.getValue() instanceof ChoiceDistribution) {
                plot = plot.plusCategories(
                        name,
                        complete.stream()
                                .map(trial -> trial.parameters().containsKey(name)
                                        ? trial.parameters().get(name).text()
                                        : "–")
                                .toList());
            } else if (isLogarithmic(parameter.getValue())) {
                plot = plot.plusLogarithmic(name, numbers(complete, name));
            } else {
                plot = plot.plus(name, numbers(complete, name));
            }
        }
        return plot;
    }

    static double[] numbers(List<TrialRecord> trials, String name) {
        return trials.stream()
                .mapToDouble(trial -> trial.parameters().containsKey(name) ? trial.number(name) : Double.NaN)
                .toArray();
    }

    static boolean isLogarithmic(@Nullable Distribution distribution) {
        return distribution instanceof FloatDistribution real && real.logarithmic()
                || distribution instanceof IntDistribution whole && whole.logarithmic();
    }

    private Picture slice(String name) {
        List<TrialRecord> own = study.having(name);
        Distribution distribution = study.parameters().get(name);
        double[] values = own.stream()
                .mapToDouble(trial -> trial.value().orElse(Double.NaN))
                .toArray();
        List<String> categories = distribution instanceof ChoiceDistribution choice ? choice.labels() : List.of();
        ScatterPlot plot = ScatterPlot.of("By " + name, name, value, numbers(own, name), values)
                .withCategories(categories)
                .withLogarithmicX(isLogarithmic(distribution))
                .withColors(
                        "trial", own.stream().mapToDouble(TrialRecord::number).toArray());
        return Picture.of(FileNames.of("slice-" + name), "Each complete trial by " + name, plot);
    }

    private Table trials() {
        List<String> columns = new ArrayList<>(List.of("trial", "state", value, "seconds"));
        columns.addAll(study.parameters().keySet());
        columns.add("message");
        List<List<Object>> rows = new ArrayList<>();
        for (TrialRecord trial : study.trials()) {
            List<Object> row = new ArrayList<>(List.of(
                    trial.number(),
                    trial.state().toString().toLowerCase(Locale.ROOT),
                    trial.value().orElse(Double.NaN),
                    trial.duration().toMillis() / 1e3));
            for (String name : study.parameters().keySet()) {
                Setting setting = trial.parameters().get(name);
                row.add(
                        setting == null
                                ? ""
                                : setting.distribution() instanceof ChoiceDistribution
                                        ? setting.text()
                                        : (Object) setting.number());
            }
            row.add(trial.message());
            rows.add(row);
        }
        return new Table("trials", "Settings and values", columns, rows);
    }
}
