package io.cornu.layers;

import static io.cornu.activations.Activations.linear;
import static io.cornu.initializers.Initializers.glorotUniform;
import static io.cornu.initializers.Initializers.zeros;

import io.cornu.activations.Activation;
import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Every unit sees every input.
 *
 * <pre>y = activation(x kernel + bias)</pre>
 *
 * <p>Shapes: (batch, ..., inputs) to (batch, ..., units). Variables: kernel (inputs, units), bias (units).
 *
 * <p>Source: {@code keras.layers.Dense}, Keras 3.15.
 *
 * @param units the size of the output, at least 1
 * @param activation what is applied last; linear by default
 * @param useBias whether there is a bias; true by default
 * @param kernelInitializer how the kernel starts; glorot uniform by default
 * @param biasInitializer how the bias starts; zeros by default
 * @param kernelRegularizer the penalty on the kernel; none by default
 * @param biasRegularizer the penalty on the bias; none by default
 * @param activityRegularizer the penalty on the output, divided by the size of the batch; none by default
 * @param kernelConstraint what the kernel is kept to; nothing by default
 * @param biasConstraint what the bias is kept to; nothing by default
 */
@RecordBuilder
public record Dense(
        int units,
        Activation activation,
        boolean useBias,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        Regularizer kernelRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint kernelConstraint,
        Constraint biasConstraint)
        implements Layer, DenseBuilder.With {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if units is below 1
     */
    public Dense {
        Arguments.positive("Dense", "units", units);
    }

    /**
     * A dense layer with Keras' defaults.
     *
     * @param units the size of the output, at least 1
     * @return the layer
     * @throws IllegalArgumentException if units is below 1
     */
    public static Dense of(int units) {
        return new Dense(
                units,
                linear(),
                true,
                glorotUniform(),
                zeros(),
                Regularizers.none(),
                Regularizers.none(),
                Regularizers.none(),
                Constraints.none(),
                Constraints.none());
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRankAtLeast(2, input, "(batch, ..., inputs)");
        ShapeRules.requireKnownLast(input);
        return ShapeRules.activated(
                activation, input.take(input.numDimensions() - 1).append(units));
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        List<VariableSpec> specs = new ArrayList<>();
        specs.add(VariableSpec.trainable("kernel", Shape.of(inputs.get(0).get(-1), units), kernelInitializer)
                .withRegularizer(kernelRegularizer)
                .withConstraint(kernelConstraint));
        if (useBias) {
            specs.add(VariableSpec.trainable("bias", Shape.of(units), biasInitializer)
                    .withRegularizer(biasRegularizer)
                    .withConstraint(biasConstraint));
        }
        return specs;
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> x = call.input();
        boolean isMatrix = call.inputShapes().get(0).numDimensions() == 2;
        // One matrix product over all positions is what TensorFlow is fastest at, and differentiates.
        Operand<T> rows = isMatrix
                ? x
                : tf.reshape(
                        x, tf.constant(new long[] {-1, call.inputShapes().get(0).get(-1)}));
        Operand<T> y = tf.linalg.matMul(rows, call.variable("kernel"));
        if (useBias) {
            y = tf.nn.biasAdd(y, call.variable("bias"));
        }
        if (!isMatrix) {
            y = tf.reshape(y, ShapeRules.withLastDimension(tf, x, units));
        }
        return ActivityPenalty.on(activation.apply(tf, y), activityRegularizer, call);
    }
}
