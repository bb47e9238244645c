package io.cornu.cli;

import io.cornu.savedmodels.tf.Provenance;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.savedmodels.tf.SavedModelDescription;
import io.cornu.savedmodels.tf.SavedWeights;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.text.Shapes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code inspect} says of a SavedModel. */
final class InspectSavedModel {
    private InspectSavedModel() {}

    static void add(Path directory, InspectReport report) throws IOException {
        SavedModelDescription description = SavedModel.describe(directory);
        provenance(directory, report);
        report.put("tensorflow", description.tensorFlowVersion().orElse(""));
        report.put("operations", description.operations());
        report.put("graph_bytes", description.graphBytes());
        report.put(
                "signatures",
                description.signatures().stream()
                        .map(signature -> InspectReport.map(
                                "name",
                                signature.name(),
                                "inputs",
                                tensors(signature.inputs()),
                                "outputs",
                                tensors(signature.outputs())))
                        .toList());
        report.put(
                "variables",
                description.variables().stream()
                        .map(variable -> {
                            Map<String, Object> shown = tensor(variable.tensor());
                            shown.put("trainable", variable.isTrainable());
                            return shown;
                        })
                        .toList());
        report.put("objections", new TreeMap<>(description.objections()));
        report.text("Written by TensorFlow " + description.tensorFlowVersion().orElse("(unknown)") + ", "
                + description.operations() + " operations.");
        report.text("");
        description.signatures().forEach(signature -> report.text("signature " + signature));
        report.warn(warnings(description));
        weights(description, directory, report);
    }

    private static void weights(SavedModelDescription description, Path directory, InspectReport report) {
        List<SavedModelDescription.SavedVariable> variables = description.variables();
        if (variables.isEmpty()) {
            report.text("No variables: the weights are constants in the graph.");
            return;
        }
        List<String> fixed = variables.stream()
                .filter(variable -> !variable.isTrainable())
                .map(variable -> variable.tensor().name())
                .toList();
        report.text(variables.size() + " variables, " + (variables.size() - fixed.size()) + " of them trainable.");
        try {
            InspectCheckpoint.weights(SavedWeights.read(directory), report);
        } catch (IOException | IllegalArgumentException unreadable) {
            report.warn(List.of(String.valueOf(unreadable.getMessage())));
            TextTable table = TextTable.of(TextTable.Align.LEFT).header("variable");
            variables.forEach(variable -> table.row(variable.tensor().toString()));
            report.block(table.toString());
        }
    }

    /** What Cornu writes beside its models; what others write there is no reason to stop. */
    private static void provenance(Path directory, InspectReport report) {
        try {
            Provenance.read(directory).ifPresent(found -> {
                report.put(
                        "provenance",
                        InspectReport.map(
                                "cornu",
                                found.cornu(),
                                "tensorflow",
                                found.tensorFlow(),
                                "java",
                                found.java(),
                                "written",
                                found.written().toString(),
                                "seed",
                                found.seed(),
                                "variant",
                                found.variant(),
                                "name",
                                found.name(),
                                "parameters",
                                found.parameters()));
                report.text("Written " + found.written() + " by Cornu " + found.cornu() + " from '" + found.name()
                        + "', " + found.variant() + ", " + found.parameters() + " parameters.");
            });
        } catch (IOException unreadable) {
            report.warn(List.of(String.valueOf(unreadable.getMessage())));
        }
    }

    private static List<String> warnings(SavedModelDescription description) {
        List<String> warnings = new ArrayList<>();
        new TreeMap<>(description.objections())
                .forEach((operation, reason) -> warnings.add(operation + " " + reason + ". It is refused on reading."));
        if (description.signatures().isEmpty()) {
            warnings.add("No signatures: nothing in it can be called by name.");
        }
        return warnings;
    }

    private static List<Map<String, Object>> tensors(List<TensorDescription> tensors) {
        return tensors.stream().map(InspectSavedModel::tensor).toList();
    }

    private static Map<String, Object> tensor(TensorDescription tensor) {
        return InspectReport.map(
                "name", tensor.name(), "type", tensor.typeName(), "shape", Shapes.text(tensor.shape()));
    }
}
