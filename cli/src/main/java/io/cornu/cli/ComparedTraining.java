package io.cornu.cli;

import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Outcome;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.NonFiniteLossException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One training of a comparison. Where its loss becomes infinite or not a number, that is what came of it: the others go on.
 */
final class ComparedTraining {
    private final TrainSettings settings;
    private final TrainData data;
    private final Cell cell;
    private final List<History.Epoch> finished = new ArrayList<>();

    ComparedTraining(TrainSettings settings, TrainData data, Cell cell) {
        this.settings = settings;
        this.data = data;
        this.cell = cell;
    }

    /** Trains; says so first if there would be no result of the name asked for. */
    Outcome run(@Nullable String by, Consumer<String> note) throws IOException {
        try (TrainModel opened = TrainModel.create(settings, data, cell.options())) {
            List<String> names = names(opened.compiled());
            if (by != null && !names.contains(by)) {
                throw new CommandFailure("--by: expected one of " + String.join(", ", names) + ", received '" + by
                        + "', which " + cell.variant() + " does not have.");
            }
            try {
                return trained(opened.compiled());
            } catch (NonFiniteLossException e) {
                note.accept(label(cell.variant(), cell.seed()) + " diverged: " + e.getMessage());
                Map<String, Double> results = new LinkedHashMap<>();
                names.forEach(name -> results.put(name, Double.NaN));
                return cell.outcome(columns(), results);
            }
        }
    }

    private Outcome trained(CompiledModel model) {
        List<Callback> callbacks = new ArrayList<>(TrainRun.callbacks(settings, data));
        callbacks.add(control -> new FitListener() {
            @Override
            public void epochEnd(History.Epoch epoch) {
                finished.add(epoch);
            }
        });
        Fit fit = cell.fit(settings.epochs(), callbacks.toArray(Callback[]::new))
                .withBatchSize(settings.batchSize())
                .withShuffle(settings.shuffle())
                .withValidationData(data.validation());
        History history = model.fit(data.train(), fit);
        Map<String, Double> results = new LinkedHashMap<>(history.last().values());
        results.remove("learning_rate");
        data.test().ifPresent(test -> model.evaluate(test, settings.batchSize())
                .forEach((name, value) -> results.put("test_" + name, value)));
        return cell.outcome(history, results);
    }

    /** What the results are called, in their order. */
    private List<String> names(CompiledModel model) {
        List<String> known = MetricDirection.known(model);
        List<String> names = new ArrayList<>(known);
        data.validation().ifPresent(some -> known.forEach(name -> names.add("val_" + name)));
        data.test().ifPresent(some -> known.forEach(name -> names.add("test_" + name)));
        return names;
    }

    private Map<String, List<Double>> columns() {
        Map<String, List<Double>> columns = new LinkedHashMap<>();
        for (History.Epoch epoch : finished) {
            epoch.values().forEach((name, value) -> columns.computeIfAbsent(name, missing -> new ArrayList<>())
                    .add(value));
        }
        return columns;
    }

    /** A sentence for each training that diverged. */
    static List<String> divergences(Comparison comparison) {
        return comparison.outcomes().stream()
                .filter(outcome -> Double.isNaN(outcome.results().getOrDefault("loss", 0.0)))
                .map(outcome -> label(outcome.variant(), outcome.seed()) + " diverged in epoch "
                        + (outcome.history().getOrDefault("loss", List.of()).size() + 1)
                        + ": its loss was infinite or not a number, so it has no results. A lower learning rate or"
                        + " --clipnorm may help.")
                .toList();
    }

    private static String label(String variant, long seed) {
        return variant + ", seed " + seed + ",";
    }
}
