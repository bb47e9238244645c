/**
 * What training makes small: {@link io.cornu.losses.Loss} and Keras' losses. A loss gives one value an example; the
 * engine weighs and averages them.
 */
@NullMarked
package io.cornu.losses;

import org.jspecify.annotations.NullMarked;
