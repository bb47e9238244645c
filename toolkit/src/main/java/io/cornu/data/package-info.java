/**
 * Examples to learn from: {@link io.cornu.data.Array} holds numbers, {@link io.cornu.data.Dataset} pairs
 * them with targets, and the readers make them from files: {@link io.cornu.data.NumpyFiles},
 * {@link io.cornu.data.NumpyArchives}, {@link io.cornu.data.IdxFiles}, {@link io.cornu.data.CifarFiles},
 * {@link io.cornu.data.ImageFolder} and {@link io.cornu.data.CsvFile}. {@link io.cornu.data.Scaling} and
 * {@link io.cornu.data.OneHot} prepare them, {@link io.cornu.data.DataChecks} finds what would spoil training, and
 * {@link io.cornu.data.Digests} says which data it was.
 *
 * <p>Files are taken for hostile: what does not hold together is refused, before memory is taken for it, with a
 * {@link io.cornu.data.DataFileException} that names the file and what is wrong.
 *
 * <p>Plain Java only: nothing here loads or touches the native library.
 */
@NullMarked
package io.cornu.data;

import org.jspecify.annotations.NullMarked;
