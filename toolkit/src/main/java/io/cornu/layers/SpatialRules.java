package io.cornu.layers;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** Checks and sums on the shapes of sequences, images and volumes. */
final class SpatialRules {
    private static final List<List<String>> AXES =
            List.of(List.of("steps"), List.of("height", "width"), List.of("depth", "height", "width"));

    private SpatialRules() {}

    /** The shape with the channels last, of as many spatial axes. */
    static Shape channelsLast(Shape input, int axes, DataFormat format) {
        String spatial = String.join(", ", AXES.get(axes - 1));
        String example = format == DataFormat.CHANNELS_LAST ? spatial + ", channels" : "channels, " + spatial;
        ShapeRules.requireRank(
                axes + 2, input, "(batch, " + example + ")", "Add Reshape.of(" + example + ") before it.");
        return format.toChannelsLast(input);
    }

    /** The same of a shape whose channels must be known, because weights depend on them. */
    static Shape knownChannels(Shape input, int axes, DataFormat format) {
        Shape shape = channelsLast(input, axes, format);
        if (shape.get(-1) == Shape.UNKNOWN_SIZE) {
            throw new LayerShapeException(
                    "expected a known number of channels, received " + Shapes.text(input),
                    "State it in Input.of(...).");
        }
        return shape;
    }

    /** The shape with other sizes of the spatial axes; unknown ones stay unknown. */
    static Shape resized(Shape input, int axes, DataFormat format, Resize resize) {
        Shape shape = channelsLast(input, axes, format);
        long[] sizes = shape.asArray();
        for (int i = 0; i < axes; i++) {
            if (sizes[i + 1] != Shape.UNKNOWN_SIZE) {
                sizes[i + 1] = resize.apply(i, sizes[i + 1]);
            }
        }
        return format.fromChannelsLast(Shape.of(sizes));
    }

    /** The new size of an axis. */
    @FunctionalInterface
    interface Resize {
        long apply(int axis, long size);
    }

    /** Such as {@code height}. */
    static String axisName(int axes, int axis) {
        return AXES.get(axes - 1).get(axis);
    }

    static void requireOneOrTheOther(String kind, List<Integer> strides, List<Integer> dilationRate) {
        Arguments.require(
                strides.stream().allMatch(stride -> stride == 1)
                        || dilationRate.stream().allMatch(rate -> rate == 1),
                kind,
                "strides above 1 cannot be combined with a dilationRate above 1",
                strides + " and " + dilationRate);
    }
}
