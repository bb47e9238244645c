package io.cornu.callbacks;

import static io.cornu.Golden.number;
import static io.cornu.Golden.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cornu.Golden;
import io.cornu.callbacks.ProgbarLogger.Display;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Character by character what Keras' bar prints: {@code progbar.py} beside {@code progbar.csv}. */
class ProgbarTest {
    private static final Map<String, List<Map<String, String>>> CASES =
            Golden.byColumn(ProgbarTest.class, "progbar.csv", "case");

    private static final Dataset NUMBERS =
            Dataset.of(Array.of(new float[] {1, 2, 3, 4}, 4, 1), Array.of(new float[] {2, 4, 6, 8}, 4, 1));

    static Set<String> cases() {
        return CASES.keySet();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void printsWhatKerasPrints(String name) {
        List<Map<String, String>> rows = Objects.requireNonNull(CASES.get(name));
        double[] now = {0};
        Progbar bar = new Progbar(
                (int) number(rows.get(0), "target"),
                number(rows.get(0), "verbose") == 1,
                () -> now[0],
                number(rows.get(0), "start"));
        for (Map<String, String> row : rows) {
            now[0] = number(row, "time");
            String printed = number(row, "last") == 1
                    ? bar.finish(values(row))
                    : bar.update((int) number(row, "step"), () -> values(row));
            assertThat(printed)
                    .as("step %s", text(row, "step"))
                    .isEqualTo(new String(HexFormat.of().parseHex(text(row, "printed")), StandardCharsets.UTF_8));
        }
    }

    @Test
    void casesAreThere() {
        assertThat(CASES).hasSize(20);
    }

    @Test
    void linesOfAFit() {
        Callback slower = LearningRateScheduler.of((epoch, rate) -> epoch == 2 ? rate / 2 : rate);
        assertThat(fit(Display.LINE, false, slower))
                .matches("Epoch 1/3\n2/2 - \\d+s - \\d+(s|ms|us)/step - loss: \\S+ - val_loss: \\S+\n"
                        + "Epoch 2/3\n2/2 - \\d+s - \\d+(s|ms|us)/step - loss: \\S+ - val_loss: \\S+\n"
                        + "Epoch 3/3\n2/2 - \\d+s - \\d+(s|ms|us)/step - loss: \\S+ - val_loss: \\S+ - "
                        + "learning_rate: 0.0050\n");
        assertThat(fit(Display.LINE, true, slower))
                .contains("LearningRateScheduler: learning rate 0.01 -> 0.005\nEpoch 3/3\n");
    }

    @Test
    void barOfAFit() {
        String printed = fit(Display.BAR, false, LambdaCallback.of());
        assertThat(printed).startsWith("Epoch 1/3\n\r\u001b[1m1/2").endsWith("\n");
        // What is seen when every bar is drawn over the one before.
        String seen = Arrays.stream(printed.split("\n"))
                .map(line -> line.substring(line.lastIndexOf('\r') + 1).replaceAll("\u001b\\[\\d+m", ""))
                .reduce("", (all, line) -> all + line + "\n");
        assertThat(seen.lines().toList().get(1))
                .matches("2/2 ━{20} \\d+s \\d+(s|ms|us)/step - loss: \\S+ - val_loss: \\S+ *");
        assertThat(seen.lines()).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(Display.class)
    void failureLeavesTheLine(Display display) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Callback broken = fit -> new FitListener() {
            @Override
            public void batchEnd(BatchEnd batch) {
                throw new UnsupportedOperationException("no more");
            }
        };
        try (Model model = line();
                PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> compiled.fit(
                            NUMBERS, Fit.epochs(2).withCallbacks(new ProgbarLogger(out, display, false), broken)));
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\n");
    }

    @Test
    void isQuietWhereThereIsNoTerminal() {
        // Tests run without one.
        assertThat(ProgbarLogger.of(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
                        .display())
                .isEqualTo(Display.LINE);
    }

    private static String fit(Display display, boolean showNotes, Callback other) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Model model = line();
                PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            compiled.fit(
                    NUMBERS,
                    Fit.epochs(3)
                            .withBatchSize(2)
                            .withValidationData(NUMBERS)
                            .withCallbacks(other, new ProgbarLogger(out, display, showNotes)));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Model line() {
        return Sequential.of(Input.of(1), Dense.of(1)).build(Seed.of(7));
    }

    private static Map<String, Double> values(Map<String, String> row) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String value : text(row, "values").split(" ", -1)) {
            String number = value.substring(value.indexOf('=') + 1);
            values.put(
                    value.substring(0, value.indexOf('=')),
                    number.equals("nan")
                            ? Double.NaN
                            : number.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(number));
        }
        return values;
    }
}
