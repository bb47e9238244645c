package io.cornu.layers;

import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * What global pooling of one, two and three dimensions has in common.
 *
 * @param spatialAxes how many axes are pooled
 * @param format where the channels are
 * @param keepDimensions whether they stay, as 1
 */
record GlobalPooling(int spatialAxes, DataFormat format, boolean keepDimensions) {
    Shape outputShape(Shape input) {
        Shape shape = SpatialRules.channelsLast(input, spatialAxes, format);
        if (!keepDimensions) {
            return Shape.of(shape.get(0), shape.get(-1));
        }
        long[] sizes = shape.asArray();
        IntStream.rangeClosed(1, spatialAxes).forEach(axis -> sizes[axis] = 1);
        return format.fromChannelsLast(Shape.of(sizes));
    }

    /** The axes that are pooled. */
    int[] axes() {
        int first = format == DataFormat.CHANNELS_LAST ? 1 : 2;
        return IntStream.range(first, first + spatialAxes).toArray();
    }
}
