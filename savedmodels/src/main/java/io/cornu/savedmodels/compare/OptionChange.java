package io.cornu.savedmodels.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An option that two models have differently.
 *
 * @param option its name in Keras
 * @param first what the first model has; empty for Keras' default
 * @param second what the second model has; empty for Keras' default
 */
public record OptionChange(String option, Optional<String> first, Optional<String> second) {
    /** Such as {@code strides: [1, 1] -> [2, 2]}. */
    @Override
    public String toString() {
        return option + ": " + first.orElse("(default)") + " -> " + second.orElse("(default)");
    }

    /** What differs between two sets of options, in the order of the first. */
    static List<OptionChange> between(Map<String, String> first, Map<String, String> second) {
        Set<String> options = new LinkedHashSet<>(first.keySet());
        options.addAll(second.keySet());
        List<OptionChange> changes = new ArrayList<>();
        for (String option : options) {
            Optional<String> before = Optional.ofNullable(first.get(option));
            Optional<String> after = Optional.ofNullable(second.get(option));
            if (!before.equals(after)) {
                changes.add(new OptionChange(option, before, after));
            }
        }
        return List.copyOf(changes);
    }
}
