package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.MalformedFileException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the fields of one structure in turn, and refuses to read beyond its end. */
final class Cursor {
    /** The address that stands for "nowhere". */
    static final long UNDEFINED = -1;

    private final String where;
    private final ByteBuffer bytes;

    Cursor(String where, ByteBuffer littleEndianBytes) {
        this.where = where;
        this.bytes = littleEndianBytes;
    }

    String where() {
        return where;
    }

    int remaining() {
        return bytes.remaining();
    }

    int u8() throws MalformedFileException {
        need(1);
        return bytes.get() & 0xff;
    }

    int u16() throws MalformedFileException {
        need(2);
        return bytes.getShort() & 0xffff;
    }

    long u32() throws MalformedFileException {
        need(4);
        return bytes.getInt() & 0xffff_ffffL;
    }

    /** A size or an offset: 8 bytes of which the upper bit is not used. */
    long size() throws MalformedFileException {
        long size = address();
        if (size < 0) {
            throw malformed("expected a size, received " + Long.toUnsignedString(size) + ".");
        }
        return size;
    }

    /** An address, {@link #UNDEFINED} for nowhere. */
    long address() throws MalformedFileException {
        need(8);
        return bytes.getLong();
    }

    /** An unsigned number of 1, 2, 4 or 8 bytes, 8 only if it fits into 63 bits. */
    long unsigned(int width) throws MalformedFileException {
        return switch (width) {
            case 1 -> u8();
            case 2 -> u16();
            case 4 -> u32();
            default -> size();
        };
    }

    Cursor skip(int count) throws MalformedFileException {
        need(count);
        bytes.position(bytes.position() + count);
        return this;
    }

    Cursor take(long count) throws MalformedFileException {
        need(count);
        Cursor part =
                new Cursor(where, bytes.slice(bytes.position(), (int) count).order(bytes.order()));
        bytes.position(bytes.position() + (int) count);
        return part;
    }

    /** Everything left, as it lies. */
    ByteBuffer rest() {
        return bytes.slice().order(bytes.order());
    }

    void expect(String magic) throws MalformedFileException {
        need(magic.length());
        for (int i = 0; i < magic.length(); i++) {
            if (bytes.get() != magic.charAt(i)) {
                throw malformed("expected the structure " + magic + ", received other bytes.");
            }
        }
    }

    void expectVersion(String structure, int lowest, int highest) throws MalformedFileException {
        int version = u8();
        if (version < lowest || version > highest) {
            throw malformed("expected " + structure + " of version " + lowest + " to " + highest + ", received version "
                    + version + ". Save it again with h5py's default libver.");
        }
    }

    /** The text up to the first NUL or the end. */
    String text() throws MalformedFileException {
        return text(bytes.remaining());
    }

    /** The text up to the first NUL or the end, which must come within some characters of at most 4 bytes. */
    String text(int maxLength) throws MalformedFileException {
        int start = bytes.position();
        int end = start;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
            if (end - start > 4L * maxLength) {
                throw malformed("expected a name of at most " + maxLength + " characters, received a longer one.");
            }
        }
        ByteBuffer text = bytes.slice(start, end - start);
        bytes.position(Math.min(end + 1, bytes.limit()));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException failure) {
            throw new MalformedFileException(where, "expected a text in UTF-8, received other bytes.", failure);
        }
    }

    MalformedFileException malformed(String problem) {
        return new MalformedFileException(where, problem);
    }

    private void need(long count) throws MalformedFileException {
        if (count < 0 || count > bytes.remaining()) {
            throw malformed("expected " + count + " bytes more in a structure, received " + bytes.remaining() + ".");
        }
    }
}
