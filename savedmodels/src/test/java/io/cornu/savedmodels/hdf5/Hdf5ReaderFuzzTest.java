package io.cornu.savedmodels.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.savedmodels.Fixtures;
import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damages files at random: each must be read, or refused cleanly, whatever it says. */
class Hdf5ReaderFuzzTest {
    /** Raise with {@code -Dcornu.fuzz=100000} for a longer search. */
    private static final int RUNS = Integer.getInteger("cornu.fuzz", 500);

    private static final long[] ODD_NUMBERS = {
        -1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, 0, 1, 0xffff, 1L << 40
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keras-weights.h5",
                "keras-legacy.h5",
                "kinds.h5",
                "chunks.h5",
                "attributes.h5",
                "v108.h5",
                "latest.h5",
                "keras-bfloat16.h5"
            })
    void damagedFilesAreReadOrRefused(String name) throws IOException {
        byte[] whole = Fixtures.bytes(name);
        Random random = new Random(name.hashCode());
        int refused = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] damaged = damage(whole, random);
            try {
                Hdf5Reader.read(name, ByteSource.of(ByteBuffer.wrap(damaged)), ReadLimits.defaults());
            } catch (MalformedFileException expected) {
                refused++;
            } catch (Throwable failure) {
                throw new AssertionError(name + ", run " + run, failure);
            }
        }
        assertThat(refused).as("runs that hit something").isGreaterThan(RUNS / 50);
    }

    private static byte[] damage(byte[] whole, Random random) {
        byte[] damaged = whole.clone();
        ByteBuffer bytes = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
        for (int hit = 0; hit <= random.nextInt(4); hit++) {
            // Headers lie at the front of most files, data at the back.
            int at = random.nextInt(random.nextBoolean() ? damaged.length : Math.min(damaged.length, 4096));
            int aligned = at / 8 * 8;
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 2 ->
                    bytes.putLong(
                            Math.min(aligned, damaged.length - 8), ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]);
                // An address of somewhere else: loops and overlaps.
                default -> bytes.putLong(Math.min(aligned, damaged.length - 8), random.nextInt(damaged.length) / 8 * 8);
            }
        }
        if (damaged[8] >= 2) {
            seal(bytes);
        }
        return damaged;
    }

    /** Newer headers carry checksums, which would stop the damage at the door: they are made to fit again. */
    private static void seal(ByteBuffer bytes) {
        bytes.putInt(44, Lookup3.hash(bytes.slice(0, 44).order(bytes.order())));
        for (int at = 48; at < bytes.limit() - 12; at++) {
            if (bytes.getInt(at) == 0x5244484f) {
                int flags = bytes.get(at + 5);
                int start = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
                int width = 1 << (flags & 3);
                if (at + start + width > bytes.limit() - 8) {
                    return;
                }
                long size =
                        switch (width) {
                            case 1 -> bytes.get(at + start) & 0xff;
                            case 2 -> bytes.getShort(at + start) & 0xffff;
                            default -> bytes.getInt(at + start);
                        };
                long end = start + width + size;
                if (size >= 0 && at + end + 4 <= bytes.limit()) {
                    int hash = Lookup3.hash(bytes.slice(at, (int) end).order(bytes.order()));
                    bytes.putInt(at + (int) end, hash);
                }
            }
        }
    }
}
