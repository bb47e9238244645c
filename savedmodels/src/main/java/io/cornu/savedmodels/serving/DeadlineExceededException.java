package io.cornu.savedmodels.serving;

/**
 * An answer did not come in time.
 *
 * <p>TensorFlow cannot stop an operation that computes: a call that had begun goes on in the background and its answer is
 * thrown away. One that still waited for a worker is never made.
 */
public final class DeadlineExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message.
     *
     * @param message where, what was expected, what was received, what to do
     */
    public DeadlineExceededException(String message) {
        super(message);
    }
}
