package io.cornu.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What numbers on the command line must be. */
final class Numbers {
    private Numbers() {}

    /** Refuses less than one. */
    static void requirePositive(CommandLine command, String option, int number) {
        if (number < 1) {
            throw new ParameterException(command, option + ": expected at least 1, received " + number + ".");
        }
    }
}
