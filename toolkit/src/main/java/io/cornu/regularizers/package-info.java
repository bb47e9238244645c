/**
 * Penalties on weights that are added to the loss, as in {@code keras.regularizers}.
 */
@NullMarked
package io.cornu.regularizers;

import org.jspecify.annotations.NullMarked;
