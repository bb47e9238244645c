package io.cornu.savedmodels.tf;

import io.cornu.data.DataType;
import io.cornu.text.Shapes;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * What goes into a signature, comes out of it, or is kept in a variable.
 *
 * @param name the name by which it is given or asked for
 * @param typeName the name of its type: Keras' for numbers, such as {@code float32}, else TensorFlow's, such as
 *     {@code string}
 * @param shape its dimensions, -1 where any size will do; may be of unknown rank
 */
public record TensorDescription(String name, String typeName, Shape shape) {
    /**
     * The type of the numbers.
     *
     * @return the type, or nothing if it holds something else than numbers
     */
    public Optional<DataType> dataType() {
        for (DataType type : DataType.values()) {
            if (type.kerasName().equals(typeName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Such as {@code image: float32 (None, 28, 28, 1)}. */
    @Override
    public String toString() {
        return name + ": " + typeName + " " + Shapes.text(shape);
    }
}
