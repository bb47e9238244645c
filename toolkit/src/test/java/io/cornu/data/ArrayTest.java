package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ArrayTest {
    private static final Array MATRIX = Array.of(new int[] {1, 2, 3, 4, 5, 6}, 3, 2);

    /** IEEE 754: sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
    @Test
    void readsEveryHalf() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 0x1f;
            double fraction = bits & 0x3ff;
            double magnitude = exponent == 0
                    ? Math.scalb(fraction, -24)
                    : exponent < 31 ? Math.scalb(1024 + fraction, exponent - 25) : fraction == 0 ? 1 / 0.0 : Double.NaN;
            double expected = bits < 1 << 15 ? magnitude : -magnitude;
            float value = HalfFloats.fromFloat16((short) bits);
            assertThat(Double.valueOf(value)).as("half %04x", bits).isEqualTo(Double.valueOf(expected));
            if (!Float.isNaN(value)) {
                assertThat(HalfFloats.toFloat16(value)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void roundsToHalvesAsNumPy() throws IOException {
        Map<String, Array> cases = NumpyArchives.read(Fixtures.path("npz/halves.npz"));
        Array doubles = Objects.requireNonNull(cases.get("doubles"));
        assertThat(bits(doubles.cast(DataType.FLOAT16))).isEqualTo(cases.get("halves"));
        assertThat(bits(doubles.cast(DataType.FLOAT32).cast(DataType.BFLOAT16))).isEqualTo(cases.get("bfloat16"));
    }

    private static Array bits(Array halves) {
        return Array.wrap(DataType.UINT16, halves.bytes(), halves.size());
    }

    @Test
    void castsAsNumPy() {
        // 2^53 + 1 is no double; 2^63 + 2^11 is the double after 2^63.
        Array large = Array.of(new long[] {(1L << 53) + 1, -1});
        assertThat(large.cast(DataType.UINT64).bytes().getLong(0)).isEqualTo((1L << 53) + 1);
        assertThat(large.cast(DataType.UINT8).toInts()).containsExactly(1, 255);
        Array beyond = Array.of(new double[] {0x1p63 + 0x1p11, 3.9, -3.9});
        assertThat(beyond.cast(DataType.UINT64).at(0)).isEqualTo(0x1p63 + 0x1p11);
        assertThat(beyond.cast(DataType.INT32).toInts()[1]).isEqualTo(3);
        assertThat(beyond.cast(DataType.INT32).toInts()[2]).isEqualTo(-3);
        assertThat(Array.of(new double[] {0, 0.5}).cast(DataType.BOOL).toInts()).containsExactly(0, 1);
        assertThat(MATRIX.cast(DataType.INT32)).isSameAs(MATRIX);
    }

    @Test
    void readsUnsignedNumbers() {
        Array bytes = Array.of(new byte[] {-1, 0, 127});
        assertThat(bytes.toInts()).containsExactly(255, 0, 127);
        ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, -1);
        assertThat(Array.wrap(DataType.UINT32, eight, 2).toDoubles()).containsExactly(4294967295.0, 4294967295.0);
        assertThat(Array.wrap(DataType.UINT64, eight, 1).at(0)).isEqualTo(0x1p64);
    }

    @Test
    void takesRows() {
        assertThat(MATRIX.rows(1, 3)).isEqualTo(Array.of(new int[] {3, 4, 5, 6}, 2, 2));
        assertThat(MATRIX.rows(1, 1).shape().asArray()).containsExactly(0, 2);
        assertThat(MATRIX.gather(new int[] {2, 0, 2})).isEqualTo(Array.of(new int[] {5, 6, 1, 2, 5, 6}, 3, 2));
        assertThat(MATRIX.rows(1, 3).gather(new int[] {1})).isEqualTo(Array.of(new int[] {5, 6}, 1, 2));
    }

    @Test
    void concatenates() {
        assertThat(Array.concatenate(List.of(MATRIX.rows(1, 3), MATRIX.rows(0, 0), MATRIX.rows(0, 1))))
                .isEqualTo(Array.of(new int[] {3, 4, 5, 6, 1, 2}, 3, 2));
        assertThatThrownBy(() -> Array.concatenate(List.of(MATRIX, MATRIX.reshape(2, 3))))
                .hasMessageContaining("[2, 3]");
        assertThatThrownBy(() -> Array.concatenate(List.of(MATRIX, MATRIX.cast(DataType.INT64))))
                .hasMessageContaining("int64");
        assertThatThrownBy(() -> Array.concatenate(List.of(Array.scalar(1f))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesRowsOutside() {
        assertThatThrownBy(() -> MATRIX.rows(2, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MATRIX.gather(new int[] {3})).isInstanceOf(IndexOutOfBoundsException.class);
        // 2^29 rows of 8 bytes make 2^32 bytes, which is 0 in an int.
        assertThatThrownBy(() -> MATRIX.gather(new int[] {1 << 29})).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MATRIX.gather(new int[] {-1})).isInstanceOf(IndexOutOfBoundsException.class);
        Array narrow = Array.of(new float[0], 2, 0);
        assertThatThrownBy(() -> narrow.gather(new int[] {2})).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesShapesThatDoNotFit() {
        assertThatThrownBy(() -> MATRIX.reshape(4, 2))
                .hasMessageContaining("expected 32 bytes")
                .hasMessageContaining("24");
        assertThatThrownBy(() -> MATRIX.reshape(-3, -2)).hasMessageContaining("at least 0");
        assertThatThrownBy(() -> MATRIX.reshape(1L << 40, 1L << 40))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 GiB");
        assertThat(MATRIX.rows(0, 0).reshape(1L << 40, 1L << 40, 0).size()).isZero();
    }

    @Test
    void givesNoWayToChangeIt() {
        byte[] mine = {1, 2};
        Array copied = Array.of(mine);
        mine[0] = 9;
        assertThat(copied.toInts()).containsExactly(1, 2);
        assertThat(copied.bytes().isReadOnly()).isTrue();
        copied.bytes().get();
        assertThat(copied.bytes().remaining()).isEqualTo(2);
    }
}
