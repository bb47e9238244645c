package io.cornu.tests.python;

/** There is no Python with Keras here; the message says what was tried. */
public final class PythonUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    PythonUnavailableException(String message) {
        super(message);
    }
}
