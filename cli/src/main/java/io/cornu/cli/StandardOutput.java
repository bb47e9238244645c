package io.cornu.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The standard output, remembering why it failed: a reader that has gone away ({@code cornu ... | head -1}) is
 * no error, a full disk is, and {@link java.io.PrintStream} tells neither.
 */
final class StandardOutput extends OutputStream {
    private final OutputStream out;
    private @Nullable IOException failure;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    /** Why the output is incomplete, unless nobody wanted the rest. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure).filter(exception -> !isBrokenPipe(exception));
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    private static boolean isBrokenPipe(IOException exception) {
        return String.valueOf(exception.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
    }
}
