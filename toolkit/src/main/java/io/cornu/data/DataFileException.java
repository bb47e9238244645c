package io.cornu.data;

import java.io.IOException;

/**
 * A data file that cannot be used: missing, cut off, corrupt, or not what it should be. The message is one
 * line that names the file, what was expected and what was found.
 */
public final class DataFileException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * An error about a file.
     *
     * @param where the file, as the user knows it
     * @param problem what was expected, what was received, and what to do
     */
    public DataFileException(String where, String problem) {
        super(where + ": " + problem);
    }

    /**
     * An error about a file, with the failure behind it.
     *
     * @param where the file, as the user knows it
     * @param problem what was expected, what was received, and what to do
     * @param cause the failure
     */
    public DataFileException(String where, String problem, Throwable cause) {
        super(where + ": " + problem, cause);
    }
}
