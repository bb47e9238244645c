package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigestsTest {
    private static final Array X = Array.of(new float[] {1, 2, 3, 4}, 2, 2);
    private static final Array Y = Array.of(new int[] {0, 1});

    /**
     * Python: with {@code x = sha256(pack("<4f", 1, 2, 3, 4)).hexdigest()} and {@code y} of {@code pack("<2i", 0, 1)},
     * {@code sha256(f"inputs 1 targets 1\nfloat32[2, 2] {x}\nint32[2] {y}\n".encode()).hexdigest()}.
     */
    @Test
    void isTheDocumentedDigest() {
        assertThat(Digests.of(Dataset.of(X, Y)))
                .isEqualTo("e498bf8ac6fb5ba15a61d66e1da5c9f055ce2049281dda36a6cdc80e0482078b");
    }

    @Test
    void sameWhetherStreamedOrInMemory() {
        int size = 1000;
        float[] numbers = new float[3 * size];
        Random random = new Random(1);
        IntStream.range(0, numbers.length).forEach(i -> numbers[i] = random.nextFloat());
        Dataset whole = Dataset.of(Array.of(numbers, size, 3), Array.of(new int[size]));
        assertThat(Digests.of(DatasetTest.streamed(whole))).isEqualTo(Digests.of(whole));
        assertThat(Digests.of(whole.slice(0, 0))).isEqualTo(Digests.of(DatasetTest.streamed(whole.slice(0, 0))));
    }

    @Test
    void differsWithAnything() {
        assertThat(new String[] {
                    Digests.of(Dataset.of(X, Y)),
                    Digests.of(Dataset.of(Y, X)),
                    Digests.of(Dataset.ofInputs(X, Y)),
                    Digests.of(Dataset.ofInputs(X)),
                    Digests.of(Dataset.of(X.reshape(2, 2, 1), Y)),
                    Digests.of(Dataset.of(X, Y.cast(DataType.UINT32))),
                    Digests.of(Dataset.of(X, Array.of(new int[] {1, 0})))
                })
                .doesNotHaveDuplicates();
    }
}
