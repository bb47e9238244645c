package io.cornu.savedmodels.tf;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorInfo;

/** An argument or a result of a function that is written. */
record Slot(String name, DataType type, Shape shape) {
    TensorInfo at(String tensor) {
        return TensorInfo.newBuilder()
                .setName(tensor)
                .setDtype(type)
                .setTensorShape(ProtoTypes.proto(shape))
                .build();
    }
}
