package io.cornu.savedmodels.compare;

import java.util.List;
import java.util.Optional;

/**
 * A layer that two models do not have alike.
 *
 * @param first its name in the first model; empty if it was added
 * @param second its name in the second model; empty if it was removed
 * @param className its class in Keras
 * @param options what differs, the layers it is called on under {@code inputs}; empty for a layer that was added,
 *     removed or only renamed
 */
public record LayerChange(
        Optional<String> first, Optional<String> second, String className, List<OptionChange> options) {
    /** How a layer differs. */
    public enum Kind {
        /** Only the second model has it. */
        ADDED,
        /** Only the first model has it. */
        REMOVED,
        /** Both have it, with other options, inputs or another name. */
        CHANGED
    }

    /** Copies the list. */
    public LayerChange {
        options = List.copyOf(options);
    }

    /**
     * How it differs.
     *
     * @return added, removed or changed
     */
    public Kind kind() {
        return first.isEmpty() ? Kind.ADDED : second.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
    }
}
