package io.cornu.runtime;

/** TensorFlow's native library cannot be loaded, so nothing can be computed. */
public final class NativeLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure to load.
     *
     * @param message what failed and what to do
     * @param cause what the loader threw
     */
    public NativeLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}
