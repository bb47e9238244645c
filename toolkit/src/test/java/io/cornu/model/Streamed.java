package io.cornu.model;

import io.cornu.data.Batch;
import io.cornu.data.Dataset;

/** The same examples, read batch by batch. */
record Streamed(Dataset whole) implements Dataset {
    @Override
    public int size() {
        return whole.size();
    }

    @Override
    public Batch read(int[] examples) {
        return whole.read(examples);
    }
}
