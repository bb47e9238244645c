package io.cornu.plots;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Many settings and what came of them: an axis for each setting, a line for each case, colored by its result.
 *
 * <p>Lines of low results are dark, those of high ones light, drawn over the others. A line has a gap where an axis cannot
 * show its value, such as at a setting that a trial did not have.
 *
 * <pre>{@code
 * ParallelCoordinates.of("Trials", "accuracy", accuracies)
 *         .plusLogarithmic("learning rate", rates)
 *         .plusCategories("optimizer", optimizers)
 *         .writeSvg(Path.of("trials.svg"));
 * }</pre>
 *
 * @param title the title; empty for none
 * @param colorLabel what the results are
 * @param colors the results, one for each line
 * @param axes the settings, from left to right; at most 50
 * @param width the width in pixels, 200 to 8000; 640 by default, and more where so many axes need it
 * @param height the height in pixels, 150 to 8000; 480 by default, and more where so many categories need it
 */
@RecordBuilder
public record ParallelCoordinates(
        String title, String colorLabel, List<Double> colors, List<Setting> axes, int width, int height)
        implements Figure, ParallelCoordinatesBuilder.With {
    private static final int MOST_AXES = 50;
    private static final double LEAST_GAP = 90;
    private static final double AROUND = 130;

    /**
     * One axis.
     *
     * @param name what it shows
     * @param values one for each line; of categories their numbers, from 0
     * @param logarithmic whether equal ratios are equally long
     * @param categories the names of the categories, from the bottom; empty for numbers
     */
    public record Setting(String name, List<Double> values, boolean logarithmic, List<String> categories) {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if a value is the number of no category
         */
        public Setting {
            values = List.copyOf(values);
            categories = List.copyOf(categories);
            int known = categories.size();
            Arguments.require(
                    known == 0
                            || values.stream()
                                    .allMatch(value -> Double.isNaN(value)
                                            || value >= 0 && value < known && value == Math.rint(value)),
                    "axis '" + name + "'",
                    "values must be numbers of the " + known + " categories",
                    values);
        }

        /** How high the names of the categories are in the smallest letters, about 5 by 9 pixels each. */
        private double room() {
            double longest = categories.stream().mapToInt(String::length).max().orElse(0);
            return categories.size() * Math.max(14, 9 * Math.ceil(longest * 5 / (LEAST_GAP - 14)));
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if an axis has more or fewer values than there are lines, or there are more than
     *     50 axes, or the size is out of range
     */
    public ParallelCoordinates {
        colors = List.copyOf(colors);
        axes = List.copyOf(axes);
        String where = "chart '" + title + "'";
        Arguments.require(axes.size() <= MOST_AXES, where, "axes must be at most " + MOST_AXES, axes.size());
        for (Setting axis : axes) {
            Arguments.require(
                    axis.values().size() == colors.size(),
                    where,
                    "expected " + colors.size() + " values of '" + axis.name() + "'",
                    axis.values().size());
        }
        Sizes.require(title, width, height);
        width = Sizes.atLeast(width, axes.size() * LEAST_GAP + 120);
        height = Sizes.atLeast(height, axes.stream().mapToDouble(Setting::room).max().orElse(0) + AROUND);
    }

    /**
     * A plot without axes.
     *
     * @param title the title; empty for none
     * @param colorLabel what the results are
     * @param colors the results, one for each line
     * @return the plot
     */
    public static ParallelCoordinates of(String title, String colorLabel, double... colors) {
        return new ParallelCoordinates(
                title, colorLabel, Sizes.list(colors), List.of(), Sizes.WIDTH, Sizes.HEIGHT);
    }

    /**
     * This plot and one more axis.
     *
     * @param axis the axis
     * @return a new plot
     * @throws IllegalArgumentException if it has more or fewer values than there are lines
     */
    public ParallelCoordinates plus(Setting axis) {
        List<Setting> more = new ArrayList<>(axes);
        more.add(axis);
        return withAxes(more);
    }

    /**
     * This plot and one more axis of numbers.
     *
     * @param name what it shows
     * @param values one for each line
     * @return a new plot
     * @throws IllegalArgumentException if there are more or fewer values than lines
     */
    public ParallelCoordinates plus(String name, double... values) {
        return plus(new Setting(name, Sizes.list(values), false, List.of()));
    }

    /**
     * This plot and one more axis, on which equal ratios are equally long.
     *
     * @param name what it shows
     * @param values one for each line
     * @return a new plot
     * @throws IllegalArgumentException if there are more or fewer values than lines
     */
    public ParallelCoordinates plusLogarithmic(String name, double... values) {
        return plus(new Setting(name, Sizes.list(values), true, List.of()));
    }

    /**
     * This plot and one more axis of categories, in the order of their first appearance.
     *
     * @param name what it shows
     * @param values one for each line
     * @return a new plot
     * @throws IllegalArgumentException if there are more or fewer values than lines
     */
    public ParallelCoordinates plusCategories(String name, List<String> values) {
        List<String> names = values.stream().distinct().toList();
        List<Double> numbers =
                values.stream().map(value -> (double) names.indexOf(value)).toList();
        return plus(new Setting(name, numbers, false, names));
    }
}
