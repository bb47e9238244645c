package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.MalformedFileException;

/**
 * The shape of a dataset or attribute.
 *
 * @param dimensions the dimensions; none for a scalar, a single 0 for HDF5's "null" shape
 */
record Dataspace(long... dimensions) {
    private static final int MAX_RANK = 32;
    private static final int NULL_SPACE = 2;

    static Dataspace read(Cursor cursor) throws MalformedFileException {
        int version = cursor.u8();
        int rank = cursor.u8();
        cursor.u8();
        if (version < 1 || version > 2 || rank > MAX_RANK) {
            throw cursor.malformed("expected a shape of version 1 or 2 with at most " + MAX_RANK
                    + " dimensions, received version " + version + " with " + rank + ".");
        }
        boolean isNull = version == 2 && cursor.u8() == NULL_SPACE;
        if (version == 1) {
            cursor.skip(5);
        }
        if (isNull) {
            return new Dataspace(0);
        }
        long[] dimensions = new long[rank];
        for (int i = 0; i < rank; i++) {
            dimensions[i] = cursor.size();
        }
        return new Dataspace(dimensions);
    }

    int rank() {
        return dimensions.length;
    }

    /** The number of elements times their size. */
    long bytes(String where, int elementSize) throws MalformedFileException {
        long bytes = elementSize;
        try {
            for (long dimension : dimensions) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException overflow) {
            throw new MalformedFileException(where, "expected fewer than 2^63 bytes, received more.", overflow);
        }
        return bytes;
    }
}
