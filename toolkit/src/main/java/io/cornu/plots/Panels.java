package io.cornu.plots;

import io.cornu.text.Arguments;
import java.util.List;

/**
 * Figures side by side, from left to right.
 *
 * @param charts at least one and at most 16 figures
 */
public record Panels(List<Figure> charts) implements Figure {
    private static final int MOST_CHARTS = 16;

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if there are none or more than 16
     */
    public Panels {
        charts = List.copyOf(charts);
        Arguments.require(
                !charts.isEmpty() && charts.size() <= MOST_CHARTS,
                "Panels",
                "charts must be 1 to " + MOST_CHARTS,
                charts.size());
    }

    /**
     * Figures side by side.
     *
     * @param charts at least one and at most 16 figures, from left to right
     * @return the figure
     * @throws IllegalArgumentException if there are none or more than 16
     */
    public static Panels of(Figure... charts) {
        return new Panels(List.of(charts));
    }

    @Override
    public int width() {
        return charts.stream().mapToInt(Figure::width).sum();
    }

    @Override
    public int height() {
        return charts.stream().mapToInt(Figure::height).max().orElseThrow();
    }
}
