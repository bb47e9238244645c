package io.cornu.layers.recurrent;

import static io.cornu.activations.Activations.sigmoid;
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
 * A step of a gated recurrent unit (Cho et al. 2014): one gate mixes old and new, another resets.
 *
 * <pre>
 * z, r = recurrentActivation(x kernel + h recurrentKernel + bias), each with its part of the kernels
 * candidate = activation(x kernel + r (h recurrentKernel) + bias), or with (r h) recurrentKernel if not resetAfter
 * h = z h + (1 - z) candidate
 * </pre>
 *
 * <p>Variables: kernel (features, 3 units), recurrent kernel (units, 3 units), bias (2, 3 units), or (3 units) if not resetAfter.
 *
 * <p>Source: {@code keras.layers.GRUCell}, Keras 3.15.
 *
 * @param units the size of the output, at least 1
 * @param activation what is applied to candidates; tanh by default
 * @param recurrentActivation what is applied to gates; sigmoid by default
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
 * @param resetAfter whether the reset gate acts after the product with the recurrent kernel, with a bias of its own; true
 *     by default
 */
@RecordBuilder
public record GRUCell(
        int units,
        Activation activation,
        Activation recurrentActivation,
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
        double recurrentDropout,
        boolean resetAfter)
        implements RecurrentCell, GRUCellBuilder.With {
    private static final int GATES = 3;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if units is below 1 or a share lies outside [0, 1)
     */
    public GRUCell {
        Arguments.positive("GRUCell", "units", units);
        Arguments.share("GRUCell", "dropout", dropout);
        Arguments.share("GRUCell", "recurrentDropout", recurrentDropout);
    }

    /**
     * A cell with Keras' defaults.
     *
     * @param units the size of the output, at least 1
     * @return the cell
     * @throws IllegalArgumentException if units is below 1
     */
    public static GRUCell of(int units) {
        return new GRUCell(
                units,
                tanh(),
                sigmoid(),
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
                0,
                true);
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
        specs.add(VariableSpec.trainable("kernel", Shape.of(features, GATES * (long) units), kernelInitializer)
                .withRegularizer(kernelRegularizer)
                .withConstraint(kernelConstraint));
        specs.add(
                VariableSpec.trainable("recurrent_kernel", Shape.of(units, GATES * (long) units), recurrentInitializer)
                        .withRegularizer(recurrentRegularizer)
                        .withConstraint(recurrentConstraint));
        if (useBias) {
            specs.add(VariableSpec.trainable(
                            "bias",
                            resetAfter ? Shape.of(2, GATES * (long) units) : Shape.of(GATES * (long) units),
                            biasInitializer)
                    .withRegularizer(biasRegularizer)
                    .withConstraint(biasConstraint));
        }
        return specs;
    }

    @Override
    public <T extends TFloating> Stepper<T> begin(LayerCall<T> call) {
        Ops tf = call.tf();
        long features = call.inputShapes().get(0).get(-1);
        int masks = recurrentDropout > 0 ? GATES : 1;
        Gates<T> input = Gates.of(call, call.variable("kernel"), GATES, dropout, features, masks);
        Gates<T> recurrent = Gates.of(call, call.variable("recurrent_kernel"), GATES, recurrentDropout, units, masks);
        List<Operand<T>> biases = biases(call);
        return (x, states) -> {
            Operand<T> before = states.get(0);
            List<Operand<T>> fromInput = input.split(biased(tf, input.all(x), biases, 0));
            // With the reset before the product, the last gate's product is not the state's.
            List<Operand<T>> fromState = resetAfter
                    ? recurrent.split(biased(tf, recurrent.all(before), biases, 1))
                    : List.of(recurrent.one(0, before), recurrent.one(1, before));
            Operand<T> update =
                    recurrentActivation.apply(tf, Gates.sum(tf, List.of(fromInput.get(0), fromState.get(0))));
            Operand<T> reset =
                    recurrentActivation.apply(tf, Gates.sum(tf, List.of(fromInput.get(1), fromState.get(1))));
            Operand<T> remembered =
                    resetAfter ? tf.math.mul(reset, fromState.get(2)) : recurrent.one(2, tf.math.mul(reset, before));
            Operand<T> candidate = activation.apply(tf, Gates.sum(tf, List.of(fromInput.get(2), remembered)));
            Operand<T> h = Gates.sum(
                    tf,
                    List.of(
                            tf.math.mul(update, before),
                            tf.math.mul(tf.math.sub(call.constant(1), update), candidate)));
            return new Step<>(h, List.of(h));
        };
    }

    /** That of the input, and where the reset comes after the product that of the state. */
    private <T extends TFloating> List<Operand<T>> biases(LayerCall<T> call) {
        if (!useBias) {
            return List.of();
        }
        Operand<T> bias = call.variable("bias");
        return resetAfter ? List.copyOf(call.tf().unstack(bias, 2L).output()) : List.of(bias);
    }

    private static <T extends TFloating> Operand<T> biased(Ops tf, Operand<T> sum, List<Operand<T>> biases, int which) {
        return which < biases.size() ? tf.nn.biasAdd(sum, biases.get(which)) : sum;
    }
}
