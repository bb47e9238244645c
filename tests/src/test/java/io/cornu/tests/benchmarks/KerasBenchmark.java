package io.cornu.tests.benchmarks;

import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.data.Scaling;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.models.ArchitectureCatalog;
import io.cornu.models.data.DataCatalog;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.serving.Predictor;
import io.cornu.tests.process.Finished;
import io.cornu.tests.python.Python;
import io.cornu.tests.python.PythonEnvironment;
import io.cornu.tests.python.PythonUnavailableException;
import io.cornu.uncertainty.MonteCarlo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Training throughput and prediction latency, Java and Python Keras in turn on the same data: {@code tests/benchmark
 * [ROUNDS]}. The first epoch of each warms up and does not count; what is printed are medians.
 */
public final class KerasBenchmark {
    private static final int EPOCHS = 3;
    private static final int BATCH = 64;
    private static final int CALLS = 500;

    /** How many Monte-Carlo passes of one image are made, and how often that is measured. */
    private static final int PASSES = 100;

    private static final int PASS_CALLS = 50;

    private KerasBenchmark() {}

    private record Times(
            double[] epochs,
            double predictMilliseconds,
            double compiledMilliseconds,
            double passesMilliseconds,
            double predictorMilliseconds) {}

    /**
     * Runs the benchmark.
     *
     * @param args how many rounds, 3 by default
     * @throws IOException if Python or a file fails
     * @throws PythonUnavailableException if there is no fitting Python
     */
    public static void main(String[] args) throws IOException, PythonUnavailableException {
        int rounds = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        Dataset raw =
                DataCatalog.load("fashion-mnist-mini", DataDirectory.standard()).train();
        Batch data = Scaling.unit().fit(raw).apply(raw).inMemory().orElseThrow();
        Path folder = Files.createTempDirectory("cornu-benchmark");
        NumpyFiles.write(folder.resolve("x.npy"), data.inputs().get(0));
        NumpyFiles.write(folder.resolve("y.npy"), data.targets().get(0));
        PythonEnvironment python = PythonEnvironment.prepare();
        print("%-9s %-28s %10s %10s %7s%n", "model", "what", "Cornu", "Keras", "ratio");
        for (String name : List.of("base-cnn", "mlp")) {
            List<Times> ours = new ArrayList<>();
            List<Times> theirs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                ours.add(java(name, data));
                theirs.add(python(python, name, folder));
            }
            int examples = data.size();
            double our = examples
                    / median(ours.stream()
                            .flatMapToDouble(t -> Arrays.stream(t.epochs()))
                            .toArray());
            double their = examples
                    / median(theirs.stream()
                            .flatMapToDouble(t -> Arrays.stream(t.epochs()))
                            .toArray());
            print("%-9s %-28s %10.0f %10.0f %7.2f%n", name, "training, examples/s", our, their, our / their);
            double predict =
                    median(ours.stream().mapToDouble(Times::predictMilliseconds).toArray());
            double compiled = median(
                    theirs.stream().mapToDouble(Times::compiledMilliseconds).toArray());
            double keras = median(
                    theirs.stream().mapToDouble(Times::predictMilliseconds).toArray());
            print(
                    "%-9s %-28s %10.3f %10.3f %7.2f%n",
                    name, "one image, ms; tf.function", predict, compiled, compiled / predict);
            print("%-9s %-28s %10.3f %10.3f %7.2f%n", name, "one image, ms; predict", predict, keras, keras / predict);
            double predictor = median(
                    ours.stream().mapToDouble(Times::predictorMilliseconds).toArray());
            print(
                    "%-9s %-28s %10.3f %10.3f %7.2f%n",
                    name, "Predictor, ms; tf.function", predictor, compiled, compiled / predictor);
            print(
                    "%-9s %-28s %10.3f %10.3f %7.2f%n",
                    name, "Predictor, ms; predict", predictor, keras, keras / predictor);
            if (name.equals("base-cnn")) {
                double passes = median(
                        ours.stream().mapToDouble(Times::passesMilliseconds).toArray());
                double loop = median(
                        theirs.stream().mapToDouble(Times::passesMilliseconds).toArray());
                print("%-9s %-28s %10.3f %10.3f %7.2f%n", name, "100 dropout passes, ms", passes, loop, loop / passes);
            }
        }
        large(python, folder);
    }

    private static Times java(String name, Batch data) {
        Array x = data.inputs().get(0);
        try (Model model =
                ArchitectureCatalog.get(name, x.shape().takeLast(3), 10).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(Adam.of(.001), sparseCategoricalCrossentropy(), accuracy());
            double[] seconds = new double[EPOCHS];
            compiled.fit(
                    Dataset.of(data), Fit.epochs(EPOCHS).withBatchSize(BATCH).withCallbacks(fit -> new FitListener() {
                        private long start;

                        @Override
                        public void epochBegin(int epoch) {
                            start = System.nanoTime();
                        }

                        @Override
                        public void epochEnd(History.Epoch epoch) {
                            seconds[epoch.number()] = (System.nanoTime() - start) / 1e9;
                        }
                    }));
            Array one = x.rows(0, 1);
            double[] calls = new double[CALLS];
            for (int i = -50; i < CALLS; i++) {
                long start = System.nanoTime();
                model.predict(one);
                if (i >= 0) {
                    calls[i] = (System.nanoTime() - start) / 1e6;
                }
            }
            double passes = name.equals("base-cnn") ? passes(model, one) : Double.NaN;
            return new Times(
                    Arrays.copyOfRange(seconds, 1, EPOCHS), median(calls), Double.NaN, passes, predictor(model, one));
        }
    }

    /** One image from plain floats to plain floats, as Python goes from an array to an array. */
    private static double predictor(Model model, Array one) {
        float[] pixels = one.toFloats();
        try (Predictor predictor = Predictor.of(model)) {
            double[] calls = new double[CALLS];
            for (int i = -50; i < CALLS; i++) {
                long start = System.nanoTime();
                predictor.predict(pixels);
                if (i >= 0) {
                    calls[i] = (System.nanoTime() - start) / 1e6;
                }
            }
            return median(calls);
        }
    }

    /** With all statistics, as a user would ask for them. */
    private static double passes(Model model, Array one) {
        MonteCarlo monteCarlo = MonteCarlo.of(PASSES);
        double[] calls = new double[PASS_CALLS];
        for (int i = -10; i < PASS_CALLS; i++) {
            long start = System.nanoTime();
            monteCarlo.predict(model, one);
            if (i >= 0) {
                calls[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return median(calls);
    }

    private static Times python(PythonEnvironment python, String name, Path folder) throws IOException {
        String output = Python.run(
                python,
                "benchmark.py",
                folder,
                name,
                folder.toString(),
                Integer.toString(EPOCHS),
                Integer.toString(BATCH));
        JsonNode answer = new ObjectMapper()
                .readTree(output.lines().reduce((first, second) -> second).orElseThrow());
        double[] seconds = new double[EPOCHS - 1];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = answer.get("seconds").get(i + 1).asDouble();
        }
        return new Times(
                seconds,
                answer.get("predict_ms").asDouble(),
                answer.get("compiled_ms").asDouble(),
                answer.get("passes_ms").asDouble(),
                Double.NaN);
    }

    /** In a JVM of its own with a small heap, for its classes are part of what a service waits for when it starts. */
    private static void large(PythonEnvironment python, Path folder) throws IOException {
        Path file = folder.resolve("resnet50.keras");
        JsonNode keras = new ObjectMapper()
                .readTree(Python.run(python, "benchmark_large.py", folder, file.toString())
                        .lines()
                        .reduce((first, second) -> second)
                        .orElseThrow());
        Finished finished = Finished.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-cp",
                        absoluteClassPath(),
                        LargeModel.class.getName(),
                        file.toString()),
                folder,
                Map.of("TF_CPP_MIN_LOG_LEVEL", "2"),
                Duration.ofMinutes(5));
        JsonNode ours = new ObjectMapper()
                .readTree(finished.stdout()
                        .lines()
                        .reduce((first, second) -> second)
                        .orElseThrow(() -> new IllegalStateException(finished.tail())));
        for (String what : List.of("read", "read again", "first answer", "one image")) {
            double our = ours.get(what).asDouble();
            double their = keras.path(what).asDouble(Double.NaN);
            print("%-9s %-28s %10.1f %10.1f %7.2f%n", "ResNet50", what + ", ms", our, their, their / our);
        }
    }

    /** The script names this project's classes from where it stands, and a child stands elsewhere. */
    private static String absoluteClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
