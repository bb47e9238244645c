/**
 * Pictures of numbers, as PNG and SVG files, drawn without a screen.
 *
 * <p>{@link io.cornu.plots.LineChart} draws curves with bands, {@link io.cornu.plots.BarChart},
 * {@link io.cornu.plots.Histogram}, {@link io.cornu.plots.ScatterPlot}, {@link io.cornu.plots.HeatMap} and
 * {@link io.cornu.plots.ParallelCoordinates} what their names say, {@link io.cornu.plots.ImageGrid} pictures with captions,
 * {@link io.cornu.plots.ContourPlot} and {@link io.cornu.plots.SurfacePlot} functions of two numbers;
 * {@link io.cornu.plots.Panels} puts figures side by side, {@link io.cornu.plots.Animation}
 * one after another. {@link io.cornu.plots.ArchitecturePlot} draws networks,
 * {@link io.cornu.plots.TrainingCurves} training histories. Plain Java: nothing here computes, or loads the native library.
 */
@NullMarked
package io.cornu.plots;

import org.jspecify.annotations.NullMarked;
