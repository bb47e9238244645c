package io.cornu.layers.operations;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.Margin;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Tensors with places added around them.
 *
 * <p>Shapes: (batch, ...) to (batch, ...), each axis longer by its margin.
 *
 * <p>Source: {@code keras.ops.pad}, Keras 3.15.
 *
 * @param margins how many places before and after, an axis each, none for the batch
 * @param mode what stands there; a constant by default
 * @param value the constant, finite; 0 by default
 */
public record Pad(List<Margin> margins, Mode mode, double value) implements Layer {
    /** What stands in the places added. */
    public enum Mode {
        /** One value. */
        CONSTANT,
        /** The numbers mirrored about the first or last one. */
        REFLECT,
        /** The numbers mirrored at the edge. */
        SYMMETRIC
    }

    /**
     * Checks and copies the options.
     *
     * @throws IllegalArgumentException if the batch gets a margin, or the value is not finite or not used
     */
    public Pad {
        margins = List.copyOf(margins);
        Arguments.require(
                !margins.isEmpty() && margins.get(0).equals(Margin.of(0)),
                "Pad",
                "the first margin, that of the batch, must be 0",
                margins);
        Arguments.require(
                Double.isFinite(value) && (value == 0 || mode == Mode.CONSTANT),
                "Pad",
                "the value must be finite, and 0 but for CONSTANT",
                value);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.numDimensions() != margins.size()) {
            throw new LayerShapeException(
                    "expected input of rank " + margins.size() + ", received " + Shapes.text(input),
                    "Give a margin for every axis, Margin.of(0) for the batch.");
        }
        long[] sizes = input.asArray();
        for (int i = 1; i < sizes.length; i++) {
            Margin margin = margins.get(i);
            int limit = mode == Mode.REFLECT ? 1 : 0;
            boolean isKnown = sizes[i] != Shape.UNKNOWN_SIZE;
            if (isKnown && mode != Mode.CONSTANT && Math.max(margin.before(), margin.after()) > sizes[i] - limit) {
                throw new LayerShapeException(
                        "expected margins no longer than the axis they mirror, received " + margin + " for "
                                + Shapes.text(input),
                        "Choose shorter ones, or another mode.");
            }
            sizes[i] = isKnown ? sizes[i] + margin.before() + margin.after() : sizes[i];
        }
        return Shape.of(sizes);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<TInt32> around = tf.constant(margins.stream()
                .map(margin -> new int[] {margin.before(), margin.after()})
                .toArray(int[][]::new));
        return mode == Mode.CONSTANT
                ? tf.pad(call.input(), around, call.constant(value))
                : tf.mirrorPad(call.input(), around, mode.name());
    }
}
