package io.cornu.savedmodels.tf;

import io.cornu.data.DataType;
import java.util.Locale;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.TensorShapeProto;

/** Between the types and shapes of TensorFlow's messages and ours. */
final class ProtoTypes {
    private ProtoTypes() {}

    static org.tensorflow.proto.DataType proto(DataType type) {
        return switch (type) {
            case FLOAT16 -> org.tensorflow.proto.DataType.DT_HALF;
            case BFLOAT16 -> org.tensorflow.proto.DataType.DT_BFLOAT16;
            case FLOAT32 -> org.tensorflow.proto.DataType.DT_FLOAT;
            case FLOAT64 -> org.tensorflow.proto.DataType.DT_DOUBLE;
            case INT8 -> org.tensorflow.proto.DataType.DT_INT8;
            case INT16 -> org.tensorflow.proto.DataType.DT_INT16;
            case INT32 -> org.tensorflow.proto.DataType.DT_INT32;
            case INT64 -> org.tensorflow.proto.DataType.DT_INT64;
            case UINT8 -> org.tensorflow.proto.DataType.DT_UINT8;
            case UINT16 -> org.tensorflow.proto.DataType.DT_UINT16;
            case UINT32 -> org.tensorflow.proto.DataType.DT_UINT32;
            case UINT64 -> org.tensorflow.proto.DataType.DT_UINT64;
            case BOOL -> org.tensorflow.proto.DataType.DT_BOOL;
        };
    }

    static Optional<DataType> ours(org.tensorflow.proto.DataType type) {
        for (DataType ours : DataType.values()) {
            if (proto(ours) == type) {
                return Optional.of(ours);
            }
        }
        return Optional.empty();
    }

    /** Keras' name, or TensorFlow's where it is no type of numbers. */
    static String name(org.tensorflow.proto.DataType type) {
        return ours(type)
                .map(DataType::kerasName)
                .orElseGet(() -> type.name().toLowerCase(Locale.ROOT).replaceFirst("^dt_", ""));
    }

    static TensorShapeProto proto(Shape shape) {
        TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
        if (shape.isUnknown()) {
            return proto.setUnknownRank(true).build();
        }
        for (long size : shape.asArray()) {
            proto.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
        }
        return proto.build();
    }

    static Shape ours(TensorShapeProto shape) {
        if (shape.getUnknownRank()) {
            return Shape.unknown();
        }
        return Shape.of(shape.getDimList().stream()
                .mapToLong(dimension -> Math.max(dimension.getSize(), Shape.UNKNOWN_SIZE))
                .toArray());
    }
}
