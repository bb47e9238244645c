package io.cornu.savedmodels.tf;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C as LevelDB and TensorFlow store it: masked, so that the checksum of a checksum is not trivial. */
final class Checksums {
    private static final int MASK = 0xa282ead8;

    private Checksums() {}

    /** The stored form of the checksum of some bytes, from position to limit, which stay as they are. */
    static int masked(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate());
        return masked(checksum);
    }

    static int masked(CRC32C checksum) {
        return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
    }
}
