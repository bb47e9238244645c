package io.cornu.tuning;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What is known of one trial at one time.
 *
 * @param number 0, 1, 2, ... in the order in which the study's trials began or were queued
 * @param state what became of it
 * @param value what the objective gave; for a pruned trial the last value it reported, if it did
 * @param parameters what the trial asked for, by name, in the order of asking
 * @param intermediateValues what it reported, by step
 * @param attributes notes by whoever ran it
 * @param memory notes by samplers and pruners
 * @param fixed settings it was given beforehand, in words, by name
 * @param started when it began; for a waiting trial, when it was queued
 * @param finished when it ended; the start for one that has not
 * @param message why it failed; empty for any other
 */
public record TrialRecord(
        int number,
        TrialState state,
        OptionalDouble value,
        Map<String, Setting> parameters,
        NavigableMap<Integer, Double> intermediateValues,
        Map<String, String> attributes,
        Map<String, Double> memory,
        Map<String, String> fixed,
        Instant started,
        Instant finished,
        String message) {
    /** Copies what could change. */
    public TrialRecord {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        intermediateValues = Collections.unmodifiableNavigableMap(new TreeMap<>(intermediateValues));
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        memory = Collections.unmodifiableMap(new TreeMap<>(memory));
        fixed = Collections.unmodifiableMap(new TreeMap<>(fixed));
    }

    /**
     * How long it ran.
     *
     * @return the time from its start to its end; 0 for one that has not ended
     */
    public Duration duration() {
        return Duration.between(started, finished);
    }

    /**
     * One setting as a number.
     *
     * @param name the parameter's name
     * @return its value; for a choice, the position of its label
     * @throws IllegalArgumentException if the trial has no such parameter
     */
    public double number(String name) {
        return setting(name).number();
    }

    /**
     * One setting in words.
     *
     * @param name the parameter's name
     * @return such as {@code 0.25}, {@code 64} or {@code adam}
     * @throws IllegalArgumentException if the trial has no such parameter
     */
    public String text(String name) {
        return setting(name).text();
    }

    private Setting setting(String name) {
        Setting setting = parameters.get(name);
        if (setting == null) {
            throw new IllegalArgumentException(
                    "trial " + number + ": expected one of the parameters " + parameters.keySet() + ", received '"
                            + name + "'.");
        }
        return setting;
    }

    /**
     * Runs an objective once more with this trial's settings. Nothing is recorded, and nothing is pruned.
     *
     * @param <X> what the objective throws
     * @param objective the same objective
     * @return its value
     * @throws X if the objective fails
     * @throws IllegalArgumentException if the objective asks for a parameter this trial has not, or for one from
     *     another range
     */
    public <X extends Exception> double replay(TrialObjective<X> objective) throws X {
        return objective.evaluate(new FixedTrial(number, parameters));
    }
}
