package io.cornu.savedmodels.keras;

/** A fault in a configuration; becomes a {@code MalformedFileException} where the reading of a file began. */
final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message);
    }

    ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
