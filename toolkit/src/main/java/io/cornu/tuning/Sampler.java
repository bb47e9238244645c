package io.cornu.tuning;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Proposes settings. A sampler keeps nothing between calls: it looks at the trials and at the trial's random numbers,
 * so a study that was interrupted goes on as if it had not been.
 *
 * <p>For a sampler of one's own, {@link #sampleAlone} is enough.
 */
public interface Sampler {
    /** Where {@link TrialRecord#memory} holds what {@link #sampleTogether} proposed for a parameter. */
    String PLAN = "plan:";

    /**
     * Where {@link TrialRecord#memory} holds which of the proposals of a sampler with a {@link #limit} is the trial's,
     * counted from 0. What is noted under keys that begin so goes on to the trial that is run again for one that died.
     */
    String POINT = "point:";

    /**
     * Proposes settings together, before the trial has asked for any.
     *
     * @param study the study and the trial that begins
     * @return values by name, for a choice the position of its label; empty for none. Those of other names than the
     *     trial comes to ask for are ignored.
     */
    default Map<String, Double> sampleTogether(StudyView study) {
        return Map.of();
    }

    /**
     * Proposes one setting that was not proposed together with others.
     *
     * @param study the study and the trial that asks
     * @param name the parameter's name
     * @param distribution what values it can take
     * @return one of the values; for a choice, the position of its label
     */
    double sampleAlone(StudyView study, String name, Distribution distribution);

    /**
     * How many trials the sampler has proposals for. Each is given to one trial, see {@link #POINT}; those that were
     * queued with settings of their own get none.
     *
     * @return the number; empty, the default, for no end
     */
    default OptionalInt limit() {
        return OptionalInt.empty();
    }
}
