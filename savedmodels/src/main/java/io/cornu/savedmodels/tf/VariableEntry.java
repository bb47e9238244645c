package io.cornu.savedmodels.tf;

import io.cornu.data.Array;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * A variable that is written.
 *
 * @param path such as {@code conv2d/kernel}: its name everywhere
 */
record VariableEntry(String path, Array value, boolean isTrainable) {
    DataType type() {
        return ProtoTypes.proto(value.dataType());
    }

    Shape shape() {
        return value.shape();
    }

    String checkpointKey() {
        return path + "/.ATTRIBUTES/VARIABLE_VALUE";
    }
}
