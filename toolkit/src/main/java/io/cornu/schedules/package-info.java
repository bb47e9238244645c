/**
 * The learning rate as a pure function of the step: {@link io.cornu.schedules.LearningRate}, Keras' schedules and some
 * more, to be composed by {@link io.cornu.schedules.WarmUp}, {@link io.cornu.schedules.Chain} and
 * {@link io.cornu.schedules.PerEpoch}.
 *
 * <p>A rate that depends on how training goes is no function of the step but a callback:
 * {@code ReduceLROnPlateau} (performance scheduling) and {@code LearningRateScheduler}.
 */
@NullMarked
package io.cornu.schedules;

import org.jspecify.annotations.NullMarked;
