package io.cornu.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a report goes, for the commands that write one at their end. */
final class ReportOptions {
    static final String JSON = "Print report.json, and nothing else, on the standard output at the end.";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of the report, new or empty. Default: runs/${COMMAND-NAME}-TIME.")
    private @Nullable Path out;

    @Option(names = "--json", description = JSON)
    private boolean json;

    @Nullable
    Path out() {
        return out;
    }

    boolean json() {
        return json;
    }
}
