package io.cornu.savedmodels.tf;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A function of a SavedModel that can be called by name.
 *
 * @param name such as {@code serving_default}
 * @param inputs in the order of the model's inputs where the file tells it, else by name
 * @param outputs in the order of the model's outputs where the file tells it, else by name
 */
public record SavedModelSignature(String name, List<TensorDescription> inputs, List<TensorDescription> outputs) {
    /**
     * Copies the lists.
     *
     * @param name see above
     * @param inputs see above
     * @param outputs see above
     */
    public SavedModelSignature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Such as {@code serving_default(image: float32 (None, 28, 28, 1)) -> dense: float32 (None, 10)}. */
    @Override
    public String toString() {
        return name + "(" + joined(inputs) + ") -> " + joined(outputs);
    }

    private static String joined(List<TensorDescription> tensors) {
        return tensors.stream().map(TensorDescription::toString).collect(Collectors.joining(", "));
    }
}
