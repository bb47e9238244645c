package io.cornu.layers;

import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** What layers that make one of several inputs share. Source: {@code keras.src.layers.merging.base_merge}, Keras 3.15. */
final class Merging {
    private Merging() {}

    static void requireSeveral(List<Shape> inputs) {
        if (inputs.size() < 2) {
            throw new LayerShapeException(
                    "expected at least two inputs, received " + inputs.size(), "Give it what is to be merged.");
        }
    }

    static void requireTwo(List<Shape> inputs) {
        if (inputs.size() != 2) {
            throw new LayerShapeException(
                    "expected two inputs, received " + inputs.size(), "Give it the two that are to be merged.");
        }
    }

    /** The shape that several broadcast to, once examples of a lower rank have axes of size 1 before theirs. */
    static Shape broadcast(List<Shape> inputs) {
        requireSeveral(inputs);
        int rank = inputs.stream().mapToInt(Shape::numDimensions).max().orElseThrow();
        return inputs.stream()
                .map(shape -> expanded(shape, rank))
                .reduce(Merging::broadcast)
                .orElseThrow();
    }

    private static Shape expanded(Shape shape, int rank) {
        ShapeRules.requireRankAtLeast(1, shape, "(batch, ...)");
        long[] sizes = new long[rank];
        int missing = rank - shape.numDimensions();
        for (int i = 0; i < rank; i++) {
            sizes[i] = i == 0 ? shape.get(0) : i <= missing ? 1 : shape.get(i - missing);
        }
        return Shape.of(sizes);
    }

    private static Shape broadcast(Shape a, Shape b) {
        long[] sizes = a.asArray();
        for (int i = 0; i < sizes.length; i++) {
            long other = b.get(i);
            if (sizes[i] == 1 || sizes[i] == -1 && other > 1) {
                sizes[i] = other;
            } else if (other != 1 && other != -1 && other != sizes[i]) {
                throw new LayerShapeException(
                        "expected inputs of the same shape, received " + Shapes.text(a) + " and " + Shapes.text(b),
                        "Bring them to one shape, for example with a Conv2D of kernel size 1.");
            }
        }
        return Shape.of(sizes);
    }

    /** The inputs, all of the highest rank. */
    static <T extends TFloating> List<Operand<T>> aligned(LayerCall<T> call) {
        List<Operand<T>> aligned = new ArrayList<>();
        int rank = rank(call);
        for (int i = 0; i < call.inputs().size(); i++) {
            Operand<T> x = call.inputs().get(i);
            for (int j = call.inputShapes().get(i).numDimensions(); j < rank; j++) {
                x = call.tf().expandDims(x, call.tf().constant(1));
            }
            aligned.add(x);
        }
        return aligned;
    }

    /** The positions that count in one of the inputs, if all have masks. */
    static <T extends TFloating> Optional<Operand<TBool>> anyCounts(LayerCall<T> call) {
        boolean isUniform = call.masks().stream().allMatch(Optional::isPresent)
                && call.masks().stream()
                                .map(mask -> mask.orElseThrow().shape().numDimensions())
                                .distinct()
                                .count()
                        == 1;
        return isUniform
                ? call.masks().stream().map(Optional::orElseThrow).reduce(call.tf().math::logicalOr)
                : Optional.empty();
    }

    /** The product, in which what does not count is 1, or 0 where nothing counts. */
    static <T extends TFloating> Operand<T> product(LayerCall<T> call) {
        Ops tf = call.tf();
        List<Operand<T>> inputs = aligned(call);
        List<Optional<Operand<TBool>>> masks = spreadMasks(call, inputs);
        Operand<T> product = call.constant(1);
        for (int i = 0; i < inputs.size(); i++) {
            Operand<T> x = inputs.get(i);
            Operand<T> counted = masks.get(i)
                    .<Operand<T>>map(mask -> tf.select(mask, x, call.constant(1)))
                    .orElse(x);
            product = i == 0 ? counted : tf.math.mul(product, counted);
        }
        if (masks.stream().anyMatch(Optional::isEmpty)) {
            return product;
        }
        Operand<TBool> counts = masks.stream()
                .map(Optional::orElseThrow)
                .reduce(tf.math::logicalOr)
                .orElseThrow();
        return tf.select(counts, product, call.constant(0));
    }

    /** The largest or smallest, in which what does not count is what it is compared with. */
    static <T extends TFloating> Operand<T> extreme(LayerCall<T> call, BinaryOperator<Operand<T>> operation) {
        Ops tf = call.tf();
        List<Operand<T>> inputs = aligned(call);
        List<Optional<Operand<TBool>>> masks = spreadMasks(call, inputs);
        Operand<T> output = inputs.get(0);
        Optional<Operand<TBool>> counts = masks.get(0);
        for (int i = 1; i < inputs.size(); i++) {
            Operand<T> before = output;
            Operand<T> raw = inputs.get(i);
            Operand<T> x = masks.get(i)
                    .<Operand<T>>map(mask -> tf.select(mask, raw, before))
                    .orElse(raw);
            Operand<T> known =
                    counts.<Operand<T>>map(mask -> tf.select(mask, before, x)).orElse(before);
            counts = counts.isPresent() && masks.get(i).isPresent()
                    ? Optional.of(tf.math.logicalOr(counts.get(), masks.get(i).get()))
                    : Optional.empty();
            output = operation.apply(known, x);
        }
        return output;
    }

    /** The masks in the shape of the inputs; Keras forgets those of inputs of a lower rank. */
    private static <T extends TFloating> List<Optional<Operand<TBool>>> spreadMasks(
            LayerCall<T> call, List<Operand<T>> inputs) {
        List<Optional<Operand<TBool>>> masks = new ArrayList<>();
        int rank = rank(call);
        for (int i = 0; i < inputs.size(); i++) {
            Operand<T> x = inputs.get(i);
            masks.add(
                    call.inputShapes().get(i).numDimensions() < rank
                            ? Optional.empty()
                            : call.masks().get(i).map(mask -> spread(call.tf(), mask, x, rank)));
        }
        return masks;
    }

    /** A mask with an axis for each of the axes that an input has more, of its size. */
    static Operand<TBool> spread(Ops tf, Operand<TBool> mask, Operand<? extends TType> x, int rank) {
        Operand<TBool> expanded = mask;
        for (int i = mask.shape().numDimensions(); i < rank; i++) {
            expanded = tf.expandDims(expanded, tf.constant(-1));
        }
        return tf.broadcastTo(expanded, tf.shape(x));
    }

    private static int rank(LayerCall<?> call) {
        return call.inputShapes().stream().mapToInt(Shape::numDimensions).max().orElseThrow();
    }
}
