/**
 * Event files: what TensorBoard shows. {@link io.cornu.events.EventFile} writes one.
 *
 * <p>When something is written, and under which name, is for {@link io.cornu.callbacks.TensorBoard} to say.
 */
@NullMarked
package io.cornu.events;

import org.jspecify.annotations.NullMarked;
