package io.cornu.data;

import java.nio.ByteBuffer;

/** Single numbers of every type, in little-endian bytes. */
final class Numbers {
    private Numbers() {}

    static double read(ByteBuffer bytes, DataType dataType, int index) {
        int offset = index * dataType.size();
        return switch (dataType) {
            case FLOAT16 -> HalfFloats.fromFloat16(bytes.getShort(offset));
            case BFLOAT16 -> HalfFloats.fromBfloat16(bytes.getShort(offset));
            case FLOAT32 -> bytes.getFloat(offset);
            case FLOAT64 -> bytes.getDouble(offset);
            case INT8 -> bytes.get(offset);
            case INT16 -> bytes.getShort(offset);
            case INT32 -> bytes.getInt(offset);
            case INT64 -> bytes.getLong(offset);
            case UINT8, BOOL -> bytes.get(offset) & 0xff;
            case UINT16 -> bytes.getShort(offset) & 0xffff;
            case UINT32 -> bytes.getInt(offset) & 0xffff_ffffL;
            case UINT64 -> unsignedToDouble(bytes.getLong(offset));
        };
    }

    /** Writes one number as another type, as NumPy's {@code astype} does. */
    static void convert(ByteBuffer from, DataType fromType, ByteBuffer to, DataType toType, int index) {
        if (toType.isFloating() || fromType.isFloating() || toType == DataType.BOOL) {
            put(to, toType, index, read(from, fromType, index));
        } else {
            // Between integers the low bytes are kept, as NumPy does; a double would round the largest ones.
            putLow(to, toType, index, readInteger(from, fromType, index));
        }
    }

    private static void put(ByteBuffer out, DataType type, int index, double value) {
        int offset = index * type.size();
        switch (type) {
            case FLOAT16 -> out.putShort(offset, HalfFloats.toFloat16(value));
            case BFLOAT16 -> out.putShort(offset, HalfFloats.toBfloat16((float) value));
            case FLOAT32 -> out.putFloat(offset, (float) value);
            case FLOAT64 -> out.putDouble(offset, value);
            case BOOL -> out.put(offset, (byte) (value != 0 ? 1 : 0));
            case UINT64 ->
                out.putLong(offset, value < 0x1p63 ? (long) value : (long) (value - 0x1p63) ^ Long.MIN_VALUE);
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> putLow(out, type, index, (long) value);
        }
    }

    private static void putLow(ByteBuffer out, DataType type, int index, long value) {
        int offset = index * type.size();
        switch (type.size()) {
            case 1 -> out.put(offset, (byte) value);
            case 2 -> out.putShort(offset, (short) value);
            case 4 -> out.putInt(offset, (int) value);
            default -> out.putLong(offset, value);
        }
    }

    private static long readInteger(ByteBuffer bytes, DataType dataType, int index) {
        return dataType.size() == Long.BYTES ? bytes.getLong(index * Long.BYTES) : (long) read(bytes, dataType, index);
    }

    private static double unsignedToDouble(long value) {
        return value >= 0 ? value : (value >>> 1) * 2.0 + (value & 1);
    }
}
