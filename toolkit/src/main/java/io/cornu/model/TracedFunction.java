package io.cornu.model;

import io.cornu.layers.Phase;
import java.util.List;
import org.tensorflow.proto.FunctionDef;

/**
 * What a model computes in one phase, as a TensorFlow function without weights; made by {@link Model#trace}.
 *
 * <p>Arguments: the model's inputs in order, each of its own type with the batch of any size; in
 * {@link Phase#MONTE_CARLO} the seed; then the captured variables as resources. Results: the model's outputs in order.
 *
 * @param phase what the function is for
 * @param definition the function
 * @param inputs how many inputs the model has
 * @param captures the paths of the variables, in the order of the last arguments
 */
public record TracedFunction(Phase phase, FunctionDef definition, int inputs, List<String> captures) {
    /**
     * Copies the list.
     *
     * @param phase see above
     * @param definition see above
     * @param inputs see above
     * @param captures see above
     */
    public TracedFunction {
        captures = List.copyOf(captures);
    }

    /**
     * Whether a seed of type int64 and shape (2,) follows the inputs.
     *
     * @return true in {@link Phase#MONTE_CARLO}
     */
    public boolean isSeeded() {
        return phase == Phase.MONTE_CARLO;
    }
}
