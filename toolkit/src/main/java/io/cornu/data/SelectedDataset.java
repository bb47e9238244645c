package io.cornu.data;

import java.util.List;

/** Chosen examples of a dataset that is read batch by batch. */
record SelectedDataset(Dataset whole, int[] examples, List<String> classNames) implements Dataset {
    @Override
    public int size() {
        return examples.length;
    }

    @Override
    public Batch read(int[] wanted) {
        int[] translated = new int[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            translated[i] = examples[wanted[i]];
        }
        return whole.read(translated);
    }
}
