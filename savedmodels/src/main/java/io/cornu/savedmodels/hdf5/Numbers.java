package io.cornu.savedmodels.hdf5;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.nio.ByteBuffer;

/** From the bytes of a file to an {@link Array}. */
final class Numbers {
    private Numbers() {}

    /** Wraps bytes of a shape, checked to be as many; turns big-endian ones around in place. */
    static Array array(String where, Datatype.Number type, ByteBuffer bytes, Dataspace space)
            throws MalformedFileException {
        if (type.bigEndian()) {
            reverse(bytes, type.size());
        }
        if (type.type() == DataType.BOOL) {
            checkBooleans(where, bytes);
        }
        return Array.wrap(type.type(), bytes, space.dimensions());
    }

    private static void reverse(ByteBuffer bytes, int size) {
        for (int start = bytes.position(); start < bytes.limit(); start += size) {
            for (int low = start, high = start + size - 1; low < high; low++, high--) {
                byte lower = bytes.get(low);
                bytes.put(low, bytes.get(high));
                bytes.put(high, lower);
            }
        }
    }

    private static void checkBooleans(String where, ByteBuffer bytes) throws MalformedFileException {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if ((bytes.get(i) & 0xfe) != 0) {
                throw new MalformedFileException(where, "expected booleans of 0 or 1, received " + bytes.get(i) + ".");
            }
        }
    }
}
