package io.cornu.cli;

import io.cornu.model.NonFiniteLossException;
import io.cornu.runtime.NativeLibraryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.tensorflow.exceptions.TensorFlowException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on the standard error and an exit code. */
final class Failures {
    private static final int MAXIMUM_LENGTH = 2000;

    private final BooleanSupplier debug;

    Failures(BooleanSupplier debug) {
        this.debug = debug;
    }

    /** The command line is wrong. */
    int usage(ParameterException exception, String[] args) {
        CommandLine commandLine = exception.getCommandLine();
        // The parser stops at the first error, perhaps before it has read --debug.
        boolean trace = debug.getAsBoolean() || List.of(args).contains("--debug");
        String help = "See '" + commandLine.getCommandSpec().qualifiedName() + " --help'.";
        print(commandLine.getErr(), usageText(exception) + " " + help, exception, trace);
        return commandLine.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** A command failed, by an exception or by an error of the virtual machine. */
    int failed(Throwable failure, CommandLine commandLine) {
        print(commandLine.getErr(), text(failure), failure, debug.getAsBoolean());
        return commandLine.getCommandSpec().exitCodeOnExecutionException();
    }

    private static void print(PrintWriter err, String text, Throwable failure, boolean trace) {
        err.println("cornu: " + oneLine(text));
        if (trace) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    private static String usageText(ParameterException exception) {
        String message = sentence(String.valueOf(exception.getMessage()));
        if (exception instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                // The nearest comes first, and what follows is far off.
                return message + " Did you mean '" + suggestions.get(0) + "'?";
            }
        }
        return message;
    }

    static String text(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof OutOfMemoryError) {
            return String.format(
                    Locale.ROOT,
                    "out of memory (%s; Java may use %d MB). Use a smaller batch, or more memory with"
                            + " CORNU_JAVA_OPTS=-Xmx8g.",
                    cause.getMessage(),
                    Runtime.getRuntime().maxMemory() >> 20);
        }
        if (cause instanceof StackOverflowError) {
            return "nested too deeply (the stack overflowed). If the input is meant to be so deep,"
                    + " use CORNU_JAVA_OPTS=-Xss64m.";
        }
        if (cause instanceof FileSystemException fileSystem) {
            return text(fileSystem);
        }
        if (cause instanceof CommandFailure
                || cause instanceof IllegalArgumentException
                || cause instanceof IOException
                || cause instanceof NonFiniteLossException
                || cause instanceof NativeLibraryException) {
            return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
        if (cause instanceof TensorFlowException) {
            return "TensorFlow: " + cause.getMessage();
        }
        return "internal error: " + cause + ". Please report it, with the trace that --debug shows.";
    }

    /** The JDK's own messages are often nothing but the path. */
    private static String text(FileSystemException exception) {
        String reason = exception.getReason();
        if (reason == null) {
            reason = kind(exception);
        }
        String other = exception.getOtherFile() == null ? "" : " (and " + exception.getOtherFile() + ")";
        return exception.getFile() + other + ": " + sentence(reason);
    }

    private static String kind(FileSystemException exception) {
        if (exception instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (exception instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (exception instanceof FileAlreadyExistsException) {
            return "exists already";
        }
        if (exception instanceof NotDirectoryException) {
            return "is not a directory";
        }
        return exception.getClass().getSimpleName();
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof UncheckedIOException
                        || cause instanceof ExecutionException
                        || cause instanceof CompletionException
                        || cause instanceof CommandLine.ExecutionException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String sentence(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() || ".!?".indexOf(stripped.charAt(stripped.length() - 1)) >= 0
                ? stripped
                : stripped + ".";
    }

    private static String oneLine(String text) {
        String joined =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
        String clean = TextTable.printable(joined);
        return clean.length() <= MAXIMUM_LENGTH ? clean : clean.substring(0, MAXIMUM_LENGTH) + " ...";
    }
}
