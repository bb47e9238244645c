package io.cornu.layers;

import static io.cornu.initializers.Initializers.ones;
import static io.cornu.initializers.Initializers.zeros;

import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.ops.Normalizations;
import io.cornu.ops.Normalizations.Moments;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Brings every channel to mean 0 and variance 1 over the batch, then scales and shifts it by learned amounts
 * (Ioffe and Szegedy 2015).
 *
 * <pre>
 * training:  y = gamma (x - mean(x)) / sqrt(variance(x) + epsilon) + beta
 *            moving_mean     = momentum moving_mean     + (1 - momentum) mean(x)
 *            moving_variance = momentum moving_variance + (1 - momentum) variance(x)
 * otherwise: y = gamma (x - moving_mean) / sqrt(moving_variance + epsilon) + beta
 * </pre>
 *
 * <p>Positions that a mask leaves out do not count in the batch's statistics.
 *
 * <p>The moving averages need about 1,000 steps at the default momentum; before that, evaluation looks worse than
 * training. The variance is the batch's own, not the unbiased estimate. Frozen, it behaves as in inference.
 *
 * <p>Shapes: any of rank 2 or more, unchanged. Variables of shape (channels): gamma, beta, moving_mean,
 * moving_variance.
 *
 * <p>Source: {@code keras.layers.BatchNormalization}, Keras 3.15.
 *
 * @param axis the axis of the channels; -1 by default
 * @param momentum how slowly the moving averages move, in [0, 1]; 0.99 by default
 * @param epsilon what keeps the square root away from 0, above 0; 0.001 by default
 * @param center whether beta is added; true by default
 * @param scale whether gamma multiplies; true by default
 * @param betaInitializer how beta starts; zeros by default
 * @param gammaInitializer how gamma starts; ones by default
 * @param movingMeanInitializer how the moving mean starts; zeros by default
 * @param movingVarianceInitializer how the moving variance starts; ones by default
 * @param betaRegularizer the penalty on beta; none by default
 * @param gammaRegularizer the penalty on gamma; none by default
 * @param betaConstraint what beta is kept to; nothing by default
 * @param gammaConstraint what gamma is kept to; nothing by default
 */
@RecordBuilder
public record BatchNormalization(
        int axis,
        double momentum,
        double epsilon,
        boolean center,
        boolean scale,
        Initializer betaInitializer,
        Initializer gammaInitializer,
        Initializer movingMeanInitializer,
        Initializer movingVarianceInitializer,
        Regularizer betaRegularizer,
        Regularizer gammaRegularizer,
        Constraint betaConstraint,
        Constraint gammaConstraint)
        implements Layer, BatchNormalizationBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if momentum lies outside [0, 1] or epsilon is not above 0
     */
    public BatchNormalization {
        Arguments.require(momentum >= 0 && momentum <= 1, "BatchNormalization", "momentum must be in [0, 1]", momentum);
        Arguments.positive("BatchNormalization", "epsilon", epsilon);
    }

    /**
     * Batch normalization with Keras' defaults.
     *
     * @return the layer
     */
    public static BatchNormalization of() {
        return new BatchNormalization(
                -1,
                .99,
                1e-3,
                true,
                true,
                zeros(),
                ones(),
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
        if (channelAxis(input) < 1
                || channelAxis(input) >= input.numDimensions()
                || input.get(channelAxis(input)) == Shape.UNKNOWN_SIZE) {
            throw new LayerShapeException(
                    "expected a known number of channels at axis " + axis + ", received " + Shapes.text(input),
                    "State it in Input.of(...), or choose another axis.");
        }
        return input;
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        Shape channels = Shape.of(inputs.get(0).get(channelAxis(inputs.get(0))));
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
        specs.add(VariableSpec.statistic("moving_mean", channels, movingMeanInitializer));
        specs.add(VariableSpec.statistic("moving_variance", channels, movingVarianceInitializer));
        return specs;
    }

    @Override
    public boolean isPrecisionSensitive() {
        return true;
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Shape shape = call.inputShapes().get(0);
        long channels = shape.get(channelAxis(shape));
        Operand<T> gamma = scale ? call.variable("gamma") : vector(call, 1, channels);
        Operand<T> beta = center ? call.variable("beta") : vector(call, 0, channels);
        Operand<T> movingMean = call.variable("moving_mean");
        Operand<T> movingVariance = call.variable("moving_variance");
        int channelAxis = channelAxis(shape);
        if (!call.phase().isLearning()) {
            return Normalizations.withStatistics(
                    tf, call.input(), channelAxis, new Moments<>(movingMean, movingVariance), gamma, beta, epsilon);
        }
        Normalizations.Normalized<T> normalized = call.mask()
                .map(mask -> {
                    requireMaskOfPositions(mask, shape);
                    return Normalizations.overCounted(tf, call.input(), mask, gamma, beta, epsilon);
                })
                .orElseGet(() -> Normalizations.overBatch(tf, call.input(), channelAxis, gamma, beta, epsilon));
        call.update("moving_mean", moved(call, movingMean, normalized.moments().mean()));
        call.update(
                "moving_variance",
                moved(call, movingVariance, normalized.moments().variance()));
        return normalized.output();
    }

    private void requireMaskOfPositions(Operand<TBool> mask, Shape input) {
        if (mask.shape().numDimensions() != input.numDimensions() - 1
                || channelAxis(input) != input.numDimensions() - 1) {
            throw new LayerShapeException(
                    "BatchNormalization: expected a mask of one axis less than its input, and the channels last, received"
                            + " a mask of " + mask.shape().numDimensions() + " axes for " + Shapes.text(input)
                            + " with axis " + axis,
                    "Take the mask away with a layer that ends it, such as Reshape.");
        }
    }

    private <T extends TFloating> Operand<T> moved(LayerCall<T> call, Operand<T> moving, Operand<T> batch) {
        Ops tf = call.tf();
        return tf.math.add(
                tf.math.mul(moving, call.constant(momentum)), tf.math.mul(batch, call.constant(1 - momentum)));
    }

    private static <T extends TFloating> Operand<T> vector(LayerCall<T> call, double value, long size) {
        return call.tf().fill(call.tf().constant(new long[] {size}), call.constant(value));
    }

    private int channelAxis(Shape input) {
        return axis < 0 ? axis + input.numDimensions() : axis;
    }
}
