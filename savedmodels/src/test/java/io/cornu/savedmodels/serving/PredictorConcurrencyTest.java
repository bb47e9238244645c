package io.cornu.savedmodels.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.model.Sequential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads, and the ends of things: answers are right, and nothing native is freed under anybody. */
@Timeout(120)
class PredictorConcurrencyTest {
    private static final int THREADS = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** A run of some hundred milliseconds: 40 layers of 1000 x 1000 over 500 rows. */
    private static final int SLOW_ROWS = 500;

    private static Sequential slow() {
        return Sequential.of(Stream.concat(
                        Stream.of(Input.of(1000)), IntStream.range(0, 40).mapToObj(i -> Dense.of(1000)))
                .toArray(Layer[]::new));
    }

    private static Array slowInput() {
        return Array.of(new float[SLOW_ROWS * 1000], SLOW_ROWS, 1000);
    }

    private static Predictor slowPredictor(PredictorOptions options) {
        return new Predictor(Servables.of(Served.model(slow(), 1), options), options);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyThreadsGetTheNumbersOfOne(boolean hasDeadline) throws Exception {
        Path file = Served.keras(folder, "cnn.keras", Served.cnn(), 1);
        PredictorOptions defaults = PredictorOptions.defaults();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Predictor predictor =
                Predictor.open(file, hasDeadline ? defaults.withDeadline(Duration.ofMinutes(1)) : defaults)) {
            List<Array> inputs = new ArrayList<>();
            List<Array> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                inputs.add(Served.images(i, 1 + i % 3));
                expected.add(predictor.predict(inputs.get(i)));
            }
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int offset = t;
                wrong.add(threads.submit(() -> {
                    int differing = 0;
                    for (int call = 0; call < 200; call++) {
                        int i = (call + offset) % inputs.size();
                        differing += predictor.predict(inputs.get(i)).equals(expected.get(i)) ? 0 : 1;
                    }
                    return differing;
                }));
            }
            for (Future<Integer> each : wrong) {
                assertThat(each.get()).isZero();
            }
            PredictorStatistics statistics = predictor.statistics();
            assertThat(statistics.calls()).isEqualTo(20 + THREADS * 200L);
            assertThat(statistics.failures() + statistics.missedDeadlines() + statistics.inFlight())
                    .isZero();
            assertThat(statistics.median()).isPositive().isLessThanOrEqualTo(statistics.percentile99());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whoever is in when it closes gets an answer; whoever comes later a clear refusal; native memory is never read freed. */
    @ParameterizedTest
    @ValueSource(strings = {"keras", "savedmodel"})
    void closingWaitsForCallsAndRefusesLaterOnes(String form) throws Exception {
        Path file = form.equals("keras")
                ? Served.keras(folder, "cnn.keras", Served.cnn(), 1)
                : Served.savedModel(folder, "cnn", Served.cnn(), 1);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 5; round++) {
                Predictor predictor = Predictor.open(file);
                Array input = Served.images(1, 2);
                Array expected = predictor.predict(input);
                CountDownLatch running = new CountDownLatch(THREADS);
                AtomicInteger wrong = new AtomicInteger();
                List<Future<String>> ends = new ArrayList<>();
                for (int t = 0; t < THREADS; t++) {
                    ends.add(threads.submit(() -> {
                        for (int call = 0; ; call++) {
                            try {
                                wrong.addAndGet(predictor.predict(input).equals(expected) ? 0 : 1);
                            } catch (IllegalStateException e) {
                                return String.valueOf(e.getMessage());
                            } finally {
                                if (call == 3) {
                                    running.countDown();
                                }
                            }
                        }
                    }));
                }
                running.await();
                predictor.close();
                assertThat(predictor.statistics().inFlight()).isZero();
                for (Future<String> end : ends) {
                    assertThat(end.get()).isEqualTo(Predictor.CLOSED);
                }
                assertThat(wrong).hasValue(0);
                predictor.close();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closingTwiceWaitsTwice() throws Exception {
        Predictor predictor = slowPredictor(PredictorOptions.defaults());
        CompletableFuture<Array> answer = CompletableFuture.supplyAsync(() -> predictor.predict(slowInput()));
        awaitCalls(predictor, 1);
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> {
            predictor.close();
            return answer.isDone() || predictor.statistics().inFlight() == 0;
        });
        predictor.close();
        assertThat(predictor.statistics().inFlight()).isZero();
        assertThat(other.get()).isTrue();
        assertThat(answer.get().shape().get(0)).isEqualTo(SLOW_ROWS);
    }

