/**
 * Small pieces of graph maths that layers, losses, optimizers and metrics share. Not a second {@code Ops}: what
 * TensorFlow Java already says in one call does not belong here.
 */
@NullMarked
package io.cornu.ops;

import org.jspecify.annotations.NullMarked;
