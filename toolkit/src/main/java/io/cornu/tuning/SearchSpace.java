package io.cornu.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which parameters trials have in common. */
final class SearchSpace {
    private SearchSpace() {}

    /**
     * The parameters that every finished trial asked for, without those of one value alone.
     *
     * @param trials the trials
     * @param states which of them count
     * @return the ranges by name, sorted by name; empty if there is no such trial
     */
    static SortedMap<String, Distribution> common(List<TrialRecord> trials, List<TrialState> states) {
        SortedMap<String, Distribution> space = new TreeMap<>();
        boolean first = true;
        for (TrialRecord trial : trials) {
            if (!states.contains(trial.state())) {
                continue;
            }
            if (first) {
                trial.parameters().forEach((name, setting) -> space.put(name, setting.distribution()));
                first = false;
            }
            space.keySet().retainAll(trial.parameters().keySet());
        }
        space.values().removeIf(Distribution::isSingle);
        return space;
    }

    static List<TrialRecord> inState(List<TrialRecord> trials, TrialState... states) {
        List<TrialState> wanted = List.of(states);
        return trials.stream().filter(trial -> wanted.contains(trial.state())).toList();
    }

    /** What a trial asked for, and what a running one will be given when it asks. */
    static Map<String, Double> known(TrialRecord trial) {
        Map<String, Double> values = new TreeMap<>();
        if (!trial.state().isFinished()) {
            trial.memory().forEach((key, value) -> {
                if (key.startsWith(Sampler.PLAN)) {
                    values.put(key.substring(Sampler.PLAN.length()), value);
                }
            });
        }
        trial.parameters().forEach((name, setting) -> values.put(name, setting.number()));
        return values;
    }

    /** The values of those trials that have all of the parameters: one row a trial, one column a parameter. */
    static List<double[]> rows(List<TrialRecord> trials, SortedMap<String, Distribution> space) {
        List<double[]> rows = new ArrayList<>();
        for (TrialRecord trial : trials) {
            Map<String, Double> values = known(trial);
            if (values.keySet().containsAll(space.keySet())) {
                rows.add(space.keySet().stream().mapToDouble(values::get).toArray());
            }
        }
        return rows;
    }

    /** The values with the parameters' names. */
    static Map<String, Double> named(SortedMap<String, Distribution> space, double[] values) {
        Map<String, Double> named = new TreeMap<>();
        int column = 0;
        for (String name : space.keySet()) {
            named.put(name, values[column++]);
        }
        return named;
    }
}
