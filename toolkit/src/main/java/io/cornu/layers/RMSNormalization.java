package io.cornu.layers;

import static io.cornu.initializers.Initializers.ones;
import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.family.TFloating;

/**
 * Divides the numbers of each example by their root mean square over the last axes, and multiplies them by a learned
 * amount (Zhang and Sennrich 2019): {@link LayerNormalization} without its mean.
 *
 * <pre>y = scale x / sqrt(mean(x^2) + epsilon)</pre>
 *
 * <p>Shapes: any, unchanged; the axes of known size. Variables of the shape of the axes: scale.
 *
 * <p>Source: {@code keras.layers.RMSNormalization}, Keras 3.15, which multiplies the scale with the last axes whichever
 * it was told; here other axes are refused.
 *
 * @param axis the last axis, or several last ones, in ascending order; -1 by default
 * @param epsilon what keeps the square root away from 0, above 0; 1e-6 by default
 */
@RecordBuilder
public record RMSNormalization(List<Integer> axis, double epsilon) implements Layer, RMSNormalizationBuilder.With {
    /**
     * Checks the number and sorts the axes.
     *
     * @throws IllegalArgumentException if epsilon is not above 0, or there is no axis, or one twice
     */
    public RMSNormalization {
        axis = AxisRules.several("RMSNormalization", axis).stream().sorted().toList();
        Arguments.positive("RMSNormalization", "epsilon", epsilon);
    }

    /**
     * Normalization over the last axis, with Keras' defaults.
     *
     * @return the layer
     */
    public static RMSNormalization of() {
        return new RMSNormalization(List.of(-1), 1e-6);
    }

    /**
     * The same layer over other axes.
     *
     * @param axes the last axis, or several last ones, counting the batch as 0, or from the end if negative
     * @return a copy
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public RMSNormalization withAxis(int... axes) {
        return withAxis(Arrays.stream(axes).boxed().toList());
    }

    @Override
    public Shape outputShape(Shape input) {
        sizes(input);
        return input;
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        return List.of(VariableSpec.trainable("scale", sizes(inputs.get(0)), ones()));
    }

    @Override
    public boolean isPrecisionSensitive() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> x = call.input();
        int[] axes = AxisRules.indices(axis, call.inputShapes().get(0));
        Operand<T> squares = tf.math.mean(tf.math.square(x), tf.constant(axes), Mean.keepDims(true));
        Operand<T> inverse = tf.math.rsqrt(tf.math.add(squares, constant(tf, x, epsilon)));
        return tf.math.mul(tf.math.mul(x, inverse), call.variable("scale"));
    }

    private Shape sizes(Shape input) {
        int[] axes = AxisRules.indices(axis, input);
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] != input.numDimensions() - axes.length + i) {
                throw new LayerShapeException(
                        "expected the last axes in ascending order, received axis " + axis + " for "
                                + Shapes.text(input),
                        "Bring the axes to the end with Permute.");
            }
        }
        return AxisRules.knownSizes(axes, input);
    }
}
