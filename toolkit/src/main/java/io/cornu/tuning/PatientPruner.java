package io.cornu.tuning;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * Asks another pruner only once a trial has not become better for some reports.
 *
 * <p>Source: {@code optuna.pruners.PatientPruner}, Optuna 5.0.
 *
 * @param wrapped who decides then
 * @param patience for how many reports more than one nothing must have become better, at least 0
 * @param leastChange by how much a report must be worse than the best before, at least 0; 0 by default
 */
@RecordBuilder
public record PatientPruner(Pruner wrapped, int patience, double leastChange)
        implements Pruner, PatientPrunerBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public PatientPruner {
        Arguments.require(patience >= 0, "PatientPruner", "patience must be at least 0", patience);
        Arguments.notNegative("PatientPruner", "leastChange", leastChange);
    }

    /**
     * A pruner that stops whatever has not become better.
     *
     * @param patience for how many reports more than one, at least 0
     * @return the pruner
     * @throws IllegalArgumentException if the patience is negative
     */
    public static PatientPruner of(int patience) {
        return new PatientPruner(study -> true, patience, 0);
    }

    /**
     * A pruner that asks another.
     *
     * @param wrapped who decides
     * @param patience for how many reports more than one, at least 0
     * @return the pruner
     * @throws IllegalArgumentException if the patience is negative
     */
    public static PatientPruner of(Pruner wrapped, int patience) {
        return new PatientPruner(wrapped, patience, 0);
    }

    @Override
    public boolean shouldPrune(StudyView study) {
        NavigableMap<Integer, Double> reported = study.trial().intermediateValues();
        if (reported.size() <= patience + 1) {
            return false;
        }
        List<Double> values = new ArrayList<>(reported.values());
        int border = values.size() - patience - 1;
        Direction direction = study.direction();
        double before = direction.loss(Reports.best(direction, values.subList(0, border)));
        double after = direction.loss(Reports.best(direction, values.subList(border, values.size())));
        return before + leastChange < after && wrapped.shouldPrune(study);
    }
}
