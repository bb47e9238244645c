package io.cornu.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@link FileFuzz}; {@code tests/fuzz} makes long ones. */
class FileFuzzTest {
    private static final int RUNS = 1500;

    @Test
    void damagedFilesAreReadOrRefused(@TempDir Path folder) throws IOException {
        FileFuzz fuzz = new FileFuzz(folder);
        for (int run = 0; run < RUNS; run++) {
            fuzz.run(7, run);
        }
        assertThat(fuzz.findings()).isEmpty();
        // The mutators come through to the readers, and hurt.
        assertThat(fuzz.outcomes().values()).allSatisfy(counts -> {
            assertThat(counts[0]).isGreaterThan(RUNS / 200);
            assertThat(counts[1]).isGreaterThan(RUNS / 200);
        });
    }
}
