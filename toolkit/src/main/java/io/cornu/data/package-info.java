/**
 * Examples to learn from: {@link io.cornu.data.Array} holds numbers, {@link io.cornu.data.Dataset} pairs
 * them with targets, and the readers make them from IDX, CIFAR-10, NumPy, CSV and image files.
 *
 * <p>Plain Java only: nothing here loads or touches the native library.
 */
@NullMarked
package io.cornu.data;

import org.jspecify.annotations.NullMarked;
