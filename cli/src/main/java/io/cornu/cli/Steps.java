package io.cornu.cli;

import java.io.PrintWriter;

/** Says what a command is at while people watch; logs and scripts get nothing of it. */
final class Steps {
    private final PrintWriter err;
    private final boolean isShown;

    Steps(PrintWriter err) {
        this.err = err;
        this.isShown = Terminal.ofEnvironment().columns().isPresent();
    }

    void begin(String step) {
        if (isShown) {
            err.println(TextTable.printable(step) + " ...");
            err.flush();
        }
    }
}
