package io.cornu.layers.attention;

import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.initializers.Initializers.glorotUniform;
import static io.cornu.initializers.Initializers.zeros;

import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.VariableSpec;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Several attentions side by side, each over its own projections of query, key and value (Vaswani et al. 2017).
 *
 * <pre>
 * head_i = softmax((query Q_i) (key K_i)' / sqrt(keyDim)) (value V_i)
 * y      = (head_1 ... head_n) O
 * </pre>
 *
 * <p>Shapes: query (batch, query steps, features), value (batch, steps, ...) and perhaps key (batch, steps, ...) to (batch,
 * query steps, features), or with the output shape in place of the features; without a key the value is one. There may
 * be several axes of steps. Steps that a mask leaves out have no weight, and the query's mask goes on.
 *
 * <p>Variables: kernel (features, heads, size) and bias (heads, size) of query_dense, key_dense, value_dense and, with a
 * gate, _gate_dense; kernel (heads, valueDim, features) and bias (features) of output_dense.
 *
 * <p>Source: {@code keras.layers.MultiHeadAttention}, Keras 3.15, without {@code return_attention_scores},
 * {@code attention_mask} and {@code flash_attention}.
 *
 * @param numHeads how many heads there are, at least 1
 * @param keyDim the size of query and key in a head, at least 1
 * @param valueDim the size of the value in a head, at least 1; keyDim by default
 * @param dropout the share of weights that is dropped in training, in [0, 1]; 0 by default
 * @param useBias whether the projections have biases; true by default
 * @param outputShape the sizes of the output in place of the query's features; by default empty, as many as there are
 * @param attentionAxes the axes of steps, counting the batch as 0, or the last one of the steps as -2 as Keras does; by
 *     default empty, all between batch and features
 * @param slidingWindow within how many steps the key must lie, the query's own counted; any by default
 * @param kernelInitializer how the kernels start; glorot uniform by default
 * @param biasInitializer how the biases start; zeros by default
 * @param kernelRegularizer the penalty on the kernels; none by default
 * @param biasRegularizer the penalty on the biases; none by default
 * @param activityRegularizer the penalty on the output of each projection; none by default
 * @param kernelConstraint what the kernels are kept to; nothing by default
 * @param biasConstraint what the biases are kept to; nothing by default
 * @param useGate whether what comes out of the heads is multiplied with a sigmoid of a projection of the query; false by
 *     default
 * @param useCausalMask whether no step of the query sees later steps of the key; false by default. Keras asks for it in the
 *     call
 */
@RecordBuilder
public record MultiHeadAttention(
        int numHeads,
        int keyDim,
        int valueDim,
        double dropout,
        boolean useBias,
        List<Integer> outputShape,
        List<Integer> attentionAxes,
        OptionalInt slidingWindow,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        Regularizer kernelRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint kernelConstraint,
        Constraint biasConstraint,
        boolean useGate,
        boolean useCausalMask)
        implements Layer, MultiHeadAttentionBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number or size is below 1, the share lies outside [0, 1], or an axis stands
     *     twice
     */
    public MultiHeadAttention {
        Arguments.positive("MultiHeadAttention", "numHeads", numHeads);
        Arguments.positive("MultiHeadAttention", "keyDim", keyDim);
        Arguments.positive("MultiHeadAttention", "valueDim", valueDim);
        AttentionInputs.requireDropout("MultiHeadAttention", dropout);
        outputShape = List.copyOf(outputShape);
        attentionAxes = List.copyOf(attentionAxes);
        Arguments.require(
                outputShape.stream().allMatch(size -> size > 0) && outputShape.size() < 6,
                "MultiHeadAttention",
                "outputShape must be of at most 5 sizes of at least 1",
                outputShape);
        Arguments.require(
                attentionAxes.stream().distinct().count() == attentionAxes.size(),
                "MultiHeadAttention",
                "attentionAxes must be different axes",
                attentionAxes);
        slidingWindow.ifPresent(size -> Arguments.positive("MultiHeadAttention", "slidingWindow", size));
    }

    /**
     * A layer with Keras' defaults, whose values are as large as its keys.
     *
     * @param numHeads how many heads there are, at least 1
     * @param keyDim the size of query, key and value in a head, at least 1
     * @return the layer
     * @throws IllegalArgumentException if one is below 1
     */
    public static MultiHeadAttention of(int numHeads, int keyDim) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                keyDim,
                0,
                true,
                List.of(),
                List.of(),
                OptionalInt.empty(),
                glorotUniform(),
                zeros(),
                Regularizers.none(),
                Regularizers.none(),
                Regularizers.none(),
                Constraints.none(),
                Constraints.none(),
                false,
                false);
    }

    /**
     * The same layer with another output.
     *
     * @param sizes in place of the query's features, each at least 1; none for as many as there are
     * @return a copy
     * @throws IllegalArgumentException if one is below 1
     */
    public MultiHeadAttention withOutputShape(int... sizes) {
        return withOutputShape(Arrays.stream(sizes).boxed().toList());
    }

    /**
     * The same layer over some axes.
     *
     * @param axes counting the batch as 0, or the last one of the steps as -2 as Keras does; none for all between batch
     *     and features
     * @return a copy
     * @throws IllegalArgumentException if one stands twice
     */
    public MultiHeadAttention withAttentionAxes(int... axes) {
        return withAttentionAxes(Arrays.stream(axes).boxed().toList());
    }

    /**
     * The same layer, in which queries see near keys only.
     *
     * @param steps within how many the key must lie, the query's own counted, at least 1
     * @return a copy
     * @throws IllegalArgumentException if it is below 1
     */
    public MultiHeadAttention withSlidingWindow(int steps) {
        return withSlidingWindow(OptionalInt.of(steps));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        AttentionInputs.requireCount(inputs);
        HeadAxes axes = HeadAxes.of(inputs, attentionAxes);
        if ((useCausalMask || slidingWindow.isPresent()) && !axes.attended().equals(List.of(1))) {
            throw new LayerShapeException(
                    "expected attention over axis 1 alone with a causal mask or a sliding window, received axes "
                            + axes.attended(),
                    "Set attentionAxes to 1, or leave the mask out.");
        }
        Shape query = inputs.get(0);
        Shape output = query.take(query.numDimensions() - 1);
        for (int size : outputSizes(query)) {
            output = output.append(size);
        }
        return output;
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        return projections(inputs).variables(useGate);
    }

    @Override
    public boolean isStochastic() {
        return dropout > 0;
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        List<Operand<T>> inputs = call.inputs();
        int rank = call.inputShapes().get(0).numDimensions();
        Projections all = projections(call.inputShapes());
        HeadAxes axes = HeadAxes.of(call.inputShapes(), attentionAxes);
        Operand<T> query = tf.math.mul(all.query().apply(call, inputs.get(0)), call.constant(1 / Math.sqrt(keyDim)));
        Operand<T> key = all.key().apply(call, AttentionInputs.key(inputs));
        Operand<T> value = all.value().apply(call, inputs.get(1));
        Operand<T> scores = tf.linalg.einsum(List.of(key, query), axes.scores());
        boolean isFused = dropout == 0 && rank == 3;
        Operand<T> weights =
                HeadScores.weights(call, scores, axes.attended().size(), mask(call, rank), dropout, isFused);
        Operand<T> heads = tf.linalg.einsum(List.of(weights, value), axes.values());
        if (useGate) {
            heads = tf.math.mul(heads, all.gate().apply(call, inputs.get(0)));
        }
        return all.output().apply(call, heads);
    }

    private Optional<Operand<TBool>> mask(LayerCall<?> call, int rank) {
        if (rank != 3 && call.masks().stream().anyMatch(Optional::isPresent)) {
            throw new LayerShapeException(
                    "MultiHeadAttention: expected masks of inputs (batch, steps, features) only, received one of "
                            + rank + " axes",
                    "Leave Masking out before it.");
        }
        return AttentionMasks.of(call.masks(), call, useCausalMask, slidingWindow);
    }

    private List<Integer> outputSizes(Shape query) {
        return outputShape.isEmpty() ? List.of(Math.toIntExact(query.get(-1))) : outputShape;
    }

    private Projections projections(List<Shape> inputs) {
        ProjectionOptions options = new ProjectionOptions(
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                activityRegularizer,
                kernelConstraint,
                biasConstraint);
        Shape query = inputs.get(0);
        Shape heads = query.take(query.numDimensions() - 1).append(numHeads).append(valueDim);
        List<Integer> keySizes = List.of(numHeads, keyDim);
        List<Integer> valueSizes = List.of(numHeads, valueDim);
        Projection gate = Projection.of("_gate_dense", query, 1, valueSizes, options);
        return new Projections(
                Projection.of("query_dense", query, 1, keySizes, options),
                Projection.of("key_dense", AttentionInputs.key(inputs), 1, keySizes, options),
                new Projection(gate.name(), gate.dense().withActivation(sigmoid()), query),
                Projection.of("value_dense", inputs.get(1), 1, valueSizes, options),
                Projection.of("output_dense", heads, 2, outputSizes(query), options));
    }
}
