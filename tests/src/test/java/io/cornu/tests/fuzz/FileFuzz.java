package io.cornu.tests.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Damages files and reads them. A finding is anything but success or one clear line: another exception, an error, more
 * than five seconds of work; the end of the process is seen by the parent of {@link #main}.
 */
final class FileFuzz {
    /** How a process ends that went through its files and found something. */
    private static final int FOUND = 10;

    private static final long LIMIT_NANOS = 5_000_000_000L;

    private final Path folder;
    private final List<Subject> subjects;
    private final Map<String, int[]> outcomes = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();

    FileFuzz(Path folder) throws IOException {
        this.folder = folder;
        this.subjects = Corpus.subjects(folder);
    }

    /**
     * A long run, in processes of its own, each continued by the next where it ended before its time.
     *
     * @param arguments how many files, and the seed
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        if (arguments.length > 2) {
            child(runs, seed, Integer.parseInt(arguments[2]), Path.of(arguments[3]));
            return;
        }
        Path folder = Files.createTempDirectory("cornu-fuzz");
        Path progress = folder.resolve("progress");
        boolean isClean = true;
        int from = 0;
        while (from < runs) {
            Files.writeString(progress, Integer.toString(from));
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FileFuzz.class.getName(),
                            Integer.toString(Math.min(runs, from + 5000)),
                            Long.toString(seed),
                            Integer.toString(from),
                            folder.toString())
                    .inheritIO()
                    .start();
            int exit = process.waitFor();
            int reached = Integer.parseInt(Files.readString(progress));
            if (exit != 0 && exit != FOUND) {
                System.out.println("FINDING: run " + reached + " of seed " + seed + " ended the process with " + exit);
                reached++;
            }
            isClean &= exit == 0;
            from = reached;
        }
        System.out.println(
                runs + " damaged files, seed " + seed + ": " + (isClean ? "no finding" : "see FINDING above"));
        System.exit(isClean ? 0 : 1);
    }

    private static void child(int to, long seed, int from, Path folder) throws IOException {
        Path progress = folder.resolve("progress");
        FileFuzz fuzz = new FileFuzz(folder);
        Watch watch = new Watch();
        for (int run = from; run < to; run++) {
            Files.writeString(progress, Integer.toString(run));
            watch.start();
            fuzz.run(seed, run);
        }
        Files.writeString(progress, Integer.toString(to));
        fuzz.findings.forEach(finding -> System.out.println("FINDING: " + finding));
        System.out.println(to + " " + fuzz.summary());
        System.exit(fuzz.findings.isEmpty() ? 0 : FOUND);
    }

    /** One damaged file, the same for the same numbers. */
    void run(long seed, int run) throws IOException {
        Random random = new Random(seed * 1_000_003 + run);
        Subject subject = subjects.get(run % subjects.size());
        Path target = folder.resolve("damaged");
        int[] outcome = outcomes.computeIfAbsent(subject.name(), name -> new int[2]);
        delete(target); // of a process that ended
        subject.damage(target, random);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try {
            subject.read(target);
            outcome[0]++;
        } catch (IOException | IllegalArgumentException | IllegalStateException expected) {
            outcome[1]++;
            String message = String.valueOf(expected.getMessage());
            if (message.isBlank() || message.equals("null") || message.contains("\n") || message.length() > 4000) {
                find(subject, run, "expected one clear line, received " + expected);
            }
        } catch (Exception | Error failure) {
            find(subject, run, trace(failure));
        } finally {
            delete(target);
        }
        long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        if (spent > LIMIT_NANOS) {
            find(subject, run, "took " + spent / 1_000_000 + " ms");
        }
    }

    List<String> findings() {
        return findings;
    }

    /** How many were read and how many refused, by kind. */
    Map<String, int[]> outcomes() {
        return outcomes;
    }

    private String summary() {
        StringBuilder text = new StringBuilder();
        outcomes.forEach((name, counts) -> text.append(name + ": " + counts[0] + " read, " + counts[1] + " refused. "));
        return text.toString();
    }

    private void find(Subject subject, int run, String what) {
        findings.add(subject.name() + ", run " + run + ": " + what);
    }

    private static String trace(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        Stream.of(failure.getStackTrace()).limit(8).forEach(frame -> text.append("\n    at " + frame));
        return text.toString();
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).forEach(each -> {
                try {
                    Files.delete(each);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** Ends the process, with what it does, if a file keeps it for too long. */
    private static final class Watch {
        private volatile long started = System.nanoTime();

        Watch() {
            Thread watched = Thread.currentThread();
            Thread thread = new Thread(
                    () -> {
                        while (System.nanoTime() - started < 12 * LIMIT_NANOS) {
                            try {
                                Thread.sleep(1000);
                            } catch (InterruptedException e) {
                                return;
                            }
                        }
                        PrintStream out = System.out;
                        Stream.of(watched.getStackTrace()).forEach(frame -> out.println("    at " + frame));
                        Runtime.getRuntime().halt(3);
                    },
                    "fuzz-watch");
            thread.setDaemon(true);
            thread.start();
        }

        void start() {
            started = System.nanoTime();
        }
    }
}
