package io.cornu.savedmodels.serving;

import io.cornu.data.Array;
import io.cornu.model.Model;
import io.cornu.runtime.HostTensor;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.uncertainty.MonteCarlo;
import io.cornu.uncertainty.UncertainPrediction;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A model that predicts for a service: opened once, called by any number of threads, closed in the end.
 *
 * <pre>{@code
 * PredictorOptions options =
 *         PredictorOptions.defaults().withPreprocessing(ImagePreprocessing.of().withScale(1 / 255.0));
 * try (Predictor predictor = Predictor.open(Path.of("cnn.keras"), options)) {
 *     float[] probabilities = predictor.predict(pixels);          // plain numbers, or
 *     List<ClassScore> best = predictor.classify(image, 3);       // a BufferedImage
 * }
 * }</pre>
 *
 * <p>All threads share one native session and get the same numbers as one thread alone. What comes in is checked before
 * memory is taken: a wrong shape, a batch beyond {@link PredictorOptions#maxBatchSize} or too many numbers are an {@link
 * IllegalArgumentException} that says what was expected. NaN and infinite numbers pass: the model answers them.
 *
 * <p>With a deadline, the caller gets a {@link DeadlineExceededException} when the time is up. TensorFlow cannot stop an
 * operation that computes: a call that has begun goes on in the background on one of a few threads, and a call that has
 * not is dropped. An interrupt ends the wait likewise, with a {@link java.util.concurrent.CancellationException}; calls
 * without a deadline take no notice of it.
 *
 * <p>{@link #close} waits for calls that are being made; later ones are refused with an {@link IllegalStateException}.
 */
public final class Predictor implements AutoCloseable {
    static final String CLOSED =
            "Predictor: expected an open predictor, received one that was closed. Close it after its last use.";

    private final PredictorOptions options;
    private final DeadlineWorkers workers;
    private final CallRecorder recorder = new CallRecorder();
    private volatile Engine engine;
    private volatile boolean isClosed;

    Predictor(Engine engine, PredictorOptions options) {
        this.engine = engine;
        this.options = options;
        this.workers = new DeadlineWorkers(options.workers());
    }

    /**
     * Opens a model file with {@link PredictorOptions#defaults()}.
     *
     * @param model a {@code .keras} file or a SavedModel directory
     * @return the predictor, warmed up, to be closed
     * @throws IOException if there is no such file, it is damaged, or refused
     */
    public static Predictor open(Path model) throws IOException {
        return open(model, PredictorOptions.defaults());
    }

    /**
     * Opens a model file.
     *
     * @param model a {@code .keras} file or a SavedModel directory
     * @param options how it is read, and what callers may ask for
     * @return the predictor, warmed up, to be closed
     * @throws IOException if there is no such file, it is damaged, or refused
     * @throws IllegalArgumentException if it lacks the signature, or the labels are not as many as its classes
     */
    public static Predictor open(Path model, PredictorOptions options) throws IOException {
        return new Predictor(Servables.open(model, options), options);
    }

    /**
     * Serves a copy of a model as it is now: training it further, or closing it, changes nothing here.
     *
     * @param model the model; stays open
     * @return the predictor, warmed up, to be closed
     */
    public static Predictor of(Model model) {
        return of(model, PredictorOptions.defaults());
    }

    /**
     * Serves a copy of a model as it is now: training it further, or closing it, changes nothing here.
     *
     * @param model the model; stays open
     * @param options what callers may ask for; device and threads are the model's own
     * @return the predictor, warmed up, to be closed
     * @throws IllegalArgumentException if the labels are not as many as its classes
     */
    public static Predictor of(Model model, PredictorOptions options) {
        return new Predictor(Servables.of(model.copy(), options), options);
    }

    /**
     * What goes in.
     *
     * @return the inputs in order, with their names, types and shapes
     */
    public List<TensorDescription> inputs() {
        return engine.servable().inputs();
    }

    /**
     * What comes out.
     *
     * @return the outputs in order, with their names, types and shapes
     */
    public List<TensorDescription> outputs() {
        return engine.servable().outputs();
    }

    /**
     * Predicts one example, or several one after the other, with one input and one output.
     *
     * @param values the numbers of whole examples, in row-major order
     * @return the numbers of the output, one example after the other
     * @throws IllegalArgumentException if they are not whole examples, too many, or the model has several inputs or
     *     outputs
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public float[] predict(float[] values) {
        return single(call(requests -> requests.tensors(FloatBuffer.wrap(values))))
                .toFloats();
    }

    /**
     * Predicts several examples with one input and one output.
     *
     * @param rows one example a row, its numbers in row-major order
     * @return one row an example
     * @throws IllegalArgumentException if the rows are not of the size of an example, too many, or the model has several
     *     inputs or outputs
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public float[][] predict(float[][] rows) {
        Array output = single(call(requests -> requests.tensors(rows)));
        if (output.shape().numDimensions() == 0 || output.shape().get(0) != rows.length) {
            throw new IllegalArgumentException("predict: expected an output with a row for each of " + rows.length
                    + " examples, received " + output + ". Give an Array.");
        }
        float[][] results = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            results[i] = output.rows(i, i + 1).toFloats();
        }
        return results;
    }

    /**
     * Predicts from a buffer with one input and one output; a direct buffer goes into TensorFlow in one copy.
     *
     * @param values the numbers of whole examples from position to limit, which stay where they are
     * @return the numbers of the output, one example after the other
     * @throws IllegalArgumentException if they are not whole examples, too many, or the model has several inputs or
     *     outputs
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public FloatBuffer predict(FloatBuffer values) {
        return FloatBuffer.wrap(single(call(requests -> requests.tensors(values)))
                .toFloats());
    }

    /**
     * Predicts from bytes in the type of the only input, such as uint8 pixels; a direct buffer goes into TensorFlow in
     * one copy.
     *
     * @param bytes whole examples from position to limit, little-endian, which stay where they are
     * @return the output, one row an example
     * @throws IllegalArgumentException if they are not whole examples, too many, or the model has several inputs or
     *     outputs
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public Array predict(ByteBuffer bytes) {
        return single(call(requests -> requests.tensors(bytes)));
    }

    /**
     * Predicts with one input and one output.
     *
     * @param input one row an example
     * @return one row an example
     * @throws IllegalArgumentException if type, shape or size do not fit, or the model has several inputs or outputs
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public Array predict(Array input) {
        return single(predict(List.of(input)));
    }

    /**
     * Predicts with one input and one output, in limited time.
     *
     * @param input one row an example
     * @param deadline how long it may take, above 0
     * @return one row an example
     * @throws IllegalArgumentException if type, shape or size do not fit, or the model has several inputs or outputs
     * @throws DeadlineExceededException if the time is up
     */
    public Array predict(Array input, Duration deadline) {
        return single(predict(List.of(input), deadline));
    }

    /**
     * Predicts.
     *
     * @param inputs one array for each input, in order
     * @return one array for each output, in order
     * @throws IllegalArgumentException if number, types, shapes or size do not fit
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public List<Array> predict(List<Array> inputs) {
        return call(requests -> requests.tensors(inputs));
    }

    /**
     * Predicts in limited time.
     *
     * @param inputs one array for each input, in order
     * @param deadline how long it may take, above 0
     * @return one array for each output, in order
     * @throws IllegalArgumentException if number, types, shapes or size do not fit
     * @throws DeadlineExceededException if the time is up
     */
    public List<Array> predict(List<Array> inputs, Duration deadline) {
        Optional<Duration> ahead = Optional.of(PredictorOptions.requireAhead("predict", deadline));
        return call(ahead, predicting(requests -> requests.tensors(inputs)));
    }

    /**
     * Predicts by names.
     *
     * @param inputs one array for each input, by its name
     * @return one array for each output, by its name, in order
     * @throws IllegalArgumentException if names, types, shapes or size do not fit
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public Map<String, Array> predict(Map<String, Array> inputs) {
        return call(options.deadline(), model -> {
            Call<List<Array>> call =
                    predicting(requests -> requests.tensors(requests.ordered(inputs))).begin(model);
            return call.then(outputs -> {
                Map<String, Array> named = new LinkedHashMap<>();
                for (int i = 0; i < outputs.size(); i++) {
                    named.put(model.outputs().get(i).name(), outputs.get(i));
                }
                return named;
            });
        });
    }

    /**
     * Predicts images of whatever sizes with one output, prepared by {@link PredictorOptions#preprocessing}.
     *
     * @param images at least one
     * @return one row an image
     * @throws IllegalArgumentException if the model takes no images, it is not known how they are prepared, there are too
     *     many, or the model has several outputs
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public Array predictImages(List<BufferedImage> images) {
        return single(call(requests -> requests.images(images)));
    }

    /**
     * Predicts an image with one output, prepared by {@link PredictorOptions#preprocessing}.
     *
     * @param image of whatever size
     * @return the numbers of the output
     * @throws IllegalArgumentException if the model takes no images, it is not known how they are prepared, or the model
     *     has several outputs
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public float[] predict(BufferedImage image) {
        return predictImages(List.of(image)).toFloats();
    }

    /**
     * The classes with the highest scores for an image, prepared by {@link PredictorOptions#preprocessing}.
     *
     * @param image of whatever size
     * @param count how many classes, at least 1; all if there are fewer
     * @return the best classes, the best first
     * @throws IllegalArgumentException if the model takes no images, it is not known how they are prepared, or the output
     *     holds no scores of classes
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public List<ClassScore> classify(BufferedImage image, int count) {
        return ClassScore.best(predictImages(List.of(image)), options.labels(), count)
                .get(0);
    }

    /**
     * The classes with the highest scores, with one input and one output of shape (examples, classes).
     *
     * @param input one row an example
     * @param count how many classes, at least 1; all if there are fewer
     * @return for each example the best classes, the best first
     * @throws IllegalArgumentException if type, shape or size do not fit, or the output holds no scores of classes
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public List<List<ClassScore>> classify(Array input, int count) {
        return ClassScore.best(predict(input), options.labels(), count);
    }

    /**
     * Predicts with Monte-Carlo dropout and one output, to know how sure the model is.
     *
     * @param input one row an example, of the only input
     * @param monteCarlo how many passes, and which statistics
     * @return the statistics
     * @throws IllegalArgumentException if the model draws no random numbers, or is a SavedModel without the signature
     *     {@code mc_dropout}; if type, shape or size do not fit; or the model has several inputs or outputs
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public UncertainPrediction predictWithUncertainty(Array input, MonteCarlo monteCarlo) {
        List<UncertainPrediction> outputs = predictWithUncertainty(List.of(input), monteCarlo);
        if (outputs.size() != 1) {
            throw severalOutputs(outputs.size());
        }
        return outputs.get(0);
    }

    /**
     * Predicts with Monte-Carlo dropout, to know how sure the model is.
     *
     * @param inputs one array for each input, in order
     * @param monteCarlo how many passes, and which statistics
     * @return the statistics of each output, in order
     * @throws IllegalArgumentException if the model draws no random numbers, or is a SavedModel without the signature
     *     {@code mc_dropout}; or number, types, shapes or size do not fit
     * @throws DeadlineExceededException if the time of {@link PredictorOptions#deadline} is up
     */
    public List<UncertainPrediction> predictWithUncertainty(List<Array> inputs, MonteCarlo monteCarlo) {
        return call(options.deadline(), model -> {
            model.requireRandomness();
            new Requests(model, options).check(inputs);
            long rows = inputs.isEmpty() ? 1 : inputs.get(0).shape().get(0);
            return new Call<>(rows, () -> model.predict(inputs, monteCarlo), () -> {});
        });
    }

    /**
     * What was done so far.
     *
     * @return counts and times
     */
    public PredictorStatistics statistics() {
        return recorder.statistics();
    }

    /** Refuses further calls, waits for those being made, and frees the model. */
    @Override
    public void close() {
        Engine last;
        synchronized (this) {
            isClosed = true;
            last = engine;
        }
        // Calls that wait for a worker are made yet: they came before.
        last.close();
        workers.close();
    }

    /** Goes on with another model; the one before is to be closed. */
    synchronized Engine replace(Engine next) {
        requireOpen();
        Engine last = engine;
        engine = next;
        return last;
    }

    /** What callers would find another in a model. */
    List<String> compare(Servable next) {
        return Compatibility.problems(engine.servable(), next);
    }

    void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException(CLOSED);
        }
    }

    private List<Array> call(Function<Requests, List<HostTensor>> feed) {
        return call(options.deadline(), predicting(feed));
    }

    private Beginning<List<Array>> predicting(Function<Requests, List<HostTensor>> feed) {
        return model -> {
            List<HostTensor> tensors = feed.apply(new Requests(model, options));
            return new Call<>(
                    Requests.examples(tensors),
                    () -> model.predict(tensors),
                    () -> tensors.forEach(HostTensor::close));
        };
    }

    private <R> R call(Optional<Duration> deadline, Beginning<R> beginning) {
        long start = System.nanoTime();
        Engine entered = enter();
        recorder.began();
        Call<R> call;
        try {
            call = beginning.begin(entered.servable());
        } catch (RuntimeException | Error e) {
            left(entered);
            recorder.failed();
            throw e;
        }
        Runnable cleanup = () -> {
            call.cleanup().run();
            left(entered);
        };
        try {
            R result = deadline.isPresent()
                    ? workers.run(deadline.get(), start, call.body(), cleanup)
                    : call.run(cleanup);
            recorder.answered(System.nanoTime() - start, call.examples());
            return result;
        } catch (DeadlineExceededException e) {
            recorder.missedDeadline();
            throw e;
        } catch (RuntimeException | Error e) {
            recorder.failed();
            throw e;
        }
    }

    private Engine enter() {
        while (true) {
            Engine current = engine;
            if (current.enter()) {
                return current;
            }
            // A model that is not let into any more has a successor, unless all is over.
            requireOpen();
            Thread.onSpinWait();
        }
    }

    private void left(Engine entered) {
        recorder.ended();
        entered.leave();
    }

    private static Array single(List<Array> outputs) {
        if (outputs.size() != 1) {
            throw severalOutputs(outputs.size());
        }
        return outputs.get(0);
    }

    private static IllegalArgumentException severalOutputs(int count) {
        return new IllegalArgumentException("predict: expected a model with one output, received one with " + count
                + ". Give a list or a map of arrays.");
    }

    /** Checks what came in and takes the memory for it. */
    private interface Beginning<R> {
        Call<R> begin(Servable model);
    }

    /** What remains to be computed, and what is to be freed then. */
    private record Call<R>(long examples, Supplier<R> body, Runnable cleanup) {
        R run(Runnable cleaning) {
            try {
                return body.get();
            } finally {
                cleaning.run();
            }
        }

        <S> Call<S> then(Function<R, S> next) {
            return new Call<>(examples, () -> next.apply(body.get()), cleanup);
        }
    }
}
