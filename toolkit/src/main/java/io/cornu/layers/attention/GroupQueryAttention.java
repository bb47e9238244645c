package io.cornu.layers.attention;

import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.initializers.Initializers.glorotUniform;
import static io.cornu.initializers.Initializers.zeros;

import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.layers.ActivityPenalty;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * {@link MultiHeadAttention} in which several heads of the query share one head of key and value, which saves weights
 * (Ainslie et al. 2023).
 *
 * <p>Shapes: query (batch, query steps, features), value (batch, steps, features) and perhaps key (batch, steps, ...) to
 * (batch, query steps, features); without a key the value is one. Steps that a mask leaves out have no weight, and the
 * query's mask goes on.
 *
 * <p>Variables: kernel (features, heads, headDim) and bias (heads, headDim) of _query_dense, _key_dense, _value_dense and,
 * with a gate, _gate_dense; kernel (heads, headDim, features) and bias (features) of _output_dense.
 *
 * <p>Source: {@code keras.layers.GroupQueryAttention}, Keras 3.15, without {@code return_attention_scores},
 * {@code attention_mask} and {@code flash_attention}.
 *
 * @param headDim the size of a head, at least 1
 * @param numQueryHeads how many heads the query has; a multiple of the next
 * @param numKeyValueHeads how many heads key and value have, at least 1
 * @param dropout the share of weights that is dropped in training, in [0, 1]; 0 by default
 * @param useBias whether the projections have biases; true by default
 * @param slidingWindow within how many steps the key must lie, the query's own counted; any by default
 * @param kernelInitializer how the kernels start; glorot uniform by default
 * @param biasInitializer how the biases start; zeros by default
 * @param kernelRegularizer the penalty on the kernels; none by default
 * @param biasRegularizer the penalty on the biases; none by default
 * @param activityRegularizer the penalty on the output of each projection, and of the layer; none by default
 * @param kernelConstraint what the kernels are kept to; nothing by default
 * @param biasConstraint what the biases are kept to; nothing by default
 * @param useGate whether what comes out of the heads is multiplied with a sigmoid of a projection of the query; false by
 *     default
 * @param useCausalMask whether no step of the query sees later steps of the key; false by default. Keras asks for it in the
 *     call
 */
@RecordBuilder
public record GroupQueryAttention(
        int headDim,
        int numQueryHeads,
        int numKeyValueHeads,
        double dropout,
        boolean useBias,
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
        implements Layer, GroupQueryAttentionBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is below 1, the heads of the query are no multiple of those of the key,
     *     or the share lies outside [0, 1]
     */
    public GroupQueryAttention {
        Arguments.positive("GroupQueryAttention", "headDim", headDim);
        Arguments.positive("GroupQueryAttention", "numQueryHeads", numQueryHeads);
        Arguments.positive("GroupQueryAttention", "numKeyValueHeads", numKeyValueHeads);
        Arguments.require(
                numQueryHeads % numKeyValueHeads == 0,
                "GroupQueryAttention",
                "numQueryHeads must be a multiple of numKeyValueHeads",
                numQueryHeads + " and " + numKeyValueHeads);
        AttentionInputs.requireDropout("GroupQueryAttention", dropout);
        slidingWindow.ifPresent(size -> Arguments.positive("GroupQueryAttention", "slidingWindow", size));
    }

    /**
     * A layer with Keras' defaults.
     *
     * @param headDim the size of a head, at least 1
     * @param numQueryHeads how many heads the query has; a multiple of the next
     * @param numKeyValueHeads how many heads key and value have, at least 1
     * @return the layer
     * @throws IllegalArgumentException if one is below 1, or the heads of the query are no multiple
     */
    public static GroupQueryAttention of(int headDim, int numQueryHeads, int numKeyValueHeads) {
        return new GroupQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                0,
                true,
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
     * The same layer, in which queries see near keys only.
     *
     * @param steps within how many the key must lie, the query's own counted, at least 1
     * @return a copy
     * @throws IllegalArgumentException if it is below 1
     */
    public GroupQueryAttention withSlidingWindow(int steps) {
        return withSlidingWindow(OptionalInt.of(steps));
    }

    /** Keras' class has another name than the one under which it is exported. */
    @Override
    public String kind() {
        return "GroupedQueryAttention";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        AttentionInputs.requireSequences(inputs);
        AttentionInputs.requireSame(2, inputs.get(0), inputs.get(1), "query and value of as many features");
        return inputs.get(0);
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
        Projections all = projections(call.inputShapes());
        Operand<T> query = tf.math.mul(all.query().apply(call, inputs.get(0)), call.constant(1 / Math.sqrt(headDim)));
        Operand<T> key = all.key().apply(call, AttentionInputs.key(inputs));
        Operand<T> value = all.value().apply(call, inputs.get(1));
        int group = numQueryHeads / numKeyValueHeads;
        // Heads that share a key stand side by side, so an axis for them saves repeating the key.
        Operand<T> grouped = heads(tf, query, numKeyValueHeads, group);
        Operand<T> scores = tf.linalg.einsum(List.of(grouped, key), "abcde,afce->acdbf");
        Operand<T> weights = HeadScores.weights(
                call,
                scores,
                1,
                AttentionMasks.of(call.masks(), call, useCausalMask, slidingWindow),
                dropout,
                dropout == 0);
        Operand<T> values = tf.linalg.einsum(List.of(weights, value), "acdbf,afce->abcde");
        Operand<T> heads = heads(tf, values, numQueryHeads);
        if (useGate) {
            heads = tf.math.mul(heads, all.gate().apply(call, inputs.get(0)));
        }
        // Keras penalizes the output of the last projection a second time, as that of the layer.
        return ActivityPenalty.on(all.output().apply(call, heads), activityRegularizer, call);
    }

    /** The same numbers with other axes of heads between the steps and the size of a head. */
    private <T extends TFloating> Operand<T> heads(Ops tf, Operand<T> x, int... axes) {
        int[] ends = new int[axes.length + 1];
        System.arraycopy(axes, 0, ends, 0, axes.length);
        ends[axes.length] = headDim;
        Operand<TInt32> steps = tf.slice(tf.shape(x), tf.constant(new int[] {0}), tf.constant(new int[] {2}));
        return tf.reshape(x, tf.concat(List.of(steps, tf.constant(ends)), tf.constant(0)));
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
        Shape heads = Shape.of(query.get(0), query.get(1), numQueryHeads, headDim);
        List<Integer> querySizes = List.of(numQueryHeads, headDim);
        List<Integer> keySizes = List.of(numKeyValueHeads, headDim);
        Projection gate = Projection.of("_gate_dense", query, 1, querySizes, options);
        return new Projections(
                Projection.of("_query_dense", query, 1, querySizes, options),
                Projection.of("_key_dense", AttentionInputs.key(inputs), 1, keySizes, options),
                new Projection(gate.name(), gate.dense().withActivation(sigmoid()), query),
                Projection.of("_value_dense", inputs.get(1), 1, keySizes, options),
                Projection.of("_output_dense", heads, 2, List.of(Math.toIntExact(query.get(2))), options));
    }
}
