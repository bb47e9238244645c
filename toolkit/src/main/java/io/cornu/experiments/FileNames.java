package io.cornu.experiments;

import io.cornu.text.Arguments;
import java.util.Locale;

/** Names that are files' names on every system. */
final class FileNames {
    private FileNames() {}

    static void require(String what, String name) {
        Arguments.require(
                name.matches("[a-z0-9][a-z0-9-]{0,79}"),
                what,
                "name must be small letters, digits and hyphens, 80 at most",
                "'" + name + "'");
    }

    /** The nearest such name. */
    static String of(String words) {
        String name =
                words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        name = name.substring(0, Math.min(80, name.length()));
        return name.isEmpty() ? "unnamed" : name;
    }
}
