package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.MalformedFileException;
import java.util.HashMap;
import java.util.Map;

/** Where the texts of variable length lie: collections of numbered byte strings. */
final class GlobalHeap {
    private static final int HEADER = 16;
    /** What an entry of the index takes in memory. */
    private static final int OBJECT_COST = 64;

    private final Hdf5File file;
    private final Map<Long, Map<Integer, Span>> collections = new HashMap<>();

    /** Some bytes of the file. */
    private record Span(long address, long length) {}

    GlobalHeap(Hdf5File file) {
        this.file = file;
    }

    Cursor get(String where, long address, long index, long length) throws MalformedFileException {
        Map<Integer, Span> collection = collections.get(address);
        if (collection == null) {
            collection = read(where, address);
            collections.put(address, collection);
        }
        Span span = collection.get((int) index);
        if (index > 0xffff || span == null || span.length < length) {
            throw new MalformedFileException(
                    where, "expected a text of " + length + " bytes in the heap, received none or a shorter one.");
        }
        return file.at(where, span.address, length);
    }

    private Map<Integer, Span> read(String where, long address) throws MalformedFileException {
        Cursor prefix = file.at(where, address, HEADER);
        prefix.expect("GCOL");
        prefix.expectVersion("a global heap", 1, 1);
        long size = prefix.skip(3).size();
        Cursor collection = file.at(where, address, size).skip(HEADER);
        Map<Integer, Span> objects = new HashMap<>();
        while (collection.remaining() >= HEADER) {
            file.step(where);
            int index = collection.u16();
            long length = collection.skip(6).size();
            if (index == 0) {
                break;
            }
            file.useText(where, OBJECT_COST);
            objects.put(index, new Span(address + size - collection.remaining(), length));
            collection.take(length);
            collection.skip(Math.min(collection.remaining(), (int) (-length & 7)));
        }
        return objects;
    }
}
