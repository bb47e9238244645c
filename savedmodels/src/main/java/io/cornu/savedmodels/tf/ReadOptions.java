package io.cornu.savedmodels.tf;

import io.cornu.runtime.SessionOptions;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a SavedModel is read, and how far it is trusted.
 *
 * @param trust whether its operations are checked; {@link Trust#CHECKED} by default
 * @param maxGraphBytes how large {@code saved_model.pb} may be, without the weights; 256 MiB by default
 * @param session device and threads; the best device and all cores by default
 * @param tags which of the graphs in the file is read: that with all of these tags, and no others if there is one;
 *     {@code serve} by default
 * @param timeLimit how long one prediction may take, and filling the variables and tables; nothing, the default, for
 *     as long as it takes. A model of doubtful origin may hold a loop without an end
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record ReadOptions(
        Trust trust, long maxGraphBytes, SessionOptions session, Set<String> tags, Optional<Duration> timeLimit)
        implements ReadOptionsBuilder.With {
    private static final long DEFAULT_GRAPH_BYTES = 256L << 20;

    /** What a SavedModel may do when it is loaded and called. */
    public enum Trust {
        /**
         * Compute. Models with operations that touch files, the network, other processes or Python, or that may wait
         * forever on others, are refused; so are those with larger constants or more nesting than any honest model.
         * How long a loop in it computes, and how much memory its results take, nobody can know before.
         */
        CHECKED,
        /** Whatever its operations do. Only for models whose origin you trust as much as a program you start. */
        TRUSTED
    }

    /**
     * Checks the size and the time.
     *
     * @param trust see above
     * @param maxGraphBytes see above
     * @param session see above
     * @param tags see above
     * @param timeLimit see above
     * @throws IllegalArgumentException if the size is below 1 or beyond 2 GiB, which no message may have, or the time
     *     is below a millisecond
     */
    public ReadOptions {
        if (maxGraphBytes < 1 || maxGraphBytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "ReadOptions: expected maxGraphBytes of at least 1 and below 2 GiB, received " + maxGraphBytes
                            + ".");
        }
        if (timeLimit.filter(limit -> limit.toMillis() < 1).isPresent()) {
            throw new IllegalArgumentException(
                    "ReadOptions: expected a timeLimit of at least a millisecond, received " + timeLimit.get() + ".");
        }
        tags = Set.copyOf(tags);
    }

    /**
     * A copy with a limit of time.
     *
     * @param limit how long one prediction may take
     * @return the copy
     * @throws IllegalArgumentException if it is below a millisecond
     */
    public ReadOptions withTimeLimit(Duration limit) {
        return withTimeLimit(Optional.of(limit));
    }

    /**
     * A copy for a graph of other tags.
     *
     * @param wanted such as {@code serve} and {@code gpu}
     * @return the copy
     */
    public ReadOptions withTags(String... wanted) {
        return withTags(Set.of(wanted));
    }

    /**
     * For models whose origin is not known.
     *
     * @return the defaults named above
     */
    public static ReadOptions defaults() {
        return new ReadOptions(
                Trust.CHECKED, DEFAULT_GRAPH_BYTES, SessionOptions.defaults(), Set.of("serve"), Optional.empty());
    }
}
