package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.runtime.NativeLibraryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailuresTest {
    @Test
    void messagesOfExpectedFailuresStandAlone() {
        assertThat(Failures.text(new CommandFailure("no data"))).isEqualTo("no data");
        assertThat(Failures.text(new IllegalArgumentException("Adam: beta1 must be in [0, 1), received 1.0.")))
                .isEqualTo("Adam: beta1 must be in [0, 1), received 1.0.");
        assertThat(Failures.text(new UncheckedIOException(new IOException("x.npy is truncated."))))
                .isEqualTo("x.npy is truncated.");
        assertThat(Failures.text(new ExecutionException(new IOException("late"))))
                .isEqualTo("late");
        assertThat(Failures.text(new NativeLibraryException("no library", new UnsatisfiedLinkError())))
                .isEqualTo("no library");
    }

    @Test
    void fileErrorsSayWhatIsWrongWithTheFile() {
        // The JDK's own message of the first two is the path and nothing else.
        assertThat(Failures.text(new NoSuchFileException("/d/x.npy")))
                .isEqualTo("/d/x.npy: no such file or directory.");
        assertThat(Failures.text(new AccessDeniedException("/d/x.npy"))).isEqualTo("/d/x.npy: permission denied.");
        assertThat(Failures.text(new FileSystemException("/d/x.npy", null, "No space left on device")))
                .isEqualTo("/d/x.npy: No space left on device.");
    }

    @Test
    void memoryAndStackNameTheirOption() {
        assertThat(Failures.text(new OutOfMemoryError("Java heap space")))
                .contains("Java heap space", "CORNU_JAVA_OPTS=-Xmx");
        assertThat(Failures.text(new StackOverflowError())).contains("CORNU_JAVA_OPTS=-Xss");
    }

    @Test
    void bugsAskForReport() {
        assertThat(Failures.text(new NullPointerException("x is null")))
                .contains("internal error")
                .contains("NullPointerException: x is null")
                .contains("--debug");
    }

    @Test
    void outputIsOneCleanLine() {
        StringWriter err = new StringWriter();
        CommandLine commandLine = new CommandLine(new Cornu()).setErr(new PrintWriter(err));
        int code = new Failures(() -> false)
                .failed(new IllegalArgumentException("first\n  second \u001b[31m" + "x".repeat(5000)), commandLine);
        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("cornu: first second \uFFFD[31mxxx")
                .hasLineCount(1);
        assertThat(err.toString().length()).isLessThan(2100);
    }

    @Test
    void debugAddsTheTrace() {
        StringWriter err = new StringWriter();
        CommandLine commandLine = new CommandLine(new Cornu()).setErr(new PrintWriter(err));
        new Failures(() -> true).failed(new IllegalArgumentException("bad"), commandLine);
        assertThat(err.toString()).startsWith("cornu: bad").contains("\tat io.cornu.cli.FailuresTest");
    }
}
