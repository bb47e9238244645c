package io.cornu.cli;

import io.cornu.savedmodels.compare.WeightStatistics;
import io.cornu.savedmodels.tf.CheckpointFolder;
import io.cornu.savedmodels.tf.SavedWeights;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.savedmodels.tf.TensorFlowCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code inspect} says of a checkpoint, and of the one within a SavedModel. */
final class InspectCheckpoint {
    private InspectCheckpoint() {}

    static void add(Path file, InspectReport report) throws IOException {
        Path prefix = ModelSource.prefix(file);
        report.put("checkpoint", prefix.toString());
        if (Files.isDirectory(file)) {
            List<String> all = CheckpointFolder.of(file).checkpoints().stream()
                    .map(Path::toString)
                    .toList();
            report.put("checkpoints", all);
            report.text("Checkpoints: " + String.join(", ", all) + "; this is " + prefix + ".");
        }
        List<String> others = TensorFlowCheckpoint.open(prefix).tensors().stream()
                .filter(tensor -> tensor.dataType().isEmpty())
                .map(TensorDescription::toString)
                .toList();
        report.put("others", others);
        report.text("Beside numbers: " + (others.isEmpty() ? "nothing" : String.join(", ", others)) + ".");
        weights(SavedWeights.read(prefix), report);
    }

    /** Every variable is read, so that its checksum is tried. */
    static void weights(SavedWeights saved, InspectReport report) {
        List<WeightStatistics> statistics = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (TensorDescription tensor : saved.tensors()) {
            if (tensor.dataType().isEmpty()) {
                continue;
            }
            try {
                statistics.add(WeightStatistics.of(tensor.name(), saved.read(tensor.name())));
            } catch (IOException | IllegalArgumentException damaged) {
                warnings.add(String.valueOf(damaged.getMessage()));
            }
        }
        report.weights("weights", statistics);
        report.warn(InspectReport.notNumbers(statistics));
        report.warn(warnings);
    }
}
