package io.cornu.data;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Examples in memory. */
record ArrayDataset(Batch all, List<String> classNames) implements Dataset {
    ArrayDataset {
        classNames = List.copyOf(classNames);
    }

    @Override
    public int size() {
        return all.size();
    }

    @Override
    public Batch read(int[] examples) {
        return mapArrays(array -> array.gather(examples));
    }

    @Override
    public Optional<Batch> inMemory() {
        return Optional.of(all);
    }

    @Override
    public Dataset slice(int from, int to) {
        return new ArrayDataset(mapArrays(array -> array.rows(from, to)), classNames);
    }

    @Override
    public Dataset select(int[] examples) {
        return new ArrayDataset(read(examples), classNames);
    }

    private Batch mapArrays(UnaryOperator<Array> change) {
        return new Batch(
                all.inputs().stream().map(change).toList(),
                all.targets().stream().map(change).toList(),
                all.sampleWeights().map(change));
    }
}
