package io.cornu.layers;

import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** What Keras calls an activity regularizer: a penalty on a layer's output. */
public final class ActivityPenalty {
    private ActivityPenalty() {}

    /**
     * Adds a penalty on the output of a layer to the loss, as Keras does: divided by the number of examples in the batch.
     *
     * @param <T> the type of the numbers
     * @param output what comes out, batch first
     * @param regularizer the penalty
     * @param call the layer's call
     * @return the output, unchanged
     */
    public static <T extends TFloating> Operand<T> on(Operand<T> output, Regularizer regularizer, LayerCall<T> call) {
        if (!regularizer.equals(Regularizers.none())) {
            Ops tf = call.tf();
            Operand<T> examples = tf.dtypes.cast(
                    tf.squeeze(tf.slice(tf.shape(output), tf.constant(new int[] {0}), tf.constant(new int[] {1}))),
                    output.type());
            call.penalize(tf.math.divNoNan(regularizer.penalty(tf, output), examples));
        }
        return output;
    }
}
