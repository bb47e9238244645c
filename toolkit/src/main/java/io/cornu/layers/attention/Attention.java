package io.cornu.layers.attention;

import io.cornu.initializers.Initializers;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * For every step of the query the values, weighted by how well their keys fit (Luong et al. 2015).
 *
 * <pre>
 * y = softmax(score(query, key)) value
 *
 * score = query key'                         {@link ScoreMode#DOT}
 * score = sum over features tanh(query + key)   {@link ScoreMode#CONCAT}
 * </pre>
 *
 * <p>Shapes: query (batch, query steps, features), value (batch, steps, values) and perhaps key (batch, steps, features) to
 * (batch, query steps, values); without a key the value is one. Steps that the value's mask leaves out have no weight;
 * the output is zero where the query's mask leaves a step out, and the query's mask goes on.
 *
 * <p>Source: {@code keras.layers.Attention}, Keras 3.15, without {@code return_attention_scores}.
 *
 * @param useScale whether a learned number scales the dot product, or the sums before the hyperbolic tangent; false by
 *     default
 * @param scoreMode how a key is compared with the query; by the dot product by default
 * @param dropout the share of weights that is dropped in training, in [0, 1]; 0 by default
 * @param useCausalMask whether no step of the query sees later steps of the key; false by default. Keras asks for it in the
 *     call
 */
@RecordBuilder
public record Attention(boolean useScale, ScoreMode scoreMode, double dropout, boolean useCausalMask)
        implements Layer, AttentionBuilder.With {
    /**
     * Checks the share.
     *
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public Attention {
        AttentionInputs.requireDropout("Attention", dropout);
    }

    /**
     * Dot products without a scale.
     *
     * @return the layer
     */
    public static Attention of() {
        return new Attention(false, ScoreMode.DOT, 0, false);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return SequenceAttention.outputShape(inputs);
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        List<VariableSpec> specs = new ArrayList<>();
        if (useScale) {
            specs.add(VariableSpec.trainable("scale", Shape.scalar(), Initializers.ones()));
        }
        if (scoreMode == ScoreMode.CONCAT) {
            specs.add(VariableSpec.trainable("concat_score_weight", Shape.scalar(), Initializers.ones()));
        }
        return specs;
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
        return SequenceAttention.output(call, scores(call), dropout, useCausalMask);
    }

    private <T extends TFloating> Operand<T> scores(LayerCall<T> call) {
        Ops tf = call.tf();
        if (scoreMode == ScoreMode.DOT) {
            Operand<T> products =
                    tf.linalg.einsum(List.of(call.inputs().get(0), AttentionInputs.key(call.inputs())), "abc,adc->abd");
            return useScale ? tf.math.mul(products, call.variable("scale")) : products;
        }
        Operand<T> sums = SequenceAttention.sums(call);
        Operand<T> scaled = useScale ? tf.math.mul(sums, call.variable("scale")) : sums;
        return tf.math.mul(
                SequenceAttention.sumOfFeatures(tf, tf.math.tanh(scaled)), call.variable("concat_score_weight"));
    }
}
