package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What was done to each chunk before it was stored, undone in reverse order. */
final class Filters {
    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER32 = 3;
    private static final int CHECKSUM = 4;
    private static final int MAX_FILTERS = 8;

    private final List<Integer> filters;
    private final int elementSize;

    private Filters(List<Integer> filters, int elementSize) {
        this.filters = List.copyOf(filters);
        this.elementSize = elementSize;
    }

    static Filters read(ObjectHeader header, int elementSize) throws MalformedFileException {
        Optional<Cursor> message = header.find(MessageType.FILTERS);
        if (message.isEmpty()) {
            return new Filters(List.of(), elementSize);
        }
        Cursor cursor = message.get();
        int version = cursor.u8();
        int count = cursor.u8();
        if (version < 1 || version > 2 || count > MAX_FILTERS) {
            throw cursor.malformed("expected at most " + MAX_FILTERS + " filters in version 1 or 2, received " + count
                    + " in version " + version + ".");
        }
        cursor.skip(version == 1 ? 6 : 0);
        List<Integer> filters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int filter = cursor.u16();
            if (filter < DEFLATE || filter > FLETCHER32) {
                throw cursor.malformed("expected deflate, shuffle or Fletcher-32, received filter " + filter
                        + ". Save it again with gzip or without compression.");
            }
            // Version 2 leaves out the name of these three.
            int nameLength = version == 1 ? cursor.u16() : 0;
            int values = cursor.skip(2).u16();
            cursor.skip((nameLength + 7) / 8 * 8).skip(4 * values);
            boolean padded = version == 1 && values % 2 == 1;
            cursor.skip(padded ? 4 : 0);
            filters.add(filter);
        }
        return new Filters(filters, elementSize);
    }

    ByteBuffer undo(String where, ByteBuffer stored, int skipped, long chunkSize) throws MalformedFileException {
        ByteBuffer bytes = stored;
        for (int i = filters.size() - 1; i >= 0; i--) {
            if ((skipped >> i & 1) == 0) {
                bytes = switch (filters.get(i)) {
                    case DEFLATE -> inflate(where, bytes, chunkSize + CHECKSUM);
                    case SHUFFLE -> unshuffle(where, bytes);
                    default -> checked(where, bytes);
                };
            }
        }
        if (bytes.remaining() != chunkSize) {
            throw new MalformedFileException(
                    where, "expected chunks of " + chunkSize + " bytes, received one of " + bytes.remaining() + ".");
        }
        return bytes;
    }

    private static ByteBuffer inflate(String where, ByteBuffer bytes, long largest) throws MalformedFileException {
        byte[] content = ReadLimits.allocate(where, largest);
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            int filled = 0;
            while (filled < content.length && !inflater.finished()) {
                int more = inflater.inflate(content, filled, content.length - filled);
                if (more == 0 && !inflater.finished()) {
                    throw new MalformedFileException(where, "expected a whole deflate stream, received a part.");
                }
                filled += more;
            }
            return ByteBuffer.wrap(content, 0, filled).slice();
        } catch (DataFormatException failure) {
            throw new MalformedFileException(where, "expected deflated data, received other bytes.", failure);
        } finally {
            inflater.end();
        }
    }

    /** Shuffled data holds all first bytes of the elements, then all second bytes, and so on. */
    private ByteBuffer unshuffle(String where, ByteBuffer bytes) throws MalformedFileException {
        int size = bytes.remaining();
        int count = size / elementSize;
        byte[] elements = ReadLimits.allocate(where, size);
        int from = 0;
        for (int i = 0; i < elementSize; i++) {
            for (int element = 0; element < count; element++) {
                elements[element * elementSize + i] = bytes.get(from++);
            }
        }
        bytes.get(from, elements, from, size - from);
        return ByteBuffer.wrap(elements);
    }

    private static ByteBuffer checked(String where, ByteBuffer bytes) throws MalformedFileException {
        int size = bytes.remaining() - CHECKSUM;
        if (size < 0) {
            throw new MalformedFileException(where, "expected a checksum after a chunk, received none.");
        }
        int stored = bytes.slice(size, CHECKSUM).order(ByteOrder.LITTLE_ENDIAN).getInt();
        ByteBuffer content = bytes.slice(0, size);
        if (fletcher32(content) != stored) {
            throw new MalformedFileException(
                    where, "expected a chunk that fits its checksum, received another. The file is damaged.");
        }
        return content;
    }

    /** HDF5's form: over big-endian 16-bit words, an odd byte at the end as the upper half of a word. */
    private static int fletcher32(ByteBuffer bytes) {
        int first = 0;
        int second = 0;
        for (int i = 0; i < bytes.limit(); i += 2) {
            int low = i + 1 < bytes.limit() ? bytes.get(i + 1) & 0xff : 0;
            first = fold(first + ((bytes.get(i) & 0xff) << 8 | low));
            second = fold(second + first);
        }
        return second << 16 | first;
    }

    private static int fold(int sum) {
        return (sum & 0xffff) + (sum >>> 16);
    }
}
