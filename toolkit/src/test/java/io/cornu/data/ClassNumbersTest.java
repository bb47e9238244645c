package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassNumbersTest {
    @Test
    void readsNumbersAndTakesTheFirstOfTheLargest() {
        assertThat(ClassNumbers.of(Array.of(new byte[] {3, 0, 9}))).containsExactly(3, 0, 9);
        assertThat(ClassNumbers.of(Array.of(new int[] {2, 1}, 2, 1))).containsExactly(2, 1);
        assertThat(ClassNumbers.of(Array.of(new float[] {.1f, .7f, .2f, .4f, .2f, .4f}, 2, 3)))
                .containsExactly(1, 0);
        assertThat(ClassNumbers.of(Array.of(new float[0], 0, 3))).isEmpty();
    }
}
