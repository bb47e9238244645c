package io.cornu.diagnostics;

import io.cornu.data.Dataset;
import io.cornu.diagnostics.LearningRateCurve.Point;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The learning-rate range test: trains for a few steps with a rate that grows from step to step, and watches where the
 * loss falls and where it leaps.
 *
 * <pre>
 * rate(i)     = lowest * (highest / lowest)^(i / (steps - 1))
 * average(i)  = smoothing * average(i - 1) + (1 - smoothing) * loss(i),   average(-1) = 0
 * smoothed(i) = average(i) / (1 - smoothing^(i + 1))
 * </pre>
 *
 * <p>Ends early when the smoothed loss exceeds {@code stopFactor} times its best, or a loss is not finite. Then weights,
 * statistics, optimizer and rate are again what they were, to the last bit, whether the test ran to its end, was
 * interrupted or failed: training afterwards goes as if there had been no test.
 *
 * <pre>{@code
 * LearningRateCurve curve = LearningRateRange.of().run(compiled, train);
 * curve.steepest().ifPresent(compiled::setLearningRate);
 * }</pre>
 *
 * <p>Source: Smith 2017, "Cyclical Learning Rates for Training Neural Networks"; smoothing and stopping as Gugger's and
 * fastai's {@code lr_find}.
 *
 * @param lowest the first rate, above 0; 1e-7 by default
 * @param highest the last rate, above the lowest; 10 by default
 * @param steps how many steps there are at most, at least 2; 100 by default
 * @param smoothing how much of the average is kept in each step, in [0, 1); 0.9 by default
 * @param stopFactor how many times the best the smoothed loss may become, above 1; 4 by default
 */
@RecordBuilder
public record LearningRateRange(double lowest, double highest, int steps, double smoothing, double stopFactor)
        implements LearningRateRangeBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public LearningRateRange {
        Arguments.positive("LearningRateRange", "lowest", lowest);
        Arguments.require(
                Double.isFinite(highest) && highest > lowest,
                "LearningRateRange",
                "highest must be finite and above lowest, " + lowest,
                highest);
        Arguments.require(steps >= 2, "LearningRateRange", "steps must be at least 2", steps);
        Arguments.share("LearningRateRange", "smoothing", smoothing);
        Arguments.require(stopFactor > 1, "LearningRateRange", "stopFactor must be above 1", stopFactor);
    }

    /**
     * The usual range.
     *
     * @return the settings
     */
    public static LearningRateRange of() {
        return new LearningRateRange(1e-7, 10, 100, .9, 4);
    }

    /**
     * The rate of a step.
     *
     * @param step its number, from 0
     * @return the rate
     */
    public double rate(int step) {
        return lowest * Math.pow(highest / lowest, step / (steps - 1.0));
    }

    /**
     * Makes the test with batches of 32 in random order.
     *
     * @param model the model, compiled with a learning rate that is a number
     * @param data what to learn from
     * @return what was seen
     * @throws IllegalArgumentException if the data does not fit the model
     * @throws IllegalStateException if the model is closed, was compiled anew, or has a schedule
     */
    public LearningRateCurve run(CompiledModel model, Dataset data) {
        return run(model, data, Fit.epochs(1));
    }

    /**
     * Makes the test with the settings of a fit: its batches, weights of classes, augmentation, callbacks and cancellation.
     * Its epochs do not count: the data is gone through as often as steps need it. Nothing is validated.
     *
     * @param model the model, compiled with a learning rate that is a number
     * @param data what to learn from
     * @param settings how to train
     * @return what was seen
     * @throws IllegalArgumentException if the data does not fit the model, or the fit is full-batch by an optimizer of its
     *     own
     * @throws IllegalStateException if the model is closed, was compiled anew, or has a schedule
     */
    public LearningRateCurve run(CompiledModel model, Dataset data, Fit settings) {
        Arguments.require(
                settings.fullBatchOptimizer().isEmpty(),
                "LearningRateRange",
                "the fit must be by batches",
                settings.fullBatchOptimizer());
        Weights weights = model.model().weights();
        OptimizerState state = model.optimizerState();
        // Refuses schedules before anything is trained.
        model.setLearningRate(model.learningRate());
        long batches = Math.max(1, (data.size() + settings.batchSize() - 1L) / settings.batchSize());
        List<Point> points = new ArrayList<>();
        List<Callback> callbacks = new ArrayList<>();
        callbacks.add(fit -> new Listener(fit, points));
        callbacks.addAll(settings.callbacks());
        Fit fit = settings.withEpochs((int) ((steps + batches - 1) / batches))
                .withValidationSplit(0)
                .withValidationData(Optional.empty())
                .withCallbacks(callbacks);
        try {
            Optional<String> reason = model.fit(data, fit).stopReason();
            return new LearningRateCurve(points, reason.orElse("all steps were made"));
        } finally {
            model.model().setWeights(weights);
            model.setOptimizerState(state);
        }
    }

    private final class Listener implements FitListener {
        private final FitControl fit;
        private final List<Point> points;
        private double average;
        private double best = Double.POSITIVE_INFINITY;

        Listener(FitControl fit, List<Point> points) {
            this.fit = fit;
            this.points = points;
        }

        @Override
        public void batchBegin(int epoch, int batch) {
            fit.model().setLearningRate(rate(points.size()));
        }

        @Override
        public void batchEnd(BatchEnd batch) {
            int step = points.size();
            double loss = batch.loss();
            average = smoothing * average + (1 - smoothing) * loss;
            double smoothed = average / (1 - Math.pow(smoothing, step + 1.0));
            points.add(new Point(rate(step), loss, smoothed));
            best = Math.min(best, smoothed);
            // For losses that are positive, which nearly all are, the same as stopFactor * best.
            double limit = best + (stopFactor - 1) * Math.abs(best);
            if (!Double.isFinite(loss)) {
                fit.stop("the loss was " + loss);
            } else if (smoothed > limit) {
                fit.stop("the smoothed loss exceeded " + stopFactor + " times its best");
            } else if (step + 1 == steps) {
                fit.stop("all steps were made");
            }
        }
    }
}
