package io.cornu.tuning;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Breeds settings: two of the best trials so far, each the better of two drawn ones, mix their settings, and now and
 * then one setting is drawn anew. For many cheap trials, of any kind of parameter.
 *
 * <p>Source: {@code optuna.samplers.NSGAIISampler} with its defaults, Optuna 5.0, for one objective.
 *
 * @param population how many trials a generation has, and how many parents there are, at least 2; 50 by default
 * @param crossover how likely a child has two parents instead of one, in [0, 1]; 0.9 by default
 * @param swapping how likely a setting comes from the first parent, in [0, 1]; 0.5 by default
 */
@RecordBuilder
public record Genetic(int population, double crossover, double swapping) implements Sampler, GeneticBuilder.With {
    private static final String GENERATION = "genetic:generation";

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Genetic {
        Arguments.require(population >= 2, "Genetic", "population must be at least 2", population);
        Arguments.require(crossover >= 0 && crossover <= 1, "Genetic", "crossover must be in [0, 1]", crossover);
        Arguments.require(swapping >= 0 && swapping <= 1, "Genetic", "swapping must be in [0, 1]", swapping);
    }

    /**
     * The sampler with Optuna's defaults.
     *
     * @return the sampler
     */
    public static Genetic of() {
        return new Genetic(50, .9, .5);
    }

    @Override
    public Map<String, Double> sampleTogether(StudyView study) {
        List<TrialRecord> complete = SearchSpace.inState(study.trials(), TrialState.COMPLETE);
        int generation = generation(complete);
        study.remember(GENERATION, generation);
        List<TrialRecord> parents = complete.stream()
                .filter(trial -> {
                    double born = trial.memory().getOrDefault(GENERATION, -1.0);
                    return born >= 0 && born < generation;
                })
                .sorted(Comparator.comparingDouble((TrialRecord trial) -> loss(study, trial))
                        .thenComparingInt(TrialRecord::number))
                .limit(population)
                .toList();
        SortedMap<String, Distribution> space = SearchSpace.common(complete, List.of(TrialState.COMPLETE));
        return parents.size() < 2 ? Map.of() : child(study, parents, space);
    }

    @Override
    public double sampleAlone(StudyView study, String name, Distribution distribution) {
        return RandomSearch.draw(study.random(), distribution);
    }

    private int generation(List<TrialRecord> complete) {
        double latest = complete.stream()
                .mapToDouble(trial -> trial.memory().getOrDefault(GENERATION, 0.0))
                .max()
                .orElse(0);
        long count = complete.stream()
                .filter(trial -> trial.memory().getOrDefault(GENERATION, -1.0) == latest)
                .count();
        return (int) latest + (count < population ? 0 : 1);
    }

    /** A setting that mutates is left out: it will be drawn when the trial asks. */
    private Map<String, Double> child(
            StudyView study, List<TrialRecord> parents, SortedMap<String, Distribution> space) {
        RandomGenerator random = study.random();
        TrialRecord first;
        TrialRecord second;
        if (random.nextDouble() < crossover) {
            first = winner(study, parents);
            second = winner(
                    study,
                    parents.stream()
                            .filter(parent -> parent.number() != first.number())
                            .toList());
        } else {
            first = parents.get(random.nextInt(parents.size()));
            second = first;
        }
        Map<String, Double> settings = new TreeMap<>();
        for (String name : space.keySet()) {
            TrialRecord parent = random.nextDouble() < swapping ? first : second;
            if (random.nextDouble() >= 1.0 / space.size()) {
                settings.put(name, parent.number(name));
            }
        }
        return settings;
    }

    private static TrialRecord winner(StudyView study, List<TrialRecord> parents) {
        TrialRecord one = parents.get(study.random().nextInt(parents.size()));
        TrialRecord other = parents.get(study.random().nextInt(parents.size()));
        return loss(study, one) < loss(study, other) ? one : other;
    }

    private static double loss(StudyView study, TrialRecord trial) {
        return study.direction().loss(trial.value().orElseThrow());
    }
}
