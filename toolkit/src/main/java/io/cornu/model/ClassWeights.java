package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.ClassNumbers;
import java.util.Map;

/**
 * Weights of classes turned into weights of examples.
 *
 * <p>Source: {@code keras.src.trainers.data_adapters.data_adapter_utils.class_weight_to_sample_weights}, Keras 3.15.
 */
final class ClassWeights {
    private ClassWeights() {}

    static Array of(Map<Integer, Double> weights, Batch batch) {
        if (batch.sampleWeights().isPresent()) {
            throw new IllegalArgumentException(
                    "fit: expected class weights or sample weights, received both. Multiply them into sample weights.");
        }
        if (batch.targets().size() != 1) {
            throw new IllegalArgumentException("fit: expected a model with one output for class weights, received "
                    + batch.targets().size() + ". Use sample weights.");
        }
        int[] classes = ClassNumbers.of(batch.targets().get(0));
        float[] perExample = new float[classes.length];
        for (int i = 0; i < classes.length; i++) {
            perExample[i] = weights.getOrDefault(classes[i], 1.0).floatValue();
        }
        return Array.of(perExample);
    }
}
