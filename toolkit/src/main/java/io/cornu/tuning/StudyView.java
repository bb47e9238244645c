package io.cornu.tuning;

import java.util.List;
import java.util.random.RandomGenerator;

/** What a sampler or a pruner sees of a study when it is asked about one trial. */
public interface StudyView {
    /**
     * The study's name.
     *
     * @return the name
     */
    String name();

    /**
     * Which values are better.
     *
     * @return the direction
     */
    Direction direction();

    /**
     * The study's seed.
     *
     * @return the same number in all processes that work on the study
     */
    long seed();

    /**
     * All trials.
     *
     * @return by number, the one in question among them
     */
    List<TrialRecord> trials();

    /**
     * The trial in question.
     *
     * @return what is known of it
     */
    TrialRecord trial();

    /**
     * The trial's own stream of random numbers, which its number and the study's seed decide.
     *
     * @return the stream, which goes on where the last call left it
     */
    RandomGenerator random();

    /**
     * Notes a number with the trial, which {@link TrialRecord#memory} has from then on.
     *
     * @param key what it is called
     * @param value the number
     */
    void remember(String key, double value);

    /**
     * Takes a number for the trial: one more than the largest that any has under the key, 0 as the first. In a study
     * that runs no other trial gets the same, whatever process it belongs to; asked again, the trial keeps its own.
     *
     * @param key what the number is called in {@link TrialRecord#memory}
     * @return the number
     */
    int claim(String key);
}
