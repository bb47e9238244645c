package io.cornu.models.experiments;

import io.cornu.experiments.Cell;
import io.cornu.experiments.Outcome;
import io.cornu.model.CompiledModel;
import io.cornu.model.History;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that has learned and was tested, and what an experiment measures of it besides.
 *
 * @param compiled the network
 * @param history the epochs of its training
 * @param columns what is kept beside the epochs, by name
 * @param results test_loss, test_accuracy, and what was measured besides
 */
record Trained(
        CompiledModel compiled, History history, Map<String, List<Double>> columns, Map<String, Double> results) {
    Trained with(String result, double value) {
        return with(Map.of(result, value));
    }

    Trained with(Map<String, Double> more) {
        Map<String, Double> all = new LinkedHashMap<>(results);
        all.putAll(more);
        return new Trained(compiled, history, columns, all);
    }

    /** Kept with the outcome, so that a run that goes on draws the same pictures. */
    Trained withColumn(String name, List<Double> values) {
        Map<String, List<Double>> all = new LinkedHashMap<>(columns);
        all.put(name, values);
        return new Trained(compiled, history, all, results);
    }

    Outcome outcome(Cell cell) {
        Map<String, List<Double>> all =
                new LinkedHashMap<>(cell.outcome(history, results).history());
        all.putAll(columns);
        return cell.outcome(all, results);
    }
}
