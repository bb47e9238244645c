package io.cornu.savedmodels.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that can be looked at anywhere without being copied: memory, a file, or a stretch of a file.
 *
 * <p>A stretch of up to 16 MiB is read into the heap; a larger one is mapped, so opening takes no memory and
 * the operating system brings in what is touched. A mapped file must not be cut short while it is in use
 * (replacing it by a rename is fine); the mapping goes when the last view of it is garbage.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class ByteSource {
    private static final long SMALL = 16L << 20;
    /** Windows overlap, so that any slice of up to 1.5 GiB lies within one. */
    private static final int STRIDE_BITS = 29;

    private final long size;
    private final List<ByteBuffer> windows;

    private ByteSource(long size, List<ByteBuffer> windows) {
        this.size = size;
        this.windows = List.copyOf(windows);
    }

    /**
     * Bytes in memory.
     *
     * @param bytes the bytes from position to limit; not to be changed afterwards
     * @return the source
     */
    public static ByteSource of(ByteBuffer bytes) {
        return new ByteSource(bytes.remaining(), List.of(bytes.slice().asReadOnlyBuffer()));
    }

    /**
     * The bytes of a file.
     *
     * @param file the file
     * @return the source
     * @throws IOException if the file cannot be read
     */
    public static ByteSource of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return of(channel, 0, channel.size());
        }
    }

    static ByteSource of(FileChannel channel, long offset, long size) throws IOException {
        if (size <= SMALL) {
            return of(read(channel, offset, (int) size));
        }
        List<ByteBuffer> windows = new ArrayList<>();
        for (long start = 0; start < size; start += 1L << STRIDE_BITS) {
            long length = Math.min(size - start, Integer.MAX_VALUE);
            windows.add(channel.map(FileChannel.MapMode.READ_ONLY, offset + start, length));
            if (start + length == size) {
                break;
            }
        }
        return new ByteSource(size, windows);
    }

    static ByteBuffer read(FileChannel channel, long offset, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("the file ended while it was read");
            }
        }
        return bytes.flip();
    }

    /**
     * How many bytes there are.
     *
     * @return the length
     */
    public long size() {
        return size;
    }

    /**
     * Some of the bytes.
     *
     * @param offset the first byte, from 0
     * @param length how many
     * @return a read-only little-endian view; a copy only if it is beyond 1.5 GiB of a source beyond 2 GiB
     * @throws IndexOutOfBoundsException if the bytes lie outside
     */
    public ByteBuffer slice(long offset, int length) {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw new IndexOutOfBoundsException(
                    "bytes " + offset + " to " + offset + "+" + length + " of a source of " + size);
        }
        int window = window(offset);
        int start = (int) (offset - ((long) window << STRIDE_BITS));
        ByteBuffer bytes = windows.get(window);
        ByteBuffer view = length <= bytes.capacity() - start ? bytes.slice(start, length) : copy(offset, length);
        return view.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private int window(long offset) {
        return (int) Math.min(offset >> STRIDE_BITS, windows.size() - 1);
    }

    private ByteBuffer copy(long offset, int length) {
        ByteBuffer copy = ByteBuffer.allocate(length);
        while (copy.hasRemaining()) {
            copy.put(slice(offset + copy.position(), Math.min(copy.remaining(), 1 << STRIDE_BITS)));
        }
        return copy.flip();
    }
}
