package io.cornu.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads and writes NumPy's {@code .npy} files: one array a file.
 *
 * <p>Read are format versions 1, 2 and 3, every number type of Keras, both byte orders, C and Fortran order,
 * scalars and empty arrays. A bfloat16 array is what {@code ml_dtypes} writes: 2-byte records ({@code <V2}).
 * Refused are pickled objects, structured types, complex numbers and text, and files whose size is not what
 * the header says. Arrays are limited to 2 GiB.
 *
 * <p>Files above 64 MiB in plain order are mapped instead of copied: replace such a file by renaming another
 * onto it, as {@link #write} does, not by writing into it while the array is in use.
 *
 * <p>Source: {@code numpy.lib.format}, NumPy 2.0.
 */
public final class NumpyFiles {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final long MAPPED_ABOVE = 64L << 20;

    private NumpyFiles() {}

    /**
     * Reads one array.
     *
     * @param file a {@code .npy} file
     * @return the array, in row-major order
     * @throws DataFileException if the file is missing, cut off, or not a numeric array
     * @throws IOException if reading fails
     */
    public static Array read(Path file) throws IOException {
        return read(file, MAPPED_ABOVE);
    }

    static Array read(Path file, long mappedAbove) throws IOException {
        ByteSource.requireReadable(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                ByteSource source = ByteSource.of(Channels.newInputStream(channel), file.toString(), channel.size())) {
            NumpyHeader header = readHeader(source);
            long size = requireSize(header, source);
            long rest = channel.size() - source.offset();
            if (rest > size) {
                throw source.problem("expected " + size + " bytes of numbers for " + describe(header) + ", received "
                        + rest + ". The header does not fit the file.");
            }
            if (size > mappedAbove && size == rest && liesAsNeeded(header)) {
                ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, source.offset(), size);
                return Array.wrap(header.dataType(), mapped, header.shape());
            }
            return readNumbers(source, header, size);
        }
    }

    /** Reads one array to the end of a source. */
    static Array read(ByteSource source) throws IOException {
        NumpyHeader header = readHeader(source);
        Array array = readNumbers(source, header, requireSize(header, source));
        source.requireEnd();
        return array;
    }

    /**
     * Writes one array, little-endian in C order, format version 1.0, replacing an existing file only once all is written.
     *
     * @param file where to; its directory must exist
     * @param array the numbers; bfloat16 is written as {@code ml_dtypes} does: {@code numpy.load(file).view("bfloat16")}
     *     gives it back
     * @throws IllegalArgumentException if the array has more than 64 dimensions
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Array array) throws IOException {
        byte[] header = header(array, file.toString());
        AtomicFiles.write(file, temporary -> {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                writeFully(channel, ByteBuffer.wrap(header));
                writeFully(channel, array.bytes());
            }
        });
    }

    static byte[] header(Array array, String where) {
        if (array.shape().numDimensions() > NumpyHeader.MOST_DIMENSIONS) {
            throw new IllegalArgumentException(where + ": expected at most " + NumpyHeader.MOST_DIMENSIONS
                    + " dimensions, as NumPy has, received " + array.shape().numDimensions() + ". Reshape the array.");
        }
        return NumpyHeader.of(array).encode();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static NumpyHeader readHeader(ByteSource source) throws IOException {
        ByteBuffer start = source.read(MAGIC.length + 2L, "a NumPy header");
        if (!Arrays.equals(start.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw source.problem("expected a NumPy array, received something else: it does not begin with \\x93NUMPY.");
        }
        int version = start.get(MAGIC.length);
        if (version < 1 || version > 3 || start.get(MAGIC.length + 1) != 0) {
            throw source.problem("expected NumPy format version 1.0, 2.0 or 3.0, received " + (version & 0xff) + "."
                    + (start.get(MAGIC.length + 1) & 0xff) + ".");
        }
        int lengthBytes = version == 1 ? 2 : 4;
        ByteBuffer length = source.read(lengthBytes, "a NumPy header").order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = version == 1 ? length.getShort() & 0xffffL : length.getInt() & 0xffff_ffffL;
        if (headerLength > LONGEST_HEADER) {
            throw source.problem("expected a header of at most " + LONGEST_HEADER + " bytes, received " + headerLength
                    + ". It is not a plain numeric array.");
        }
        byte[] text = source.read(headerLength, "a NumPy header").array();
        return NumpyHeaderParser.parse(
                source.name(), new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
    }

    private static long requireSize(NumpyHeader header, ByteSource source) throws DataFileException {
        long size = header.byteSize();
        if (size < 0 || size > Buffers.LARGEST || Arrays.stream(header.shape()).anyMatch(d -> d > Integer.MAX_VALUE)) {
            throw source.problem("expected less than 2 GiB of numbers, received a header for " + describe(header)
                    + ". Cut it into several files.");
        }
        return size;
    }

    private static Array readNumbers(ByteSource source, NumpyHeader header, long size) throws IOException {
        ByteBuffer bytes = source.read(size, "numbers for " + describe(header));
        if (!isRowMajor(header)) {
            bytes = Layouts.toRowMajor(bytes, header.dataType().size(), header.shape(), source.name());
        }
        if (header.bigEndian()) {
            Layouts.swap(bytes, header.dataType().size());
        }
        if (header.dataType() == DataType.BOOL) {
            Layouts.toZeroOrOne(bytes);
        }
        return Array.wrap(header.dataType(), bytes, header.shape());
    }

    private static boolean liesAsNeeded(NumpyHeader header) {
        boolean ordered = !header.bigEndian() || header.dataType().size() == 1;
        return ordered && isRowMajor(header) && header.dataType() != DataType.BOOL;
    }

    private static boolean isRowMajor(NumpyHeader header) {
        return !header.columnMajor()
                || Arrays.stream(header.shape())
                                .filter(dimension -> dimension != 1)
                                .count()
                        <= 1;
    }

    private static String describe(NumpyHeader header) {
        return header.dataType().kerasName() + Arrays.toString(header.shape());
    }
}
