/**
 * Runs as experiment trackers see them: {@link io.cornu.tracking.RunTracking} is the callback that tells a
 * {@link io.cornu.tracking.RunObserver} of a fit, and {@link io.cornu.tracking.RunLog} the observer that writes JSON
 * lines.
 *
 * <p>Clients of particular trackers do not belong here: they are observers of their own.
 */
@NullMarked
package io.cornu.tracking;

import org.jspecify.annotations.NullMarked;
