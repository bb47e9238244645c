package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    @Test
    void goneReaderIsNoFailure() {
        assertThat(after("Broken pipe").failure()).isEmpty();
    }

    @Test
    void fullDiskIsFailure() {
        assertThat(after("No space left on device").failure())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessage("No space left on device"));
    }

    @Test
    void nothingWrongIsNoFailure() {
        StandardOutput output = new StandardOutput(OutputStream.nullOutputStream());
        try (PrintStream stream = new PrintStream(output)) {
            stream.print("text");
        }
        assertThat(output.failure()).isEmpty();
    }

    private static StandardOutput after(String message) {
        StandardOutput output = new StandardOutput(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(message);
            }
        });
        try (PrintStream stream = new PrintStream(output)) {
            stream.print("text");
        }
        return output;
    }
}
