package io.cornu.tests.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the installed Keras for its names; the report in the repository must say the same. */
@NeedsPython
class KerasCoverageTest {
    private static final Path REPORT = Path.of("KERAS_COVERAGE.md");

    /** With {@code -Dcornu.coverage.write=true}, as {@code tests/coverage} sets it, the report is written instead. */
    @Test
    void reportIsFresh(PythonWorker python, @TempDir Path folder) throws IOException {
        KerasCoverage coverage = coverage(python, folder);
        if (Boolean.getBoolean("cornu.coverage.write")) {
            Files.writeString(REPORT, coverage.report());
        }
        assertThat(Files.readString(REPORT))
                .as("run tests/coverage and commit tests/" + REPORT)
                .isEqualTo(coverage.report());
    }

    @Test
    void nearlyAllOfKerasIsHere(PythonWorker python, @TempDir Path folder) {
        KerasCoverage coverage = coverage(python, folder);
        assertThat(coverage.modules()).hasSize(10);
        assertThat(coverage.share("layers"))
                .as("absent: " + coverage.absent("layers"))
                .isGreaterThanOrEqualTo(.95);
        coverage.modules().stream()
                .filter(module -> !module.equals("layers") && !module.equals("metrics"))
                .forEach(
                        module -> assertThat(coverage.absent(module)).as(module).isEmpty());
    }

    private static KerasCoverage coverage(PythonWorker python, Path folder) {
        return new KerasCoverage(python.call("coverage", "names", folder, Map.of()));
    }
}
