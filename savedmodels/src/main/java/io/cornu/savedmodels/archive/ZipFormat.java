package io.cornu.savedmodels.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The numbers of the zip format (PKWARE APPNOTE 6.3.10) that reading and writing share. */
final class ZipFormat {
    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int END64 = 0x06064b50;
    static final int LOCATOR64 = 0x07064b50;

    static final int LOCAL_SIZE = 30;
    static final int CENTRAL_SIZE = 46;
    static final int END_SIZE = 22;
    static final int END64_SIZE = 56;
    static final int LOCATOR64_SIZE = 20;

    static final int STORED = 0;
    static final int DEFLATED = 8;

    /** Sizes and CRC follow the content instead of standing before it. */
    static final int FLAG_DESCRIPTOR = 1 << 3;

    static final int FLAG_UTF8 = 1 << 11;

    /** A 4-byte field with this value has its true value in the zip64 extra field. */
    static final long SATURATED = 0xffff_ffffL;

    static final int EXTRA64 = 1;

    private ZipFormat() {}

    static int unsignedShort(ByteBuffer bytes) {
        return bytes.getShort() & 0xffff;
    }

    static long unsignedInt(ByteBuffer bytes) {
        return bytes.getInt() & SATURATED;
    }

    /** The zip64 field among the extra fields. */
    static Optional<ByteBuffer> extra64(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = unsignedShort(extra);
            int length = unsignedShort(extra);
            if (length > extra.remaining()) {
                return Optional.empty();
            }
            if (id == EXTRA64) {
                return Optional.of(extra.slice(extra.position(), length).order(extra.order()));
            }
            extra.position(extra.position() + length);
        }
        return Optional.empty();
    }

    static ByteBuffer take(ByteBuffer bytes, int length) {
        ByteBuffer part = bytes.slice(bytes.position(), length).order(bytes.order());
        bytes.position(bytes.position() + length);
        return part;
    }

    static String name(String where, ByteBuffer bytes, int flags) throws MalformedFileException {
        Charset charset = (flags & FLAG_UTF8) != 0 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        try {
            return charset.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException failure) {
            throw new MalformedFileException(
                    where, "expected names in UTF-8, received other bytes. Pack the archive again.", failure);
        }
    }

    /** The three numbers of an entry that zip64 widens, in the order of its field. */
    record Sizes(long size, long storedSize, long header) {
        Sizes widened(ByteBuffer extra) {
            ByteBuffer wide = extra64(extra).orElse(ByteBuffer.allocate(0));
            return new Sizes(widen(size, wide), widen(storedSize, wide), widen(header, wide));
        }

        private static long widen(long value, ByteBuffer wide) {
            return value == SATURATED && wide.remaining() >= 8 ? wide.getLong() : value;
        }
    }
}
