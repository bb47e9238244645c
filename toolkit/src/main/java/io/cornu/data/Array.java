package io.cornu.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.tensorflow.ndarray.Shape;

/**
 * Numbers of one {@link DataType} in a rectangular shape, in row-major order: what goes into a model and
 * what comes out.
 *
 * <p>An array is immutable: {@link #bytes()} is a read-only view and every method returns a new array,
 * sharing the numbers where it can ({@link #reshape}, {@link #rows}). {@link #wrap} shares the caller's
 * memory, who must then leave it alone. Rank 0 is a single number. At most 2 GiB: what is larger is
 * streamed by a {@link Dataset}.
 *
 * <p>Safe for use by several threads.
 */
public final class Array {
    private final DataType dataType;
    private final Shape shape;
    private final ByteBuffer bytes;

    private Array(DataType dataType, Shape shape, ByteBuffer bytes) {
        this.dataType = dataType;
        this.shape = shape;
        this.bytes = bytes;
    }

    /**
     * An array over the caller's bytes, without a copy.
     *
     * @param dataType the type of the numbers
     * @param bytes little-endian numbers in row-major order, from position to limit; not to be changed afterwards
     * @param shape the dimensions, each at least 0
     * @return the array
     * @throws IllegalArgumentException if the bytes do not fill the shape exactly
     */
    public static Array wrap(DataType dataType, ByteBuffer bytes, long... shape) {
        long expected = byteSize(dataType, shape);
        if (bytes.remaining() != expected) {
            throw new IllegalArgumentException("Array: expected " + expected + " bytes for " + dataType.kerasName()
                    + Arrays.toString(shape) + ", received " + bytes.remaining() + ".");
        }
        ByteBuffer view = bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return new Array(dataType, Shape.of(shape), view);
    }

    /**
     * A float32 array of one dimension.
     *
     * @param values the numbers; copied
     * @return the array
     */
    public static Array of(float[] values) {
        return of(values, new long[] {values.length});
    }

    /**
     * A float32 array.
     *
     * @param values the numbers in row-major order; copied
     * @param shape the dimensions; none for a single number
     * @return the array
     * @throws IllegalArgumentException if the values do not fill the shape exactly
     */
    public static Array of(float[] values, long... shape) {
        ByteBuffer bytes = allocate(DataType.FLOAT32, values.length);
        bytes.asFloatBuffer().put(values);
        return wrap(DataType.FLOAT32, bytes, shape);
    }

    /**
     * A float64 array of one dimension.
     *
     * @param values the numbers; copied
     * @return the array
     */
    public static Array of(double[] values) {
        return of(values, new long[] {values.length});
    }

    /**
     * A float64 array.
     *
     * @param values the numbers in row-major order; copied
     * @param shape the dimensions; none for a single number
     * @return the array
     * @throws IllegalArgumentException if the values do not fill the shape exactly
     */
    public static Array of(double[] values, long... shape) {
        ByteBuffer bytes = allocate(DataType.FLOAT64, values.length);
        bytes.asDoubleBuffer().put(values);
        return wrap(DataType.FLOAT64, bytes, shape);
    }

    /**
     * An int32 array of one dimension.
     *
     * @param values the numbers; copied
     * @return the array
     */
    public static Array of(int[] values) {
        return of(values, new long[] {values.length});
    }

    /**
     * An int32 array.
     *
     * @param values the numbers in row-major order; copied
     * @param shape the dimensions; none for a single number
     * @return the array
     * @throws IllegalArgumentException if the values do not fill the shape exactly
     */
    public static Array of(int[] values, long... shape) {
        ByteBuffer bytes = allocate(DataType.INT32, values.length);
        bytes.asIntBuffer().put(values);
        return wrap(DataType.INT32, bytes, shape);
    }

    /**
     * An int64 array of one dimension.
     *
     * @param values the numbers; copied
     * @return the array
     */
    public static Array of(long[] values) {
        return of(values, new long[] {values.length});
    }

