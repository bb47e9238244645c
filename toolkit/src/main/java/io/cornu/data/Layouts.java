package io.cornu.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Brings numbers of files into the order that {@link Array} keeps. */
final class Layouts {
    private Layouts() {}

    /** Numbers whose first index runs fastest, copied so that the last one does. */
    static ByteBuffer toRowMajor(ByteBuffer columnMajor, int itemSize, long[] shape, String where)
            throws DataFileException {
        ByteBuffer out = ByteBuffer.wrap(Buffers.allocate(columnMajor.remaining(), where));
        if (!out.hasRemaining()) {
            return out;
        }
        int[] strides = new int[shape.length];
        int stride = itemSize;
        for (int axis = 0; axis < shape.length; axis++) {
            strides[axis] = stride;
            stride *= (int) shape[axis];
        }
        int last = shape.length - 1;
        int[] index = new int[shape.length];
        int from = 0;
        while (true) {
            for (int i = 0; i < shape[last]; i++) {
                copy(columnMajor, from + i * strides[last], out, itemSize);
            }
            int axis = last - 1;
            while (axis >= 0 && ++index[axis] == shape[axis]) {
                from -= (index[axis] - 1) * strides[axis];
                index[axis--] = 0;
            }
            if (axis < 0) {
                return out.flip();
            }
            from += strides[axis];
        }
    }

    private static void copy(ByteBuffer from, int offset, ByteBuffer to, int itemSize) {
        switch (itemSize) {
            case 1 -> to.put(from.get(offset));
            case 2 -> to.putShort(from.getShort(offset));
            case 4 -> to.putInt(from.getInt(offset));
            default -> to.putLong(from.getLong(offset));
        }
    }

    /** Turns the bytes of every number round, in place. */
    static void swap(ByteBuffer bytes, int itemSize) {
        ByteBuffer big = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bytes.limit(); i += itemSize) {
            switch (itemSize) {
                case 2 -> little.putShort(i, big.getShort(i));
                case 4 -> little.putInt(i, big.getInt(i));
                case 8 -> little.putLong(i, big.getLong(i));
                default -> {
                    return;
                }
            }
        }
    }

    /** Any byte but 0 means true to NumPy; TensorFlow wants it to be 1. */
    static void toZeroOrOne(ByteBuffer bytes) {
        for (int i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                bytes.put(i, (byte) 1);
            }
        }
    }
}
