/**
 * The building blocks of a network: one record a layer, under Keras' names and with Keras' defaults. A layer is a value;
 * its weights live in a {@link io.cornu.model.Model}.
 *
 * <p>To write a layer of your own, implement {@link io.cornu.layers.Layer}.
 */
@NullMarked
package io.cornu.layers;

import org.jspecify.annotations.NullMarked;
