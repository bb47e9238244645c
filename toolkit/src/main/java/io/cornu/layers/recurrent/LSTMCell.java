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
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A step of a long short-term memory (Hochreiter and Schmidhuber 1997): gates decide what is kept, taken in and given out.
 *
 * <pre>
 * i, f, o = recurrentActivation(x kernel + h recurrentKernel + bias), each with its part of the kernels
 * c = f c + i activation(x kernel + h recurrentKernel + bias)
 * h = o activation(c)
 * </pre>
 *
 * <p>Variables: kernel (features, 4 units), recurrent kernel (units, 4 units), bias (4 units).
 *
 * <p>Source: {@code keras.layers.LSTMCell}, Keras 3.15.
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
 * @param unitForgetBias whether the forget gate starts open, with a bias of 1; true by default
 */
@RecordBuilder
public record LSTMCell(
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
        boolean unitForgetBias)
        implements RecurrentCell, LSTMCellBuilder.With {
    private static final int GATES = 4;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if units is below 1 or a share lies outside [0, 1)
     */
    public LSTMCell {
        Arguments.positive("LSTMCell", "units", units);
        Arguments.share("LSTMCell", "dropout", dropout);
        Arguments.share("LSTMCell", "recurrentDropout", recurrentDropout);
    }

    /**
     * A cell with Keras' defaults.
     *
     * @param units the size of the output, at least 1
     * @return the cell
     * @throws IllegalArgumentException if units is below 1
     */
    public static LSTMCell of(int units) {
        return new LSTMCell(
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
        return List.of(units, units);
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
                            Shape.of(GATES * (long) units),
                            unitForgetBias ? new ForgetBias(biasInitializer) : biasInitializer)
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
        return (x, states) -> {
            Operand<T> sum = Gates.sum(tf, List.of(input.all(x), recurrent.all(states.get(0))));
            List<Operand<T>> sums = input.split(useBias ? tf.nn.biasAdd(sum, call.variable("bias")) : sum);
            Operand<T> taken = recurrentActivation.apply(tf, sums.get(0));
            Operand<T> kept = recurrentActivation.apply(tf, sums.get(1));
            Operand<T> candidate = activation.apply(tf, sums.get(2));
            Operand<T> given = recurrentActivation.apply(tf, sums.get(3));
            Operand<T> carry = Gates.sum(tf, List.of(tf.math.mul(kept, states.get(1)), tf.math.mul(taken, candidate)));
            Operand<T> h = tf.math.mul(given, activation.apply(tf, carry));
            return new Step<>(h, List.of(h, carry));
        };
    }

    /** The bias of the forget gate, which is the second of four, starts with ones. */
    private record ForgetBias(Initializer others) implements Initializer {
        @Override
        public float[] initialize(Shape shape, RandomGenerator random) {
            int units = Math.toIntExact(shape.get(0) / GATES);
            float[] first = others.initialize(Shape.of(units), random);
            float[] last = others.initialize(Shape.of(2L * units), random);
            float[] all = new float[GATES * units];
            System.arraycopy(first, 0, all, 0, units);
            Arrays.fill(all, units, 2 * units, 1);
            System.arraycopy(last, 0, all, 2 * units, 2 * units);
            return all;
        }
    }
}
