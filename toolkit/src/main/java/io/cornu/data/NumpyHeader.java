package io.cornu.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the header of a NumPy file says.
 *
 * @param dataType the type of the numbers
 * @param bigEndian whether their bytes run from high to low
 * @param columnMajor whether the first index runs fastest, as in Fortran
 * @param shape the dimensions
 */
record NumpyHeader(DataType dataType, boolean bigEndian, boolean columnMajor, long[] shape) {
    /** As many as NumPy 2 has. */
    static final int MOST_DIMENSIONS = 64;

    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10;
    /** NumPy leaves room for a first dimension of this many digits, so that a file can grow in place. */
    private static final int GROWTH_DIGITS = 21;

    static NumpyHeader of(Array array) {
        return new NumpyHeader(array.dataType(), false, false, array.shape().asArray());
    }

    /** The bytes of the numbers, or -1 where they are beyond counting. */
    long byteSize() {
        if (Arrays.stream(shape).anyMatch(dimension -> dimension == 0)) {
            return 0;
        }
        long size = dataType.size();
        for (long dimension : shape) {
            if (size > Long.MAX_VALUE / dimension) {
                return -1;
            }
            size *= dimension;
        }
        return size;
    }

    /** Magic, version 1.0, length and dictionary, padded to 64 bytes, as NumPy writes it. */
    byte[] encode() {
        StringBuilder text = new StringBuilder()
                .append("{'descr': '")
                .append(descriptor())
                .append("', 'fortran_order': False, 'shape': (")
                .append(Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ")))
                .append(shape.length == 1 ? ",), }" : "), }");
        if (shape.length > 0) {
            text.append(" ".repeat(GROWTH_DIGITS - Long.toString(shape[0]).length()));
        }
        int unpadded = PREFIX + text.length() + 1;
        text.append(" ".repeat(ALIGNMENT - unpadded % ALIGNMENT)).append('\n');
        byte[] dictionary = text.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] header = Arrays.copyOf(
                new byte[] {
                    (byte) 0x93,
                    'N',
                    'U',
                    'M',
                    'P',
                    'Y',
                    1,
                    0,
                    (byte) dictionary.length,
                    (byte) (dictionary.length >> 8)
                },
                PREFIX + dictionary.length);
        System.arraycopy(dictionary, 0, header, PREFIX, dictionary.length);
        return header;
    }

    private String descriptor() {
        return switch (dataType) {
            case FLOAT16 -> "<f2";
            // What ml_dtypes, the source of NumPy's bfloat16, writes.
            case BFLOAT16 -> "<V2";
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
            case INT8 -> "|i1";
            case INT16 -> "<i2";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
            case UINT8 -> "|u1";
            case UINT16 -> "<u2";
            case UINT32 -> "<u4";
            case UINT64 -> "<u8";
            case BOOL -> "|b1";
        };
    }
}
