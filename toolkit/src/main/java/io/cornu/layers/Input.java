package io.cornu.layers;

import io.cornu.data.DataType;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Where data enters a network.
 *
 * <p>Shape: (batch, ...), the batch of any size. Numbers of any type are taken and converted to the network's type
 * on the device; {@link #dataType} is what is written into files and expected by exported models.
 *
 * <p>Source: {@code keras.Input}, Keras 3.15.
 *
 * @param exampleShape the dimensions of one example, -1 where unknown
 * @param dataType the type of the numbers, float32 by default
 */
@RecordBuilder
public record Input(Shape exampleShape, DataType dataType) implements Layer, InputBuilder.With {
    /**
     * Checks the dimensions.
     *
     * @throws IllegalArgumentException if one is 0 or below -1
     */
    public Input {
        for (long size : exampleShape.asArray()) {
            Arguments.require(size > 0 || size == -1, "Input", "dimensions must be at least 1, or -1 if unknown", size);
        }
    }

    /**
     * An input of float32 numbers.
     *
     * @param exampleShape the dimensions of one example, without the batch; -1 where unknown
     * @return the input
     * @throws IllegalArgumentException if a dimension is 0 or below -1
     */
    public static Input of(long... exampleShape) {
        return new Input(Shape.of(exampleShape), DataType.FLOAT32);
    }

    /**
     * The dimensions with the batch before them.
     *
     * @return (-1, ...)
     */
    public Shape batchShape() {
        return exampleShape.prepend(-1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Input input
                && dataType == input.dataType
                && Shapes.same(exampleShape, input.exampleShape);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(exampleShape.asArray()) + dataType.hashCode();
    }

    @Override
    public Shape outputShape(Shape input) {
        return batchShape();
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.input();
    }

    @Override
    public String kind() {
        return "InputLayer";
    }
}
