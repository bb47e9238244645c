package io.cornu.layers;

import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Any;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Several inputs side by side.
 *
 * <p>Shapes: two or more inputs that differ along the axis only, to their sum along it. Masks are joined likewise; an
 * input without a mask counts everywhere.
 *
 * <p>Source: {@code keras.layers.Concatenate}, Keras 3.15.
 *
 * @param axis the axis to join, counting the batch as 0, or from the end if negative; -1 by default
 */
public record Concatenate(int axis) implements Layer {
    /**
     * Joins along the last axis.
     *
     * @return the layer
     */
    public static Concatenate of() {
        return new Concatenate(-1);
    }

    /**
     * Joins along an axis.
     *
     * @param axis the axis, counting the batch as 0, or from the end if negative
     * @return the layer
     */
    public static Concatenate of(int axis) {
        return new Concatenate(axis);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Merging.requireSeveral(inputs);
        return inputs.stream().reduce(this::join).orElseThrow();
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        if (call.masks().stream().allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        Ops tf = call.tf();
        List<Operand<TBool>> masks = new ArrayList<>();
        for (int i = 0; i < call.inputs().size(); i++) {
            Operand<T> x = call.inputs().get(i);
            int rank = call.inputShapes().get(i).numDimensions();
            masks.add(call.masks()
                    .get(i)
                    .map(mask -> Merging.spread(tf, mask, x, rank))
                    .orElseGet(() -> tf.fill(tf.shape(x), tf.constant(true))));
        }
        return Optional.of(tf.any(tf.concat(masks, tf.constant(axis)), tf.constant(-1), Any.keepDims(false)));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.tf().concat(call.inputs(), call.tf().constant(axis));
    }

    private Shape join(Shape a, Shape b) {
        int rank = a.numDimensions();
        int joined = axis < 0 ? axis + rank : axis;
        if (b.numDimensions() != rank || joined < 1 || joined >= rank) {
            throw mismatch(a, b);
        }
        long[] sizes = a.asArray();
        for (int i = 0; i < rank; i++) {
            long other = b.get(i);
            boolean isUnknown = sizes[i] == Shape.UNKNOWN_SIZE || other == Shape.UNKNOWN_SIZE;
            if (i == joined) {
                sizes[i] = isUnknown ? Shape.UNKNOWN_SIZE : sizes[i] + other;
            } else if (!isUnknown && sizes[i] != other) {
                throw mismatch(a, b);
            } else {
                sizes[i] = Math.max(sizes[i], other);
            }
        }
        return Shape.of(sizes);
    }

    private LayerShapeException mismatch(Shape a, Shape b) {
        return new LayerShapeException(
                "expected inputs that differ along axis " + axis + " only, received " + Shapes.text(a) + " and "
                        + Shapes.text(b),
                "Bring the other dimensions to one size, or choose another axis.");
    }
}
