package io.cornu.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the binary version of CIFAR-10, plain or gzipped: records of one label byte and 3,072 bytes of a
 * 32 by 32 image, first all red, then all green, then all blue.
 *
 * <p>Refused are files that end inside a record and labels above 9: both mean another format.
 *
 * <p>Source: "The CIFAR-10 dataset", A. Krizhevsky, 2009, section "Binary version".
 */
public final class CifarFiles {
    private static final int SIDE = 32;
    private static final int PIXELS = SIDE * SIDE;
    private static final int CHANNELS = 3;
    private static final int RECORD = 1 + CHANNELS * PIXELS;
    private static final int CLASSES = 10;
    /** The official files hold 10,000 records. */
    private static final int FIRST_CAPACITY = 10_000;

    private CifarFiles() {}

    /**
     * Reads files one after the other.
     *
     * @param files at least one, each gzipped or not
     * @return images as uint8 (examples, 32, 32, 3), classes as int32 (examples)
     * @throws DataFileException if a file is missing, cut off, corrupt, or of another format
     * @throws IOException if reading fails
     */
    public static Dataset read(Path... files) throws IOException {
        List<Dataset> parts = new ArrayList<>();
        for (Path file : files) {
            try (ByteSource source = ByteSource.open(file)) {
                parts.add(read(source));
            }
        }
        return concatenate(parts);
    }

    /**
     * Reads a stream to its end.
     *
     * @param stream records, gzipped or not; closed
     * @param name what errors call it
     * @return images as uint8 (examples, 32, 32, 3), classes as int32 (examples)
     * @throws DataFileException if the content is cut off, corrupt, or of another format
     * @throws IOException if reading fails
     */
    public static Dataset read(InputStream stream, String name) throws IOException {
        try (ByteSource source = ByteSource.open(stream, name)) {
            return read(source);
        }
    }

    /**
     * Joins datasets that lie in memory.
     *
     * @param parts at least one, as read here
     * @return the examples of all, in order
     */
    public static Dataset concatenate(List<Dataset> parts) {
        List<Batch> batches =
                parts.stream().map(part -> part.inMemory().orElseThrow()).toList();
        return Dataset.of(
                Array.concatenate(
                        batches.stream().map(batch -> batch.inputs().get(0)).toList()),
                Array.concatenate(
                        batches.stream().map(batch -> batch.targets().get(0)).toList()));
    }

    private static Dataset read(ByteSource source) throws IOException {
        byte[] record = new byte[RECORD];
        byte[] images = new byte[0];
        int[] labels = new int[0];
        int count = 0;
        long start = source.offset();
        while (source.readRecord(record)) {
            if (count == labels.length) {
                int capacity = Math.max(FIRST_CAPACITY, 2 * count);
                byte[] larger = Buffers.allocate((long) capacity * PIXELS * CHANNELS, source.name());
                System.arraycopy(images, 0, larger, 0, images.length);
                images = larger;
                labels = Arrays.copyOf(labels, capacity);
            }
            if ((record[0] & 0xff) >= CLASSES) {
                throw source.problem("expected a label from 0 to 9 at offset " + start + ", received "
                        + (record[0] & 0xff) + ". It is no CIFAR-10 binary file, or corrupt.");
            }
            labels[count] = record[0];
            interleave(record, images, count * PIXELS * CHANNELS);
            count++;
            start = source.offset();
        }
        if (count == 0) {
            throw source.problem("expected at least one record of " + RECORD + " bytes, received an empty file.");
        }
        return Dataset.of(
                Array.wrap(
                        DataType.UINT8,
                        ByteBuffer.wrap(images, 0, count * PIXELS * CHANNELS),
                        count,
                        SIDE,
                        SIDE,
                        CHANNELS),
                Array.of(Arrays.copyOf(labels, count)));
    }

    private static void interleave(byte[] record, byte[] images, int offset) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            int plane = 1 + channel * PIXELS;
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                images[offset + pixel * CHANNELS + channel] = record[plane + pixel];
            }
        }
    }
}
