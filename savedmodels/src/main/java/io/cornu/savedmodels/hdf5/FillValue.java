package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.MalformedFileException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What a dataset holds where nothing was written: zeros, or the file is refused. */
final class FillValue {
    private static final int DEFINED = 0x20;

    private FillValue() {}

    static void checkZero(ObjectHeader header) throws MalformedFileException {
        Optional<Cursor> newer = header.find(MessageType.FILL_VALUE);
        if (newer.isPresent()) {
            checkNewer(newer.get());
            return;
        }
        Optional<Cursor> older = header.find(MessageType.OLD_FILL_VALUE);
        if (older.isPresent()) {
            checkValue(older.get());
        }
    }

    private static void checkNewer(Cursor message) throws MalformedFileException {
        int version = message.u8();
        boolean defined;
        if (version == 3) {
            defined = (message.u8() & DEFINED) != 0;
        } else {
            defined = message.skip(2).u8() != 0 || version == 1;
        }
        if (defined && message.remaining() > 0) {
            checkValue(message);
        }
    }

    private static void checkValue(Cursor message) throws MalformedFileException {
        ByteBuffer value = message.take(message.u32()).rest();
        while (value.hasRemaining()) {
            if (value.get() != 0) {
                throw message.malformed("expected zeros where nothing was written, received another fill value."
                        + " Write the whole dataset.");
            }
        }
    }
}
