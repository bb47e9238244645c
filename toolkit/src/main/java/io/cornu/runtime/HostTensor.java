package io.cornu.runtime;

import io.cornu.data.Array;
import org.tensorflow.Tensor;
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

    Tensor tensor() {
        return tensor;
    }

    @Override
    public void close() {
        tensor.close();
    }
}
