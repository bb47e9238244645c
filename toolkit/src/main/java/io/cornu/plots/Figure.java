package io.cornu.plots;

import java.io.IOException;
import java.nio.file.Path;

/** Something drawn, to be written to a file. */
public sealed interface Figure
        permits LineChart,
                Panels,
                BarChart,
                Histogram,
                ScatterPlot,
                HeatMap,
                ParallelCoordinates,
                ImageGrid,
                ContourPlot,
                SurfacePlot {
    /**
     * How wide it is.
     *
     * @return the width in pixels of a screen of ordinary density
     */
    int width();

    /**
     * How high it is.
     *
     * @return the height in pixels of a screen of ordinary density
     */
    int height();

    /**
     * Writes a PNG image of twice the width and height, so that it is sharp on dense screens and in print.
     *
     * @param file the file to make or replace; its directory must exist
     * @throws IOException if it cannot be written, or if this machine has no font to draw text with
     */
    default void writePng(Path file) throws IOException {
        FigureFiles.writePng(this, file);
    }

    /**
     * Writes an SVG drawing.
     *
     * @param file the file to make or replace; its directory must exist
     * @throws IOException if it cannot be written, or if this machine has no font to draw text with
     */
    default void writeSvg(Path file) throws IOException {
        FigureFiles.writeSvg(this, file);
    }
}
