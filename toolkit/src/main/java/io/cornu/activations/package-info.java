/**
 * Functions between layers: {@link io.cornu.activations.Activations} has Keras' standard ones by name; implement
 * {@link io.cornu.activations.Activation} for one of your own.
 */
@NullMarked
package io.cornu.activations;

import org.jspecify.annotations.NullMarked;
