package io.cornu.layers;

import io.cornu.ops.Normalizations;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * The product of two inputs, summed over an axis of each.
 *
 * <p>Shapes: (batch, a..., n, b...) and (batch, c..., n, d...) to (batch, a..., b..., c..., d...), with n along the axes; two
 * inputs of rank 2 to (batch, 1). Masks end here.
 *
 * <p>Source: {@code keras.layers.Dot}, Keras 3.15.
 *
 * @param axes the axis of the first input and that of the second, counting the batch as 0, or from the end if negative;
 *     not the batch
 * @param normalize whether both inputs are first divided by their Euclidean norm over the axis, which gives cosines; false
 *     by default
 */
@RecordBuilder
public record Dot(List<Integer> axes, boolean normalize) implements Layer, DotBuilder.With {
    /** {@code keras.config.epsilon()}. */
    private static final double SMALLEST_NORM = 1e-7;

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    /**
     * Checks the axes; one is taken for both inputs.
     *
     * @throws IllegalArgumentException if there is none, or more than two, or one is the batch's, 0
     */
    public Dot {
        Arguments.require(
                (axes.size() == 1 || axes.size() == 2) && !axes.contains(0),
                "Dot",
                "axes must be one for both inputs or one for each, and not 0, the batch",
                axes);
        axes = List.of(axes.get(0), axes.get(axes.size() - 1));
    }

    /**
     * A product summed over the same axis of both inputs.
     *
     * @param axis the axis, counting the batch as 0, or from the end if negative
     * @return the layer
     * @throws IllegalArgumentException if it is 0
     */
    public static Dot of(int axis) {
        return new Dot(List.of(axis), false);
    }

    /**
     * A product summed over an axis of each input.
     *
     * @param first the axis of the first input, counting the batch as 0, or from the end if negative
     * @param second that of the second
     * @return the layer
     * @throws IllegalArgumentException if one is 0
     */
    public static Dot of(int first, int second) {
        return new Dot(List.of(first, second), false);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Merging.requireTwo(inputs);
        Shape x = inputs.get(0);
        Shape y = inputs.get(1);
        int first = axis(0, x);
        int second = axis(1, y);
        if (x.get(first) != Shape.UNKNOWN_SIZE
                && y.get(second) != Shape.UNKNOWN_SIZE
                && x.get(first) != y.get(second)) {
            throw new LayerShapeException(
                    "expected inputs of the same size along axes " + axes + ", received " + Shapes.text(x) + " and "
                            + Shapes.text(y),
                    "Choose other axes, or bring them to one size.");
        }
        long[] sizes = IntStream.concat(
                        IntStream.range(0, x.numDimensions()).filter(i -> i != first),
                        IntStream.range(1, y.numDimensions())
                                .filter(i -> i != second)
                                .map(i -> -i))
                .mapToLong(i -> i < 0 ? y.get(-i) : x.get(i))
                .toArray();
        return sizes.length == 1 ? Shape.of(sizes[0], 1) : Shape.of(sizes);
    }

    @Override
    public <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        return Optional.empty();
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Shape x = call.inputShapes().get(0);
        Shape y = call.inputShapes().get(1);
        int first = axis(0, x);
        int second = axis(1, y);
        String left = LETTERS.substring(0, x.numDimensions());
        char summed = left.charAt(first);
        String rest = LETTERS.substring(x.numDimensions());
        String right = "a" + rest.substring(0, second - 1) + summed + rest.substring(second - 1, y.numDimensions() - 2);
        String output = (left + right.substring(1)).replace(String.valueOf(summed), "");
        Operand<T> product = tf.linalg.einsum(
                List.of(operand(call, 0, first), operand(call, 1, second)), left + "," + right + "->" + output);
        return output.length() == 1 ? tf.expandDims(product, tf.constant(-1)) : product;
    }

    private <T extends TFloating> Operand<T> operand(LayerCall<T> call, int input, int axis) {
        Operand<T> x = call.inputs().get(input);
        return normalize ? Normalizations.toUnitNorm(call.tf(), x, new int[] {axis}, SMALLEST_NORM) : x;
    }

    private int axis(int input, Shape shape) {
        ShapeRules.requireRankAtLeast(2, shape, "(batch, ...)");
        int axis = AxisRules.index(axes.get(input), shape);
        if (axis == 0) {
            throw new LayerShapeException(
                    "expected axes other than the batch, received axis " + axes.get(input) + " for "
                            + Shapes.text(shape),
                    "Choose another axis.");
        }
        return axis;
    }
}
