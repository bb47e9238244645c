package io.cornu.layers;

import static io.cornu.initializers.Initializers.zeros;

import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A rectifier that learns how much it lets through below zero (He et al. 2015).
 *
 * <pre>y = x if x > 0 else alpha x</pre>
 *
 * <p>Shapes: any of rank 2 or more, unchanged. Variables: alpha, of the shape of an example, with 1 along shared axes;
 * for images, sharing axes 1 and 2 leaves one slope a channel.
 *
 * <p>Source: {@code keras.layers.PReLU}, Keras 3.15.
 *
 * @param alphaInitializer how the slopes start; zeros by default
 * @param alphaRegularizer the penalty on the slopes; none by default
 * @param alphaConstraint what the slopes are kept to; nothing by default
 * @param sharedAxes the axes along which the slope is the same, counting the batch as 0, so from 1; none by default
 */
@RecordBuilder
public record PReLU(
        Initializer alphaInitializer,
        Regularizer alphaRegularizer,
        Constraint alphaConstraint,
        List<Integer> sharedAxes)
        implements Layer, PReLUBuilder.With {
    /**
     * Checks the axes.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public PReLU {
        sharedAxes = List.copyOf(sharedAxes);
        Arguments.require(
                sharedAxes.stream().allMatch(axis -> axis > 0), "PReLU", "sharedAxes must be at least 1", sharedAxes);
    }

    /**
     * A slope for every number of an example, with Keras' defaults.
     *
     * @return the layer
     */
    public static PReLU of() {
        return new PReLU(zeros(), Regularizers.none(), Constraints.none(), List.of());
    }

    /**
     * The same layer with slopes shared along axes.
     *
     * @param axes the axes, counting the batch as 0, so from 1
     * @return a copy
     * @throws IllegalArgumentException if one is below 1
     */
    public PReLU withSharedAxes(int... axes) {
        return withSharedAxes(Arrays.stream(axes).boxed().toList());
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRankAtLeast(2, input, "(batch, ...)");
        AxisRules.indices(sharedAxes, input);
        AxisRules.knownSizes(ownAxes(input), input);
        return input;
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        long[] sizes = inputs.get(0).asArray();
        sharedAxes.forEach(axis -> sizes[axis] = 1);
        Shape slopes = Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length));
        return List.of(VariableSpec.trainable("alpha", slopes, alphaInitializer)
                .withRegularizer(alphaRegularizer)
                .withConstraint(alphaConstraint));
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> below = tf.nn.relu(tf.math.neg(call.input()));
        return tf.math.sub(tf.nn.relu(call.input()), tf.math.mul(call.variable("alpha"), below));
    }

    private int[] ownAxes(Shape input) {
        return IntStream.range(1, input.numDimensions())
                .filter(axis -> !sharedAxes.contains(axis))
                .toArray();
    }
}
