package io.cornu.savedmodels.tf;

import io.cornu.runtime.SessionOptions;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How a SavedModel is read, and how far it is trusted.
 *
 * @param trust whether its operations are checked; {@link Trust#CHECKED} by default
 * @param maxGraphBytes how large {@code saved_model.pb} may be, without the weights; 256 MiB by default
 * @param session device and threads; the best device and all cores by default
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record ReadOptions(Trust trust, long maxGraphBytes, SessionOptions session) implements ReadOptionsBuilder.With {
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
     * Checks the size.
     *
     * @param trust see above
     * @param maxGraphBytes see above
     * @param session see above
     * @throws IllegalArgumentException if the size is below 1 or beyond 2 GiB, which no message may have
     */
    public ReadOptions {
        if (maxGraphBytes < 1 || maxGraphBytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "ReadOptions: expected maxGraphBytes of at least 1 and below 2 GiB, received " + maxGraphBytes
                            + ".");
        }
    }

    /**
     * For models whose origin is not known.
     *
     * @return the defaults named above
     */
    public static ReadOptions defaults() {
        return new ReadOptions(Trust.CHECKED, DEFAULT_GRAPH_BYTES, SessionOptions.defaults());
    }
}
