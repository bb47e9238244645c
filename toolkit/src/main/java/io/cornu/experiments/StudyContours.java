package io.cornu.experiments;

import io.cornu.plots.ContourPlot;
import io.cornu.plots.LineChart.Series;
import io.cornu.plots.ScatterPlot;
import io.cornu.tuning.ChoiceDistribution;
import io.cornu.tuning.StudyResult;
import io.cornu.tuning.TrialRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values of a study over two settings at a time, with the trials on them. */
final class StudyContours {
    private static final int MOST_SETTINGS = 3;
    private static final int MOST_LEVELS = 15;

    /** With fewer, what lies between them is made up. */
    private static final int FEWEST_TRIALS = 10;

    private final StudyResult study;
    private final String value;

    private StudyContours(StudyResult study, String value) {
        this.study = study;
        this.value = value;
    }

    /**
     * Pictures of the numbers that matter most, each with each, or a sentence why there are none.
     *
     * @param study what was found
     * @param value what the values are
     * @param settings all settings, those that matter most first
     */
    static List<Block> of(StudyResult study, String value, List<String> settings) {
        List<String> numbers = settings.stream()
                .filter(name -> !(study.parameters().get(name) instanceof ChoiceDistribution))
                .limit(MOST_SETTINGS)
                .toList();
        if (numbers.size() < 2) {
            return List.of(
                    Text.of("Contours need two settings that are numbers; this study has " + numbers.size() + "."));
        }
        StudyContours contours = new StudyContours(study, value);
        List<Block> pictures = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            for (int j = i + 1; j < numbers.size(); j++) {
                pictures.addAll(contours.plane(numbers.get(i), numbers.get(j)));
            }
        }
        return pictures;
    }

    private List<Block> plane(String across, String up) {
        List<TrialRecord> trials = study.having(across).stream()
                .filter(trial -> trial.parameters().containsKey(up))
                .toList();
        if (trials.isEmpty()) {
            return List.of();
        }
        ScatterPlot points = ScatterPlot.of(
                        value + " by " + across + " and " + up,
                        across,
                        up,
                        StudySections.numbers(trials, across),
                        StudySections.numbers(trials, up))
                .withLogarithmicX(StudySections.isLogarithmic(study.parameters().get(across)))
                .withLogarithmicY(StudySections.isLogarithmic(study.parameters().get(up)))
                .withColors(value, values(trials));
        String file = FileNames.of("plane-" + across + "-" + up);
        Optional<ContourPlot> contours = trials.size() < FEWEST_TRIALS ? Optional.empty() : ContourPlot.between(points);
        if (contours.isEmpty()) {
            String reason = trials.size() < FEWEST_TRIALS
                    ? "Contours need " + FEWEST_TRIALS + " trials with both."
                    : "The trials lie in a row, with nothing beside them to draw contours through.";
            return List.of(Picture.of(file, "The " + value + " as color", points), Text.of(reason));
        }
        return List.of(Picture.of(
                file,
                "The " + value + " between the trials, linear in the triangles that they form. The dots are the trials,"
                        + " the cross is the best; about as many trials lie in each color.",
                marked(contours.get(), trials, across, up)));
    }

    private ContourPlot marked(ContourPlot plot, List<TrialRecord> trials, String across, String up) {
        ContourPlot drawn = plot.withLevels(levels(values(trials)));
        return trials.contains(study.best())
                ? drawn.withMarks(List.of(new Series(
                        "best trial",
                        List.of(study.best().number(across)),
                        List.of(study.best().number(up)))))
                : drawn;
    }

    /** Quantiles: where a few trials are far worse than all others, equal distances would not tell these apart. */
    static List<Double> levels(double[] values) {
        double[] sorted = java.util.Arrays.stream(values)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        List<Double> levels = new ArrayList<>();
        for (int i = 1; i <= MOST_LEVELS; i++) {
            double place = (double) i / (MOST_LEVELS + 1) * (sorted.length - 1);
            int below = (int) place;
            int above = Math.min(below + 1, sorted.length - 1);
            double level = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
            if (levels.isEmpty() || level > levels.get(levels.size() - 1)) {
                levels.add(level);
            }
        }
        return levels;
    }

    private static double[] values(List<TrialRecord> trials) {
        return trials.stream()
                .mapToDouble(trial -> trial.value().orElse(Double.NaN))
                .toArray();
    }
}
