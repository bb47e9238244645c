package io.cornu.tests.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Changes bytes where a program that trusts them would stumble: lengths, offsets, counts, ends. */
final class ByteMutator {
    private static final long[] NUMBERS = {
        -1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 1, 0xff, 0xffff, 1L << 32, 1L << 40
    };

    private ByteMutator() {}

    static byte[] mutate(byte[] whole, Random random) {
        byte[] damaged = whole.clone();
        for (int hits = 0; hits <= random.nextInt(4) && damaged.length > 16; hits++) {
            damaged = hit(damaged, random);
        }
        return damaged;
    }

    private static byte[] hit(byte[] bytes, Random random) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        // Headers lie at the front or the end of most files, data in between.
        int range = Math.min(bytes.length - 8, 4096);
        int at =
                switch (random.nextInt(3)) {
                    case 0 -> random.nextInt(bytes.length - 8);
                    case 1 -> random.nextInt(range);
                    default -> bytes.length - 8 - random.nextInt(range);
                };
        switch (random.nextInt(9)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> buffer.putLong(at, NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3 -> buffer.putInt(at, (int) NUMBERS[random.nextInt(NUMBERS.length)]);
            case 4 -> buffer.putShort(at, (short) NUMBERS[random.nextInt(NUMBERS.length)]);
            // An address of somewhere else: loops and overlaps.
            case 5 -> buffer.putLong(at / 8 * 8, random.nextInt(bytes.length) / 8 * 8);
            case 6 -> {
                int length = Math.min(1 + random.nextInt(64), bytes.length - at);
                System.arraycopy(bytes, random.nextInt(bytes.length - length), bytes, at, length);
            }
            case 7 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            default -> {
                int length = Math.min(1 + random.nextInt(32), bytes.length - at);
                byte[] shorter = new byte[bytes.length - length];
                System.arraycopy(bytes, 0, shorter, 0, at);
                System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
                return shorter;
            }
        }
        return bytes;
    }
}
