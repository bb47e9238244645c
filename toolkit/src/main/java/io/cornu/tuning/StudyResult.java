package io.cornu.tuning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A study as it was at one time, with the numbers for its figures: history, importances, and each trial's settings and
 * reports.
 *
 * @param name the study's name
 * @param direction which values are better
 * @param seed what decided its random numbers
 * @param trials all trials, by number
 */
public record StudyResult(String name, Direction direction, long seed, List<TrialRecord> trials) {
    /** Copies the trials. */
    public StudyResult {
        trials = List.copyOf(trials);
    }

    /**
     * The complete trial with the best value.
     *
     * @return the trial; the earlier of two equals
     * @throws NoSuchElementException if no trial is complete
     */
    public TrialRecord best() {
        return findBest()
                .orElseThrow(() -> new NoSuchElementException("study '" + name
                        + "': expected a complete trial, received none among " + trials.size() + " trials."));
    }

    /**
     * The complete trial with the best value, if there is one.
     *
     * @return the trial; the earlier of two equals
     */
    public Optional<TrialRecord> findBest() {
        return inState(TrialState.COMPLETE).stream()
                .reduce((best, next) -> direction.isBetter(value(next), value(best)) ? next : best);
    }

    /**
     * The trials in one state.
     *
     * @param state the state
     * @return the trials, by number
     */
    public List<TrialRecord> inState(TrialState state) {
        return SearchSpace.inState(trials, state);
    }

    /**
     * The best value after each complete trial.
     *
     * @return by the complete trials' numbers
     */
    public SortedMap<Integer, Double> history() {
        SortedMap<Integer, Double> history = new TreeMap<>();
        double best = Double.NaN;
        for (TrialRecord trial : inState(TrialState.COMPLETE)) {
            double value = value(trial);
            best = Double.isNaN(best) || direction.isBetter(value, best) ? value : best;
            history.put(trial.number(), best);
        }
        return history;
    }

    /**
     * What trials were asked for.
     *
     * @return the ranges, by the parameters' names, sorted
     */
    public SortedMap<String, Distribution> parameters() {
        SortedMap<String, Distribution> parameters = new TreeMap<>();
        for (TrialRecord trial : trials) {
            trial.parameters().forEach((parameter, setting) -> parameters.put(parameter, setting.distribution()));
        }
        return parameters;
    }

    /**
     * How much each parameter matters for reaching the best tenth of the complete trials (PED-ANOVA).
     *
     * <p>For each parameter the spread of its values among the best tenth is compared with that among all trials. It
     * needs no forest and no random numbers, and takes conditional parameters. With fewer than five trials in the best
     * tenth the figures are rough.
     *
     * <p>Source: {@code optuna.importance.PedAnovaImportanceEvaluator}, Optuna 5.0, the default there; Watanabe et al.
     * 2023.
     *
     * @return shares that sum to 1, by name, the largest first; alike if nothing can be told
     */
    public Map<String, Double> importances() {
        return PedAnova.importances(this);
    }

    /**
     * Writes one row a trial: number, state, value, start, end and seconds, then each parameter in words (empty where
     * the trial had none), each note, the reports as {@code step=value} with blanks between, and the message.
     *
     * @param file the file, replaced at once when all is written
     * @throws IOException if it cannot be written
     */
    public void writeCsv(Path file) throws IOException {
        TrialTable.of(this).write(file);
    }

    /**
     * The values of the complete trials and one parameter's settings, for a slice.
     *
     * @param parameter the parameter's name
     * @return the complete trials that have it, by number
     * @throws IllegalArgumentException if no trial has it
     */
    public List<TrialRecord> having(String parameter) {
        if (!parameters().containsKey(parameter)) {
            throw new IllegalArgumentException("study '" + name + "': expected one of the parameters "
                    + new ArrayList<>(parameters().keySet()) + ", received '" + parameter + "'.");
        }
        return inState(TrialState.COMPLETE).stream()
                .filter(trial -> trial.parameters().containsKey(parameter))
                .toList();
    }

    private static double value(TrialRecord complete) {
        return complete.value().orElseThrow();
    }
}
