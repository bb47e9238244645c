package io.cornu.layers.attention;

import io.cornu.initializers.Initializers;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * For every step of the query the values, weighted by how well their keys fit, compared by sums (Bahdanau et al. 2015).
 *
 * <pre>y = softmax(sum over features (scale tanh(query + key))) value</pre>
 *
 * <p>Shapes: query (batch, query steps, features), value (batch, steps, values) and perhaps key (batch, steps, features) to
 * (batch, query steps, values); without a key the value is one. Steps that the value's mask leaves out have no weight;
 * the output is zero where the query's mask leaves a step out, and the query's mask goes on. Variables: scale (features).
 *
 * <p>Source: {@code keras.layers.AdditiveAttention}, Keras 3.15, without {@code return_attention_scores}.
 *
 * @param useScale whether a learned number for each feature scales the hyperbolic tangents; true by default
 * @param dropout the share of weights that is dropped in training, in [0, 1]; 0 by default
 * @param useCausalMask whether no step of the query sees later steps of the key; false by default. Keras asks for it in the
 *     call
 */
@RecordBuilder
public record AdditiveAttention(boolean useScale, double dropout, boolean useCausalMask)
        implements Layer, AdditiveAttentionBuilder.With {
    /**
     * Checks the share.
     *
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public AdditiveAttention {
        AttentionInputs.requireDropout("AdditiveAttention", dropout);
    }

    /**
     * A layer with a learned scale.
     *
     * @return the layer
     */
    public static AdditiveAttention of() {
        return new AdditiveAttention(true, 0, false);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return SequenceAttention.outputShape(inputs);
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        return useScale
                ? List.of(VariableSpec.trainable("scale", Shape.of(inputs.get(0).get(2)), Initializers.glorotUniform()))
                : List.of();
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
        Operand<T> fits = tf.math.tanh(SequenceAttention.sums(call));
        Operand<T> scaled = useScale ? tf.math.mul(fits, call.variable("scale")) : fits;
        return SequenceAttention.output(call, SequenceAttention.sumOfFeatures(tf, scaled), dropout, useCausalMask);
    }
}
