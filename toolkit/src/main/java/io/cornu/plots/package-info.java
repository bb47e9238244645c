/**
 * Pictures of numbers, as PNG and SVG files, drawn without a screen.
 *
 * <p>{@link io.cornu.plots.ArchitecturePlot} draws networks, {@link io.cornu.plots.LineChart} draws curves, {@link io.cornu.plots.Panels} puts charts side by side, and
 * {@link io.cornu.plots.TrainingCurves} makes both from a training history. Plain Java: nothing here computes,
 * or loads the native library.
 */
@NullMarked
package io.cornu.plots;

import org.jspecify.annotations.NullMarked;
