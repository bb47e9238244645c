package io.cornu.tuning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Trials in this process, gone when it ends. */
final class MemoryStore implements TrialStore {
    private final long seed;
    private final List<TrialRecord> trials = new ArrayList<>();
    private final Map<String, Distribution> ranges = new LinkedHashMap<>();
    private int discarded;

    MemoryStore(long seed) {
        this.seed = seed;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public synchronized List<TrialRecord> trials() {
        return List.copyOf(trials);
    }

    @Override
    public synchronized Map<String, Distribution> ranges() {
        return Map.copyOf(ranges);
    }

    @Override
    public synchronized Optional<TrialRecord> begin(long limit, OptionalInt points) {
        if (trials.stream().filter(trial -> trial.state() != TrialState.WAITING).count() - discarded >= limit) {
            return Optional.empty();
        }
        OptionalInt waiting = trials.stream()
                .filter(trial -> trial.state() == TrialState.WAITING)
                .mapToInt(TrialRecord::number)
                .findFirst();
        int point = freePoint();
        if (waiting.isEmpty() && points.isPresent() && point >= points.getAsInt()) {
            return Optional.empty();
        }
        int number = waiting.orElseGet(() -> add(TrialState.RUNNING, Map.of()));
        if (waiting.isEmpty() && points.isPresent()) {
            remember(number, Sampler.POINT, point);
        }
        Instant now = Instant.now();
        return Optional.of(change(
                number, trial -> Records.timed(Records.ended(trial, TrialState.RUNNING, trial.value(), ""), now, now)));
    }

    private int freePoint() {
        Set<Double> taken = new HashSet<>();
        trials.forEach(trial -> taken.add(trial.memory().getOrDefault(Sampler.POINT, Double.NaN)));
        int point = 0;
        while (taken.contains((double) point)) {
            point++;
        }
        return point;
    }

    private int add(TrialState state, Map<String, String> fixed) {
        trials.add(Records.empty(trials.size(), state, fixed, Instant.now()));
        return trials.size() - 1;
    }

    private TrialRecord change(int number, UnaryOperator<TrialRecord> change) {
        TrialRecord changed = change.apply(trials.get(number));
        trials.set(number, changed);
        return changed;
    }

    @Override
    public synchronized void enqueue(Map<String, String> fixed) {
        add(TrialState.WAITING, fixed);
    }

    @Override
    public synchronized void set(int number, String name, Setting setting) {
        Distributions.requireSame(name, ranges.getOrDefault(name, setting.distribution()), setting.distribution());
        ranges.put(name, setting.distribution());
        change(number, trial -> {
            Map<String, Setting> parameters = new LinkedHashMap<>(trial.parameters());
            parameters.put(name, setting);
            return Records.with(trial, parameters);
        });
    }

    @Override
    public synchronized void report(int number, int step, double value) {
        change(number, trial -> {
            TreeMap<Integer, Double> values = new TreeMap<>(trial.intermediateValues());
            values.putIfAbsent(step, value);
            return Records.reporting(trial, values);
        });
    }

    @Override
    public synchronized void remember(int number, String key, double value) {
        change(number, trial -> {
            Map<String, Double> memory = new TreeMap<>(trial.memory());
            memory.put(key, value);
            return Records.noting(trial, trial.attributes(), memory);
        });
    }

    @Override
    public synchronized int claim(int number, String key) {
        double own = trials.get(number).memory().getOrDefault(key, Double.NaN);
        int next = Double.isNaN(own) ? Records.next(trials, key) : (int) own;
        remember(number, key, next);
        return next;
    }

    @Override
    public synchronized void note(int number, String key, String text) {
        change(number, trial -> {
            Map<String, String> attributes = new TreeMap<>(trial.attributes());
            attributes.put(key, text);
            return Records.noting(trial, attributes, trial.memory());
        });
    }

    @Override
    public synchronized void finish(int number, TrialState state, OptionalDouble value, String message) {
        if (trials.get(number).state() == TrialState.RUNNING) {
            change(
                    number,
                    trial ->
                            Records.timed(Records.ended(trial, state, value, message), trial.started(), Instant.now()));
        }
    }

    @Override
    public synchronized void discard(int number, String message) {
        finish(number, TrialState.FAILED, OptionalDouble.empty(), message);
        discarded++;
        change(number, trial -> {
            Map<String, Double> memory = new TreeMap<>(trial.memory());
            memory.keySet().removeIf(key -> key.startsWith(Sampler.POINT));
            return Records.noting(trial, trial.attributes(), memory);
        });
    }

    @Override
    public synchronized void abandon(int number, String message) {
        // Nothing outlives this process, so nobody is left to retry for.
        finish(number, TrialState.FAILED, OptionalDouble.empty(), message);
    }

    @Override
    public void close() {}
}
