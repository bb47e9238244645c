/**
 * What goes on inside a network while it learns, and how fast it may learn.
 *
 * <p>{@link io.cornu.diagnostics.GradientStatistics} is a callback that follows gradients, updates and activations layer by
 * layer; {@link io.cornu.diagnostics.GradientHistory} holds what it saw, with figures and findings.
 * {@link io.cornu.diagnostics.LearningRateRange} looks for a learning rate. Plain Java on top of
 * {@link io.cornu.model.CompiledModel}: nothing here builds graphs.
 */
@NullMarked
package io.cornu.diagnostics;

import org.jspecify.annotations.NullMarked;
