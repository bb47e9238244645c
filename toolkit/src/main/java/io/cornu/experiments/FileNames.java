package io.cornu.experiments;

import io.cornu.text.Arguments;
import java.util.Locale;

/** Names that are files' names on every system. */
final class FileNames {
    static final int LONGEST = 80;

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
        return of(words, LONGEST);
    }

    /** The nearest such name of so many letters at most. */
    static String of(String words, int longest) {
        String name =
                words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        name = name.substring(0, Math.min(longest, name.length())).replaceAll("-+$", "");
        return name.isEmpty() ? "unnamed" : name;
    }
}
