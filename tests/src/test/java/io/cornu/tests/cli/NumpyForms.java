package io.cornu.tests.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code .npy} files of 3 rows and 2 columns with the numbers 0 to 5 in reading order, in every form that
 * NumPy's {@code save} knows; source: the format's description in {@code numpy.lib.format}.
 */
final class NumpyForms {
    /** NumPy's names without the byte order; bool holds 0 and 1 in turn instead. */
    static final String[] TYPES = {"b1", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"};

    private static final int ROWS = 3;
    private static final int COLUMNS = 2;
    /** 0 to 5 as IEEE 754 half precision: sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
    private static final int[] HALVES = {0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500};

    private NumpyForms() {}

    static void write(Path file, String type, ByteOrder byteOrder, boolean isFortran) throws IOException {
        String mark = type.endsWith("1") ? "|" : byteOrder == ByteOrder.BIG_ENDIAN ? ">" : "<";
        String header = "{'descr': '" + mark + type + "', 'fortran_order': " + (isFortran ? "True" : "False")
                + ", 'shape': (" + ROWS + ", " + COLUMNS + "), }";
        // Magic, version and length are 10 bytes; the whole is a multiple of 64 and ends with a line feed.
        header += " ".repeat(64 - (10 + header.length() + 1) % 64) + "\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0x93);
        bytes.writeBytes("NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(header.length() & 0xff);
        bytes.write(header.length() >> 8);
        bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            int number = isFortran ? i % ROWS * COLUMNS + i / ROWS : i;
            bytes.writeBytes(encode(number, type, byteOrder));
        }
        Files.write(file, bytes.toByteArray());
    }

    /** The numbers in reading order. */
    static float[] numbers(String type) {
        return type.equals("b1") ? new float[] {0, 1, 0, 1, 0, 1} : new float[] {0, 1, 2, 3, 4, 5};
    }

    private static byte[] encode(int number, String type, ByteOrder order) {
        ByteBuffer buffer = ByteBuffer.allocate(type.charAt(1) - '0').order(order);
        switch (type) {
            case "b1" -> buffer.put((byte) (number % 2));
            case "u1", "i1" -> buffer.put((byte) number);
            case "u2", "i2" -> buffer.putShort((short) number);
            case "u4", "i4" -> buffer.putInt(number);
            case "u8", "i8" -> buffer.putLong(number);
            case "f2" -> buffer.putShort((short) HALVES[number]);
            case "f4" -> buffer.putFloat(number);
            default -> buffer.putDouble(number);
        }
        return buffer.array();
    }
}
