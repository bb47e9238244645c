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
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Brings the numbers of each example to mean 0 and variance 1 over some axes, then scales and shifts them by learned
 * amounts (Ba et al. 2016). Unlike {@link BatchNormalization} it does the same in training and inference.
 *
 * <pre>y = gamma (x - mean(x)) / sqrt(variance(x) + epsilon) + beta</pre>
 *
 * <p>Shapes: any, unchanged; the axes of known size. Variables of the shape of the axes: gamma, beta.
 *
 * <p>Source: {@code keras.layers.LayerNormalization}, Keras 3.15, without its deprecated {@code rms_scaling}; see
 * {@link RMSNormalization}.
 *
 * @param axis the axes over which mean and variance are taken, in ascending order; -1 by default
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
public record LayerNormalization(
        List<Integer> axis,
        double epsilon,
        boolean center,
        boolean scale,
        Initializer betaInitializer,
        Initializer gammaInitializer,
        Regularizer betaRegularizer,
        Regularizer gammaRegularizer,
        Constraint betaConstraint,
        Constraint gammaConstraint)
        implements Layer, LayerNormalizationBuilder.With {
    /**
     * Checks the numbers and sorts the axes.
     *
     * @throws IllegalArgumentException if epsilon is not above 0, or there is no axis, or one twice
     */
    public LayerNormalization {
        axis = AxisRules.several("LayerNormalization", axis).stream().sorted().toList();
        Arguments.positive("LayerNormalization", "epsilon", epsilon);
    }

    /**
     * Layer normalization over the last axis, with Keras' defaults.
     *
     * @return the layer
     */
    public static LayerNormalization of() {
        return new LayerNormalization(
                List.of(-1),
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

    /**
     * The same layer over other axes.
     *
     * @param axes at least one, counting the batch as 0, or from the end if negative
     * @return a copy
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public LayerNormalization withAxis(int... axes) {
        return withAxis(Arrays.stream(axes).boxed().toList());
    }

    @Override
    public Shape outputShape(Shape input) {
        AxisRules.knownSizes(AxisRules.indices(axis, input), input);
        return input;
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        Shape sizes = AxisRules.knownSizes(AxisRules.indices(axis, inputs.get(0)), inputs.get(0));
        List<VariableSpec> specs = new ArrayList<>();
        if (scale) {
            specs.add(VariableSpec.trainable("gamma", sizes, gammaInitializer)
                    .withRegularizer(gammaRegularizer)
                    .withConstraint(gammaConstraint));
        }
        if (center) {
            specs.add(VariableSpec.trainable("beta", sizes, betaInitializer)
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
        int[] axes = AxisRules.indices(axis, call.inputShapes().get(0));
        return Normalizations.overAxes(
                call.tf(), call.input(), axes, spread(scale, "gamma", call), spread(center, "beta", call), epsilon);
    }

    /** A variable with an axis of 1 for each other axis of the input. */
    private <T extends TFloating> Optional<Operand<T>> spread(boolean exists, String name, LayerCall<T> call) {
        if (!exists) {
            return Optional.empty();
        }
        Shape input = call.inputShapes().get(0);
        long[] sizes = new long[input.numDimensions()];
        Arrays.fill(sizes, 1);
        for (int index : AxisRules.indices(axis, input)) {
            sizes[index] = input.get(index);
        }
        return Optional.of(call.tf().reshape(call.variable(name), call.tf().constant(sizes)));
    }
}
