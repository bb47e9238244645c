package io.cornu.tuning;

import java.util.random.RandomGenerator;

/**
 * Draws every setting by itself, each value of its scale as likely as the other. The yardstick for all others, and
 * good for importances.
 *
 * <p>Source: {@code optuna.samplers.RandomSampler}, Optuna 5.0.
 */
public record RandomSearch() implements Sampler {
    /**
     * The sampler.
     *
     * @return the sampler
     */
    public static RandomSearch of() {
        return new RandomSearch();
    }

    @Override
    public double sampleAlone(StudyView study, String name, Distribution distribution) {
        return draw(study.random(), distribution);
    }

    static double draw(RandomGenerator random, Distribution distribution) {
        return Distributions.at(distribution, random.nextDouble());
    }
}
