package io.cornu.tests.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.tests.exchange.ExchangeForm.Received;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Every family of models of {@code matrix.py} in every form, both ways, with one Keras: what one side wrote must predict
 * on the other what it predicted here, and learn on as it would have, step for step.
 */
final class ExchangeMatrix {
    /** Machines that do other things at once take their time. */
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private static final Set<String> HALF = Set.of("mixed_precision", "bfloat16");

    private final PythonWorker python;
    private final String keras;
    private final int steps;

    /**
     * @param python with the Keras to compare with
     * @param keras its version
     * @param steps for how many steps both sides train on
     */
    ExchangeMatrix(PythonWorker python, String keras, int steps) {
        this.python = python;
        this.keras = keras;
        this.steps = steps;
    }

    /** Who wrote the file. */
    enum Direction {
        PYTHON_TO_JAVA,
        JAVA_TO_PYTHON
    }

    /**
     * A file that travelled.
     *
     * @param keras the version
     * @param family the kind of model
     * @param form the kind of file
     * @param direction who wrote it
     * @param prediction the largest difference between predictions before and after
     * @param continuation the largest relative difference between losses of the steps after it, where the form can hold
     *     an optimizer
     * @param failure what went wrong instead
     * @param own what went wrong when Keras read its own file of that form
     */
    record Cell(
            String keras,
            String family,
            ExchangeForm form,
            Direction direction,
            OptionalDouble prediction,
            OptionalDouble continuation,
            Optional<String> failure,
            Optional<String> own) {
        /** Whether the file arrived as it left. */
        boolean isSame() {
            return failure.isEmpty()
                    && prediction.orElse(0) <= 1e-5 * factor()
                    && continuation.orElse(0) <= allowedContinuation();
        }

        private double factor() {
            return HALF.contains(family) ? 1000 : 1;
        }

        double allowedContinuation() {
            return 1e-4 * factor();
        }

        Cell withOwn(String reason) {
            return new Cell(keras, family, form, direction, prediction, continuation, failure, Optional.of(reason));
        }

        /** Whether it need not: Keras cannot write it, or not read what it wrote itself. */
        boolean isLimitOfKeras() {
            return own.isPresent();
        }

        String title() {
            return family + " as " + form.key() + ", " + direction + ", Keras " + keras;
        }
    }

    List<Cell> cells(Path folder, String family) throws IOException {
        JsonNode written = python.call(LIMIT, "matrix", "write", folder, Map.of("family", family, "steps", steps));
        List<Cell> cells = new ArrayList<>();
        for (ExchangeForm form : ExchangeForm.values()) {
            cells.add(received(folder, family, form, written));
        }
        cells.addAll(sent(folder, family, written));
        for (int i = 0; i < cells.size(); i++) {
            cells.set(i, explained(folder, cells.get(i), written));
        }
        return cells;
    }

    /** Where training goes on otherwise, it may do so in Keras with its own file, too. */
    private Cell explained(Path folder, Cell cell, JsonNode written) {
        if (cell.isSame() || cell.isLimitOfKeras() || cell.continuation().isEmpty()) {
            return cell;
        }
        double apart = python.call(
                        LIMIT,
                        "matrix",
                        "go_on",
                        folder,
                        Map.of(
                                "family", cell.family(),
                                "form", cell.form().key(),
                                "losses", written.get("losses")))
                .asDouble();
        return apart <= cell.allowedContinuation()
                ? cell
                : cell.withOwn(String.format(Locale.ROOT, "the losses of the following steps differ by %.0e", apart));
    }

    private Cell received(Path folder, String family, ExchangeForm form, JsonNode written) throws IOException {
        Optional<String> own = own(written, form);
        Path file = form.file(folder, "python");
        if (!Files.exists(file)) {
            return cell(family, form, Direction.PYTHON_TO_JAVA, Optional.of("Keras does not write it"), own);
        }
        try {
            KerasModel network = KerasArchive.read(ExchangeForm.KERAS.file(folder, "python"));
            Received received = form.read(file, network, arrays(folder, "x"), new Steps(folder, steps));
            double prediction = difference(arrays(folder, "python"), received.predictions());
            List<Double> expected = new ArrayList<>();
            written.get("losses").forEach(loss -> expected.add(loss.asDouble()));
            OptionalDouble continuation = received.losses().isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(relative(expected, received.losses()));
            return new Cell(
                    keras,
                    family,
                    form,
                    Direction.PYTHON_TO_JAVA,
                    OptionalDouble.of(prediction),
                    continuation,
                    Optional.empty(),
                    own);
        } catch (IOException | RuntimeException failure) {
            return cell(family, form, Direction.PYTHON_TO_JAVA, Optional.of(brief(folder, failure)), own);
        }
    }

