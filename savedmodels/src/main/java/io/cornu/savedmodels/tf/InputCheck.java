package io.cornu.savedmodels.tf;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.runtime.HostTensor;
import io.cornu.text.Shapes;
import org.tensorflow.ndarray.Shape;

/** Whether an array fits an input, found before TensorFlow sees it. */
final class InputCheck {
    private InputCheck() {}

    /** The array in the type of the input. */
    static Array fitting(String signature, TensorDescription input, Array array) {
        requireShape(signature, input, array.shape());
        DataType type = input.dataType().orElseThrow();
        if (!isSafe(array.dataType(), type)) {
            throw new IllegalArgumentException(signature + ": input '" + input.name() + "': expected "
                    + type.kerasName() + ", received " + array.dataType().kerasName()
                    + ". Convert it first if no number is lost.");
        }
        return array.cast(type);
    }

    /** For numbers that are not converted any more. */
    static void requireExact(String signature, TensorDescription input, HostTensor tensor) {
        requireShape(signature, input, tensor.shape());
        DataType type = input.dataType().orElseThrow();
        if (tensor.dataType() != type) {
            throw new IllegalArgumentException(signature + ": input '" + input.name() + "': expected "
                    + type.kerasName() + ", received " + tensor.dataType().kerasName() + ". Convert it first.");
        }
    }

    private static void requireShape(String signature, TensorDescription input, Shape shape) {
        if (!fits(input.shape(), shape)) {
            throw new IllegalArgumentException(signature + ": input '" + input.name() + "': expected shape "
                    + Shapes.text(input.shape()) + ", received " + Shapes.text(shape) + ". Reshape it.");
        }
    }

    private static boolean fits(Shape wanted, Shape received) {
        if (wanted.isUnknown()) {
            return true;
        }
        if (wanted.numDimensions() != received.numDimensions()) {
            return false;
        }
        for (int i = 0; i < wanted.numDimensions(); i++) {
            if (wanted.get(i) != Shape.UNKNOWN_SIZE && wanted.get(i) != received.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Floats may be rounded, as Keras rounds them; integers are never cut. */
    private static boolean isSafe(DataType from, DataType to) {
        if (from == to || to.isFloating()) {
            return true;
        }
        if (from.isFloating() || to == DataType.BOOL) {
            return false;
        }
        boolean fromUnsigned = from == DataType.BOOL || from.name().startsWith("UINT");
        boolean toUnsigned = to.name().startsWith("UINT");
        if (fromUnsigned == toUnsigned) {
            return from.size() <= to.size();
        }
        return fromUnsigned && (from.size() < to.size() || from == DataType.BOOL);
    }
}
