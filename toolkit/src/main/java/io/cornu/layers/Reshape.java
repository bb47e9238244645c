package io.cornu.layers;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The same numbers of an example in another shape.
 *
 * <p>Shapes: (batch, ...) to (batch, target), with as many numbers.
 *
 * <p>Source: {@code keras.layers.Reshape}, Keras 3.15.
 *
 * @param targetShape the dimensions of an example; one of them may be -1 and is then worked out
 */
public record Reshape(Shape targetShape) implements Layer {
    /**
     * Checks the dimensions.
     *
     * @throws IllegalArgumentException if one is 0 or below -1, or several are -1
     */
    public Reshape {
        long[] sizes = targetShape.asArray();
        Arguments.require(
                Arrays.stream(sizes).allMatch(size -> size > 0 || size == -1)
                        && Arrays.stream(sizes).filter(size -> size == -1).count() <= 1,
                "Reshape",
                "dimensions must be at least 1, one of them may be -1",
                Arrays.toString(sizes));
    }

    /**
     * A reshaping layer.
     *
     * @param targetShape the dimensions of an example, without the batch; one of them may be -1
     * @return the layer
     * @throws IllegalArgumentException if a dimension is 0 or below -1, or several are -1
     */
    public static Reshape of(long... targetShape) {
        return new Reshape(Shape.of(targetShape));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reshape reshape && Shapes.same(targetShape, reshape.targetShape);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(targetShape.asArray());
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRankAtLeast(1, input, "(batch, ...)");
        Shape example = input.takeLast(input.numDimensions() - 1);
        if (example.hasUnknownDimension()) {
            return targetShape.prepend(input.get(0));
        }
        long[] sizes = targetShape.asArray();
        long known = Arrays.stream(sizes).filter(size -> size != -1).reduce(1, Math::multiplyExact);
        boolean fits = targetShape.hasUnknownDimension() ? example.size() % known == 0 : example.size() == known;
        if (!fits) {
            throw new LayerShapeException(
                    "expected examples that fill " + Shapes.text(targetShape) + ", received " + Shapes.text(input),
                    "Choose a shape of " + example.size() + " numbers.");
        }
        return Shape.of(Arrays.stream(sizes)
                        .map(size -> size == -1 ? example.size() / known : size)
                        .toArray())
                .prepend(input.get(0));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        long[] sizes = outputShape(call.inputShapes()).asArray();
        sizes[0] = -1;
        boolean isKnown = Arrays.stream(sizes).skip(1).noneMatch(size -> size == -1);
        if (isKnown) {
            return call.tf().reshape(call.input(), call.tf().constant(sizes));
        }
        var tf = call.tf();
        var batch = AxisRules.sizeAt(tf, call.input(), 0);
        int[] target = Arrays.stream(sizes).skip(1).mapToInt(Math::toIntExact).toArray();
        return tf.reshape(call.input(), tf.concat(List.of(batch, tf.constant(target)), tf.constant(0)));
    }
}
