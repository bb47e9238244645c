/**
 * How a gradient changes a weight: {@link io.cornu.optimizers.Optimizer} and Keras' optimizers.
 *
 * <p>An optimizer states its slots and its update rule; clipping, decay, averages and bookkeeping are the engine's, by
 * {@link io.cornu.optimizers.OptimizerSettings}.
 */
@NullMarked
package io.cornu.optimizers;

import org.jspecify.annotations.NullMarked;
