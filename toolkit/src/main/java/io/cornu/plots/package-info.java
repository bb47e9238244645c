/**
 * Pictures of numbers, as PNG and SVG files, drawn without a screen.
 *
 * <p>{@link io.cornu.plots.ArchitecturePlot} draws networks, {@link io.cornu.plots.LineChart} draws curves, {@link
 * io.cornu.plots.ContourPlot} and {@link io.cornu.plots.SurfacePlot} draw functions of two numbers, {@link
 * io.cornu.plots.Panels} puts figures side by side, {@link io.cornu.plots.Animation} one after another, and {@link
 * io.cornu.plots.TrainingCurves} makes charts from a training history. Plain Java: nothing here computes, or loads the
 * native library.
 */
@NullMarked
package io.cornu.plots;

import org.jspecify.annotations.NullMarked;
