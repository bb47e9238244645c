package io.cornu.cli;

import io.cornu.metrics.Metric;
import io.cornu.model.CompiledModel;
import io.cornu.text.Names;
import io.cornu.tuning.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search optimizes.
 *
 * @param name a column of a history
 * @param direction which values are better
 */
record TuneMetric(String name, Direction direction) {
    /** What was asked for. */
    static TuneMetric of(String name, TrainData data, CompiledModel model) {
        List<String> known = new ArrayList<>(MetricDirection.known(model));
        if (data.validation().isPresent()) {
            MetricDirection.known(model).forEach(each -> known.add("val_" + each));
        }
        if (!known.contains(name)) {
            throw new CommandFailure("--metric: expected one of " + known + ", received '" + name + "'. "
                    + Names.suggestion(name, known));
        }
        return new TuneMetric(
                name,
                MetricDirection.of(name, model) == Metric.Direction.DOWN ? Direction.MINIMIZE : Direction.MAXIMIZE);
    }

    /** The validation accuracy of classes, else the validation loss. */
    static TuneMetric usual(TrainData data, CompiledModel model) {
        boolean isAccuracy = !data.train().classNames().isEmpty()
                && MetricDirection.known(model).contains("accuracy");
        return of(isAccuracy ? "val_accuracy" : "val_loss", data, model);
    }

    /** The better of two values. */
    double better(double first, double second) {
        return direction.isBetter(second, first) ? second : first;
    }
}
