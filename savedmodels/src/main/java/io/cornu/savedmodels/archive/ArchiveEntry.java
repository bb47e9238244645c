package io.cornu.savedmodels.archive;

/**
 * One file in an archive, as {@link ArchiveReader#entries()} lists it.
 *
 * @param name the path in the archive, its parts separated by {@code /}; checked to be relative and plain
 * @param size the bytes of the content
 * @param storedSize the bytes it takes in the archive, smaller when deflated
 * @param deflated whether the content is compressed
 */
public record ArchiveEntry(String name, long size, long storedSize, boolean deflated) {}
