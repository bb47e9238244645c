package io.cornu.layers.operations;

import io.cornu.layers.AveragePooling1D;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.AveragePooling3D;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.MaxPooling1D;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.MaxPooling3D;
import io.cornu.layers.Padding;
import io.cornu.layers.Size2D;
import io.cornu.layers.Size3D;
import io.cornu.text.Arguments;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The largest number, or the mean, of windows: what pooling layers compute.
 *
 * <p>Shapes: as of {@link MaxPooling1D}, {@link MaxPooling2D} or {@link MaxPooling3D}, by how many sizes there are.
 *
 * <p>Source: {@code keras.ops.max_pool} and {@code average_pool}, Keras 3.15.
 *
 * @param form what is taken of each window
 * @param sizes of a window, 1 to 3 of them
 * @param strides how far apart windows are, as many as sizes
 * @param padding whether windows reach over the edge; valid by default
 * @param dataFormat which axis holds the channels; the last by default
 */
public record Pool(Form form, List<Integer> sizes, List<Integer> strides, Padding padding, DataFormat dataFormat)
        implements Layer {
    /** What is taken of each window. */
    public enum Form {
        /** The largest number. */
        MAX_POOL,
        /** The mean. */
        AVERAGE_POOL
    }

    /**
     * Checks and copies the sizes.
     *
     * @throws IllegalArgumentException if there are not 1 to 3 sizes and as many strides, all at least 1
     */
    public Pool {
        sizes = List.copyOf(sizes);
        strides = List.copyOf(strides);
        String where = KerasNames.className(form);
        Arguments.require(
                !sizes.isEmpty() && sizes.size() <= 3 && sizes.stream().allMatch(size -> size > 0),
                where,
                "there must be 1 to 3 sizes of at least 1",
                sizes);
        Arguments.require(
                strides.size() == sizes.size() && strides.stream().allMatch(stride -> stride > 0),
                where,
                "there must be as many strides as sizes, at least 1",
                strides);
        layer(form, sizes, strides, padding, dataFormat);
    }

    private static Layer layer(
            Form form, List<Integer> sizes, List<Integer> strides, Padding padding, DataFormat dataFormat) {
        boolean isMax = form == Form.MAX_POOL;
        if (sizes.size() == 1) {
            return isMax
                    ? new MaxPooling1D(sizes.get(0), strides.get(0), padding, dataFormat)
                    : new AveragePooling1D(sizes.get(0), strides.get(0), padding, dataFormat);
        }
        if (sizes.size() == 2) {
            Size2D size = Size2D.of(sizes.get(0), sizes.get(1));
            Size2D stride = Size2D.of(strides.get(0), strides.get(1));
            return isMax
                    ? new MaxPooling2D(size, stride, padding, dataFormat)
                    : new AveragePooling2D(size, stride, padding, dataFormat);
        }
        Size3D size = Size3D.of(sizes.get(0), sizes.get(1), sizes.get(2));
        Size3D stride = Size3D.of(strides.get(0), strides.get(1), strides.get(2));
        return isMax
                ? new MaxPooling3D(size, stride, padding, dataFormat)
                : new AveragePooling3D(size, stride, padding, dataFormat);
    }

    @Override
    public String kind() {
        return KerasNames.className(form);
    }

    @Override
    public Shape outputShape(Shape input) {
        return layer(form, sizes, strides, padding, dataFormat).outputShape(List.of(input));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return layer(form, sizes, strides, padding, dataFormat).call(call);
    }
}
