/**
 * The one native door: sessions, tensors, variables, devices and gradients of TensorFlow. Nothing outside this package
 * (and the SavedModel files) holds native memory; users need only {@link io.cornu.runtime.Device}.
 */
@NullMarked
package io.cornu.runtime;

import org.jspecify.annotations.NullMarked;
