package io.cornu.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Scaling} does to inputs: {@code (x - mean) / deviation} for each channel, in float32.
 *
 * @param inputs for each input of the model; empty to leave all as they are
 */
public record FittedScaling(List<Channels> inputs) {
    /**
     * Where the numbers of one input lie.
     *
     * @param mean what is taken off: one for each channel (the last axis), or one for all
     * @param deviation what is then divided by, never 0; as many
     */
    public record Channels(List<Double> mean, List<Double> deviation) {
        /** Copies the numbers. */
        public Channels {
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
        }
    }

    /** Copies the list. */
    public FittedScaling {
        inputs = List.copyOf(inputs);
    }

    /**
     * Scales the inputs of a dataset: at once where they lie in memory and fit there as float32, else as they are
     * read.
     *
     * @param dataset targets and weights stay as they are
     * @return a dataset with float32 inputs
     * @throws IllegalArgumentException if the inputs do not have the channels of the training data
     */
    public Dataset apply(Dataset dataset) {
        if (inputs.isEmpty()) {
            return dataset;
        }
        boolean fits = dataset.inMemory().stream()
                .flatMap(all -> all.inputs().stream())
                .allMatch(array -> (long) array.size() * DataType.FLOAT32.size() <= Buffers.LARGEST);
        return fits ? dataset.map(this::apply) : new MappedDataset(dataset, this::apply);
    }

    /**
     * Scales the inputs of a batch.
     *
     * @param batch targets and weights stay as they are
     * @return a batch with float32 inputs
     * @throws IllegalArgumentException if the inputs do not have the channels of the training data
     */
    public Batch apply(Batch batch) {
        return new Batch(apply(batch.inputs()), batch.targets(), batch.sampleWeights());
    }

    /**
     * Scales a model's inputs.
     *
     * @param arrays one for each input
     * @return float32 arrays
     * @throws IllegalArgumentException if there are more or fewer inputs or channels than in the training data
     */
    public List<Array> apply(List<Array> arrays) {
        if (inputs.isEmpty()) {
            return arrays;
        }
        if (arrays.size() != inputs.size()) {
            throw new IllegalArgumentException(
                    "scaling: expected " + inputs.size() + " inputs, as in training, received " + arrays.size() + ".");
        }
        List<Array> scaled = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            scaled.add(scale(arrays.get(i), inputs.get(i), i));
        }
        return scaled;
    }

    private static Array scale(Array array, Channels channels, int input) {
        float[] mean = floats(channels.mean());
        float[] deviation = floats(channels.deviation());
        if (mean.length != 1 && mean.length != ChannelStatistics.channels(array)) {
            throw new IllegalArgumentException("scaling: expected " + mean.length + " channels in input " + input
                    + ", as in training, received " + array + ".");
        }
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(array.size(), DataType.FLOAT32.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        int channel = 0;
        for (int i = 0; i < array.size(); i++) {
            out.putFloat(((float) array.at(i) - mean[channel]) / deviation[channel]);
            channel = channel + 1 == mean.length ? 0 : channel + 1;
        }
        return Array.wrap(DataType.FLOAT32, out.flip(), array.shape().asArray());
    }

    private static float[] floats(List<Double> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return floats;
    }
}
