package io.cornu.savedmodels.hdf5;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where the texts of a file go: collections of a global heap, each with numbered texts. */
final class HeapPlan {
    private static final int HEADER = 16;
    private static final int SMALLEST = 4096;
    private static final int LARGEST = 1 << 16;

    private final List<Collection> collections = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();

    /** A text's length, and where to find it. */
    record Place(int length, int collection, int index) {}

    private static final class Collection {
        private final List<byte[]> texts = new ArrayList<>();
        private int used = HEADER;
        private long address;

        private int size() {
            return Math.max(SMALLEST, used);
        }
    }

    /** Adds a text; texts are numbered from 0 in the order they come. */
    void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            places.add(new Place(0, 0, 0));
        } else {
            int used = HEADER + padded(bytes.length);
            if (collections.isEmpty() || last().used + used > LARGEST) {
                collections.add(new Collection());
            }
            last().texts.add(bytes);
            last().used += used;
            places.add(
                    new Place(bytes.length, collections.size() - 1, last().texts.size()));
        }
    }

    int texts() {
        return places.size();
    }

    private Collection last() {
        return collections.get(collections.size() - 1);
    }

    /** Gives every collection its address and returns the address after the last. */
    long place(long start) {
        long address = start;
        for (Collection collection : collections) {
            collection.address = address;
            address += collection.size();
        }
        return address;
    }

    /** The element of an attribute that refers to a text. */
    void refer(Structure structure, int text) {
        Place place = places.get(text);
        long address = place.length == 0 ? 0 : collections.get(place.collection).address;
        structure.u32(place.length).u64(address).u32(place.index);
    }

    int collections() {
        return collections.size();
    }

    Structure encode(int number) {
        Collection collection = collections.get(number);
        Structure structure = new Structure().ascii("GCOL").u8(1, 0, 0, 0).u64(collection.size());
        int index = 1;
        for (byte[] text : collection.texts) {
            structure.u16(index++).u16(1).u32(0).u64(text.length).raw(text);
            structure.zeros(padded(text.length) - text.length);
        }
        int free = collection.size() - structure.size();
        if (free >= HEADER) {
            structure.u16(0).u16(0).u32(0).u64(free);
        }
        return structure.zeros(collection.size() - structure.size());
    }

    private static int padded(int length) {
        return Math.addExact(length, 7) / 8 * 8;
    }
}
