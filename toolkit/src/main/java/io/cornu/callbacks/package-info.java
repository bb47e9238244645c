/**
 * What happens around training: {@link io.cornu.callbacks.Callback} and Keras' callbacks. A callback is a value; each fit
 * starts a fresh {@link io.cornu.callbacks.FitListener} from it.
 */
@NullMarked
package io.cornu.callbacks;

import org.jspecify.annotations.NullMarked;
