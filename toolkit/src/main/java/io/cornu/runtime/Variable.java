package io.cornu.runtime;

import io.cornu.data.DataType;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TType;

/**
 * Numbers that stay on the device between runs.
 *
 * <p>Made by {@link NativeSession#variable}; lives as long as its session.
 */
public final class Variable {
    private final String name;
    private final DataType dataType;
    private final Shape shape;
    private final Operand<? extends TType> handle;
    private final Operand<? extends TType> value;

    Variable(
            String name,
            DataType dataType,
            Shape shape,
            Operand<? extends TType> handle,
            Operand<? extends TType> value) {
        this.name = name;
        this.dataType = dataType;
        this.shape = shape;
        this.handle = handle;
        this.value = value;
    }

    /**
     * The name within the session.
     *
     * @return such as {@code conv2d/kernel}
     */
    public String name() {
        return name;
    }

    /**
     * The type of the numbers.
     *
     * @return the type
     */
    public DataType dataType() {
        return dataType;
    }

    /**
     * The dimensions.
     *
     * @return the shape; unknown dimensions where the variable holds data sets
     */
    public Shape shape() {
        return shape;
    }

    /**
     * The resource, for operations that update in place.
     *
     * @return a resource handle
     */
    public Operand<? extends TType> handle() {
        return handle;
    }

    /**
     * The value at the beginning of a run.
     *
     * @return the value
     */
    public Operand<? extends TType> value() {
        return value;
    }
}