    /**
     * An int64 array.
     *
     * @param values the numbers in row-major order; copied
     * @param shape the dimensions; none for a single number
     * @return the array
     * @throws IllegalArgumentException if the values do not fill the shape exactly
     */
    public static Array of(long[] values, long... shape) {
        ByteBuffer bytes = allocate(DataType.INT64, values.length);
        bytes.asLongBuffer().put(values);
        return wrap(DataType.INT64, bytes, shape);
    }

    /**
     * A uint8 array of one dimension.
     *
     * @param values the numbers, -1 standing for 255; copied
     * @return the array
     */
    public static Array of(byte[] values) {
        return of(values, new long[] {values.length});
    }

    /**
     * A uint8 array, the type of image files.
     *
     * @param values the numbers in row-major order, -1 standing for 255; copied
     * @param shape the dimensions; none for a single number
     * @return the array
     * @throws IllegalArgumentException if the values do not fill the shape exactly
     */
    public static Array of(byte[] values, long... shape) {
        return wrap(DataType.UINT8, ByteBuffer.wrap(values.clone()), shape);
    }

    /**
     * A rank-0 float32 array.
     *
     * @param value the number
     * @return the array
     */
    public static Array scalar(float value) {
        return wrap(DataType.FLOAT32, allocate(DataType.FLOAT32, 1).putFloat(0, value));
    }

    /**
     * A rank-0 int64 array.
     *
     * @param value the number
     * @return the array
     */
    public static Array scalar(long value) {
        return wrap(DataType.INT64, allocate(DataType.INT64, 1).putLong(0, value));
    }

    /**
     * The type of the numbers.
     *
     * @return the type
     */
    public DataType dataType() {
        return dataType;
    }

    /**
     * The dimensions.
     *
     * @return the shape, all its dimensions known
     */
    public Shape shape() {
        return shape;
    }

    /**
     * How many numbers there are.
     *
     * @return the product of the dimensions
     */
    public int size() {
        return bytes.capacity() / dataType.size();
    }

    /**
     * The numbers as they lie in memory.
     *
     * @return a read-only little-endian view, from 0 to its limit, with a position of its own
     */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * One number, as a double.
     *
     * @param index the place in row-major order, from 0
     * @return the number; integers above 2^53 are rounded
     * @throws IndexOutOfBoundsException if the index lies outside
     */
    public double at(int index) {
        return Numbers.read(bytes, dataType, index);
    }

