package io.cornu.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.experiments.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** What a command that writes a report says at its end. */
final class LabOutput {
    private LabOutput() {}

    /** The verdicts and where the report lies, or report.json alone. */
    static void print(Report report, Path folder, boolean json, PrintWriter out) throws IOException {
        if (json) {
            JsonNode content =
                    RunFolder.JSON.readTree(folder.resolve("report.json").toFile());
            out.println(content.toString());
        } else {
            report.verdicts().forEach(out::println);
            out.println("Wrote " + folder.resolve("report.html"));
        }
        out.flush();
    }
}
