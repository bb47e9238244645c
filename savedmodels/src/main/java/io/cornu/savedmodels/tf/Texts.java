package io.cornu.savedmodels.tf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Texts for the string inputs of a SavedModel: sentences, or serialized {@code tf.train.Example} messages.
 *
 * @param values rows after one another; not to be changed afterwards
 * @param shape the dimensions
 */
public record Texts(List<byte[]> values, Shape shape) {
    /**
     * Checks the number.
     *
     * @param values see above
     * @param shape see above
     * @throws IllegalArgumentException if the texts do not fill the shape
     */
    public Texts {
        values = List.copyOf(values);
        if (shape.isUnknown() || shape.hasUnknownDimension() || shape.size() != values.size()) {
            throw new IllegalArgumentException(
                    "Texts: expected as many as fill " + shape + ", received " + values.size() + ".");
        }
    }

    /**
     * Texts of one dimension, as UTF-8.
     *
     * @param values the texts
     * @return the texts
     */
    public static Texts of(String... values) {
        return new Texts(
                Arrays.stream(values)
                        .map(value -> value.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                Shape.of(values.length));
    }

    /**
     * The same texts in another form.
     *
     * @param dimensions such as 5 and 1 for five rows of one text
     * @return the texts
     * @throws IllegalArgumentException if the texts do not fill the shape
     */
    public Texts reshape(long... dimensions) {
        return new Texts(values, Shape.of(dimensions));
    }
}
