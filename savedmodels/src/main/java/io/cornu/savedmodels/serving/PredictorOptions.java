package io.cornu.savedmodels.serving;

import io.cornu.data.ImagePreprocessing;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.savedmodels.keras.KerasReadOptions;
import io.cornu.savedmodels.tf.ReadOptions;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a {@link Predictor} reads its model, and what it lets its callers ask for.
 *
 * <pre>{@code
 * PredictorOptions options = PredictorOptions.defaults()
 *         .withDeadline(Duration.ofMillis(200))
 *         .withMaxBatchSize(64)
 *         .withWarmUp(WarmUp.ofBatches(1, 64));
 * }</pre>
 *
 * @param signature which signature of a SavedModel is called; {@code serving_default}, or the only one there is, if empty
 * @param maxBatchSize how many examples one call may have; 1024 by default
 * @param maxElements how many numbers the inputs of one call may have together; 2^26 by default, 256 MiB of float32
 * @param warmUp what is predicted before the model is opened; three times one example by default
 * @param deadline how long a call may take that names no time of its own; without end by default
 * @param workers how many calls with a deadline compute at once, others wait for their turn; twice the cores by default.
 *     Calls without a deadline compute in the threads of their callers
 * @param preprocessing what is done to a {@link java.awt.image.BufferedImage} before the model takes it; if empty, only
 *     models that take bytes (uint8) take images, as they are
 * @param labels the names of the classes for {@link Predictor#classify}, in the order of the model's output; numbers if
 *     empty
 * @param seed where Monte-Carlo dropout of Keras files draws from; 0 by default
 * @param session device and threads; the best device and all cores by default
 * @param kerasReading what a Keras file may ask for; its optimizer, loss and metrics are not read by default
 * @param savedModelReading how far a SavedModel is trusted; its device and threads are those of {@code session}
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record PredictorOptions(
        Optional<String> signature,
        int maxBatchSize,
        long maxElements,
        WarmUp warmUp,
        Optional<Duration> deadline,
        int workers,
        Optional<ImagePreprocessing> preprocessing,
        List<String> labels,
        Seed seed,
        SessionOptions session,
        KerasReadOptions kerasReading,
        ReadOptions savedModelReading)
        implements PredictorOptionsBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below 1, or the deadline is not after now
     */
    public PredictorOptions {
        labels = List.copyOf(labels);
        Arguments.positive("PredictorOptions", "maxBatchSize", maxBatchSize);
        Arguments.require(maxElements >= 1, "PredictorOptions", "maxElements must be at least 1", maxElements);
        Arguments.positive("PredictorOptions", "workers", workers);
        deadline.ifPresent(time -> requireAhead("PredictorOptions", time));
    }

    /**
     * For files whose origin is not known, and callers who wait as long as it takes.
     *
     * @return the defaults named above
     */
    public static PredictorOptions defaults() {
        return new PredictorOptions(
                Optional.empty(),
                1024,
                1L << 26,
                WarmUp.ofBatches(1),
                Optional.empty(),
                2 * Runtime.getRuntime().availableProcessors(),
                Optional.empty(),
                List.of(),
                Seed.of(0),
                SessionOptions.defaults(),
                KerasReadOptions.defaults().withReadsCompilation(false),
                ReadOptions.defaults());
    }

    /**
     * The same with a signature.
     *
     * @param name its name
     * @return a copy
     */
    public PredictorOptions withSignature(String name) {
        return withSignature(Optional.of(name));
    }

    /**
     * The same with a deadline.
     *
     * @param time how long a call may take, above 0
     * @return a copy
     * @throws IllegalArgumentException if it is not above 0
     */
    public PredictorOptions withDeadline(Duration time) {
        return withDeadline(Optional.of(time));
    }

    /**
     * The same with a preprocessing of images.
     *
     * @param images what was done to images when the model was trained
     * @return a copy
     */
    public PredictorOptions withPreprocessing(ImagePreprocessing images) {
        return withPreprocessing(Optional.of(images));
    }

    static Duration requireAhead(String where, Duration deadline) {
        Arguments.require(
                !deadline.isNegative() && !deadline.isZero(), where, "deadline must be longer than 0", deadline);
        return deadline;
    }
}
