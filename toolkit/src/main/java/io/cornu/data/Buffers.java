package io.cornu.data;

/** Memory for what files say they hold. */
final class Buffers {
    /** The JVM refuses arrays of the last few sizes below 2 GiB. */
    static final long LARGEST = Integer.MAX_VALUE - 8L;

    private Buffers() {}

    static byte[] allocate(long count, String where) throws DataFileException {
        requireAddressable(count, where);
        try {
            return new byte[(int) count];
        } catch (OutOfMemoryError full) {
            // One failed array leaves the heap as it was, so that going on is safe.
            throw new DataFileException(
                    where,
                    "needs " + (count >> 20) + " MiB of memory, more than is free. Give Java more with -Xmx.",
                    full);
        }
    }

    static void requireAddressable(long count, String where) throws DataFileException {
        if (count > LARGEST) {
            throw new DataFileException(
                    where,
                    "expected less than 2 GiB of numbers, received " + count + " bytes. Cut it into several files.");
        }
    }
}
