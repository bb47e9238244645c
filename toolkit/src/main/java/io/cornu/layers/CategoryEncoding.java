package io.cornu.layers;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Turns whole numbers into vectors that say which of them there are. Numbers below 0 or from {@code numTokens} on leave
 * no trace.
 *
 * <p>No gradient flows through it.
 *
 * <p>Shapes: {@link OutputMode#ONE_HOT} (batch, ...) or (batch, ..., 1) to (batch, ..., tokens), else (batch, numbers) to
 * (batch, tokens).
 *
 * <p>Source: {@code keras.layers.CategoryEncoding}, Keras 3.15, without weights of the counts.
 *
 * @param numTokens how many numbers there are, from 0; at least 1
 * @param outputMode what the vectors say; {@link OutputMode#MULTI_HOT} by default
 */
@RecordBuilder
public record CategoryEncoding(int numTokens, OutputMode outputMode) implements Layer, CategoryEncodingBuilder.With {
    /** What a vector says. */
    public enum OutputMode {
        /** 1 in the place of the number; each number has a vector of its own. */
        ONE_HOT,
        /** 1 in the places of all numbers of an example. */
        MULTI_HOT,
        /** How often each number stands in an example. */
        COUNT;

        /**
         * Keras' name.
         *
         * @return in lower case
         */
        public String kerasName() {
            return name().toLowerCase(Locale.ROOT);
        }

        Shape outputShape(Shape input, int tokens) {
            if (this == ONE_HOT) {
                return (isReplaced(input) ? input.take(input.numDimensions() - 1) : input).append(tokens);
            }
            if (input.numDimensions() != 2) {
                throw new LayerShapeException(
                        "expected input (batch, numbers), received " + Shapes.text(input),
                        "Reshape the numbers of an example into one row.");
            }
            return Shape.of(input.get(0), tokens);
        }

        /** A last axis of 1 is no axis of numbers. */
        private static boolean isReplaced(Shape input) {
            return input.numDimensions() > 1 && input.get(-1) == 1;
        }

        <T extends TFloating> Operand<T> encode(LayerCall<T> call, Operand<TInt64> numbers, Shape input, int tokens) {
            Ops tf = call.tf();
            boolean isSqueezed = this == ONE_HOT && isReplaced(input);
            Operand<TInt64> places =
                    isSqueezed ? tf.squeeze(numbers, Squeeze.axis(List.of((long) input.numDimensions() - 1))) : numbers;
            Operand<T> vectors = tf.oneHot(places, tf.constant(tokens), call.constant(1), call.constant(0));
            return switch (this) {
                case ONE_HOT -> vectors;
                case MULTI_HOT -> tf.max(vectors, tf.constant(1));
                case COUNT -> tf.reduceSum(vectors, tf.constant(1));
            };
        }
    }

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public CategoryEncoding {
        Arguments.positive("CategoryEncoding", "numTokens", numTokens);
    }

    /**
     * Vectors that say which numbers stand in an example.
     *
     * @param numTokens how many numbers there are, from 0; at least 1
     * @return the layer
     * @throws IllegalArgumentException if it is below 1
     */
    public static CategoryEncoding of(int numTokens) {
        return new CategoryEncoding(numTokens, OutputMode.MULTI_HOT);
    }

    @Override
    public Shape outputShape(Shape input) {
        return outputMode.outputShape(input, numTokens);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        // Truncated, as Keras' cast to whole numbers is.
        return outputMode.encode(
                call,
                tf.dtypes.cast(call.input(), TInt64.class),
                call.inputShapes().get(0),
                numTokens);
    }
}
