package io.cornu.data;

import java.util.stream.IntStream;

/** Numbers of examples. */
final class Examples {
    private Examples() {}

    /** Consecutive examples, without a copy where they lie in memory. */
    static Batch read(Dataset dataset, int from, int to) {
        return dataset.inMemory().isPresent()
                ? dataset.slice(from, to).inMemory().orElseThrow()
                : dataset.read(range(from, to));
    }

    static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
