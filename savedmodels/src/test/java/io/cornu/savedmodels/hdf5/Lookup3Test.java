package io.cornu.savedmodels.hdf5;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class Lookup3Test {
    /** The two vectors that lookup3.c itself names in its driver5. */
    @Test
    void matchesThePublishedVectors() {
        assertThat(hash("")).isEqualTo(0xdeadbeef);
        assertThat(hash("Four score and seven years ago")).isEqualTo(0x17770551);
    }

    private static int hash(String text) {
        return Lookup3.hash(ByteBuffer.wrap(text.getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN));
    }
}
