package io.cornu.tuning;

import java.io.IOException;
import java.io.Serial;

/** A study file that cannot be used: damaged, not one of ours, or of another study. The file is left as it is. */
public final class StudyFileException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * What is wrong.
     *
     * @param file the file
     * @param problem what was expected and what was found, a sentence
     */
    public StudyFileException(String file, String problem) {
        super(file + ": " + problem);
    }

    /**
     * What is wrong.
     *
     * @param file the file
     * @param problem what was expected and what was found, a sentence
     * @param cause what the database said
     */
    public StudyFileException(String file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
