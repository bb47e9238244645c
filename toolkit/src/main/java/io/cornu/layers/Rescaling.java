package io.cornu.layers;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Scales and shifts, such as pixels from 0..255 to 0..1.
 *
 * <pre>y = scale x + offset</pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.Rescaling}, Keras 3.15.
 *
 * @param scale the factor, or one for each place on the last axis; finite
 * @param offset what is added, or one number for each place on the last axis; finite, 0 by default
 */
@RecordBuilder
public record Rescaling(List<Double> scale, List<Double> offset) implements Layer, RescalingBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite, or there is none
     */
    public Rescaling {
        scale = checked("scale", scale);
        offset = checked("offset", offset);
    }

    private static List<Double> checked(String name, List<Double> numbers) {
        Arguments.require(!numbers.isEmpty(), "Rescaling", name + " must be at least one number", numbers);
        for (double number : numbers) {
            Arguments.require(Double.isFinite(number), "Rescaling", name + " must be finite", number);
        }
        return List.copyOf(numbers);
    }

    /**
     * A scaling layer without offset.
     *
     * @param scale the factor, or one for each place on the last axis; finite, such as {@code 1 / 255.0}
     * @return the layer
     * @throws IllegalArgumentException if one is not finite, or there is none
     */
    public static Rescaling of(double... scale) {
        return new Rescaling(Arrays.stream(scale).boxed().toList(), List.of(0.));
    }

    /**
     * The same layer with another offset.
     *
     * @param numbers what is added, or one number for each place on the last axis; finite
     * @return a copy
     * @throws IllegalArgumentException if one is not finite, or there is none
     */
    public Rescaling withOffset(double... numbers) {
        return withOffset(Arrays.stream(numbers).boxed().toList());
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Shape outputShape(Shape input) {
        requireBroadcast(scale, input);
        requireBroadcast(offset, input);
        return input;
    }

    private static void requireBroadcast(List<Double> numbers, Shape input) {
        if (numbers.size() > 1
                && (input.numDimensions() < 2 || input.get(-1) != -1 && input.get(-1) != numbers.size())) {
            throw new LayerShapeException(
                    "expected " + numbers.size() + " channels, one for each number, received " + Shapes.text(input),
                    "Give one number for all channels, or one for each.");
        }
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        return tf.math.add(tf.math.mul(call.input(), numbers(call, scale)), numbers(call, offset));
    }

    private static <T extends TFloating> Operand<T> numbers(LayerCall<T> call, List<Double> numbers) {
        if (numbers.size() == 1) {
            return call.constant(numbers.get(0));
        }
        double[] values = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        return call.tf().dtypes.cast(call.tf().constant(values), call.input().type());
    }
}
