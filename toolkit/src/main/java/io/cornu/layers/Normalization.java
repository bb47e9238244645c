package io.cornu.layers;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.initializers.Constant;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Brings features to mean 0 and variance 1, with statistics learned from data before any training.
 *
 * <pre>y = (x - mean) / max(sqrt(variance), 1e-7)</pre>
 *
 * <p>The statistics are part of the layer, where {@link #adapt} or {@link #withMoments} gave them; else they are
 * variables, as Keras' {@code adapt} makes them, which start at 0 and 1 and come from a file.
 *
 * <pre>{@code
 * Normalization scaled = Normalization.of().adapt(train);
 * Sequential network = Sequential.of(Input.of(8), scaled, Dense.of(1));
 * }</pre>
 *
 * <p>Shapes: any, unchanged; the dimensions of the axes must be known.
 *
 * <p>Source: {@code keras.layers.Normalization}, Keras 3.15.
 *
 * @param axis the axes with statistics of their own, the batch being 0, counted from the end where negative; the last by
 *     default, none for one mean and variance of all numbers
 * @param mean the means, of the shape of the last of those axes, or a single one; learned by default
 * @param variance the variances, of the same shape; learned by default
 * @param invert whether numbers are brought back: {@code y = x max(sqrt(variance), 1e-7) + mean}; false by default
 */
@RecordBuilder
public record Normalization(List<Integer> axis, Optional<Array> mean, Optional<Array> variance, boolean invert)
        implements Layer, NormalizationBuilder.With {
    private static final double EPSILON = 1e-7;

    /**
     * Checks the statistics.
     *
     * @throws IllegalArgumentException if there are means and no variances, their shapes differ or have more dimensions
     *     than there are axes, a number is not finite, or a variance is negative
     */
    public Normalization {
        axis = List.copyOf(axis);
        Arguments.require(
                mean.isPresent() == variance.isPresent(),
                "Normalization",
                "mean and variance must be given together",
                mean.isPresent() ? "a mean only" : "a variance only");
        if (mean.isPresent() && variance.isPresent()) {
            Array means = mean.get();
            Array variances = variance.get();
            Arguments.require(
                    means.shape().equals(variances.shape()) && means.shape().numDimensions() <= axis.size(),
                    "Normalization",
                    "mean and variance must have the shape of the axes " + axis,
                    Shapes.text(means.shape()) + " and " + Shapes.text(variances.shape()));
            for (int i = 0; i < means.size(); i++) {
                Arguments.require(
                        Double.isFinite(means.at(i)), "Normalization", "mean must be finite numbers", means.at(i));
                Arguments.notNegative("Normalization", "variance", variances.at(i));
            }
        }
    }

    /**
     * Statistics for each feature on the last axis, yet to be learned.
     *
     * @return the layer
     */
    public static Normalization of() {
        return of(-1);
    }

    /**
     * Statistics for each place on some axes, yet to be learned.
     *
     * @param axis the axes, the batch being 0, counted from the end where negative; none for one mean and variance of all
     * @return the layer
     */
    public static Normalization of(Integer... axis) {
        return new Normalization(List.of(axis), Optional.empty(), Optional.empty(), false);
    }

    /**
     * The same layer with statistics.
     *
     * @param means of the shape of the axes, or a single one
     * @param variances of the same shape, at least 0
     * @return a copy
     * @throws IllegalArgumentException if the shapes do not fit, a number is not finite or a variance negative
     */
    public Normalization withMoments(Array means, Array variances) {
        return new Normalization(axis, Optional.of(means), Optional.of(variances), invert);
    }

    /**
     * The same layer with the statistics of some numbers.
     *
     * @param numbers one row an example
     * @return a copy
     * @throws IllegalArgumentException if there are none, an axis lies outside, or a number is not finite
     */
    public Normalization adapt(Array numbers) {
        return adapt(Dataset.ofInputs(numbers));
    }

    /**
     * The same layer with the statistics of the first input of a dataset, read once.
     *
     * @param data training examples, and no others
     * @return a copy
     * @throws IllegalArgumentException if there are none, an axis lies outside, or a number is not finite
     */
    public Normalization adapt(Dataset data) {
        return Moments.of(data, axis, this);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape kept = kept(input);
        if (kept.hasUnknownDimension()) {
            throw new LayerShapeException(
                    "expected known dimensions on axes " + axis + ", received " + Shapes.text(input),
                    "State them in Input.of(...), or name other axes.");
        }
        mean.ifPresent(means -> {
            int rank = means.shape().numDimensions();
            if (!Shapes.same(means.shape(), kept.takeLast(rank))) {
                throw new LayerShapeException(
                        "expected input of shape " + Shapes.text(means.shape()) + " on axes " + axis + ", received "
                                + Shapes.text(input),
                        "Adapt the layer to data like that.");
            }
        });
        return input;
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        if (mean.isPresent()) {
            return List.of();
        }
        Shape kept = kept(inputs.get(0));
        return List.of(
                VariableSpec.statistic("mean", kept, Constant.of(0)),
                VariableSpec.statistic("variance", kept, Constant.of(1)),
                // Keras keeps it, and never counts.
                VariableSpec.statistic("count", Shape.scalar(), Constant.of(0)));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Shape input = call.inputShapes().get(0);
        Operand<T> means = broadcast(call, input, "mean", mean);
        Operand<T> variances = broadcast(call, input, "variance", variance);
        Operand<T> deviation = tf.math.maximum(tf.math.sqrt(variances), call.constant(EPSILON));
        return invert
                ? tf.math.add(means, tf.math.mul(call.input(), deviation))
                : tf.math.div(tf.math.sub(call.input(), means), deviation);
    }

    private <T extends TFloating> Operand<T> broadcast(
            LayerCall<T> call, Shape input, String name, Optional<Array> given) {
        Ops tf = call.tf();
        List<Integer> axes = axes(axis, input);
        long[] sizes = new long[input.numDimensions()];
        Arrays.fill(sizes, 1);
        Operand<T> value;
        int rank = axes.size();
        if (given.isPresent()) {
            Array numbers = given.get();
            rank = numbers.shape().numDimensions();
            value = tf.dtypes.cast(
                    tf.constant(numbers.toDoubles()), call.input().type());
        } else {
            value = call.variable(name);
        }
        for (int i = axes.size() - rank; i < axes.size(); i++) {
            sizes[axes.get(i)] = input.get(axes.get(i));
        }
        return tf.reshape(value, tf.constant(sizes));
    }

    private Shape kept(Shape input) {
        return Shape.of(axes(axis, input).stream().mapToLong(input::get).toArray());
    }

    /** The axes from 0, in order. */
    static List<Integer> axes(List<Integer> axis, Shape input) {
        int rank = input.numDimensions();
        List<Integer> axes = new ArrayList<>();
        for (int number : axis) {
            if (number < -rank || number >= rank) {
                throw new LayerShapeException(
                        "expected axes from " + -rank + " to " + (rank - 1) + " for input " + Shapes.text(input)
                                + ", received " + number,
                        "Name axes that the input has.");
            }
            axes.add(number < 0 ? number + rank : number);
        }
        return axes.stream().sorted().distinct().toList();
    }
}
