package io.cornu.tuning;

import io.cornu.text.Arguments;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives the settings of a trial that was, and records nothing. */
final class FixedTrial implements Trial {
    private final int number;
    private final Map<String, Setting> settings;
    private final Map<String, Setting> asked = new LinkedHashMap<>();

    FixedTrial(int number, Map<String, Setting> settings) {
        this.number = number;
        this.settings = settings;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Map<String, Setting> parameters() {
        return Map.copyOf(asked);
    }

    @Override
    public double suggest(String name, Distribution distribution) {
        Setting setting = settings.get(name);
        if (setting == null) {
            throw new IllegalArgumentException("trial " + number + ": expected one of the parameters "
                    + settings.keySet() + ", received '" + name + "'. Replay the objective that made the trial.");
        }
        Distributions.requireSame(name, setting.distribution(), distribution);
        asked.put(name, setting);
        return setting.number();
    }

    @Override
    public void report(int step, double value) {
        Arguments.require(step >= 0, "report", "step must be at least 0", step);
    }

    @Override
    public boolean shouldPrune() {
        return false;
    }

    @Override
    public void note(String key, String text) {}
}
