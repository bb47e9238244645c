package io.cornu.savedmodels.tf;

import com.google.protobuf.ByteString;
import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The entries of a LevelDB table, which is what a checkpoint's {@code .index} is.
 *
 * <p>Source: {@code tensorflow/core/lib/io/table_format.txt}: blocks of prefix-compressed entries, each with a type
 * and a checksum behind it; an index block that names them; a footer of 48 bytes that names the index.
 */
final class TableReader {
    static final long MAGIC = 0xdb4775248b80fb57L;
    static final int FOOTER = 48;

    /** A type of compression and a checksum behind every block. */
    static final int TRAILER = 5;

    private static final int MAX_KEY = 1 << 14;

    private final String where;
    private final ByteSource file;
    private final ReadLimits limits;
    private long keyBytes;

    private TableReader(String where, ByteSource file, ReadLimits limits) {
        this.where = where;
        this.file = file;
        this.limits = limits;
    }

    /** What stands behind a key in a block. */
    private interface Entries {
        void entry(byte[] key, ByteBuffer value) throws MalformedFileException;
    }

    /** All entries, in the order of their keys. */
    static Map<String, ByteString> read(String where, ByteSource file, ReadLimits limits)
            throws MalformedFileException {
        return new TableReader(where, file, limits).read();
    }

    private Map<String, ByteString> read() throws MalformedFileException {
        if (file.size() < FOOTER || slice(file.size() - 8, 8).getLong() != MAGIC) {
            throw error("expected a checkpoint's index, received something else or one that was cut short."
                    + " Checkpoints of TensorFlow before 0.12 are not read; copy or save it again.");
        }
        ByteBuffer footer = slice(file.size() - FOOTER, FOOTER - 8);
        handle(footer); // metadata, which TensorFlow leaves empty
        Map<String, ByteString> entries = new LinkedHashMap<>();
        long[] end = {0};
        byte[][] last = {new byte[0]};
        block(handle(footer), (indexKey, indexValue) -> {
            long[] handle = handle(indexValue);
            // In order and without overlap, so that no block can be named twice.
            if (handle[0] < end[0]) {
                throw error("expected blocks one after the other, received one inside another.");
            }
            end[0] = handle[0] + handle[1];
            block(handle, (key, value) -> {
                if (!entries.isEmpty() && Arrays.compareUnsigned(key, last[0]) <= 0) {
                    throw error("expected keys in rising order, received '" + text(key) + "' after another.");
                }
                last[0] = key;
                if (entries.size() >= limits.maxObjects()) {
                    throw error("expected at most " + limits.maxObjects()
                            + " entries, received more. Raise ReadLimits.maxObjects if you trust the file.");
                }
                entries.put(text(key), ByteString.copyFrom(value));
            });
        });
        return entries;
    }

    private void block(long[] handle, Entries entries) throws MalformedFileException {
        long offset = handle[0];
        long size = handle[1];
        if (offset < 0 || size < 4 || size > file.size() || offset > file.size() - FOOTER - TRAILER - size) {
            throw error("expected blocks inside the file, received one of " + size + " bytes at " + offset + ".");
        }
        ByteBuffer whole = slice(offset, (int) size + TRAILER);
        byte kind = whole.get((int) size);
        if (kind != 0) {
            throw error("expected blocks without compression, received compression " + kind
                    + ". Save it again without.");
        }
        if (whole.getInt((int) size + 1) != Checksums.masked(whole.duplicate().limit((int) size + 1))) {
            throw error("the checksum of the block at " + offset + " does not fit. Copy the file again.");
        }
        int restarts = whole.getInt((int) size - 4);
        if (restarts < 0 || restarts > (size - 4) / 4) {
            throw error("expected restarts inside the block, received " + restarts + ".");
        }
        ByteBuffer block = whole.duplicate().order(whole.order()).limit((int) size - 4 - 4 * restarts);
        byte[] key = new byte[0];
        while (block.hasRemaining()) {
            key = key(block, key, entries);
        }
    }

    private byte[] key(ByteBuffer block, byte[] previous, Entries entries) throws MalformedFileException {
        long shared = number(block);
        long own = number(block);
        long length = number(block);
        boolean fits = shared >= 0
                && shared <= previous.length
                && own >= 0
                && length >= 0
                && own <= block.remaining()
                && length <= block.remaining() - own;
        if (!fits || shared + own > MAX_KEY) {
            throw error("expected keys of at most " + MAX_KEY + " bytes and values inside their block, received "
                    + shared + "+" + own + " and " + length + " bytes.");
        }
        byte[] key = Arrays.copyOf(previous, (int) (shared + own));
        block.get(key, (int) shared, (int) own);
        keyBytes += key.length;
        if (keyBytes > limits.maxTextBytes()) {
            throw error("expected keys of at most " + limits.maxTextBytes()
                    + " bytes together, received more. Raise ReadLimits.maxTextBytes if you trust the file.");
        }
        entries.entry(key, block.slice(block.position(), (int) length));
        block.position(block.position() + (int) length);
        return key;
    }

    private String text(byte[] key) throws MalformedFileException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
        } catch (CharacterCodingException e) {
            // Slices of partitioned variables have binary keys.
            return new String(key, StandardCharsets.ISO_8859_1);
        }
    }

    private long[] handle(ByteBuffer bytes) throws MalformedFileException {
        return new long[] {number(bytes), number(bytes)};
    }

    /** A varint of up to 64 bits. */
    private long number(ByteBuffer bytes) throws MalformedFileException {
        long number = 0;
        for (int shift = 0; shift < 64 && bytes.hasRemaining(); shift += 7) {
            byte next = bytes.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw error("expected a number of at most 10 bytes, received one without an end.");
    }

    private ByteBuffer slice(long offset, int length) {
        return file.slice(offset, length);
    }

    private MalformedFileException error(String problem) {
        return new MalformedFileException(where, problem);
    }
}