    @Test
    void aDeadlineLetsTheCallerGo() {
        try (Predictor predictor = slowPredictor(PredictorOptions.defaults().withWorkers(1))) {
            assertThatThrownBy(() -> predictor.predict(slowInput(), Duration.ofMillis(20)))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("within 20.0 ms");
            PredictorStatistics statistics = predictor.statistics();
            assertThat(statistics.missedDeadlines()).isEqualTo(1);
            assertThat(statistics.calls()).isZero();
            assertThat(predictor
                            .predict(slowInput().rows(0, 1), Duration.ofMinutes(1))
                            .size())
                    .isEqualTo(1000);
        }
    }

    /** The first has begun when its time is up, the second still waits behind it. */
    @Test
    void whatHasBegunEndsAndWhatHasNotIsDropped() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch cleaned = new CountDownLatch(2);
        AtomicInteger computed = new AtomicInteger();
        try (DeadlineWorkers workers = new DeadlineWorkers(1)) {
            CompletableFuture<Throwable> first = missed(workers, 2000, cleaned, () -> {
                begun.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return computed.incrementAndGet();
            });
            begun.await();
            assertThat(missed(workers, 20, cleaned, computed::incrementAndGet).get())
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("dropped");
            assertThat(cleaned.getCount()).isEqualTo(1);
            assertThat(first.get())
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("background");
            assertThat(cleaned.getCount()).isEqualTo(1);
            released.countDown();
            cleaned.await();
            assertThat(computed).hasValue(1);
        }
    }

    private static CompletableFuture<Throwable> missed(
            DeadlineWorkers workers, int milliseconds, CountDownLatch cleaned, Supplier<Integer> body) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                workers.run(Duration.ofMillis(milliseconds), System.nanoTime(), body, cleaned::countDown);
                return new AssertionError("answered in time");
            } catch (DeadlineExceededException e) {
                return e;
            }
        });
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() throws Exception {
        try (Predictor predictor = slowPredictor(PredictorOptions.defaults().withWorkers(1))) {
            CompletableFuture<String> end = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    predictor.predict(slowInput(), Duration.ofMinutes(1));
                    end.complete("answered");
                } catch (CancellationException e) {
                    end.complete(e.getMessage() + " " + Thread.currentThread().isInterrupted());
                }
            });
            caller.start();
            awaitCalls(predictor, 1);
            caller.interrupt();
            assertThat(end.get()).contains("interrupt").endsWith("true");
            // Without a deadline an interrupt changes nothing.
            Thread.currentThread().interrupt();
            assertThat(predictor.predict(slowInput().rows(0, 1)).size()).isEqualTo(1000);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void closingAnInterruptedThreadStillWaits() throws IOException {
        Predictor predictor = slowPredictor(PredictorOptions.defaults());
        CompletableFuture<Array> answer = CompletableFuture.supplyAsync(() -> predictor.predict(slowInput()));
        awaitCalls(predictor, 1);
        Thread.currentThread().interrupt();
        predictor.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(predictor.statistics().inFlight()).isZero();
        assertThat(answer.join().shape().get(0)).isEqualTo(SLOW_ROWS);
    }

    @Test
    void aDeadlineMustBeAhead() throws IOException {
        try (Predictor predictor = Predictor.open(Served.keras(folder, "sum.keras", Served.sum(), 1))) {
            assertThatThrownBy(() -> predictor.predict(Array.of(new float[3], 1, 3), Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("longer than 0");
        }
    }

    private static void awaitCalls(Predictor predictor, long count) {
        while (predictor.statistics().inFlight() < count) {
            Thread.onSpinWait();
        }
    }
}
