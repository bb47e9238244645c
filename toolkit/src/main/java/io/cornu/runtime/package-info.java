/**
 * The one door to TensorFlow: the native library, the devices it sees, and whatever holds a native handle.
 *
 * <p>{@link io.cornu.runtime.Device} says where to compute and {@link io.cornu.runtime.Devices} what this
 * machine offers. Layers and losses do not belong here: they only add operations to a graph that this
 * package runs.
 */
@NullMarked
package io.cornu.runtime;

import org.jspecify.annotations.NullMarked;
