package io.cornu.tuning;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Copies of trials with something changed; they are no business of whoever reads trials. */
final class Records {
    private Records() {}

    static TrialRecord empty(int number, TrialState state, Map<String, String> fixed, Instant now) {
        return new TrialRecord(
                number,
                state,
                OptionalDouble.empty(),
                Map.of(),
                new TreeMap<>(),
                Map.of(),
                Map.of(),
                fixed,
                now,
                now,
                "");
    }

    /** One more than the largest number that a trial has noted. */
    static int next(List<TrialRecord> trials, String key) {
        return trials.stream()
                .filter(trial -> trial.memory().containsKey(key))
                .mapToInt(trial -> trial.memory().getOrDefault(key, -1.0).intValue() + 1)
                .max()
                .orElse(0);
    }

    static TrialRecord with(TrialRecord trial, Map<String, Setting> parameters) {
        return new TrialRecord(
                trial.number(),
                trial.state(),
                trial.value(),
                parameters,
                trial.intermediateValues(),
                trial.attributes(),
                trial.memory(),
                trial.fixed(),
                trial.started(),
                trial.finished(),
                trial.message());
    }

    static TrialRecord reporting(TrialRecord trial, NavigableMap<Integer, Double> intermediateValues) {
        return new TrialRecord(
                trial.number(),
                trial.state(),
                trial.value(),
                trial.parameters(),
                intermediateValues,
                trial.attributes(),
                trial.memory(),
                trial.fixed(),
                trial.started(),
                trial.finished(),
                trial.message());
    }

    static TrialRecord noting(TrialRecord trial, Map<String, String> attributes, Map<String, Double> memory) {
        return new TrialRecord(
                trial.number(),
                trial.state(),
                trial.value(),
                trial.parameters(),
                trial.intermediateValues(),
                attributes,
                memory,
                trial.fixed(),
                trial.started(),
                trial.finished(),
                trial.message());
    }

    static TrialRecord ended(TrialRecord trial, TrialState state, OptionalDouble value, String message) {
        return new TrialRecord(
                trial.number(),
                state,
                value,
                trial.parameters(),
                trial.intermediateValues(),
                trial.attributes(),
                trial.memory(),
                trial.fixed(),
                trial.started(),
                trial.finished(),
                message);
    }

    static TrialRecord timed(TrialRecord trial, Instant started, Instant finished) {
        return new TrialRecord(
                trial.number(),
                trial.state(),
                trial.value(),
                trial.parameters(),
                trial.intermediateValues(),
                trial.attributes(),
                trial.memory(),
                trial.fixed(),
                started,
                finished,
                trial.message());
    }
}
