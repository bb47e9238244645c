package io.cornu.savedmodels.tf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a SavedModel says about itself, found without loading it.
 *
 * @param tensorFlowVersion the version of TensorFlow that wrote it, if it says so
 * @param signatures what can be called, by name
 * @param variables the model's variables by their names, without copies that Python keeps for itself
 * @param objections the operations that do more than compute, each with what it does; empty for an honest model
 * @param operations how many operations there are, in functions too
 * @param graphBytes the size of {@code saved_model.pb}
 */
public record SavedModelDescription(
        Optional<String> tensorFlowVersion,
        List<SavedModelSignature> signatures,
        List<SavedVariable> variables,
        Map<String, String> objections,
        int operations,
        long graphBytes) {
    /**
     * Copies the collections.
     *
     * @param tensorFlowVersion see above
     * @param signatures see above
     * @param variables see above
     * @param objections see above
     * @param operations see above
     * @param graphBytes see above
     */
    public SavedModelDescription {
        signatures = List.copyOf(signatures);
        variables = List.copyOf(variables);
        objections = Map.copyOf(objections);
    }

    /**
     * A variable of a SavedModel.
     *
     * @param tensor its name, type and shape
     * @param isTrainable whether Python trains it
     */
    public record SavedVariable(TensorDescription tensor, boolean isTrainable) {}

    /**
     * Whether the model only computes, and so is read without further trust.
     *
     * @return true if there are no objections
     */
    public boolean isHarmless() {
        return objections.isEmpty();
    }
}
