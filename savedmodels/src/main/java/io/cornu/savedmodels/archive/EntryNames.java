package io.cornu.savedmodels.archive;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which names an archive entry may have: those that mean the same place on every system, inside any folder. */
final class EntryNames {
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final int MAX_LENGTH = 4096;

    private EntryNames() {}

    /** What is wrong with a name, if anything. A trailing slash marks a folder and is allowed. */
    static Optional<String> problem(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return Optional.of("a name of " + name.length() + " characters");
        }
        if (name.chars().anyMatch(character -> character < ' ' || character == 0x7f)) {
            return Optional.of("a name with control characters");
        }
        if (name.startsWith("/")
                || name.indexOf('\\') >= 0
                || DRIVE.matcher(name).matches()) {
            return Optional.of("the absolute or foreign path '" + name + "'");
        }
        String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        for (String part : plain.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return Optional.of("the path '" + name + "', which leaves its folder or is not plain");
            }
        }
        return Optional.empty();
    }
}
