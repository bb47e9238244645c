package io.cornu.savedmodels.hdf5;

import io.cornu.savedmodels.archive.MalformedFileException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts a dataset together that is stored in chunks, each perhaps compressed. */
final class ChunkReader {
    private static final int CHUNK_TREE = 1;

    private final Hdf5File file;
    private final ObjectHeader header;
    private final String where;
    private final long[] dimensions;
    private final int elementSize;

    ChunkReader(Hdf5File file, ObjectHeader header, Dataspace space, int elementSize) {
        this.file = file;
        this.header = header;
        this.where = header.where();
        this.dimensions = space.dimensions();
        this.elementSize = elementSize;
    }

    /** A chunk and its number in the grid of chunks, counted row by row. */
    private record Chunk(long address, long storedSize, int skippedFilters, long number) {}

    ByteBuffer read(Cursor layout, long size) throws MalformedFileException {
        int rank = layout.u8() - 1;
        if (rank != dimensions.length || rank == 0) {
            throw layout.malformed("expected chunks of rank " + dimensions.length + ", received rank " + rank + ".");
        }
        long tree = layout.address();
        long[] shape = new long[rank];
        for (int i = 0; i < rank; i++) {
            shape[i] = layout.u32();
        }
        long chunkSize = new Dataspace(shape).bytes(where, elementSize);
        if (layout.u32() != elementSize || chunkSize == 0) {
            throw layout.malformed("expected chunks of elements of " + elementSize + " bytes, received others.");
        }
        // Checked before the chunks are numbered: a larger grid would overflow.
        file.limits().checkInflation(where, size, file.size());
        Filters filters = Filters.read(header, elementSize);
        List<Chunk> chunks = chunks(tree, shape);
        if (chunks.size() < gridSize(shape)) {
            FillValue.checkZero(header);
        }
        long stored = chunks.stream().mapToLong(Chunk::storedSize).sum();
        long work = saturatedMultiply(chunks.size(), chunkSize);
        byte[] data = file.allocate(where, size, Math.max(work, size), stored);
        for (Chunk chunk : chunks) {
            ByteBuffer bytes = file.at(where, chunk.address, chunk.storedSize).rest();
            ByteBuffer content = filters.undo(where, bytes, chunk.skippedFilters, chunkSize);
            copy(content, shape, origin(chunk.number, shape), data);
        }
        return ByteBuffer.wrap(data);
    }

    private List<Chunk> chunks(long tree, long[] shape) throws MalformedFileException {
        if (tree == Cursor.UNDEFINED) {
            return List.of();
        }
        List<Chunk> chunks = new ArrayList<>();
        Set<Long> numbers = new HashSet<>();
        int keySize = 8 + 8 * (shape.length + 1);
        new TreeVersion1(file, where, CHUNK_TREE, keySize).visit(tree, (key, address) -> {
            long storedSize = key.u32();
            int skippedFilters = (int) key.u32();
            long number = 0;
            for (int i = 0; i < shape.length; i++) {
                long start = key.size();
                if (start >= dimensions[i] || start % shape[i] != 0) {
                    throw key.malformed("expected chunks inside the shape, received one at " + start + " of "
                            + dimensions[i] + ".");
                }
                number = number * gridLength(i, shape) + start / shape[i];
            }
            if (!numbers.add(number)) {
                throw key.malformed("expected every chunk once, received number " + number + " twice.");
            }
            chunks.add(new Chunk(address, storedSize, skippedFilters, number));
            file.checkCount(where, chunks.size());
        });
        return chunks;
    }

    private long gridSize(long[] shape) {
        long chunks = 1;
        for (int i = 0; i < shape.length; i++) {
            chunks = saturatedMultiply(chunks, gridLength(i, shape));
        }
        return chunks;
    }

    private long gridLength(int axis, long[] shape) {
        return (dimensions[axis] - 1) / shape[axis] + 1;
    }

    private long[] origin(long number, long[] shape) {
        long[] origin = new long[shape.length];
        long rest = number;
        for (int i = shape.length - 1; i >= 0; i--) {
            origin[i] = rest % gridLength(i, shape) * shape[i];
            rest /= gridLength(i, shape);
        }
        return origin;
    }

    private static long saturatedMultiply(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }

    /** Copies a chunk row by row (along the last dimension), without what lies beyond the shape. */
    private void copy(ByteBuffer chunk, long[] shape, long[] origin, byte[] data) {
        int last = shape.length - 1;
        int rowBytes = (int) Math.min(shape[last], dimensions[last] - origin[last]) * elementSize;
        long[] index = new long[shape.length];
        while (true) {
            long from = 0;
            long to = 0;
            for (int i = 0; i <= last; i++) {
                from = from * shape[i] + index[i];
                to = to * dimensions[i] + origin[i] + index[i];
            }
            chunk.get((int) from * elementSize, data, (int) to * elementSize, rowBytes);
            int axis = last - 1;
            while (axis >= 0 && ++index[axis] >= Math.min(shape[axis], dimensions[axis] - origin[axis])) {
                Arrays.fill(index, axis, last, 0);
                axis--;
            }
            if (axis < 0) {
                return;
            }
        }
    }
}
