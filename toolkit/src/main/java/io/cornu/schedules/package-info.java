/**
 * The learning rate as a pure function of the step: {@link io.cornu.schedules.LearningRate}.
 */
@NullMarked
package io.cornu.schedules;

import org.jspecify.annotations.NullMarked;
