package io.cornu.layers;

import static io.cornu.initializers.Initializers.ones;
import static io.cornu.initializers.Initializers.zeros;

import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.ops.Normalizations;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Brings each group of channels of an example to mean 0 and variance 1, then scales and shifts every channel by learned
 * amounts (Wu and He 2018). It does not depend on the size of the batch, and does the same in training and inference.
 *
 * <pre>y = gamma (x - mean(group)) / sqrt(variance(group) + epsilon) + beta</pre>
 *
 * <p>One group is {@link LayerNormalization} over the whole example; as many groups as channels are instance
 * normalization.
 *
 * <p>Shapes: any of rank 2 or more, unchanged. Variables of shape (channels): gamma, beta.
 *
 * <p>Source: {@code keras.layers.GroupNormalization}, Keras 3.15.
 *
 * @param groups into how many groups the channels are split, which must fit; -1 for one group a channel; 32 by default
 * @param axis the axis of the channels; -1 by default
 * @param epsilon what keeps the square root away from 0, above 0; 0.001 by default
 * @param center whether beta is added; true by default
 * @param scale whether gamma multiplies; true by default
 * @param betaInitializer how beta starts; zeros by default
 * @param gammaInitializer how gamma starts; ones by default
 * @param betaRegularizer the penalty on beta; none by default
 * @param gammaRegularizer the penalty on gamma; none by default
 * @param betaConstraint what beta is kept to; nothing by default
 * @param gammaConstraint what gamma is kept to; nothing by default
 */
@RecordBuilder
public record GroupNormalization(
        int groups,
        int axis,
        double epsilon,
        boolean center,
        boolean scale,
        Initializer betaInitializer,
        Initializer gammaInitializer,
        Regularizer betaRegularizer,
        Regularizer gammaRegularizer,
        Constraint betaConstraint,
        Constraint gammaConstraint)
        implements Layer, GroupNormalizationBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if groups is 0 or below -1, or epsilon is not above 0
     */
    public GroupNormalization {
        Arguments.require(
                groups > 0 || groups == -1,
                "GroupNormalization",
                "groups must be at least 1, or -1 for one a channel",
                groups);
        Arguments.positive("GroupNormalization", "epsilon", epsilon);
    }

    /**
     * Group normalization in Keras' 32 groups.
     *
     * @return the layer
     */
    public static GroupNormalization of() {
        return of(32);
    }

    /**
     * Group normalization.
     *
     * @param groups into how many groups the channels are split, which must fit; -1 for one group a channel
     * @return the layer
     * @throws IllegalArgumentException if it is 0 or below -1
     */
    public static GroupNormalization of(int groups) {
        return new GroupNormalization(
                groups,
                -1,
                1e-3,
                true,
                true,
                zeros(),
                ones(),
                Regularizers.none(),
                Regularizers.none(),
                Constraints.none(),
                Constraints.none());
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRankAtLeast(2, input, "(batch, ..., channels)");
        long channels = channels(input).get(0);
        if (groups > 0 && channels % groups != 0) {
            throw new LayerShapeException(
                    "expected a multiple of groups (" + groups + ") as the number of channels, received "
                            + Shapes.text(input),
                    "Choose groups that divide " + channels + ".");
        }
        return input;
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        Shape channels = channels(inputs.get(0));
        List<VariableSpec> specs = new ArrayList<>();
        if (scale) {
            specs.add(VariableSpec.trainable("gamma", channels, gammaInitializer)
                    .withRegularizer(gammaRegularizer)
                    .withConstraint(gammaConstraint));
        }
        if (center) {
            specs.add(VariableSpec.trainable("beta", channels, betaInitializer)
                    .withRegularizer(betaRegularizer)
                    .withConstraint(betaConstraint));
        }
        return specs;
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public boolean isPrecisionSensitive() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Shape input = call.inputShapes().get(0);
        int channelAxis = AxisRules.index(axis, input);
        long count = groups == -1 ? input.get(channelAxis) : groups;
        List<Operand<TInt32>> sizes = new ArrayList<>();
        for (int i = 0; i < input.numDimensions(); i++) {
            if (i == channelAxis) {
                sizes.add(tf.constant(new int[] {(int) count, (int) (input.get(i) / count)}));
            } else {
                sizes.add(
                        input.get(i) == Shape.UNKNOWN_SIZE
                                ? AxisRules.sizeAt(tf, call.input(), i)
                                : tf.constant(new int[] {(int) input.get(i)}));
            }
        }
        Operand<T> grouped = tf.reshape(call.input(), tf.concat(sizes, tf.constant(0)));
        int[] axes = IntStream.rangeClosed(1, input.numDimensions())
                .filter(i -> i != channelAxis)
                .toArray();
        Operand<T> normalized = Normalizations.overAxes(
                tf,
                grouped,
                axes,
                spread(scale, "gamma", call, channelAxis, count),
                spread(center, "beta", call, channelAxis, count),
                epsilon);
        return tf.reshape(normalized, tf.shape(call.input()));
    }

    private static <T extends TFloating> Optional<Operand<T>> spread(
            boolean exists, String name, LayerCall<T> call, int channelAxis, long count) {
        if (!exists) {
            return Optional.empty();
        }
        Shape input = call.inputShapes().get(0);
        long[] sizes = new long[input.numDimensions() + 1];
        Arrays.fill(sizes, 1);
        sizes[channelAxis] = count;
        sizes[channelAxis + 1] = input.get(channelAxis) / count;
        return Optional.of(call.tf().reshape(call.variable(name), call.tf().constant(sizes)));
    }

    private Shape channels(Shape input) {
        return AxisRules.knownSizes(new int[] {AxisRules.index(axis, input)}, input);
    }
}
