package io.cornu.layers.operations;

import io.cornu.activations.Activation;
import io.cornu.activations.Activations;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.ops.GraphMath;
import io.cornu.text.Shapes;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * A function along one axis of the examples: softmax, sums up to each place, new axes, joining.
 *
 * <p>Shapes: (batch, ...) to the same, but for those that drop, add, halve or join the axis; joined tensors have the same
 * sizes elsewhere.
 *
 * <p>Source: {@code keras.ops.softmax}, {@code cumsum}, {@code expand_dims}, {@code concatenate} and others, Keras 3.15.
 *
 * @param function what is computed
 * @param axis the axis, from 1 as the batch is 0, or negative from the end; of the result where one is added
 */
public record AlongAxis(AxisFunction function, int axis) implements Layer {
    private static final double EPSILON = 1e-7;

    @Override
    public String kind() {
        return function.kerasName();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (!function.takesSeveral()) {
            return outputShape(Batches.only(inputs));
        }
        if (function == AxisFunction.CONCATENATE) {
            return Concatenate.of(axis).outputShape(inputs);
        }
        Shape first = inputs.get(0);
        for (Shape other : inputs) {
            if (!Shapes.same(first, other)) {
                throw new LayerShapeException(
                        "expected inputs of the same shape, received " + Shapes.text(first) + " and "
                                + Shapes.text(other),
                        "Bring them to one shape, or concatenate them.");
            }
        }
        return inserted(first, inputs.size());
    }

    @Override
    public Shape outputShape(Shape input) {
        if (function.addsAxis()) {
            return inserted(input, 1);
        }
        int index = Batches.axis(axis, input);
        if (function == AxisFunction.SQUEEZE && input.get(index) != 1) {
            throw new LayerShapeException(
                    "expected size 1 along axis " + axis + ", received " + Shapes.text(input),
                    "Choose another axis, or reduce it.");
        }
        if (function == AxisFunction.GLU) {
            return halved(input, index);
        }
        return function.dropsAxis() ? without(input, index) : input;
    }

    private Shape inserted(Shape input, long size) {
        int rank = input.numDimensions() + 1;
        int index = axis < 0 ? axis + rank : axis;
        if (index < 1 || index >= rank) {
            throw new LayerShapeException(
                    "expected a new axis of the examples, received " + axis + " for " + Shapes.text(input),
                    "Choose one from 1 to " + (rank - 1) + ".");
        }
        long[] sizes = input.asArray();
        return Shape.of(IntStream.range(0, rank)
                .mapToLong(i -> i == index ? size : sizes[i < index ? i : i - 1])
                .toArray());
    }

    private static Shape without(Shape input, int index) {
        long[] sizes = input.asArray();
        return Shape.of(LongStream.concat(
                        LongStream.of(sizes).limit(index), LongStream.of(sizes).skip(index + 1L))
                .toArray());
    }

    private Shape halved(Shape input, int index) {
        try {
            return Activations.glu(index).outputShape(input);
        } catch (IllegalArgumentException e) {
            throw new LayerShapeException(
                    "expected an even size along axis " + axis + ", received " + Shapes.text(input),
                    String.valueOf(e.getMessage()));
        }
    }

    /** Places are whole numbers, which a shorter type would round. */
    @Override
    public boolean isPrecisionSensitive() {
        return function == AxisFunction.ARGSORT || function == AxisFunction.ARGMAX || function == AxisFunction.ARGMIN;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> x = call.input();
        return switch (function) {
            case CONCATENATE -> tf.concat(call.inputs(), tf.constant(axis));
            case STACK -> tf.stack(call.inputs(), Stack.axis((long) newAxis(call)));
            case EXPAND_DIMS -> tf.expandDims(x, tf.constant(newAxis(call)));
            case SQUEEZE -> tf.squeeze(x, Squeeze.axis(List.of((long) index(call))));
            case SOFTMAX -> applied(tf, Activations.softmax(index(call)), x);
            case LOG_SOFTMAX -> applied(tf, Activations.logSoftmax(index(call)), x);
            case SPARSEMAX -> applied(tf, Activations.sparsemax(index(call)), x);
            case GLU -> applied(tf, Activations.glu(index(call)), x);
            case NORMALIZE -> normalized(tf, x, index(call));
            case CUMSUM -> tf.math.cumsum(x, tf.constant(index(call)));
            case FLIP -> tf.reverse(x, tf.constant(new int[] {index(call)}));
            case SORT -> moved(tf, x, index(call), y -> tf.gather(y, order(tf, y), tf.constant(-1), batchDims(y)));
            case ARGSORT -> moved(tf, x, index(call), y -> tf.dtypes.cast(order(tf, y), y.type()));
            case ARGMAX -> place(tf, x, tf.math.argMax(tf.stopGradient(x), tf.constant(index(call))));
            case ARGMIN -> place(tf, x, tf.math.argMin(tf.stopGradient(x), tf.constant(index(call))));
        };
    }

    private int index(LayerCall<?> call) {
        return Batches.axis(axis, call.inputShapes().get(0));
    }

    private int newAxis(LayerCall<?> call) {
        return axis < 0 ? axis + call.inputShapes().get(0).numDimensions() + 1 : axis;
    }

    private static <T extends TFloating> Operand<T> applied(Ops tf, Activation activation, Operand<T> x) {
        return activation.apply(tf, x);
    }

    private static <T extends TFloating> Operand<T> normalized(Ops tf, Operand<T> x, int index) {
        Operand<T> squares = tf.sum(tf.math.square(x), tf.constant(index), Sum.keepDims(true));
        Operand<T> least = GraphMath.constant(tf, x, EPSILON * EPSILON);
        return tf.math.mul(x, tf.math.rsqrt(tf.math.maximum(squares, least)));
    }

    private static <T extends TFloating> Operand<T> place(Ops tf, Operand<T> x, Operand<TInt64> places) {
        return tf.dtypes.cast(places, x.type());
    }

    /** The places from the smallest number to the largest along the last axis. */
    private static <T extends TFloating> Operand<TInt32> order(Ops tf, Operand<T> x) {
        int last = x.shape().numDimensions() - 1;
        Operand<TInt32> size = tf.squeeze(Batches.sizeAt(tf, x, last));
        TopK<T, TInt32> smallest = tf.nn.topK(tf.math.neg(tf.stopGradient(x)), size, TInt32.class);
        return smallest.indices();
    }

    private static Gather.Options batchDims(Operand<? extends TNumber> x) {
        return Gather.batchDims(x.shape().numDimensions() - 1L);
    }

    /** A function of the last axis, along another. */
    private static <T extends TFloating> Operand<T> moved(
            Ops tf, Operand<T> x, int index, UnaryOperator<Operand<T>> function) {
        int last = x.shape().numDimensions() - 1;
        if (index == last) {
            return function.apply(x);
        }
        int[] swap = IntStream.rangeClosed(0, last).toArray();
        swap[index] = last;
        swap[last] = index;
        Operand<TInt32> order = tf.constant(swap);
        return tf.linalg.transpose(function.apply(tf.linalg.transpose(x, order)), order);
    }
}
