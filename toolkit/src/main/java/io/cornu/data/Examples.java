package io.cornu.data;

import java.util.stream.IntStream;

/** Numbers of examples. */
final class Examples {
    private Examples() {}

    static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
