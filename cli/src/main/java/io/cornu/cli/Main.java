package io.cornu.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** Starts the {@code cornu} command. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and exits with its code: 0 done, 1 failed, 2 wrong usage.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        StandardOutput standardOutput = StandardOutput.ofProcess();
        // UTF-8 whatever the locale: scripts and files read it, and so do today's terminals.
        PrintStream out = new PrintStream(new BufferedOutputStream(standardOutput), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.setOut(out);
        System.setErr(err);
        int code = run(
                new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true),
                new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true),
                args);
        out.flush();
        Optional<IOException> failure = standardOutput.failure();
        if (failure.isPresent()) {
            err.println("cornu: cannot write to the standard output: "
                    + failure.get().getMessage() + ".");
            code = Math.max(code, CommandLine.ExitCode.SOFTWARE);
        }
        System.exit(code);
    }

    /**
     * Runs one command inside this process.
     *
     * @param out the standard output
     * @param err the standard error
     * @param args the command line
     * @return the exit code: 0 done, 1 failed, 2 wrong usage
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = Cornu.commandLine().setOut(out).setErr(err);
        try {
            return commandLine.execute(args);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError | AssertionError e) {
            return new Failures(() -> List.of(args).contains("--debug")).failed(e, commandLine);
        } finally {
            out.flush();
            err.flush();
        }
    }
}
