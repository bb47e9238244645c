package io.cornu.plots;

import java.awt.geom.Rectangle2D;

/**
 * Axes around a rectangle that is left to others.
 *
 * @param plot the rectangle
 * @param xAxis what places it shows from left to right
 * @param yAxis what places it shows from bottom to top
 */
record AxesFrame(PlotArea plot, Axis xAxis, Axis yAxis) {
    private static final int MOST_TICKS = 8;

    /**
     * Draws labels and numbers.
     *
     * @param canvas where to draw them
     * @param contours labels and places
     * @param top where there is room below title and legend
     * @param rightSide how much room to leave at the right
     */
    static AxesFrame paint(Canvas canvas, ContourPlot contours, double top, double rightSide) {
        Grid grid = contours.grid();
        Axis x = Axis.of(grid.xLow(), grid.xHigh(), contours.logarithmicX(), MOST_TICKS);
        Axis y = Axis.of(grid.yLow(), grid.yHigh(), contours.logarithmicY(), MOST_TICKS);
        PlotArea plot = PlotArea.within(
                canvas,
                contours,
                top,
                contours.xLabel(),
                contours.yLabel(),
                PlotArea.labelWidth(canvas, y),
                Canvas.BASE * Canvas.LINE,
                rightSide);
        plot.horizontal(x);
        plot.vertical(y);
        return new AxesFrame(plot, x, y);
    }

    Rectangle2D area() {
        return new Rectangle2D.Double(plot.left(), plot.top(), plot.width(), plot.height());
    }

    double x(double place) {
        return plot.x(xAxis, place);
    }

    double y(double place) {
        return plot.y(yAxis, place);
    }
}
