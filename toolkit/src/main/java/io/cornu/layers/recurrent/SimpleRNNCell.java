package io.cornu.layers.recurrent;

import static io.cornu.activations.Activations.tanh;
import static io.cornu.initializers.Initializers.glorotUniform;
import static io.cornu.initializers.Initializers.orthogonal;
import static io.cornu.initializers.Initializers.zeros;

import io.cornu.activations.Activation;
import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
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
 * A step of the plainest recurrent layer: the output is the state.
 *
 * <pre>
 * h = activation(x kernel + bias + h recurrentKernel)
 * </pre>
 *
 * <p>Variables: kernel (features, units), recurrent kernel (units, units), bias (units).
 *
 * <p>Source: {@code keras.layers.SimpleRNNCell}, Keras 3.15.
 *
 * @param units the size of the output, at least 1
 * @param activation what is applied to the sum; tanh by default
 * @param useBias whether there is a bias; true by default
 * @param kernelInitializer how the kernel starts; glorot uniform by default
 * @param recurrentInitializer how the recurrent kernel starts; orthogonal by default
 * @param biasInitializer how the bias starts; zeros by default
 * @param kernelRegularizer the penalty on the kernel; none by default
 * @param recurrentRegularizer the penalty on the recurrent kernel; none by default
 * @param biasRegularizer the penalty on the bias; none by default
 * @param kernelConstraint what the kernel must be after each step; anything by default
 * @param recurrentConstraint what the recurrent kernel must be after each step; anything by default
 * @param biasConstraint what the bias must be after each step; anything by default
 * @param dropout the share of the input that is dropped in training, in [0, 1); 0 by default
 * @param recurrentDropout the share of the state that is dropped in training, in [0, 1); 0 by default
 */
@RecordBuilder
public record SimpleRNNCell(
        int units,
        Activation activation,
        boolean useBias,
        Initializer kernelInitializer,
        Initializer recurrentInitializer,
        Initializer biasInitializer,
        Regularizer kernelRegularizer,
        Regularizer recurrentRegularizer,
        Regularizer biasRegularizer,
        Constraint kernelConstraint,
        Constraint recurrentConstraint,
        Constraint biasConstraint,
        double dropout,
        double recurrentDropout)
        implements RecurrentCell, SimpleRNNCellBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if units is below 1 or a share lies outside [0, 1)
     */
    public SimpleRNNCell {
        Arguments.positive("SimpleRNNCell", "units", units);
        Arguments.share("SimpleRNNCell", "dropout", dropout);
        Arguments.share("SimpleRNNCell", "recurrentDropout", recurrentDropout);
    }

    /**
     * A cell with Keras' defaults.
     *
     * @param units the size of the output, at least 1
     * @return the cell
     * @throws IllegalArgumentException if units is below 1
     */
    public static SimpleRNNCell of(int units) {
        return new SimpleRNNCell(
                units,
                tanh(),
                true,
                glorotUniform(),
                orthogonal(),
                zeros(),
                Regularizers.none(),
                Regularizers.none(),
                Regularizers.none(),
                Constraints.none(),
                Constraints.none(),
                Constraints.none(),
                0,
                0);
    }

    @Override
    public List<Integer> stateSizes(long features) {
        return List.of(units);
    }

    @Override
    public boolean isStochastic() {
        return dropout > 0 || recurrentDropout > 0;
    }

    @Override
    public List<VariableSpec> variables(long features) {
        List<VariableSpec> specs = new ArrayList<>();
        specs.add(VariableSpec.trainable("kernel", Shape.of(features, units), kernelInitializer)
                .withRegularizer(kernelRegularizer)
                .withConstraint(kernelConstraint));
        specs.add(VariableSpec.trainable("recurrent_kernel", Shape.of(units, units), recurrentInitializer)
                .withRegularizer(recurrentRegularizer)
                .withConstraint(recurrentConstraint));
        if (useBias) {
            specs.add(VariableSpec.trainable("bias", Shape.of(units), biasInitializer)
                    .withRegularizer(biasRegularizer)
                    .withConstraint(biasConstraint));
        }
        return specs;
    }

    @Override
    public <T extends TFloating> Stepper<T> begin(LayerCall<T> call) {
        Ops tf = call.tf();
        long features = call.inputShapes().get(0).get(-1);
        Gates<T> input = Gates.of(call, call.variable("kernel"), 1, dropout, features, 1);
        Gates<T> recurrent = Gates.of(call, call.variable("recurrent_kernel"), 1, recurrentDropout, units, 1);
        return (x, states) -> {
            Operand<T> sum = input.one(0, x);
            if (useBias) {
                sum = tf.nn.biasAdd(sum, call.variable("bias"));
            }
            Operand<T> h = activation.apply(tf, Gates.sum(tf, List.of(sum, recurrent.one(0, states.get(0)))));
            return new Step<>(h, List.of(h));
        };
    }
}
