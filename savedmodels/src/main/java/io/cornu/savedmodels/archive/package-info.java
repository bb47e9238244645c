/**
 * Files from anywhere, opened without harm, and written so that a crash never leaves half of one:
 * {@link io.cornu.savedmodels.archive.ArchiveReader} and {@link io.cornu.savedmodels.archive.ArchiveWriter}
 * for zip archives such as {@code .keras}, {@link io.cornu.savedmodels.archive.Json} for the configuration
 * inside them.
 *
 * <p>Every size a file claims is checked against {@link io.cornu.savedmodels.archive.ReadLimits} before memory
 * is taken, nothing is ever unpacked to the disk, and whatever is wrong with a file is a
 * {@link io.cornu.savedmodels.archive.MalformedFileException} that says where.
 *
 * <p>What a layer or an optimizer looks like in such a file does not belong here.
 */
@NullMarked
package io.cornu.savedmodels.archive;

import org.jspecify.annotations.NullMarked;
