package io.cornu.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Turns class numbers into rows of one 1 and else 0, for categorical cross-entropy.
 *
 * <p>A last axis of size 1 is replaced by the classes, else an axis is added: (examples) and (examples, 1) both
 * become (examples, classes), float32. Class numbers below 0 or from {@code classes} on are refused.
 *
 * <p>Source: {@code keras.utils.to_categorical}, Keras 3.15.
 *
 * @param classes how many there are, at least 1
 */
public record OneHot(int classes) {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public OneHot {
        if (classes < 1) {
            throw new IllegalArgumentException("OneHot: expected at least 1 class, received " + classes + ".");
        }
    }

    /**
     * For that many classes.
     *
     * @param classes at least 1
     * @return the encoding
     * @throws IllegalArgumentException if it is below 1
     */
    public static OneHot of(int classes) {
        return new OneHot(classes);
    }

    /**
     * Encodes the targets of a dataset.
     *
     * @param dataset all its targets being class numbers
     * @return a dataset with float32 targets
     * @throws IllegalArgumentException if a number is not one of the classes: at once where the examples lie in
     *     memory, else as they are read
     */
    public Dataset apply(Dataset dataset) {
        return dataset.map(batch -> new Batch(
                batch.inputs(), batch.targets().stream().map(this::apply).toList(), batch.sampleWeights()));
    }

    /**
     * Encodes class numbers.
     *
     * @param labels whole numbers from 0 to {@code classes - 1}, one row an example
     * @return float32, with the classes as last axis
     * @throws IllegalArgumentException if a number is not one of the classes; the message names its row
     */
    public Array apply(Array labels) {
        DataChecks.requireLabels(labels, classes, OptionalInt.empty(), "OneHot", row -> "row " + row);
        long[] shape = labels.shape().asArray();
        boolean replaces = shape.length > 1 && shape[shape.length - 1] == 1;
        long[] encoded = replaces ? shape : Arrays.copyOf(shape, shape.length + 1);
        encoded[encoded.length - 1] = classes;
        int bytes = Math.multiplyExact(labels.size(), Math.multiplyExact(classes, DataType.FLOAT32.size()));
        ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < labels.size(); i++) {
            out.putFloat((i * classes + (int) labels.at(i)) * DataType.FLOAT32.size(), 1f);
        }
        return Array.wrap(DataType.FLOAT32, out, encoded);
    }
}
