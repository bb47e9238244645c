package io.cornu.optimizers;

import org.tensorflow.ndarray.Shape;

/**
 * A weight as an optimizer knows it.
 *
 * @param path the layer and the variable, such as {@code dense/kernel}
 * @param shape its dimensions
 */
public record OptimizedWeight(String path, Shape shape) {}
