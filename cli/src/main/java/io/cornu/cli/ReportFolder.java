package io.cornu.cli;

import io.cornu.experiments.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The folder of a command that measures and writes a report at its end: it is there as a whole or not at all.
 *
 * @param directory the folder
 */
record ReportFolder(Path directory) {
    /** Files beside the report. */
    @FunctionalInterface
    interface Additions {
        void write(Path folder) throws IOException;
    }

    /** The folder asked for, new or empty, or one named after the command and the time; writes nothing. */
    static ReportFolder choose(@Nullable Path out, String command) throws IOException {
        Path directory = out == null ? LabFolder.choose(null, command) : out;
        RunFolder.requireNew(directory);
        return new ReportFolder(directory);
    }

    /**
     * Writes all out of sight, and then puts it in its place: beside a folder that is not there yet; within one that is,
     * which may be a mount point or in a folder that cannot be written.
     */
    void write(Report report, Additions more) throws IOException {
        Path place = directory.toAbsolutePath().normalize();
        boolean isThere = Files.exists(place);
        Path parent = place.getParent();
        if (parent == null) {
            throw new CommandFailure("--out: expected a folder in another, received " + directory + ".");
        }
        RunFolder.requireNew(directory);
        Files.createDirectories(parent);
        Path temporary =
                Files.createTempDirectory(isThere ? place.toRealPath() : parent, "." + place.getFileName() + "-");
        try {
            // A temporary folder is its owner's alone; a result is not.
            Path content = Files.createDirectory(temporary.resolve("content"));
            more.write(content);
            report.write(content);
            if (isThere) {
                moveAll(content, place);
            } else {
                RunFolder.requireNew(directory);
                Files.move(content, place, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            delete(temporary);
        }
    }

    /** What is in one folder into another; the page that says that all is there comes last. */
    private static void moveAll(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(from)) {
            files = list.sorted(Comparator.comparing((Path file) -> file.endsWith("report.html"))
                            .thenComparing(Path::getFileName))
                    .toList();
        }
        for (Path file : files) {
            Files.move(file, to.resolve(file.getFileName()));
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }

    /** What was typed, to be typed again. */
    static String command(CommandSpec spec) {
        return command(spec.root().commandLine().getParseResult().originalArgs());
    }

    /** A command line as a shell takes it. */
    static String command(List<String> arguments) {
        return commandLine("cornu", arguments);
    }

    /** A command line of any program as a shell takes it. */
    static String commandLine(String program, List<String> arguments) {
        StringBuilder text = new StringBuilder(program);
        for (String argument : arguments) {
            boolean isPlain = argument.matches("[\\w./,:=+-]+");
            text.append(' ').append(isPlain ? argument : "'" + argument.replace("'", "'\\''") + "'");
        }
        return text.toString();
    }
}
