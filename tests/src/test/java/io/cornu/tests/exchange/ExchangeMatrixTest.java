package io.cornu.tests.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.tests.exchange.ExchangeMatrix.Cell;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonEnvironment;
import io.cornu.tests.python.PythonUnavailableException;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What travels between Python Keras and Java, family by family; {@code tests/exchange-matrix} makes the report. */
@NeedsPython
class ExchangeMatrixTest {
    private static final Path REPORT = Path.of("EXCHANGE_MATRIX.md");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    static List<String> families() {
        return List.of(
                "mlp",
                "convolutional",
                "residual",
                "two_ends",
                "shared",
                "nested",
                "frozen_base",
                "operations",
                "recurrent",
                "masked",
                "attention",
                "encoder_decoder",
                "one_and_three_dimensions",
                "preprocessing",
                "mixed_precision",
                "bfloat16",
                "float64");
    }

    /** The Keras of the environment. */
    @ParameterizedTest
    @MethodSource("families")
    void filesArriveAsTheyLeft(String family, PythonWorker python) throws IOException {
        List<Cell> cells = new ExchangeMatrix(python, "3.15.1", 10).cells(folder, family);

        assertThat(cells).hasSize(2 * ExchangeForm.values().length);
        assertThat(cells).allSatisfy(cell -> assertThat(cell.isSame() || cell.isLimitOfKeras())
                .as(cell.title() + ": " + cell)
                .isTrue());
    }

    @Test
    void everyFamilyIsTested(PythonWorker python) {
        List<String> known = new ArrayList<>();
        python.call("matrix", "families", folder, Map.of()).get("families").forEach(name -> known.add(name.asText()));
        assertThat(families()).isEqualTo(known);
    }

    /** All versions; writes the report after each, for it takes long. */
    @Test
    @Tag("slow")
    void report(PythonWorker newest, PythonEnvironment environment) throws IOException, PythonUnavailableException {
        List<Cell> cells = new ArrayList<>(cells(newest, "3.15.1"));
        Files.writeString(REPORT, ExchangeReport.of(cells));
        for (String version : List.of("3.8.0", "3.4.1", "3.0.5")) {
            try (PythonWorker python = PythonWorker.withKeras(environment, version)) {
                assertThat(python.call("matrix", "families", folder, Map.of())
                                .get("keras")
                                .asText())
                        .isEqualTo(version);
                cells.addAll(cells(python, version));
                Files.writeString(REPORT, ExchangeReport.of(cells));
            }
        }
        assertThat(cells).allSatisfy(cell -> assertThat(cell.isSame() || cell.isLimitOfKeras())
                .as(cell.title() + ": " + cell)
                .isTrue());
    }

    private List<Cell> cells(PythonWorker python, String version) throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (String family : families()) {
            Path own = Files.createDirectories(folder.resolve(version).resolve(family));
            cells.addAll(new ExchangeMatrix(python, version, 50).cells(own, family));
        }
        return cells;
    }
}
