/**
 * Keras' operations as layers without weights: what {@code x * 2}, {@code a + b}, {@code x[:, 0]} and
 * {@code keras.ops.mean(x, axis=1)} are in a functional model. {@link io.cornu.layers.operations.Operations} makes them.
 *
 * <p>They work on examples one by one: the first axis is the batch and stays where it is, so no operation sums,
 * slices or moves it. All numbers are of the network's floating type: booleans are 0 and 1, whole numbers are
 * truncated where Keras would have integers, and those beyond 2^24 are not exact in float32. A mask ends at an
 * operation, as in Keras.
 *
 * <p>What has weights, a mask of its own, or behaves otherwise in training is a layer in {@link io.cornu.layers}.
 */
@NullMarked
package io.cornu.layers.operations;

import org.jspecify.annotations.NullMarked;
