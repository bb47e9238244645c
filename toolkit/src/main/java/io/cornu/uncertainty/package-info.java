/**
 * How sure a model is: predictions made many times with dropout on, and what their spread says.
 *
 * <p>{@link io.cornu.uncertainty.MonteCarlo} predicts, {@link io.cornu.uncertainty.UncertainPrediction} holds the
 * statistics. {@link io.cornu.uncertainty.UncertaintyMeasure} makes one number an example of them,
 * {@link io.cornu.uncertainty.Calibration} and {@link io.cornu.uncertainty.RiskCoverage} say whether it can be trusted.
 * Plain Java on top of {@link io.cornu.model.Model}: nothing here builds graphs.
 */
@NullMarked
package io.cornu.uncertainty;

import org.jspecify.annotations.NullMarked;