    /**
     * The numbers as floats.
     *
     * @return a new Java array in row-major order
     */
    public float[] toFloats() {
        float[] values = new float[size()];
        if (dataType == DataType.FLOAT32) {
            bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) at(i);
            }
        }
        return values;
    }

    /**
     * The numbers as doubles.
     *
     * @return a new Java array in row-major order
     */
    public double[] toDoubles() {
        double[] values = new double[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = at(i);
        }
        return values;
    }

    /**
     * The numbers as ints, fractions cut off.
     *
     * @return a new Java array in row-major order
     */
    public int[] toInts() {
        int[] values = new int[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) at(i);
        }
        return values;
    }

    /**
     * The same numbers in another shape, shared.
     *
     * @param newShape the dimensions, with the same product
     * @return the array
     * @throws IllegalArgumentException if the product differs
     */
    public Array reshape(long... newShape) {
        return wrap(dataType, bytes(), newShape);
    }

    /**
     * Rows along the first axis, shared.
     *
     * @param from the first row, from 0
     * @param to the row after the last
     * @return an array with {@code to - from} rows
     * @throws IndexOutOfBoundsException if the rows lie outside
     */
    public Array rows(int from, int to) {
        long[] dimensions = shape.asArray();
        if (dimensions.length == 0 || from < 0 || from > to || to > dimensions[0]) {
            throw new IndexOutOfBoundsException("rows " + from + " to " + to + " of an array of shape " + shape);
        }
        int rowBytes = rowBytes();
        dimensions[0] = (long) to - from;
        return wrap(dataType, bytes.slice(from * rowBytes, (to - from) * rowBytes), dimensions);
    }

    /**
     * Chosen rows along the first axis, copied.
     *
     * @param indices the rows, in the order wanted; may repeat
     * @return an array with one row an index
     * @throws IndexOutOfBoundsException if an index lies outside
     */
    public Array gather(int[] indices) {
        long[] dimensions = shape.asArray();
        int rowBytes = rowBytes();
        int rows = Math.toIntExact(dimensions[0]);
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(indices.length, rowBytes));
        for (int index : indices) {
            Objects.checkIndex(index, rows);
            out.put(bytes.slice(index * rowBytes, rowBytes));
        }
        dimensions[0] = indices.length;
        return wrap(dataType, out.flip(), dimensions);
    }

    /**
     * Arrays one after the other along the first axis, copied.
     *
     * @param parts at least one, all of one type and, but for the first dimension, one shape
     * @return an array with the rows of all
     * @throws IllegalArgumentException if types or shapes differ, or the whole would exceed 2 GiB
     */
    public static Array concatenate(List<Array> parts) {
        Array first = parts.get(0);
        long[] dimensions = first.shape.asArray();
        long rows = 0;
        for (Array part : parts) {
            long[] own = part.shape.asArray();
            boolean fits = own.length == dimensions.length
                    && own.length > 0
                    && part.dataType == first.dataType
                    && Arrays.equals(own, 1, own.length, dimensions, 1, own.length);
            if (!fits) {
                throw new IllegalArgumentException("Array: expected parts like the first, " + first
                        + ", but for their rows, received " + part + ".");
            }
            rows += own[0];
        }
        dimensions[0] = rows;
        ByteBuffer out = ByteBuffer.allocate((int) byteSize(first.dataType, dimensions));
        parts.forEach(part -> out.put(part.bytes()));
        return wrap(first.dataType, out.flip(), dimensions);
    }

    /**
     * The same numbers as another type, as NumPy's {@code astype} for values that fit.
     *
     * @param type the type wanted
     * @return this array if it has the type, else a converted copy
     */
    public Array cast(DataType type) {
        if (type == dataType) {
            return this;
        }
        ByteBuffer out = allocate(type, size());
        for (int i = 0; i < size(); i++) {
            Numbers.convert(bytes, dataType, out, type, i);
        }
        return wrap(type, out, shape.asArray());
    }

    private int rowBytes() {
        long rows = shape.get(0);
        return rows == 0 ? 0 : (int) (bytes.capacity() / rows);
    }

    private static long byteSize(DataType dataType, long[] shape) {
        long size = dataType.size();
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException(
                        "Array: expected dimensions of at least 0, received " + Arrays.toString(shape) + ".");
            }
            // No product of sizes below 2 GiB and dimensions below 2^31 overflows a long.
            size = size > Integer.MAX_VALUE || dimension > Integer.MAX_VALUE ? Long.MAX_VALUE : size * dimension;
        }
        if (Arrays.stream(shape).anyMatch(dimension -> dimension == 0)) {
            return 0;
        }
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Array: expected less than 2 GiB of numbers, received "
                    + dataType.kerasName() + Arrays.toString(shape) + ". Read it batch by batch.");
        }
        return size;
    }

    private static ByteBuffer allocate(DataType dataType, int size) {
        return ByteBuffer.allocate(Math.multiplyExact(dataType.size(), size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Array array
                && dataType == array.dataType
                && shape.equals(array.shape)
                && bytes.equals(array.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * dataType.hashCode() + shape.hashCode()) + bytes.hashCode();
    }

    /** Type and shape, such as {@code float32[60000, 28, 28]}; not the numbers. */
    @Override
    public String toString() {
        return dataType.kerasName() + Arrays.toString(shape.asArray());
    }
}
