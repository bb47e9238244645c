package io.cornu.model;

import io.cornu.data.Array;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.FunctionDef;

/**
 * One step of a compiled model's optimizer, as a TensorFlow function without weights; made by
 * {@link CompiledModel#trace}.
 *
 * <p>Arguments: the model's inputs in order; the targets, one for each output; the weights of the examples, where they
 * have any; then the captured variables as resources. Results: those named.
 *
 * @param definition the function
 * @param inputs how many inputs the model has
 * @param targetShapes of the targets, -1 for the batch
 * @param isWeighted whether examples have weights
 * @param captures the paths of the variables, in the order of the last arguments
 * @param optimizer the optimizer's variables as they are now, by path
 * @param results {@code loss}, and the metrics that are means
 */
public record TracedTraining(
        FunctionDef definition,
        int inputs,
        List<Shape> targetShapes,
        boolean isWeighted,
        List<String> captures,
        Map<String, Array> optimizer,
        List<String> results) {
    /**
     * Copies the lists.
     *
     * @param definition see above
     * @param inputs see above
     * @param targetShapes see above
     * @param isWeighted see above
     * @param captures see above
     * @param optimizer see above
     * @param results see above
     */
    public TracedTraining {
        targetShapes = List.copyOf(targetShapes);
        captures = List.copyOf(captures);
        optimizer = Collections.unmodifiableMap(new LinkedHashMap<>(optimizer));
        results = List.copyOf(results);
    }
}
