package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.MalformedFileException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The messages that make up a group or a dataset.
 *
 * @param where the object's place, for errors
 * @param messages all of them, in order
 */
record ObjectHeader(String where, List<Message> messages) {
    private static final int SHARED = 0x02;
    private static final int FAIL_IF_UNKNOWN = 0x80;
    private static final int LAST_KNOWN_TYPE = 0x18;

    private static final int TRACKS_ORDER = 0x04;
    private static final int HAS_PHASE_CHANGE = 0x10;
    private static final int HAS_TIMES = 0x20;

    record Message(int type, Cursor content) {}

    static ObjectHeader read(Hdf5File file, String where, long address) throws MalformedFileException {
        return new ObjectHeader(where, new Parser(file, where).read(address));
    }

    Optional<Cursor> find(int type) {
        return messages.stream()
                .filter(message -> message.type == type)
                .findFirst()
                .map(Message::content);
    }

    Cursor get(int type, String meaning) throws MalformedFileException {
        return find(type)
                .orElseThrow(() -> new MalformedFileException(where, "expected a " + meaning + ", received none."));
    }

    boolean has(int type) {
        return find(type).isPresent();
    }

    List<Cursor> all(int type) {
        return messages.stream()
                .filter(message -> message.type == type)
                .map(Message::content)
                .toList();
    }

    private static final class Parser {
        private final Hdf5File file;
        private final String where;
        private final List<Message> messages = new ArrayList<>();
        private final Deque<Cursor> continuations = new ArrayDeque<>();
        private final Set<Long> visited = new HashSet<>();

        Parser(Hdf5File file, String where) {
            this.file = file;
            this.where = where;
        }

        List<Message> read(long address) throws MalformedFileException {
            boolean old = file.at(where, address, 1).u8() == 1;
            if (old) {
                readVersion1(address);
            } else {
                readVersion2(address);
            }
            return List.copyOf(messages);
        }

        private void readVersion1(long address) throws MalformedFileException {
            Cursor prefix = file.at(where, address, 12).skip(8);
            block(file.at(where, address + 16, prefix.u32()), false, 0);
            for (Cursor next = continuations.poll(); next != null; next = continuations.poll()) {
                long start = next.size();
                visit(start);
                block(file.at(where, start, next.size()), false, 0);
            }
        }

        private void readVersion2(long address) throws MalformedFileException {
            Cursor prefix = file.at(where, address, Math.min(64, file.size() - address));
            int whole = prefix.remaining();
            prefix.expect("OHDR");
            prefix.expectVersion("an object header", 2, 2);
            int flags = prefix.u8();
            prefix.skip(((flags & HAS_TIMES) != 0 ? 16 : 0) + ((flags & HAS_PHASE_CHANGE) != 0 ? 4 : 0));
            long size = prefix.unsigned(1 << (flags & 3));
            int start = whole - prefix.remaining();
            Cursor first = checked(address, Math.min(size, file.size()) + start + 4);
            block(first.skip(start), true, flags);
            for (Cursor next = continuations.poll(); next != null; next = continuations.poll()) {
                long place = next.size();
                visit(place);
                Cursor more = checked(place, next.size());
                more.expect("OCHK");
                block(more, true, flags);
            }
        }

        /** A stretch without the checksum at its end. */
        private Cursor checked(long address, long length) throws MalformedFileException {
            Cursor all = file.at(where, address, length);
            if (length < 8) {
                throw all.malformed("expected a header with a checksum, received " + length + " bytes.");
            }
            file.charge(where, length, length);
            Cursor covered = all.take(length - 4);
            ByteBuffer bytes = covered.rest();
            if (Lookup3.hash(bytes) != (int) all.u32()) {
                throw all.malformed("expected a header that fits its checksum, received another. The file is damaged.");
            }
            return covered;
        }

        private void visit(long address) throws MalformedFileException {
            if (!visited.add(address)) {
                throw new MalformedFileException(where, "expected a header that ends, received an endless one.");
            }
        }

        private void block(Cursor cursor, boolean newer, int flags) throws MalformedFileException {
            int prefix = newer ? ((flags & TRACKS_ORDER) != 0 ? 6 : 4) : 8;
            while (cursor.remaining() >= prefix) {
                file.step(where);
                int type = newer ? cursor.u8() : cursor.u16();
                int size = cursor.u16();
                int messageFlags = cursor.u8();
                cursor.skip(newer ? prefix - 4 : 3);
                add(type, messageFlags, cursor.take(size));
            }
        }

        private void add(int type, int flags, Cursor content) throws MalformedFileException {
            if (type == MessageType.CONTINUATION) {
                continuations.add(content);
                return;
            }
            if (type == MessageType.NIL) {
                return;
            }
            if ((flags & SHARED) != 0) {
                throw content.malformed("expected a type and shape of its own, received one shared between objects.");
            }
            if (type > LAST_KNOWN_TYPE && (flags & FAIL_IF_UNKNOWN) != 0) {
                throw content.malformed("expected HDF5 as h5py writes it, received message type " + type + ".");
            }
            messages.add(new Message(type, content));
            file.checkCount(where, messages.size());
        }
    }
}
