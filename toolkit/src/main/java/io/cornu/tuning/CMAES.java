package io.cornu.tuning;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;

/**
 * Covariance matrix adaptation: a normal distribution moves toward the better half of each generation and takes its
 * shape (active CMA-ES). For numbers that depend on each other, with some hundred trials and more.
 *
 * <p>Choices, and parameters that not every trial has, are drawn at random. A generation has {@code 4 + floor(3 ln d)}
 * trials for d parameters. Pruned trials do not count.
 *
 * <p>Source: {@code optuna.samplers.CmaEsSampler}, Optuna 5.0; Hansen 2016, <i>The CMA Evolution Strategy: A
 * Tutorial</i>.
 *
 * @param startupTrials how many trials are drawn at random at first, at least 1; 1 by default
 * @param deviation the first standard deviation, as a share of each range, above 0; 1/6 by default
 * @param restarting whether to begin anew at another place with twice the generation once one place is searched out
 *     (IPOP, Auger and Hansen 2005); false by default
 */
@RecordBuilder
public record CMAES(int startupTrials, double deviation, boolean restarting) implements Sampler, CMAESBuilder.With {
    private static final String GENERATION = "cma:generation";

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public CMAES {
        Arguments.positive("CMAES", "startupTrials", startupTrials);
        Arguments.positive("CMAES", "deviation", deviation);
    }

    /**
     * The sampler with Optuna's defaults.
     *
     * @return the sampler
     */
    public static CMAES of() {
        return new CMAES(1, 1.0 / 6, false);
    }

    @Override
    public Map<String, Double> sampleTogether(StudyView study) {
        List<TrialRecord> complete = SearchSpace.inState(study.trials(), TrialState.COMPLETE);
        SortedMap<String, Distribution> space = SearchSpace.common(complete, List.of(TrialState.COMPLETE));
        space.values().removeIf(ChoiceDistribution.class::isInstance);
        if (complete.size() < startupTrials || space.isEmpty()) {
            return Map.of();
        }
        Evolution evolution = evolved(study, complete, space);
        study.remember(GENERATION, evolution.generation());
        double[] point = evolution.ask(study.random());
        List<Distribution> distributions = List.copyOf(space.values());
        for (int axis = 0; axis < point.length; axis++) {
            point[axis] = Distributions.at(distributions.get(axis), point[axis]);
        }
        return SearchSpace.named(space, point);
    }

    @Override
    public double sampleAlone(StudyView study, String name, Distribution distribution) {
        return RandomSearch.draw(study.random(), distribution);
    }

    /** All generations that are whole, told again: cheap against an objective, and nothing is kept anywhere else. */
    private Evolution evolved(
            StudyView study, List<TrialRecord> complete, SortedMap<String, Distribution> space) {
        int dimensions = space.size();
        double[] center = new double[dimensions];
        Arrays.fill(center, .5);
        Evolution evolution = Evolution.of(center, deviation, Evolution.populationFor(dimensions), 0);
        while (true) {
            int generation = evolution.generation();
            List<TrialRecord> told = complete.stream()
                    .filter(trial -> trial.memory().getOrDefault(GENERATION, -1.0) == generation)
                    // Those that ended first, so that a straggler changes nothing afterwards.
                    .sorted(Comparator.comparing(TrialRecord::finished).thenComparingInt(TrialRecord::number))
                    .limit(evolution.population())
                    .toList();
            if (told.size() < evolution.population()) {
                return evolution;
            }
            evolution.tell(told.stream().map(trial -> point(space, trial)).toList(), losses(study, told));
            if (restarting && evolution.isSearchedOut()) {
                SplittableRandom random = new SplittableRandom(study.seed() + evolution.generation());
                evolution = Evolution.of(
                        random.doubles(dimensions).toArray(),
                        deviation,
                        2 * evolution.population(),
                        evolution.generation());
            }
        }
    }

    private static double[] point(SortedMap<String, Distribution> space, TrialRecord trial) {
        return space.entrySet().stream()
                .mapToDouble(parameter ->
                        Distributions.share(parameter.getValue(), trial.number(parameter.getKey())))
                .toArray();
    }

    private static double[] losses(StudyView study, List<TrialRecord> trials) {
        return trials.stream()
                .mapToDouble(trial -> study.direction().loss(trial.value().orElseThrow()))
                .toArray();
    }
}
