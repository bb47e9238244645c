package io.cornu.plots;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Bars for categories, one or several beside each other, with error bars where the values are means.
 *
 * <p>The bars stand while the names of the categories have room below them, and lie where they have not. A value that is
 * not a number or infinite has no bar.
 *
 * <pre>{@code
 * BarChart.of("Test accuracy", "optimizer", "accuracy", List.of("SGD", "Adam"))
 *         .plus(new BarChart.Group("3 seeds", List.of(.71, .78), List.of(.012, .008)))
 *         .writeSvg(Path.of("optimizers.svg"));
 * }</pre>
 *
 * @param title the title; empty for none
 * @param xLabel what the categories are; empty for nothing
 * @param yLabel what the values are; empty for nothing
 * @param categories their names, in order
 * @param groups the bars, those of one group in one color
 * @param width the width in pixels, 200 to 8000; 640 by default
 * @param height the height in pixels, 150 to 8000; 480 by default, and more where so many bars need it
 */
@RecordBuilder
public record BarChart(
        String title,
        String xLabel,
        String yLabel,
        List<String> categories,
        List<Group> groups,
        int width,
        int height)
        implements Figure, BarChartBuilder.With {
    /** What one bar needs at least where bars lie, and what the space between categories. */
    private static final double BAR = 9;

    private static final double GAP = 8;
    private static final double AROUND = 120;

    /**
     * The bars of one color.
     *
     * @param name what the legend calls them; different from that of the other groups
     * @param values one for each category
     * @param errors how far the error bars reach above and below each value; empty for none
     */
    public record Group(String name, List<Double> values, List<Double> errors) {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if there are errors for some values alone, or one is negative
         */
        public Group {
            values = List.copyOf(values);
            errors = List.copyOf(errors);
            Arguments.require(
                    errors.isEmpty() || errors.size() == values.size(),
                    "group '" + name + "'",
                    "expected an error for each of " + values.size() + " values, or none",
                    errors.size());
            Arguments.require(
                    errors.stream().noneMatch(error -> error < 0),
                    "group '" + name + "'",
                    "errors must not be negative",
                    errors);
        }
    }

    /**
     * Checks names and sizes.
     *
     * @throws IllegalArgumentException if there is no category, a group has more or fewer values than there are
     *     categories, two groups have the same name, or the size is out of range
     */
    public BarChart {
        categories = List.copyOf(categories);
        groups = List.copyOf(groups);
        String where = "chart '" + title + "'";
        Arguments.require(!categories.isEmpty(), where, "categories must be at least one", categories);
        for (Group group : groups) {
            Arguments.require(
                    group.values().size() == categories.size(),
                    where,
                    "expected " + categories.size() + " values in group '" + group.name() + "'",
                    group.values().size());
        }
        Sizes.requireDistinct(title, groups.stream().map(Group::name).toList());
        Sizes.require(title, width, height);
        height = Sizes.atLeast(
                height, categories.size() * (Math.max(13, groups.size() * BAR) + GAP) * .9 + AROUND);
    }

    /**
     * A chart without bars.
     *
     * @param title the title; empty for none
     * @param xLabel what the categories are; empty for nothing
     * @param yLabel what the values are; empty for nothing
     * @param categories their names, in order
     * @return the chart
     * @throws IllegalArgumentException if there is no category
     */
    public static BarChart of(String title, String xLabel, String yLabel, List<String> categories) {
        return new BarChart(title, xLabel, yLabel, categories, List.of(), Sizes.WIDTH, Sizes.HEIGHT);
    }

    /**
     * This chart and more bars.
     *
     * @param group the bars
     * @return a new chart
     * @throws IllegalArgumentException if there is a group of this name, or it has more or fewer values than there are
     *     categories
     */
    public BarChart plus(Group group) {
        List<Group> more = new ArrayList<>(groups);
        more.add(group);
        return withGroups(more);
    }

    /**
     * This chart and more bars, without error bars.
     *
     * @param name what the legend calls them
     * @param values one for each category
     * @return a new chart
     * @throws IllegalArgumentException if there is a group of this name, or there are more or fewer values than
     *     categories
     */
    public BarChart plus(String name, double... values) {
        return plus(new Group(name, Sizes.list(values), List.of()));
    }
}
