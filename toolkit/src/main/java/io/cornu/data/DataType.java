package io.cornu.data;

import java.util.Locale;

/**
 * The type of the numbers in an {@link Array}, under Keras' and NumPy's names.
 *
 * <p>Source: {@code keras.backend.standardize_dtype}, Keras 3.15.
 */
public enum DataType {
    /** IEEE half precision, 2 bytes. */
    FLOAT16(2),
    /** The upper half of a float32, 2 bytes. */
    BFLOAT16(2),
    /** IEEE single precision, 4 bytes. Keras' default. */
    FLOAT32(4),
    /** IEEE double precision, 8 bytes. */
    FLOAT64(8),
    /** Signed byte. */
    INT8(1),
    /** Signed 2-byte integer. */
    INT16(2),
    /** Signed 4-byte integer. */
    INT32(4),
    /** Signed 8-byte integer. */
    INT64(8),
    /** Unsigned byte, the type of image files. */
    UINT8(1),
    /** Unsigned 2-byte integer. */
    UINT16(2),
    /** Unsigned 4-byte integer. */
    UINT32(4),
    /** Unsigned 8-byte integer. */
    UINT64(8),
    /** One byte, 0 or 1. */
    BOOL(1);

    private final int size;

    DataType(int size) {
        this.size = size;
    }

    /**
     * The bytes one number takes.
     *
     * @return 1, 2, 4 or 8
     */
    public int size() {
        return size;
    }

    /**
     * Whether this is a floating-point type.
     *
     * @return true for float16, bfloat16, float32 and float64
     */
    public boolean isFloating() {
        return ordinal() <= FLOAT64.ordinal();
    }

    /**
     * Keras' name of this type, such as {@code float32}.
     *
     * @return the name in lower case
     */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
