package io.cornu.tests.exchange;

import io.cornu.tests.exchange.ExchangeMatrix.Cell;
import io.cornu.tests.exchange.ExchangeMatrix.Direction;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** The exchange matrix as a page: a table for each form and direction, with what did not arrive explained below. */
final class ExchangeReport {
    private final List<Cell> cells;
    private final Map<String, Integer> notes = new LinkedHashMap<>();

    private ExchangeReport(List<Cell> cells) {
        this.cells = cells;
    }

    static String of(List<Cell> cells) {
        return new ExchangeReport(cells).page();
    }

    private String page() {
        List<String> lines = new ArrayList<>(List.of(
                "# What travels between Python Keras and Cornu",
                "",
                "Made by `tests/exchange-matrix` on " + LocalDate.now() + ", by running both sides live.",
                "",
                "Each cell: the largest difference between the predictions of the side that wrote the file and those of"
                        + " the side that read it; then, where the file carries the optimizer, the largest relative"
                        + " difference between the losses of the following 50 training steps on both sides. Families are"
                        + " those of `tests/src/test/python/matrix.py`. **Bold** is beyond the tolerance of 1e-5 and"
                        + " 1e-4 (1000 times that in half precision).",
                ""));
        Set<String> versions = new LinkedHashSet<>();
        cells.forEach(cell -> versions.add(cell.keras()));
        for (ExchangeForm form : ExchangeForm.values()) {
            for (Direction direction : Direction.values()) {
                lines.add("## " + form.key() + ", "
                        + (direction == Direction.PYTHON_TO_JAVA ? "Python to Java" : "Java to Python"));
                lines.add("");
                lines.add("| family | " + String.join(" | ", versions) + " |");
                lines.add("|---|" + "---|".repeat(versions.size()));
                rows(form, direction).forEach((family, texts) -> lines.add("| " + family + " | " + texts + " |"));
                lines.add("");
            }
        }
        lines.add("## Notes");
        lines.add("");
        notes.forEach((text, number) -> lines.add(number + ". " + text));
        return String.join("\n", lines) + "\n";
    }

    private Map<String, String> rows(ExchangeForm form, Direction direction) {
        Map<String, String> rows = new LinkedHashMap<>();
        cells.stream()
                .filter(cell -> cell.form() == form && cell.direction() == direction)
                .forEach(cell -> rows.merge(cell.family(), text(cell), (a, b) -> a + " | " + b));
        return rows;
    }

    private String text(Cell cell) {
        String mark = cell.own()
                .map(own -> " [" + note("Keras " + cell.keras() + " with its own file: " + own) + "]")
                .orElse("");
        if (cell.failure().isPresent()) {
            String reason = cell.failure().get();
            String note = " [" + note(reason) + "]";
            return (cell.isLimitOfKeras() ? "–" : "**failed**") + note + mark;
        }
        String numbers = number(cell.prediction())
                + (cell.continuation().isPresent() ? " · " + number(cell.continuation()) : "");
        return (cell.isSame() ? numbers : "**" + numbers + "**") + mark;
    }

    private int note(String text) {
        return notes.computeIfAbsent(text, key -> notes.size() + 1);
    }

    private static String number(OptionalDouble value) {
        double number = value.orElse(0);
        return number == 0 ? "0" : String.format(Locale.ROOT, "%.0e", number).replace("e-0", "e-");
    }
}
