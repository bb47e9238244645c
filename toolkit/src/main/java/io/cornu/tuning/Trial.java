package io.cornu.tuning;

import io.cornu.text.Arguments;
import java.util.List;
import java.util.Map;

/**
 * One run of the objective: it hands out settings by name and takes reports.
 *
 * <p>Which parameters there are is decided by asking, so one may be asked for only if another has a certain value.
 * Asking for a name again gives the same value. A name has one range in the whole study.
 */
public sealed interface Trial permits LiveTrial, FixedTrial {
    /**
     * The trial's number.
     *
     * @return 0 for the study's first
     */
    int number();

    /**
     * What was asked for until now.
     *
     * @return the settings by name, in the order of asking
     */
    Map<String, Setting> parameters();

    /**
     * A setting as a number.
     *
     * @param name the parameter's name
     * @param distribution what values it can take
     * @return the value; for a choice, the position of its label
     * @throws IllegalArgumentException if the name has another range in this study, or a fixed value lies outside
     */
    double suggest(String name, Distribution distribution);

    /**
     * A real number.
     *
     * @param name the parameter's name
     * @param low the least value
     * @param high the greatest value
     * @return the value
     * @throws IllegalArgumentException if the range is wrong, or another than before
     */
    default double floating(String name, double low, double high) {
        return suggest(name, FloatDistribution.of(low, high));
    }

    /**
     * A real number on a grid.
     *
     * @param name the parameter's name
     * @param low the least value
     * @param high the greatest value
     * @param step the distance between neighbors, above 0
     * @return the value
     * @throws IllegalArgumentException if the range is wrong, or another than before
     */
    default double floating(String name, double low, double high, double step) {
        Arguments.positive("parameter '" + name + "'", "step", step);
        return suggest(name, new FloatDistribution(low, high, step, false));
    }

    /**
     * A real number of which each decade counts alike, such as a learning rate.
     *
     * @param name the parameter's name
     * @param low the least value, above 0
     * @param high the greatest value
     * @return the value
     * @throws IllegalArgumentException if the range is wrong, or another than before
     */
    default double logFloat(String name, double low, double high) {
        return suggest(name, new FloatDistribution(low, high, 0, true));
    }

    /**
     * A whole number.
     *
     * @param name the parameter's name
     * @param low the least value
     * @param high the greatest value
     * @return the value
     * @throws IllegalArgumentException if the range is wrong, or another than before
     */
    default int integer(String name, int low, int high) {
        return (int) suggest(name, IntDistribution.of(low, high));
    }

    /**
     * A whole number on a grid.
     *
     * @param name the parameter's name
     * @param low the least value
     * @param high the greatest value
     * @param step the distance between neighbors, at least 1
     * @return the value
     * @throws IllegalArgumentException if the range is wrong, or another than before
     */
    default int integer(String name, int low, int high, int step) {
        return (int) suggest(name, new IntDistribution(low, high, step, false));
    }

    /**
     * A whole number of which each decade counts alike, such as a number of units.
     *
     * @param name the parameter's name
     * @param low the least value, at least 1
     * @param high the greatest value
     * @return the value
     * @throws IllegalArgumentException if the range is wrong, or another than before
     */
    default int logInteger(String name, int low, int high) {
        return (int) suggest(name, new IntDistribution(low, high, 1, true));
    }

    /**
     * One of several words.
     *
     * @param name the parameter's name
     * @param choices the words, each once
     * @return one of them
     * @throws IllegalArgumentException if there is none, two are the same, or they are others than before
     */
    default String choice(String name, String... choices) {
        return choice(name, List.of(choices));
    }

    /**
     * One of several things.
     *
     * @param <T> what they are
     * @param name the parameter's name
     * @param choices the things; their {@code toString} is how the study knows them, so those must differ
     * @return one of them
     * @throws IllegalArgumentException if there is none, two read alike, or they are others than before
     */
    default <T> T choice(String name, List<T> choices) {
        List<String> labels = choices.stream().map(String::valueOf).toList();
        return choices.get((int) suggest(name, new ChoiceDistribution(labels)));
    }

    /**
     * Reports how good the trial is so far, for the pruner and the record.
     *
     * @param step when, such as an epoch, at least 0; each step is taken once, what comes later for it is ignored
     * @param value how good
     * @throws IllegalArgumentException if the step is negative
     */
    void report(int step, double value);

    /**
     * Whether the pruner would stop the trial after what it reported.
     *
     * @return whether it fell behind
     */
    boolean shouldPrune();

    /**
     * Stops the trial if the pruner wants that.
     *
     * @throws TrialPruned if the trial fell behind; let it pass through the objective
     */
    default void stopIfPruned() {
        if (shouldPrune()) {
            throw new TrialPruned(number());
        }
    }

    /**
     * Notes something beside the value, such as where a model was written.
     *
     * @param key what it is called
     * @param text what it is
     */
    void note(String key, String text);
}
