package io.cornu.tests.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.data.Array;
import io.cornu.model.Model;
import io.cornu.models.ArchitectureCatalog;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.serving.Predictor;
import io.cornu.savedmodels.serving.PredictorStatistics;
import io.cornu.savedmodels.serving.ReloadablePredictor;
import io.cornu.savedmodels.tf.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.ndarray.Shape;

/**
 * Predicts from many threads while models are exchanged all the time, and watches memory: {@code ServingSoak [THREADS
 * [MINUTES [RELOADS]]]}, 8 threads for 10 minutes by default, ending sooner after so many reloads if that is given.
 *
 * <p>Four models take turns: two sets of weights, each as a {@code .keras} file and as a SavedModel. Each answer must be,
 * bit for bit, that of one of them. Memory is compared from when every model has been loaded ten times to the end: what
 * the first ones leave (thread arenas, code, caches) is not lost again.
 */
public final class ServingSoak {
    private static final int SETTLED = 40;
    private static final int INPUTS = 8;

    private final LongAdder calls = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder wrong = new LongAdder();
    private final List<Array> inputs = new ArrayList<>();
    private final List<List<Array>> expected = new ArrayList<>();
    private final List<Path> models = new ArrayList<>();
    private long settledBytes;

    private ServingSoak() {}

    /**
     * Runs the program.
     *
     * @param args threads, minutes and reloads
     * @throws IOException if a model cannot be written or read
     * @throws InterruptedException if it is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 8;
        double minutes = args.length > 1 ? Double.parseDouble(args[1]) : 10;
        int reloads = args.length > 2 ? Integer.parseInt(args[2]) : Integer.MAX_VALUE;
        ServingSoak soak = new ServingSoak();
        soak.prepare(Files.createTempDirectory("cornu-soak"));
        ObjectNode result = soak.run(threads, minutes, reloads);
        System.out.println(new ObjectMapper().writeValueAsString(result));
    }

    private void prepare(Path folder) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < INPUTS; i++) {
            int rows = 1 + i % 3;
            float[] pixels = new float[rows * 784];
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = random.nextFloat();
            }
            inputs.add(Array.of(pixels, rows, 28, 28, 1));
        }
        for (int seed = 0; seed < 2; seed++) {
            try (Model model =
                    ArchitectureCatalog.get("base-cnn", Shape.of(28, 28, 1), 10).build(Seed.of(seed))) {
                Path keras = folder.resolve(seed + ".keras");
                Path saved = folder.resolve("saved" + seed);
                KerasArchive.write(model, keras);
                SavedModel.write(model, saved);
                models.addAll(List.of(keras, saved));
            }
        }
        inputs.forEach(input -> expected.add(new ArrayList<>()));
        for (Path model : models) {
            try (Predictor predictor = Predictor.open(model)) {
                for (int i = 0; i < INPUTS; i++) {
                    expected.get(i).add(predictor.predict(inputs.get(i)));
                }
            }
        }
    }

    private ObjectNode run(int threads, double minutes, int maxReloads) throws IOException, InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        long start = System.nanoTime();
        long end = start + (long) (minutes * 60e9);
        long startBytes = Pointer.physicalBytes();
        int reloads = 0;
        // SavedModels and Keras files name their inputs alike, so one can follow the other.
        try (ReloadablePredictor current = ReloadablePredictor.open(models.get(0))) {
            List<Thread> callers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int number = t;
                Thread caller = new Thread(() -> call(current.predictor(), number, isOver), "caller-" + t);
                caller.start();
                callers.add(caller);
            }
            print(
                    "%8s %10s %7s %7s %8s %9s %9s %9s %9s%n",
                    "seconds", "calls", "errors", "wrong", "reloads", "RSS MB", "heap MB", "p50 ms", "p99 ms");
            while (System.nanoTime() < end && reloads < maxReloads) {
                current.reload(models.get(++reloads % models.size()));
                if (reloads == SETTLED) {
                    settledBytes = Pointer.physicalBytes();
                }
                if (reloads % 20 == 0) {
                    row(start, reloads, current.predictor().statistics());
                }
            }
            isOver.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
            row(start, reloads, current.predictor().statistics());
            return result(
                    threads, start, reloads, startBytes, current.predictor().statistics());
        } finally {
            isOver.set(true);
        }
    }

    private void call(Predictor predictor, int number, AtomicBoolean isOver) {
        for (int i = number; !isOver.get(); i++) {
            try {
                Array answer = predictor.predict(inputs.get(i % INPUTS));
                if (!expected.get(i % INPUTS).contains(answer)) {
                    wrong.increment();
                }
            } catch (RuntimeException e) {
                errors.increment();
            }
            calls.increment();
        }
    }

    private void row(long start, int reloads, PredictorStatistics statistics) {
        print(
                "%8.0f %10d %7d %7d %8d %9d %9d %9.3f %9.3f%n",
                (System.nanoTime() - start) / 1e9,
                calls.sum(),
                errors.sum(),
                wrong.sum(),
                reloads,
                Pointer.physicalBytes() >> 20,
                Runtime.getRuntime().totalMemory() >> 20,
                statistics.median().toNanos() / 1e6,
                statistics.percentile99().toNanos() / 1e6);
    }

    private ObjectNode result(int threads, long start, int reloads, long startBytes, PredictorStatistics statistics) {
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("threads", threads);
        result.put("seconds", (System.nanoTime() - start) / 1e9);
        result.put("calls", calls.sum());
        result.put("errors", errors.sum());
        result.put("wrong", wrong.sum());
        result.put("reloads", reloads);
        result.put("median_ms", statistics.median().toNanos() / 1e6);
        result.put("p99_ms", statistics.percentile99().toNanos() / 1e6);
        result.put("rss_start_mb", startBytes >> 20);
        result.put("rss_settled_mb", settledBytes >> 20);
        result.put("rss_end_mb", Pointer.physicalBytes() >> 20);
        result.put("heap_mb", Runtime.getRuntime().totalMemory() >> 20);
        result.put("javacpp_bytes", Pointer.totalBytes());
        return result;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
