package io.cornu.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
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
