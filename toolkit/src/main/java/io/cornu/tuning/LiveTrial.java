package io.cornu.tuning;

import io.cornu.text.Arguments;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A trial that runs. */
final class LiveTrial implements Trial {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Study study;
    private final TrialStore store;
    private final TrialRecord begun;
    private final RandomGenerator random;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final TreeMap<Integer, Double> reports = new TreeMap<>();
    private final Map<String, Double> planned = new TreeMap<>();
    /** After how many reports the pruner wanted to stop the trial. */
    private int prunedAfter = -1;

    LiveTrial(Study study, TrialStore store, TrialRecord begun) {
        this.study = study;
        this.store = store;
        this.begun = begun;
        // One stream a trial: what a trial draws does not depend on what ran before it in this process.
        random = new SplittableRandom(new SplittableRandom(store.seed() ^ (begun.number() * GOLDEN)).nextLong());
    }

    /** Lets the sampler propose what it proposes together. */
    synchronized void plan() throws StudyFileException {
        Map<String, Distribution> ranges = store.ranges();
        for (Map.Entry<String, Double> proposal :
                study.sampler().sampleTogether(view()).entrySet()) {
            String name = proposal.getKey();
            Distribution range = ranges.get(name);
            if (range != null && !begun.fixed().containsKey(name)) {
                planned.put(name, checked(name, range, proposal.getValue()));
                store.remember(number(), Sampler.PLAN + name, proposal.getValue());
            }
        }
    }

    private double checked(String name, Distribution range, double value) {
        if (!range.contains(value)) {
            throw new IllegalStateException(study.sampler().getClass().getSimpleName() + ": expected a value of '"
                    + name + "' in " + range + ", received " + value + ". The sampler is wrong.");
        }
        return value;
    }

    @Override
    public int number() {
        return begun.number();
    }

    @Override
    public synchronized Map<String, Setting> parameters() {
        return new LinkedHashMap<>(settings);
    }

    synchronized OptionalDouble lastReport() {
        return reports.isEmpty() || Double.isNaN(reports.lastEntry().getValue())
                ? OptionalDouble.empty()
                : OptionalDouble.of(reports.lastEntry().getValue());
    }

    @Override
    public synchronized double suggest(String name, Distribution distribution) {
        Setting before = settings.get(name);
        if (before != null) {
            Distributions.requireSame(name, before.distribution(), distribution);
            return before.number();
        }
        return inFile(() -> {
            Distributions.requireSame(name, store.ranges().getOrDefault(name, distribution), distribution);
            Setting setting = new Setting(distribution, value(name, distribution));
            store.set(number(), name, setting);
            settings.put(name, setting);
            return setting.number();
        });
    }

    private double value(String name, Distribution distribution) {
        String fixed = begun.fixed().get(name);
        if (fixed != null) {
            return parsed(name, distribution, fixed);
        }
        Double plan = planned.get(name);
        if (plan != null) {
            return plan;
        }
        return distribution.isSingle()
                ? Distributions.low(distribution)
                : checked(name, distribution, study.sampler().sampleAlone(view(), name, distribution));
    }

    private static double parsed(String name, Distribution distribution, String text) {
        try {
            return distribution.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parameter '" + name + "': the fixed " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void report(int step, double value) {
        Arguments.require(step >= 0, "report", "step must be at least 0", step);
        if (!reports.containsKey(step)) {
            inFile(() -> {
                store.report(number(), step, value);
                return value;
            });
            reports.put(step, value);
        }
    }

    @Override
    public synchronized boolean shouldPrune() {
        // A pruner that notes what a trial has reached would let it pass the second time.
        if (prunedAfter != reports.size() && study.pruner().shouldPrune(view())) {
            prunedAfter = reports.size();
        }
        return prunedAfter == reports.size();
    }

    @Override
    public synchronized void note(String key, String text) {
        inFile(() -> {
            store.note(number(), key, text);
            return 0;
        });
    }

    private StudyView view() {
        return inFile(() -> new View(store.trials()));
    }

    /** A step on the store. */
    private interface FileStep<T> {
        T run() throws StudyFileException;
    }

    /** Objectives are plain functions: what the file throws passes through them unchecked. */
    private static <T> T inFile(FileStep<T> step) {
        try {
            return step.run();
        } catch (StudyFileException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The study as it is at one time. */
    private final class View implements StudyView {
        private final List<TrialRecord> trials;

        View(List<TrialRecord> trials) {
            this.trials = trials;
        }

        @Override
        public String name() {
            return study.name();
        }

        @Override
        public Direction direction() {
            return study.direction();
        }

        @Override
        public long seed() {
            return store.seed();
        }

        @Override
        public List<TrialRecord> trials() {
            return trials;
        }

        @Override
        public TrialRecord trial() {
            return trials.get(number());
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public int claim(String key) {
            return inFile(() -> store.claim(number(), key));
        }

        @Override
        public void remember(String key, double value) {
            inFile(() -> {
                store.remember(number(), key, value);
                return value;
            });
        }
    }
}
