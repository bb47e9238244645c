package io.cornu.layers;

import io.cornu.data.Array;
import io.cornu.layers.CategoryEncoding.OutputMode;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Says between which two boundaries each number lies: 0 below the first, 1 from the first on, and so on.
 *
 * <p>No gradient flows through it.
 *
 * <p>Shapes: any, unchanged; with an output mode, as {@link CategoryEncoding}.
 *
 * <p>Source: {@code keras.layers.Discretization}, Keras 3.15.
 *
 * @param binBoundaries where bins end, each belonging to the bin above; in ascending order, at least one
 * @param outputMode what stands for the bin's number; none, so that the number itself comes out, by default
 */
@RecordBuilder
public record Discretization(List<Double> binBoundaries, Optional<OutputMode> outputMode)
        implements Layer, DiscretizationBuilder.With {
    /**
     * Checks the boundaries.
     *
     * @throws IllegalArgumentException if there is none, one is not finite, or they are not in ascending order
     */
    public Discretization {
        binBoundaries = List.copyOf(binBoundaries);
        Arguments.require(
                !binBoundaries.isEmpty() && binBoundaries.stream().allMatch(Double::isFinite),
                "Discretization",
                "binBoundaries must be at least one finite number",
                binBoundaries);
        for (int i = 1; i < binBoundaries.size(); i++) {
            Arguments.require(
                    binBoundaries.get(i - 1) <= binBoundaries.get(i),
                    "Discretization",
                    "binBoundaries must be in ascending order",
                    binBoundaries);
        }
    }

    /**
     * Bins with given boundaries.
     *
     * @param binBoundaries where bins end; in ascending order, at least one
     * @return the layer
     * @throws IllegalArgumentException if there is none, one is not finite, or they are not in ascending order
     */
    public static Discretization of(List<Double> binBoundaries) {
        return new Discretization(binBoundaries, Optional.empty());
    }

    /**
     * Bins that hold about as many of some numbers each.
     *
     * @param numbers of any shape, at least one
     * @param bins how many bins, at least 2
     * @return the layer
     * @throws IllegalArgumentException if there are no numbers, one is not finite, or there are fewer bins
     */
    public static Discretization adapt(Array numbers, int bins) {
        return of(Quantiles.boundaries(numbers, bins));
    }

    /**
     * The same layer with vectors for the numbers of bins.
     *
     * @param mode what the vectors say
     * @return a copy
     */
    public Discretization withOutputMode(OutputMode mode) {
        return withOutputMode(Optional.of(mode));
    }

    @Override
    public Shape outputShape(Shape input) {
        return outputMode
                .map(mode -> mode.outputShape(input, binBoundaries.size() + 1))
                .orElse(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> x = call.input();
        double[] boundaries =
                binBoundaries.stream().mapToDouble(Double::doubleValue).toArray();
        // In float32, as Keras' own boundaries are.
        float[] single = new float[boundaries.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) boundaries[i];
        }
        Operand<T> ends = tf.dtypes.cast(tf.constant(single), x.type());
        Operand<TInt64> reached =
                tf.dtypes.cast(tf.math.greaterEqual(tf.expandDims(x, tf.constant(-1)), ends), TInt64.class);
        Operand<TInt64> bins = tf.reduceSum(reached, tf.constant(-1), ReduceSum.keepDims(false));
        if (outputMode.isEmpty()) {
            return tf.dtypes.cast(bins, x.type());
        }
        return outputMode.get().encode(call, bins, call.inputShapes().get(0), boundaries.length + 1);
    }
}
