package io.cornu.cli;

import java.util.OptionalInt;

/**
 * Whether the standard error is a terminal, and how wide.
 *
 * <p>The launcher says so in {@code CORNU_COLUMNS}: Java 17 can only tell for standard input and output
 * together. JLine, which the progress bar would ask by itself, takes over the handling of Ctrl-C.
 *
 * @param columns the width, empty where it is no terminal
 */
record Terminal(OptionalInt columns) {
    private static final int NARROWEST = 40;

    static Terminal none() {
        return new Terminal(OptionalInt.empty());
    }

    static Terminal ofColumns(int columns) {
        return new Terminal(OptionalInt.of(columns));
    }

    static Terminal ofEnvironment() {
        String columns = System.getenv().getOrDefault("CORNU_COLUMNS", "");
        return columns.matches("\\d{1,4}") && Integer.parseInt(columns) >= NARROWEST
                ? ofColumns(Integer.parseInt(columns))
                : none();
    }
}
