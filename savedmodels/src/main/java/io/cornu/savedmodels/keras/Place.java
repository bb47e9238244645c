package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.savedmodels.archive.Json;

/**
 * Where in a configuration something stands, for errors.
 *
 * @param path such as {@code Conv2D 'conv2d': kernel_size}; empty for the whole file
 * @param registry which classes are known there
 */
record Place(String path, KerasRegistry registry) {
    private static final int MAX_LENGTH = 80;

    Place in(String part) {
        return new Place(prefix() + shortened(part), registry);
    }

    ConfigException error(String problem) {
        return new ConfigException(prefix() + problem);
    }

    ConfigException error(String problem, Throwable cause) {
        return new ConfigException(prefix() + problem, cause);
    }

    ConfigException expected(String expected, JsonNode received) {
        return error("expected " + expected + ", received " + text(received) + ".");
    }

    /** A value as it stands in the file, shortened, for it may be megabytes. */
    static String text(JsonNode node) {
        return shortened(Json.write(node));
    }

    /** What the file itself says, shortened and on one line. */
    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "..." : line;
    }

    private String prefix() {
        return path.isEmpty() ? "" : path + ": ";
    }
}
