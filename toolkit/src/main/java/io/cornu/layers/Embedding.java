package io.cornu.layers;

import static io.cornu.initializers.Initializers.randomUniform;

import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A learned vector for each whole number below a limit, such as for the words of a vocabulary.
 *
 * <pre>y = embeddings[x]</pre>
 *
 * <p>Shapes: (batch, ...) to (batch, ..., outputDim). Variables: embeddings (inputDim, outputDim). Fractions are cut off.
 * A number below 0 or not below inputDim ends the run with an error that says where it stands, on the CPU; a GPU gives
 * zeros for it, as in Keras.
 *
 * <p>Source: {@code keras.layers.Embedding}, Keras 3.15. The gradient of a vector that occurs several times in a batch is
 * the sum over its places, and optimizers square the sum; Keras on TensorFlow sums the squares, so that Adam takes
 * longer steps there, by the root of how often a number occurs.
 *
 * @param inputDim how many vectors there are: the largest number plus 1; from 1 to 2^24, beyond which float32 knows no
 *     single numbers
 * @param outputDim the length of a vector, at least 1
 * @param embeddingsInitializer how the vectors start; uniform in [-0.05, 0.05) by default
 * @param embeddingsRegularizer the penalty on the vectors; none by default
 * @param embeddingsConstraint what the vectors are kept to; nothing by default
 * @param activityRegularizer the penalty on the output, divided by the size of the batch; none by default
 * @param maskZero whether 0 is padding, which layers after it and the loss leave out; false by default
 */
@RecordBuilder
public record Embedding(
        int inputDim,
        int outputDim,
        Initializer embeddingsInitializer,
        Regularizer embeddingsRegularizer,
        Constraint embeddingsConstraint,
        Regularizer activityRegularizer,
        boolean maskZero)
        implements Layer, EmbeddingBuilder.With {
    private static final int MOST = 1 << 24;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a size is below 1, or inputDim above 2^24
     */
    public Embedding {
        Arguments.require(
                inputDim > 0 && inputDim <= MOST, "Embedding", "inputDim must be from 1 to " + MOST, inputDim);
        Arguments.positive("Embedding", "outputDim", outputDim);
    }

    /**
     * An embedding with Keras' defaults.
     *
     * @param inputDim how many vectors there are: the largest number plus 1
     * @param outputDim the length of a vector, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a size is below 1, or inputDim above 2^24
     */
    public static Embedding of(int inputDim, int outputDim) {
        return new Embedding(
                inputDim,
                outputDim,
                randomUniform(),
                Regularizers.none(),
                Constraints.none(),
                Regularizers.none(),
                false);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input.append(outputDim);
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        return List.of(VariableSpec.trainable("embeddings", Shape.of(inputDim, outputDim), embeddingsInitializer)
                .withRegularizer(embeddingsRegularizer)
                .withConstraint(embeddingsConstraint));
    }

    @Override
    public boolean supportsMasking() {
        return maskZero;
    }

    @Override
    public <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        Ops tf = call.tf();
        return maskZero ? Optional.of(tf.math.notEqual(numbers(call), tf.constant(0))) : Optional.empty();
    }

    @Override
    public boolean isPrecisionSensitive() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> rows = tf.gather(call.variable("embeddings"), numbers(call), tf.constant(0));
        return ActivityPenalty.on(rows, activityRegularizer, call);
    }

    private static <T extends TFloating> Operand<TInt32> numbers(LayerCall<T> call) {
        return call.tf().dtypes.cast(call.input(), TInt32.class);
    }
}
