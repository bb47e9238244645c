package io.cornu.savedmodels.hdf5;

import io.cornu.data.DataType;

/** The types that are written, as HDF5 describes them. */
final class DatatypeEncoder {
    private static final int VERSION = 0x10;

    private DatatypeEncoder() {}

    static Structure number(DataType type) {
        return switch (type) {
            case FLOAT16 -> floating(2, 10, 5);
            case FLOAT32 -> floating(4, 23, 8);
            case FLOAT64 -> floating(8, 52, 11);
            case BFLOAT16 -> head(Datatype.OPAQUE, 0, 0, 2);
            case BOOL -> bool();
            case INT8, INT16, INT32, INT64 -> integer(type.size(), 0x08);
            case UINT8, UINT16, UINT32, UINT64 -> integer(type.size(), 0x00);
        };
    }

    /** A UTF-8 text of variable length, ended by NUL in memory. */
    static Structure text() {
        return head(Datatype.VARIABLE_LENGTH, 1, 1, 16).add(integer(1, 0x00));
    }

    private static Structure head(int kind, int bits, int upperBits, int size) {
        return new Structure().u8(VERSION | kind, bits, upperBits, 0).u32(size);
    }

    private static Structure integer(int size, int sign) {
        return head(Datatype.FIXED_POINT, sign, 0, size).u16(0).u16(8 * size);
    }

    private static Structure floating(int size, int mantissa, int exponent) {
        int impliedLeadingOne = 0x20;
        return head(Datatype.FLOATING_POINT, impliedLeadingOne, 8 * size - 1, size)
                .u16(0)
                .u16(8 * size)
                .u8(mantissa, exponent, 0, mantissa)
                .u32((1 << (exponent - 1)) - 1);
    }

    private static Structure bool() {
        return head(Datatype.ENUMERATION, 2, 0, 1)
                .add(integer(1, 0x08))
                .ascii("FALSE\0\0\0TRUE\0\0\0\0")
                .u8(0, 1);
    }
}
