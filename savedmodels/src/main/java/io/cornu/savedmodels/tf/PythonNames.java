package io.cornu.savedmodels.tf;

import java.util.Set;

/** Names as Python takes them for arguments. */
final class PythonNames {
    private static final Set<String> RESERVED = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield",
            "self");

    private PythonNames() {}

    /** The name if Python takes it, else the nearest one that TensorFlow would make of it. */
    static String argument(String name) {
        String identifier = name.replaceAll("[^A-Za-z0-9_]", "_");
        if (Character.isDigit(identifier.charAt(0))) {
            return "arg_" + identifier;
        }
        return RESERVED.contains(identifier) ? identifier + "_" : identifier;
    }

    /** The name, with a number if it is taken. */
    static String unique(String name, Set<String> taken) {
        String unique = name;
        for (int number = 1; !taken.add(unique); number++) {
            unique = name + "_" + number;
        }
        return unique;
    }
}