    /** What Java makes of Python's model after training it on, sent back. */
    private List<Cell> sent(Path folder, String family, JsonNode written) throws IOException {
        List<Cell> cells = new ArrayList<>();
        Steps learning = new Steps(folder, steps);
        List<ExchangeForm> sent = new ArrayList<>();
        List<Double> losses;
        try {
            KerasModel saved = KerasArchive.read(ExchangeForm.KERAS.file(folder, "python"));
            try (Model model = saved.build(Seed.of(1))) {
                CompiledModel compiled = saved.compile(model);
                learning.losses(compiled);
                List<Array> predictions = learning.predict(model, arrays(folder, "x"));
                for (int i = 0; i < predictions.size(); i++) {
                    NumpyFiles.write(folder.resolve("java_" + i + ".npy"), predictions.get(i));
                }
                KerasModel trained = KerasModel.of(compiled).forKeras(keras);
                for (ExchangeForm form : ExchangeForm.values()) {
                    try {
                        form.write(trained, compiled, form.file(folder, "java"));
                        sent.add(form);
                    } catch (IOException | RuntimeException failure) {
                        cells.add(cell(
                                family,
                                form,
                                Direction.JAVA_TO_PYTHON,
                                Optional.of(brief(folder, failure)),
                                own(written, form)));
                    }
                }
                losses = learning.losses(compiled);
            }
        } catch (IOException | RuntimeException failure) {
            for (ExchangeForm form : ExchangeForm.values()) {
                cells.add(cell(
                        family,
                        form,
                        Direction.JAVA_TO_PYTHON,
                        Optional.of(brief(folder, failure)),
                        own(written, form)));
            }
            return cells;
        }
        JsonNode read = python.call(LIMIT, "matrix", "read", folder, Map.of("family", family, "losses", losses));
        for (ExchangeForm form : sent) {
            JsonNode cell = read.path(form.key());
            cells.add(new Cell(
                    keras,
                    family,
                    form,
                    Direction.JAVA_TO_PYTHON,
                    number(cell, "prediction"),
                    number(cell, "continuation"),
                    cell.isMissingNode()
                            ? Optional.of("Python found no file")
                            : Optional.ofNullable(cell.get("error")).map(JsonNode::asText),
                    own(written, form)));
        }
        return cells;
    }

    private Cell cell(
            String family, ExchangeForm form, Direction direction, Optional<String> failure, Optional<String> own) {
        return new Cell(keras, family, form, direction, OptionalDouble.empty(), OptionalDouble.empty(), failure, own);
    }

    private static Optional<String> own(JsonNode written, ExchangeForm form) {
        return Optional.of(written.get("own").get(form.key()))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    private static OptionalDouble number(JsonNode cell, String key) {
        return cell.has(key) ? OptionalDouble.of(cell.get(key).asDouble()) : OptionalDouble.empty();
    }

    /** Training on in steps of all the data at once, so that an epoch is a step. */
    private record Steps(Path folder, int steps) implements ExchangeForm.Learning {
        @Override
        public List<Array> predict(Model model, List<Array> inputs) {
            return model.predict(Dataset.of(new Batch(inputs, List.of(), Optional.empty())), 16);
        }

        @Override
        public List<Double> losses(CompiledModel compiled) {
            try {
                Batch data = new Batch(arrays(folder, "x"), arrays(folder, "y"), Optional.empty());
                Fit fit = Fit.epochs(steps).withBatchSize(data.size()).withShuffle(false);
                return Arrays.stream(compiled.fit(Dataset.of(data), fit).get("loss"))
                        .boxed()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static double difference(List<Array> expected, List<Array> received) {
        if (expected.size() != received.size()) {
            throw new IllegalStateException(expected.size() + " outputs became " + received.size());
        }
        double largest = 0;
        for (int output = 0; output < expected.size(); output++) {
            double[] before = expected.get(output).toDoubles();
            double[] after = received.get(output).toDoubles();
            if (before.length != after.length) {
                throw new IllegalStateException(before.length + " numbers became " + after.length);
            }
            for (int i = 0; i < before.length; i++) {
                double difference = Math.abs(before[i] - after[i]);
                // NaN must not pass for nothing.
                largest = difference <= largest ? largest : difference;
            }
        }
        return largest;
    }

    private static double relative(List<Double> expected, List<Double> received) {
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            double difference = Math.abs(expected.get(i) - received.get(i)) / Math.max(Math.abs(expected.get(i)), 1e-6);
            largest = difference <= largest ? largest : difference;
        }
        return largest;
    }

    private static List<Array> arrays(Path folder, String side) throws IOException {
        List<Array> arrays = new ArrayList<>();
        for (int i = 0; Files.exists(folder.resolve(side + "_" + i + ".npy")); i++) {
            arrays.add(NumpyFiles.read(folder.resolve(side + "_" + i + ".npy")));
        }
        return arrays;
    }

    /** Without the folder, which is another on each machine. */
    private static String brief(Path folder, Exception failure) {
        String text = String.valueOf(failure.getMessage()).replace(folder + "/", "");
        return text.substring(0, Math.min(300, text.length()));
    }
}
