/**
 * Keras' callbacks: each is a value that any number of fits may use, and starts a fresh
 * {@link io.cornu.model.FitListener} for every one of them. {@link io.cornu.callbacks.EarlyStopping} is the one to
 * begin with; one of your own implements {@link io.cornu.model.Callback}.
 *
 * <p>Recording runs for experiment trackers does not belong here but into {@link io.cornu.tracking}.
 */
@NullMarked
package io.cornu.callbacks;

import org.jspecify.annotations.NullMarked;
