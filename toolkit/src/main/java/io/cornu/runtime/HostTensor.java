package io.cornu.runtime;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TString;

/**
 * Numbers in native memory, ready to be fed to a {@link Program}. Close it.
 */
public final class HostTensor implements AutoCloseable {
    private final Tensor tensor;

    private HostTensor(Tensor tensor) {
        this.tensor = tensor;
    }

    /**
     * A copy of an array.
     *
     * @param array the numbers
     * @return the tensor
     */
    public static HostTensor of(Array array) {
        return new HostTensor(Tensors.of(array));
    }

    /**
     * A copy of chosen rows of an array.
     *
     * @param array the numbers
     * @param rows the rows along the first axis, in the order wanted
     * @return the tensor
     * @throws IndexOutOfBoundsException if a row lies outside
     */
    public static HostTensor rows(Array array, int[] rows) {
        return new HostTensor(Tensors.rows(array, rows));
    }

    /**
     * Words, as file names are fed.
     *
     * @param text one value of rank 0
     * @return the tensor
     */
    public static HostTensor of(String text) {
        return new HostTensor(TString.scalarOf(text));
    }

    /**
     * Numbers that are written straight into native memory, without an array between.
     *
     * @param dataType the type of the numbers
     * @param shape the dimensions, all known
     * @param fill writes them, in row-major order and the given order of bytes; the buffer must not be kept
     * @return the tensor
     * @throws IllegalArgumentException if TensorFlow Java has no tensors of the type
     */
    public static HostTensor filled(DataType dataType, Shape shape, Consumer<ByteBuffer> fill) {
        if (Tensors.feedable(dataType) != dataType) {
            throw new IllegalArgumentException("tensor: expected a type that TensorFlow Java has, received "
                    + dataType.kerasName() + ". Use " + Tensors.feedable(dataType).kerasName() + ".");
        }
        return new HostTensor(Tensors.filled(dataType, shape, fill));
    }

    /**
     * The type of the numbers.
     *
     * @return the type
     */
    public DataType dataType() {
        return Tensors.dataType(tensor.dataType());
    }

    /**
     * The dimensions.
     *
     * @return the shape, all its dimensions known
     */
    public Shape shape() {
        return tensor.shape();
    }

    Tensor tensor() {
        return tensor;
    }

    @Override
    public void close() {
        tensor.close();
    }
}
