package io.cornu.runtime;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** Between arrays and tensors. */
final class Tensors {
    private Tensors() {}

    /** The type TensorFlow Java has for some numbers; small and unsigned integers it lacks go into wider ones. */
    static DataType feedable(DataType type) {
        return switch (type) {
            case INT8, INT16 -> DataType.INT32;
            case UINT32, UINT64 -> DataType.INT64;
            default -> type;
        };
    }

    static Class<? extends TType> type(DataType type) {
        return switch (feedable(type)) {
            case FLOAT16 -> TFloat16.class;
            case BFLOAT16 -> TBfloat16.class;
            case FLOAT32 -> TFloat32.class;
            case FLOAT64 -> TFloat64.class;
            case INT32 -> TInt32.class;
            case INT64 -> TInt64.class;
            case UINT8 -> TUint8.class;
            case UINT16 -> TUint16.class;
            case BOOL -> TBool.class;
            default -> throw new IllegalStateException("no tensor type for " + type);
        };
    }

    static DataType dataType(org.tensorflow.proto.DataType type) {
        return switch (type) {
            case DT_HALF -> DataType.FLOAT16;
            case DT_BFLOAT16 -> DataType.BFLOAT16;
            case DT_FLOAT -> DataType.FLOAT32;
            case DT_DOUBLE -> DataType.FLOAT64;
            case DT_INT8 -> DataType.INT8;
            case DT_INT16 -> DataType.INT16;
            case DT_INT32 -> DataType.INT32;
            case DT_INT64 -> DataType.INT64;
            case DT_UINT8 -> DataType.UINT8;
            case DT_UINT16 -> DataType.UINT16;
            case DT_BOOL -> DataType.BOOL;
            default -> throw new IllegalArgumentException("tensor: expected numbers, received " + type + ".");
        };
    }

    static Tensor of(Array array) {
        Array converted = array.cast(feedable(array.dataType()));
        Tensor tensor = Tensor.of(type(converted.dataType()), converted.shape());
        bytes(tensor).put(converted.bytes());
        return tensor;
    }

    static Tensor filled(DataType type, Shape shape, Consumer<ByteBuffer> fill) {
        Tensor tensor = Tensor.of(type(type), shape);
        try {
            fill.accept(bytes(tensor));
            return tensor;
        } catch (RuntimeException | Error e) {
            tensor.close();
            throw e;
        }
    }

    /** Chosen rows, copied straight into native memory. */
    static Tensor rows(Array array, int[] examples) {
        Array converted = array.cast(feedable(array.dataType()));
        long[] sizes = converted.shape().asArray();
        int rowBytes = sizes[0] == 0 ? 0 : (int) (converted.bytes().capacity() / sizes[0]);
        sizes[0] = examples.length;
        Tensor tensor = Tensor.of(type(converted.dataType()), Shape.of(sizes));
        ByteBuffer target = bytes(tensor);
        ByteBuffer source = converted.bytes();
        for (int i = 0; i < examples.length; i++) {
            target.put(i * rowBytes, source, examples[i] * rowBytes, rowBytes);
        }
        return tensor;
    }

    static Array array(Tensor tensor) {
        ByteBuffer copy = ByteBuffer.allocate(Math.toIntExact(tensor.numBytes()));
        copy.put(bytes(tensor)).flip();
        return Array.wrap(dataType(tensor.dataType()), copy, tensor.shape().asArray());
    }

    static double scalar(Tensor tensor) {
        ByteBuffer bytes = bytes(tensor);
        return tensor.dataType() == org.tensorflow.proto.DataType.DT_DOUBLE ? bytes.getDouble(0) : bytes.getFloat(0);
    }

    /**
     * The tensor's own memory. TensorFlow Java's buffers copy number by number: 70 times slower than the memory copy
     * that a byte buffer does.
     */
    private static ByteBuffer bytes(Tensor tensor) {
        long size = tensor.numBytes();
        if (size == 0) {
            return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer memory = tensor.asRawTensor().data().accept(new DataStorageVisitor<ByteBuffer>() {
            @Override
            public ByteBuffer visit(ByteBuffer buffer) {
                return buffer.duplicate();
            }

            @Override
            public ByteBuffer visit(long address, long length, long scale) {
                return new Memory(address, size).asByteBuffer();
            }

            @Override
            public ByteBuffer fallback() {
                throw new IllegalStateException("tensor memory cannot be addressed on this JVM");
            }
        });
        return memory.order(ByteOrder.nativeOrder());
    }

    /** A view of memory that the tensor owns. */
    private static final class Memory extends BytePointer {
        Memory(long address, long size) {
            this.address = address;
            this.limit = size;
            this.capacity = size;
        }
    }
}
