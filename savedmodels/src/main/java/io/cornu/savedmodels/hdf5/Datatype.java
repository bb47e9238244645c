package io.cornu.savedmodels.hdf5;

import io.cornu.data.DataType;
import io.cornu.savedmodels.archive.MalformedFileException;

/** What one element of a dataset or attribute is. */
sealed interface Datatype {
    int FIXED_POINT = 0;
    int FLOATING_POINT = 1;
    int STRING = 3;
    int OPAQUE = 5;
    int ENUMERATION = 8;
    int VARIABLE_LENGTH = 9;

    /** The bytes one element takes where it lies. */
    int size();

    record Number(DataType type, boolean bigEndian) implements Datatype {
        @Override
        public int size() {
            return type.size();
        }
    }

    /** Bytes without a meaning; bfloat16 if an attribute says so. */
    record Opaque(int size) implements Datatype {}

    record FixedText(int size, boolean spacePadded) implements Datatype {}

    /** A length, the address of a heap, and an index in it. */
    record VariableText() implements Datatype {
        @Override
        public int size() {
            return 16;
        }
    }

    static Datatype read(Cursor cursor) throws MalformedFileException {
        int head = cursor.u8();
        int version = head >> 4;
        int kind = head & 0xf;
        int bits = cursor.u16();
        cursor.u8();
        long size = cursor.u32();
        if (version < 1 || version > 3 || size < 1 || size > Integer.MAX_VALUE) {
            throw cursor.malformed(
                    "expected a type of version 1 to 3, received version " + version + " of " + size + " bytes.");
        }
        return switch (kind) {
            case FIXED_POINT -> integer(cursor, bits, (int) size);
            case FLOATING_POINT -> floating(cursor, bits, (int) size);
            case STRING -> new FixedText((int) size, (bits & 0xf) == 2);
            case OPAQUE -> new Opaque((int) size);
            case ENUMERATION -> enumeration(cursor, version, bits);
            case VARIABLE_LENGTH -> variable(cursor, bits, (int) size);
            default ->
                throw cursor.malformed("expected numbers or texts, received HDF5 type class " + kind
                        + " (times, bits, compounds," + " references and nested arrays are not read).");
        };
    }

    private static Datatype integer(Cursor cursor, int bits, int size) throws MalformedFileException {
        boolean signed = (bits & 8) != 0;
        boolean whole = cursor.u16() == 0 && cursor.u16() == 8 * size;
        DataType type =
                switch (whole ? size : 0) {
                    case 1 -> signed ? DataType.INT8 : DataType.UINT8;
                    case 2 -> signed ? DataType.INT16 : DataType.UINT16;
                    case 4 -> signed ? DataType.INT32 : DataType.UINT32;
                    case 8 -> signed ? DataType.INT64 : DataType.UINT64;
                    default ->
                        throw cursor.malformed(
                                "expected integers of 1, 2, 4 or 8 bytes, received others of " + size + ".");
                };
        return new Number(type, (bits & 1) != 0);
    }

    private static Datatype floating(Cursor cursor, int bits, int size) throws MalformedFileException {
        boolean whole = cursor.u16() == 0 && cursor.u16() == 8 * size;
        int exponentAt = cursor.u8();
        int exponentBits = cursor.u8();
        int mantissaAt = cursor.u8();
        int mantissaBits = cursor.u8();
        long bias = cursor.u32();
        boolean ieee = whole
                // Bit 6 marks the byte order of a VAX; an implied leading 1 is mode 2 in bits 4 and 5.
                && (bits & 0x40) == 0
                && (bits >> 4 & 3) == 2
                && bits >> 8 == 8 * size - 1
                && mantissaAt == 0
                && exponentAt == mantissaBits
                && exponentBits + mantissaBits == 8 * size - 1
                && bias == (1L << (exponentBits - 1)) - 1;
        DataType type =
                switch (ieee ? mantissaBits : 0) {
                    case 7 -> DataType.BFLOAT16;
                    case 10 -> DataType.FLOAT16;
                    case 23 -> DataType.FLOAT32;
                    case 52 -> DataType.FLOAT64;
                    default ->
                        throw cursor.malformed(
                                "expected IEEE floats of 2, 4 or 8 bytes or bfloat16, received others of " + size
                                        + ".");
                };
        return new Number(type, (bits & 1) != 0);
    }

    /** The only enumeration in use is h5py's boolean. */
    private static Datatype enumeration(Cursor cursor, int version, int members) throws MalformedFileException {
        Cursor base = cursor.take(12);
        // Looked at before it is read, for an enumeration of enumerations of ... would fill the stack.
        boolean isBoolean = members == 2
                && (base.rest().get(0) & 0xf) == FIXED_POINT
                && read(base) instanceof Number number
                && number.type() == DataType.INT8;
        for (String expected : new String[] {"FALSE", "TRUE"}) {
            isBoolean = isBoolean && cursor.text().equals(expected);
            if (isBoolean && version < 3) {
                cursor.skip(7 - expected.length());
            }
        }
        if (!isBoolean || cursor.u8() != 0 || cursor.u8() != 1) {
            throw cursor.malformed(
                    "expected h5py's boolean with FALSE = 0 and TRUE = 1, received another enumeration.");
        }
        return new Number(DataType.BOOL, false);
    }

    private static Datatype variable(Cursor cursor, int bits, int size) throws MalformedFileException {
        if ((bits & 0xf) != 1 || size != 16) {
            throw cursor.malformed("expected texts or numbers, received lists of variable length.");
        }
        return new VariableText();
    }
}
