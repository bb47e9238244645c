package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.Batch;
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
        Array target = batch.targets().get(0);
        int examples = batch.size();
        int width = examples == 0 ? 1 : target.size() / examples;
        float[] perExample = new float[examples];
        for (int i = 0; i < examples; i++) {
            int label = width == 1 ? (int) Math.rint(target.at(i)) : largest(target, i * width, width);
            perExample[i] = weights.getOrDefault(label, 1.0).floatValue();
        }
        return Array.of(perExample);
    }

    private static int largest(Array target, int from, int width) {
        int best = 0;
        for (int j = 1; j < width; j++) {
            if (target.at(from + j) > target.at(from + best)) {
                best = j;
            }
        }
        return best;
    }
}
