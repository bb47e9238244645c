package io.cornu.runtime;

import io.cornu.text.Arguments;
import org.tensorflow.proto.ConfigProto;

/**
 * How a session runs.
 *
 * @param threads how many threads one operation may use; 0 for one a core. Results depend on it in the last digits
 */
public record SessionOptions(int threads) {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public SessionOptions {
        Arguments.require(threads >= 0, "SessionOptions", "threads must be at least 0", threads);
    }

    /**
     * The best device there is, and all cores.
     *
     * @return the options
     */
    public static SessionOptions defaults() {
        return new SessionOptions(0);
    }

    ConfigProto configuration() {
        return ConfigProto.newBuilder().setIntraOpParallelismThreads(threads).build();
    }
}
