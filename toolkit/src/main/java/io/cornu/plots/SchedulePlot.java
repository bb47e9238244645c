package io.cornu.plots;

import io.cornu.plots.LineChart.Series;
import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws what a learning rate will be.
 *
 * <pre>{@code
 * SchedulePlot.of(OneCycle.of(0.1, 5000), 5000).writeSvg(Path.of("rate.svg"));
 * }</pre>
 */
public final class SchedulePlot {
    /** More points than this are not seen. */
    private static final int POINTS = 2000;

    private SchedulePlot() {}

    /**
     * A learning rate over steps.
     *
     * @param rate the schedule
     * @param steps how many steps, at least 1
     * @return the chart; more schedules can be added with {@link #curve}
     * @throws IllegalArgumentException if there is no step
     */
    public static LineChart of(LearningRate rate, long steps) {
        return LineChart.of("Learning rate", "step", "learning rate").plus(curve("learning rate", rate, steps));
    }

    /**
     * One learning rate as a curve, to be compared with others in a chart.
     *
     * @param name what the legend calls it
     * @param rate the schedule
     * @param steps how many steps, at least 1
     * @return the curve
     * @throws IllegalArgumentException if there is no step
     */
    public static Series curve(String name, LearningRate rate, long steps) {
        Arguments.require(steps >= 1, "SchedulePlot", "steps must be at least 1", steps);
        int points = (int) Math.min(POINTS, steps);
        List<Double> x = new ArrayList<>(points);
        List<Double> y = new ArrayList<>(points);
        for (int i = 0; i < points; i++) {
            long step = points == 1 ? 0 : Math.round((double) i * (steps - 1) / (points - 1));
            x.add((double) step);
            y.add(rate.at(step));
        }
        return new Series(name, x, y);
    }
}
