package io.cornu.savedmodels.archive;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How much a file may ask for before it is refused; raised by the caller, never by the file.
 *
 * <p>The {@link #defaults()} let every model through that Keras ships and stop the bombs. What a file holds
 * plainly (a stored zip entry, a contiguous HDF5 dataset) is bounded by the length of the file itself and needs
 * no limit; these are for what grows on reading.
 *
 * @param maxEntries entries in an archive; default 10,000
 * @param maxJsonBytes bytes of one JSON document, which may hold one token every 4 of them; default 16 MiB
 * @param maxJsonDepth objects and lists inside one another in a JSON document; default 256
 * @param maxDepth HDF5 groups inside one another; default 32
 * @param maxObjects HDF5 groups and datasets in one file; default 100,000
 * @param maxTextBytes bytes that all attributes and names of one HDF5 file may take together in memory; default
 *     64 MiB
 * @param maxInflatedBytes bytes that decompression, conversion and checking may go through in one archive
 *     entry or one HDF5 file; default 2 GiB
 * @param maxRatio how many times larger than its stored form data may become on decompression, once it is
 *     beyond 16 MiB; default 100, as in Keras
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record ReadLimits(
        int maxEntries,
        long maxJsonBytes,
        int maxJsonDepth,
        int maxDepth,
        int maxObjects,
        long maxTextBytes,
        long maxInflatedBytes,
        int maxRatio)
        implements ReadLimitsBuilder.With {
    private static final long FREE_OF_RATIO = 16L << 20;

    /**
     * Checks the limits.
     *
     * @param maxEntries see above
     * @param maxJsonBytes see above
     * @param maxJsonDepth see above
     * @param maxDepth see above
     * @param maxObjects see above
     * @param maxTextBytes see above
     * @param maxInflatedBytes see above
     * @param maxRatio see above
     * @throws IllegalArgumentException if a limit is below 1, or the depth is beyond what a thread's stack bears
     */
    public ReadLimits {
        atLeastOne("maxEntries", maxEntries);
        atLeastOne("maxJsonBytes", maxJsonBytes);
        atLeastOne("maxJsonDepth", maxJsonDepth);
        atLeastOne("maxDepth", maxDepth);
        atLeastOne("maxObjects", maxObjects);
        atLeastOne("maxTextBytes", maxTextBytes);
        atLeastOne("maxInflatedBytes", maxInflatedBytes);
        atLeastOne("maxRatio", maxRatio);
        if (maxDepth > 1000 || maxJsonDepth > 1000) {
            throw new IllegalArgumentException("ReadLimits: expected depths of at most 1000, received maxDepth "
                    + maxDepth + " and maxJsonDepth " + maxJsonDepth + ".");
        }
    }

    /**
     * The limits for files whose origin is not known.
     *
     * @return the defaults named above
     */
    public static ReadLimits defaults() {
        return new ReadLimits(10_000, 16L << 20, 256, 32, 100_000, 64L << 20, 2L << 30, 100);
    }

    /**
     * Refuses data that would grow too much.
     *
     * @param where the place to name in the error
     * @param inflated the bytes after decompression
     * @param stored the bytes in the file
     * @throws MalformedFileException if {@code inflated} is beyond {@link #maxInflatedBytes}, or beyond 16 MiB
     *     and more than {@link #maxRatio} times {@code stored}
     */
    public void checkInflation(String where, long inflated, long stored) throws MalformedFileException {
        if (inflated > maxInflatedBytes) {
            throw new MalformedFileException(
                    where,
                    "expected at most " + maxInflatedBytes + " bytes after decompression, received " + inflated
                            + ". Raise ReadLimits.maxInflatedBytes if you trust the file.");
        }
        if (inflated > FREE_OF_RATIO && inflated / maxRatio > stored) {
            throw new MalformedFileException(
                    where,
                    "expected data to grow at most " + maxRatio + " times on decompression, received " + stored
                            + " bytes that become " + inflated
                            + ". Raise ReadLimits.maxRatio if you trust the file.");
        }
    }

    /**
     * Takes memory of a size that was checked already.
     *
     * @param where the place to name in the error
     * @param size the bytes to take
     * @return zeros
     * @throws MalformedFileException if no Java array, or not this heap, has room for them
     */
    public static byte[] allocate(String where, long size) throws MalformedFileException {
        if (size > Integer.MAX_VALUE - 8) {
            throw new MalformedFileException(where, "expected data below 2 GiB, received " + size + " bytes.");
        }
        try {
            return new byte[(int) size];
        } catch (OutOfMemoryError failure) {
            throw new MalformedFileException(
                    where, "expected data that fits into the heap, received " + size + " bytes. Raise -Xmx.", failure);
        }
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "ReadLimits: expected " + name + " of at least 1, received " + value + ".");
        }
    }
}
