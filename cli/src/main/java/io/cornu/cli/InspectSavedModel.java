package io.cornu.cli;

import io.cornu.savedmodels.tf.SavedModelDescription;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code inspect} says of a SavedModel. */
final class InspectSavedModel {
    private InspectSavedModel() {}

    static void add(SavedModelDescription description, InspectReport report) {
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
        TextTable table = TextTable.of(TextTable.Align.LEFT, TextTable.Align.LEFT)
                .header("variable", "learns");
        description
                .variables()
                .forEach(variable -> table.row(variable.tensor().toString(), variable.isTrainable() ? "yes" : "no"));
        report.block(table.toString());
        report.warn(warnings(description));
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
        return InspectReport.map("name", tensor.name(), "type", tensor.typeName(), "shape", Shapes.text(tensor.shape()));
    }
}
