/**
 * How weights start: plain Java draws from an explicit random generator, so that a seed means the same weights on
 * every machine and device.
 */
@NullMarked
package io.cornu.initializers;

import org.jspecify.annotations.NullMarked;
