/**
 * What optimizers see: functions of two numbers that can be drawn and descended, and the loss of real models around
 * their weights.
 *
 * <p>{@link io.cornu.landscapes.Landscapes} has the usual functions, {@link io.cornu.landscapes.Descent} walks down one
 * with any optimizer of the toolkit, {@link io.cornu.landscapes.LossLandscape} measures models. Plain Java on top of
 * {@link io.cornu.model.Model}; the one layer that hands a function to the engine is hidden here. Pictures are made by
 * {@code io.cornu.plots}.
 */
@NullMarked
package io.cornu.landscapes;

import org.jspecify.annotations.NullMarked;
