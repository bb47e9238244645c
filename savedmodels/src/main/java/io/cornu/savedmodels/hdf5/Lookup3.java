package io.cornu.savedmodels.hdf5;

import java.nio.ByteBuffer;

/** Bob Jenkins' lookup3 hash ("hashlittle", start value 0), the checksum of HDF5's newer structures. */
final class Lookup3 {
    private static final int BLOCK = 12;

    private int a;
    private int b;
    private int c;

    private Lookup3(int length) {
        a = 0xdeadbeef + length;
        b = a;
        c = a;
    }

    /** The hash of all bytes from 0 to the limit of a little-endian buffer. */
    static int hash(ByteBuffer bytes) {
        int length = bytes.limit();
        Lookup3 state = new Lookup3(length);
        int offset = 0;
        for (; length - offset > BLOCK; offset += BLOCK) {
            state.add(bytes.getInt(offset), bytes.getInt(offset + 4), bytes.getInt(offset + 8));
            state.mix();
        }
        if (length > 0) {
            state.add(word(bytes, offset), word(bytes, offset + 4), word(bytes, offset + 8));
            state.finish();
        }
        return state.c;
    }

    private static int word(ByteBuffer bytes, int offset) {
        int word = 0;
        for (int i = 0; i < 4 && offset + i < bytes.limit(); i++) {
            word |= (bytes.get(offset + i) & 0xff) << (8 * i);
        }
        return word;
    }

    private void add(int first, int second, int third) {
        a += first;
        b += second;
        c += third;
    }

    private void mix() {
        a = (a - c) ^ Integer.rotateLeft(c, 4);
        c += b;
        b = (b - a) ^ Integer.rotateLeft(a, 6);
        a += c;
        c = (c - b) ^ Integer.rotateLeft(b, 8);
        b += a;
        a = (a - c) ^ Integer.rotateLeft(c, 16);
        c += b;
        b = (b - a) ^ Integer.rotateLeft(a, 19);
        a += c;
        c = (c - b) ^ Integer.rotateLeft(b, 4);
        b += a;
    }

    private void finish() {
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        c = (c ^ b) - Integer.rotateLeft(b, 24);
    }
}
