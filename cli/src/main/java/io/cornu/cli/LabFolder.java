package io.cornu.cli;

import io.cornu.experiments.Report;
import io.cornu.runtime.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder that an experiment writes to. */
final class LabFolder {
    private static final String JOURNAL = "journal.jsonl";

    private LabFolder() {}

    /** Where TensorBoard logs are, a folder for each training. */
    static Path logs(Path folder) {
        return folder.resolve("tensorboard");
    }

    /** How to look at them. */
    static String tellLogs(Path folder) {
        return Files.isDirectory(logs(folder))
                ? "TensorBoard logs: " + ReportFolder.commandLine("tensorboard", List.of("--logdir", logs(folder) + ""))
                : "TensorBoard logs: none, for nothing was trained.";
    }

    /** What the same command of the same version of Cornu has found and wholly written there before. */
    static Optional<Report> finished(Path folder, String command) throws IOException {
        boolean isWhole = Files.isRegularFile(folder.resolve("report.json"))
                && Files.isRegularFile(folder.resolve("report.html"));
        return isWhole
                ? Optional.of(Report.read(folder))
                        .filter(report -> report.command().equals(command))
                        .filter(report -> report.provenance()
                                .cornu()
                                .equals(Versions.current().cornu()))
                : Optional.empty();
    }

    /**
     * The folder asked for, or one named after what is run and the time. One with a journal is an interrupted run to go on
     * with; whether its settings are the same, the journal knows.
     */
    static Path choose(@Nullable Path out, String name) throws IOException {
        if (out == null) {
            String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
            return Path.of("runs", name + "-" + time);
        }
        if (!Files.isRegularFile(out.resolve(JOURNAL))) {
            RunFolder.requireNew(out);
        }
        return out;
    }
}
