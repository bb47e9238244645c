package io.cornu.savedmodels.archive;

import java.io.IOException;

/**
 * A file is not what its format promises, uses a part of the format that is not supported, or asks for more
 * than the {@link ReadLimits} allow.
 *
 * <p>The message names the place, what was expected and what was received, on one line.
 */
public final class MalformedFileException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_PLACE = 500;
    private static final int MAX_PROBLEM = 3000;

    /**
     * A fault at a place.
     *
     * @param where the file and the place in it, such as {@code model.keras/config.json}
     * @param problem what was expected and received, and what to do, as sentences
     */
    public MalformedFileException(String where, String problem) {
        super(shortened(where, MAX_PLACE) + ": " + shortened(problem, MAX_PROBLEM));
    }

    /**
     * A fault at a place, found by a library.
     *
     * @param where the file and the place in it
     * @param problem what was expected and received, and what to do, as sentences
     * @param cause what the library threw
     */
    public MalformedFileException(String where, String problem, Throwable cause) {
        super(shortened(where, MAX_PLACE) + ": " + shortened(problem, MAX_PROBLEM), cause);
    }

    /** Places and names come from the file itself, at whatever length and with whatever characters it likes. */
    private static String shortened(String text, int limit) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= limit
                ? plain
                : plain.substring(0, limit / 2) + "..." + plain.substring(plain.length() - limit / 2);
    }
}
