package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import java.util.HashSet;
import java.util.Set;

/**
 * The bytes of a file during one reading, and how much of the {@link ReadLimits} is used up.
 *
 * <p>Every structure is fetched here, so no address of a file is trusted anywhere else; and every structure
 * costs a step, so no arrangement of addresses can keep the reader busy for long.
 */
final class Hdf5File {
    private static final int STEPS_PER_OBJECT = 64;
    private static final int LISTED_PER_OBJECT = 4;

    private final String name;
    private final ByteSource source;
    private final ReadLimits limits;
    private final Set<Long> objects = new HashSet<>();
    private long steps;
    private long textBytes;
    private long inflatedBytes;
    private long storedBytes;

    Hdf5File(String name, ByteSource source, ReadLimits limits) {
        this.name = name;
        this.source = source;
        this.limits = limits;
    }

    String name() {
        return name;
    }

    long size() {
        return source.size();
    }

    ReadLimits limits() {
        return limits;
    }

    Cursor at(String where, long address, long length) throws MalformedFileException {
        if (address < 0 || length < 0 || length > source.size() || address > source.size() - length) {
            throw new MalformedFileException(
                    where,
                    "expected bytes inside the file of " + source.size() + ", received " + length + " at "
                            + Long.toUnsignedString(address) + ". The file may be cut short.");
        }
        if (length > Integer.MAX_VALUE - 8) {
            throw new MalformedFileException(where, "expected data below 2 GiB, received " + length + " bytes.");
        }
        return new Cursor(where, source.slice(address, (int) length));
    }

    /** Counts an object; one that was seen before would make the tree a graph, perhaps an endless one. */
    void enter(String where, long address) throws MalformedFileException {
        if (!objects.add(address)) {
            throw new MalformedFileException(
                    where, "expected an object of its own, received a second link to one. Copy it instead.");
        }
        useText(where, where.length());
        if (objects.size() > limits.maxObjects()) {
            throw new MalformedFileException(
                    where,
                    "expected at most " + limits.maxObjects()
                            + " groups and datasets, received more. Raise ReadLimits.maxObjects if you trust the file.");
        }
    }

    /** How many of anything one object may list. */
    void checkCount(String where, long count) throws MalformedFileException {
        if (count > LISTED_PER_OBJECT * (long) limits.maxObjects()) {
            throw new MalformedFileException(
                    where,
                    "expected at most " + LISTED_PER_OBJECT * (long) limits.maxObjects()
                            + " parts, received more. Raise ReadLimits.maxObjects if you trust the file.");
        }
    }

    void step(String where) throws MalformedFileException {
        steps++;
        if (steps > (long) STEPS_PER_OBJECT * limits.maxObjects()) {
            throw new MalformedFileException(
                    where,
                    "expected at most " + STEPS_PER_OBJECT * (long) limits.maxObjects()
                            + " structures, received more. Raise ReadLimits.maxObjects if you trust the file.");
        }
    }

    void useText(String where, long bytes) throws MalformedFileException {
        textBytes += bytes;
        if (textBytes > limits.maxTextBytes()) {
            throw new MalformedFileException(
                    where,
                    "expected at most " + limits.maxTextBytes()
                            + " bytes of attributes and names, received more. Raise ReadLimits.maxTextBytes if you trust it.");
        }
    }

    /** Counts bytes that are gone through one by one, for many objects may point to the same. */
    void charge(String where, long worked, long stored) throws MalformedFileException {
        inflatedBytes += worked;
        storedBytes = Math.min(source.size(), storedBytes + stored);
        limits.checkInflation(where, inflatedBytes, storedBytes);
    }

    /** Memory for data that cannot be handed out as it lies. */
    byte[] allocate(String where, long size, long grown, long stored) throws MalformedFileException {
        limits.checkInflation(where, grown, stored);
        charge(where, grown, stored);
        return ReadLimits.allocate(where, size);
    }
}
