package io.cornu.savedmodels.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a structure under construction, little-endian, that grow as needed. */
final class Structure {
    private ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

    Structure u8(int... values) {
        for (int value : values) {
            room(1).put((byte) value);
        }
        return this;
    }

    Structure u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    Structure u32(int value) {
        room(4).putInt(value);
        return this;
    }

    Structure u64(long value) {
        room(8).putLong(value);
        return this;
    }

    Structure raw(byte[] values) {
        room(values.length).put(values);
        return this;
    }

    Structure raw(ByteBuffer values) {
        room(values.remaining()).put(values);
        return this;
    }

    Structure ascii(String text) {
        return raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    Structure add(Structure other) {
        return raw(other.toBuffer());
    }

    Structure zeros(int count) {
        return raw(new byte[count]);
    }

    /** Ends a structure with the checksum of all before. */
    Structure checksum() {
        return u32(Lookup3.hash(toBuffer()));
    }

    int size() {
        return bytes.position();
    }

    ByteBuffer toBuffer() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
    }

    private ByteBuffer room(int count) {
        if (bytes.remaining() < count) {
            int capacity = Math.max(2 * bytes.capacity(), bytes.position() + count);
            int position = bytes.position();
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), capacity)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.position(position);
        }
        return bytes;
    }
}
