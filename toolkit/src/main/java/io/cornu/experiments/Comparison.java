package io.cornu.experiments;

import io.cornu.plots.LineChart;
import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What came of training several variants, each with the same seeds.
 *
 * @param name what was compared
 * @param variants the names of what was different, in order
 * @param outcomes what came of each training
 */
public record Comparison(String name, List<String> variants, List<Outcome> outcomes) {
    private static final int MOST_BANDS = 7;

    /** Copies the lists. */
    public Comparison {
        variants = List.copyOf(variants);
        outcomes = List.copyOf(outcomes);
    }

    /**
     * A comparison.
     *
     * @param name what was compared
     * @param variants the names of what was different, in order
     * @param outcomes what came of each training
     * @return the comparison
     */
    public static Comparison of(String name, List<String> variants, List<Outcome> outcomes) {
        return new Comparison(name, variants, outcomes);
    }

    /**
     * What came of one variant's trainings.
     *
     * @param variant its name
     * @return the outcomes, by seed
     * @throws IllegalArgumentException if there is none of this name
     */
    public List<Outcome> of(String variant) {
        Arguments.require(variants.contains(variant), "comparison", "variant must be one of " + variants, variant);
        return outcomes.stream()
                .filter(outcome -> outcome.variant().equals(variant))
                .toList();
    }

    /**
     * A curve for each variant, the mean of its seeds; in a band of their standard deviation where there are no more than
     * seven variants.
     *
     * @param title what stands above the chart
     * @param column what is drawn, by Keras' name, such as {@code val_accuracy}
     * @return the chart; over seeds that stopped at different epochs, the mean of those that went on
     */
    public LineChart curves(String title, String column) {
        LineChart chart = LineChart.of(title, "epoch", column.replace('_', ' '));
        for (String variant : variants) {
            LineChart.Series curve = curve(variant, column);
            if (!curve.y().isEmpty()) {
                chart = chart.plus(hasBands() ? curve : new LineChart.Series(curve.name(), curve.x(), curve.y()));
            }
        }
        return chart;
    }

    /** Many bands over one another hide the curves. */
    private boolean hasBands() {
        return seeds() > 1 && variants.size() <= MOST_BANDS;
    }

    /**
     * The mean of one variant's seeds, in a band of their standard deviation where there are several.
     *
     * @param variant its name
     * @param column what is drawn, by Keras' name, such as {@code val_accuracy}
     * @return a curve with places 1, 2, 3 and so on, without points if no training has such values; over seeds that
     *     stopped at different epochs, the mean of those that went on
     * @throws IllegalArgumentException if there is no variant of this name
     */
    public LineChart.Series curve(String variant, String column) {
        List<List<Double>> curves = of(variant).stream()
                .map(outcome -> outcome.history().getOrDefault(column, List.of()))
                .toList();
        int length = curves.stream().mapToInt(List::size).max().orElse(0);
        List<Sample> samples = IntStream.range(0, length)
                .mapToObj(i -> Sample.of(curves.stream()
                        .filter(curve -> curve.size() > i)
                        .map(curve -> curve.get(i))
                        .toList()))
                .toList();
        return new LineChart.Series(
                variant,
                IntStream.rangeClosed(1, length).mapToObj(Double::valueOf).toList(),
                samples.stream().map(Sample::mean).toList(),
                curves.size() < 2
                        ? List.of()
                        : samples.stream().map(Sample::deviation).toList());
    }

    /**
     * How many seeds each variant was trained with.
     *
     * @return at least 1 where there is any outcome
     */
    public int seeds() {
        return outcomes.size() / Math.max(1, variants.size());
    }

    /**
     * A picture of {@link #curves}.
     *
     * @param title what stands above the chart
     * @param column what is drawn, by Keras' name
     * @return the picture, named after comparison and column
     */
    public Picture picture(String title, String column) {
        return Picture.of(
                FileNames.of(name + "-" + column),
                title
                        + (hasBands()
                                ? ", mean and standard deviation of " + seeds() + " seeds"
                                : seeds() > 1 ? ", mean of " + seeds() + " seeds" : ""),
                curves(title, column));
    }

    /**
     * Mean and spread of every result, a row a variant.
     *
     * @param caption what stands above
     * @return the table, named after the comparison; the spread is the sample's standard deviation over seeds, none for
     *     one seed
     */
    public Table table(String caption) {
        Set<String> names = new LinkedHashSet<>();
        outcomes.forEach(outcome -> names.addAll(outcome.results().keySet()));
        List<String> columns = new ArrayList<>(List.of("variant", "seeds"));
        names.forEach(result -> columns.addAll(List.of(result, result + " spread")));
        columns.add("seconds");
        Table table = new Table(FileNames.of(name), caption, columns, List.of());
        for (String variant : variants) {
            List<Outcome> own = of(variant);
            List<Object> row = new ArrayList<>(List.of(variant, own.size()));
            for (String result : names) {
                Sample sample = Sample.of(own.stream()
                        .map(outcome -> outcome.results().getOrDefault(result, Double.NaN))
                        .toList());
                row.addAll(List.of(sample.mean(), sample.deviation()));
            }
            row.add(own.stream().mapToDouble(Outcome::seconds).average().orElse(Double.NaN));
            table = table.plus(row.toArray());
        }
        return table;
    }

    /**
     * The values of every epoch of every training.
     *
     * @return the table, named after the comparison, ending in {@code -history}
     */
    public Table history() {
        Set<String> names = new LinkedHashSet<>();
        outcomes.forEach(outcome -> names.addAll(outcome.history().keySet()));
        List<String> columns = new ArrayList<>(List.of("variant", "seed", "epoch"));
        columns.addAll(names);
        List<List<Object>> rows = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            int length = outcome.history().values().stream()
                    .mapToInt(List::size)
                    .max()
                    .orElse(0);
            for (int i = 0; i < length; i++) {
                List<Object> row = new ArrayList<>(List.of(outcome.variant(), outcome.seed(), i + 1));
                for (String column : names) {
                    List<Double> values = outcome.history().getOrDefault(column, List.of());
                    row.add(i < values.size() ? values.get(i) : Double.NaN);
                }
                rows.add(row);
            }
        }
        return new Table(FileNames.of(name + "-history"), "Every epoch of every training", columns, rows);
    }

    /**
     * Which variant is best, and whether that is more than noise.
     *
     * @param result by which result
     * @param direction whether more is better
     * @return the ranking
     * @throws IllegalArgumentException if a training has no such result
     */
    public Ranking ranking(String result, Ranking.Direction direction) {
        return Ranking.of(this, result, direction);
    }
}
