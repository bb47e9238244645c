package io.cornu.data;

import java.util.List;
import java.util.function.UnaryOperator;

/** Examples that change as they are read. */
record MappedDataset(Dataset whole, UnaryOperator<Batch> change) implements Dataset {
    @Override
    public int size() {
        return whole.size();
    }

    @Override
    public Batch read(int[] examples) {
        return change.apply(whole.read(examples));
    }

    @Override
    public List<String> classNames() {
        return whole.classNames();
    }
}
