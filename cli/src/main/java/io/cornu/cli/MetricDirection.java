package io.cornu.cli;

import io.cornu.metrics.Metric.Direction;
import io.cornu.model.CompiledModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which values of what a training measures are better: as the model's metrics say, else as their names do. */
final class MetricDirection {
    private static final Pattern PREFIX = Pattern.compile("^(val_|test_)");

    /** Keras' losses, and the metrics of errors, as they end; the names that it gives twice have a number behind. */
    private static final Pattern LOWER = Pattern.compile(
            ".*(loss|error|crossentropy|crossentropy_from_logits|kl_divergence|kld|log_?cosh|poisson|hinge|huber|brier_score"
                    + "|false_positives|false_negatives|mae|mse|mape|msle|rmse|perplexity|dice|tversky|circle)(_\\d+)?");

    private MetricDirection() {}

    /**
     * Which values are better, by a model that is compiled.
     *
     * @param name a column of a history or a result, with {@code val_} or {@code test_} before it or not
     */
    static Direction of(String name, CompiledModel model) {
        return directions(model)
                .getOrDefault(unprefixed(name), Optional.empty())
                .orElseGet(() -> of(name));
    }

    /** Which values are better, by the model that settings make; it is built for the question and closed. */
    static Direction of(String name, TrainSettings settings, TrainData data) throws IOException {
        try (TrainModel model = TrainModel.create(settings, data)) {
            return of(name, model.compiled());
        }
    }

    /** Which values are better, by the name alone. */
    static Direction of(String name) {
        return LOWER.matcher(unprefixed(name)).matches() ? Direction.DOWN : Direction.UP;
    }

    /** What a history of the model has, without {@code val_}. */
    static List<String> known(CompiledModel model) {
        return List.copyOf(directions(model).keySet());
    }

    /** The name without what says on which data it was measured. */
    static String unprefixed(String name) {
        return PREFIX.matcher(name).replaceFirst("");
    }

    private static Map<String, Optional<Direction>> directions(CompiledModel model) {
        List<String> outputs = model.model().architecture().graph().outputNames();
        Map<String, Optional<Direction>> directions = new LinkedHashMap<>();
        directions.put("loss", Optional.of(Direction.DOWN));
        if (outputs.size() > 1) {
            outputs.forEach(output -> directions.put(output + "_loss", Optional.of(Direction.DOWN)));
        }
        model.compilation()
                .watchedMetrics(outputs)
                .forEach(metric -> directions.put(metric.name(), metric.metric().direction()));
        return directions;
    }
}
