package io.cornu.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads IDX files, the format of MNIST and its kin, plain or gzipped.
 *
 * <p>Read are all number types of the format (uint8, int8, int16, int32, float32, float64). Refused are files
 * that are cut off, go on after their numbers, or fail gzip's checksum.
 *
 * <p>Source: "The IDX file format", Y. LeCun, C. Cortes, C. Burges, the MNIST database.
 */
public final class IdxFiles {
    private static final int MOST_DIMENSIONS = 8;

    private IdxFiles() {}

    /**
     * Reads one array.
     *
     * @param file an IDX file, gzipped or not
     * @return the numbers, such as uint8 (60000, 28, 28)
     * @throws DataFileException if the file is missing, cut off, corrupt or no IDX file
     * @throws IOException if reading fails
     */
    public static Array read(Path file) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            return read(source);
        }
    }

    /**
     * Reads one array from a stream, to its end.
     *
     * @param stream an IDX file, gzipped or not; closed
     * @param name what errors call it
     * @return the numbers
     * @throws DataFileException if the content is cut off, corrupt or not IDX
     * @throws IOException if reading fails
     */
    public static Array read(InputStream stream, String name) throws IOException {
        try (ByteSource source = ByteSource.open(stream, name)) {
            return read(source);
        }
    }

    /**
     * Reads gray images and their classes.
     *
     * @param images an IDX file of uint8 (examples, height, width)
     * @param labels an IDX file of uint8 (examples)
     * @return images as uint8 (examples, height, width, 1), classes as int32 (examples)
     * @throws DataFileException if a file cannot be read, or the two do not fit together
     * @throws IOException if reading fails
     */
    public static Dataset readLabeled(Path images, Path labels) throws IOException {
        return labeled(read(images), images.toString(), read(labels), labels.toString());
    }

    /**
     * Pairs gray images with their classes.
     *
     * @param images uint8 (examples, height, width)
     * @param imagesName what errors call the images
     * @param labels uint8 (examples)
     * @param labelsName what errors call the labels
     * @return images as uint8 (examples, height, width, 1), classes as int32 (examples)
     * @throws DataFileException if the two do not fit together
     */
    public static Dataset labeled(Array images, String imagesName, Array labels, String labelsName)
            throws DataFileException {
        requireBytes(images, 3, "(examples, height, width)", imagesName);
        requireBytes(labels, 1, "(examples)", labelsName);
        long[] shape = images.shape().asArray();
        if (shape[0] != labels.size()) {
            throw new DataFileException(
                    labelsName,
                    "expected " + shape[0] + " labels, one for each image of " + imagesName + ", received "
                            + labels.size() + ". Use two files of one set.");
        }
        return Dataset.of(images.reshape(shape[0], shape[1], shape[2], 1), labels.cast(DataType.INT32));
    }

    private static void requireBytes(Array array, int rank, String shape, String name) throws DataFileException {
        if (array.dataType() != DataType.UINT8 || array.shape().numDimensions() != rank) {
            throw new DataFileException(name, "expected uint8 " + shape + ", received " + array + ".");
        }
    }

    private static Array read(ByteSource source) throws IOException {
        ByteBuffer magic = source.read(4, "an IDX header");
        DataType type = magic.getShort(0) == 0 ? typeOf(magic.get(2), source) : notIdx(source);
        int rank = magic.get(3) & 0xff;
        if (rank > MOST_DIMENSIONS) {
            throw source.problem(
                    "expected at most " + MOST_DIMENSIONS + " dimensions, received " + rank + " at offset 3.");
        }
        ByteBuffer header = source.read(4L * rank, "an IDX header");
        long[] shape = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = header.getInt() & 0xffff_ffffL;
        }
        long size = new NumpyHeader(type, true, false, shape).byteSize();
        if (size < 0 || size > Buffers.LARGEST) {
            throw source.problem("expected less than 2 GiB of numbers, received a header for " + type.kerasName()
                    + Arrays.toString(shape) + ".");
        }
        ByteBuffer numbers = source.read(size, "numbers for " + type.kerasName() + Arrays.toString(shape));
        source.requireEnd();
        Layouts.swap(numbers, type.size());
        return Array.wrap(type, numbers, shape);
    }

    private static DataType typeOf(byte code, ByteSource source) throws DataFileException {
        return switch (code) {
            case 0x08 -> DataType.UINT8;
            case 0x09 -> DataType.INT8;
            case 0x0b -> DataType.INT16;
            case 0x0c -> DataType.INT32;
            case 0x0d -> DataType.FLOAT32;
            case 0x0e -> DataType.FLOAT64;
            default -> notIdx(source);
        };
    }

    private static DataType notIdx(ByteSource source) throws DataFileException {
        throw source.problem(
                "expected an IDX file, which begins with 0, 0 and a type from 8 to 14 at offset 0, received"
                        + " another file.");
    }
}
