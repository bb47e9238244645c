package io.cornu.uncertainty;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.model.Model;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Monte-Carlo dropout: predicts many times with dropout switched on and batch normalization as in inference, and takes
 * the spread of the predictions for the model's uncertainty (Gal and Ghahramani 2016).
 *
 * <pre>{@code
 * UncertainPrediction digits = MonteCarlo.of(100).predict(model, images);
 * Array mean = digits.mean();                      // (examples, classes)
 * Array unsure = digits.mutualInformation();       // (examples)
 * }</pre>
 *
 * <p>For networks that were trained with dropout. What the layers before the first dropout compute is the same in all
 * passes and computed once, and the passes run at once: 100 of them cost about as much as a few predictions. Repeatable:
 * the same model, built from the same seed, with the same weights and batch size gives the same numbers.
 *
 * @param passes how many predictions, at least 2; 30 to 100 are common
 * @param firstPass the number of the first, which decides what is dropped; 0 by default
 * @param batchSize how many examples at once, at least 1; 32 by default
 * @param quantiles which ones to compute, each in [0, 1]; 0.025, 0.5 and 0.975 by default
 * @param keepsSamples whether the single predictions are kept, passes times as large as the mean; false by default
 */
@RecordBuilder
public record MonteCarlo(int passes, long firstPass, int batchSize, List<Double> quantiles, boolean keepsSamples)
        implements MonteCarloBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there are less than 2 passes or 1 example a batch, or a quantile lies outside
     *     [0, 1]
     */
    public MonteCarlo {
        quantiles = quantiles.stream().distinct().toList();
        Arguments.require(passes >= 2, "MonteCarlo", "passes must be at least 2", passes);
        Arguments.positive("MonteCarlo", "batchSize", batchSize);
        for (double quantile : quantiles) {
            Arguments.require(quantile >= 0 && quantile <= 1, "MonteCarlo", "quantiles must be in [0, 1]", quantile);
        }
    }

    /**
     * A number of passes, with the median and the ends of the middle 95 percent.
     *
     * @param passes how many predictions, at least 2
     * @return the settings
     * @throws IllegalArgumentException if there are less than 2
     */
    public static MonteCarlo of(int passes) {
        return new MonteCarlo(passes, 0, 32, List.of(.025, .5, .975), false);
    }

    /**
     * The same with other quantiles.
     *
     * @param first one, in [0, 1]
     * @param more others
     * @return a copy
     * @throws IllegalArgumentException if one lies outside
     */
    public MonteCarlo withQuantiles(double first, double... more) {
        List<Double> all = new ArrayList<>(List.of(first));
        Arrays.stream(more).forEach(all::add);
        return withQuantiles(all);
    }

    /**
     * Predicts with one output.
     *
     * @param model a model with layers that draw random numbers
     * @param input one row an example
     * @return the statistics
     * @throws IllegalArgumentException if the model draws no random numbers, has several inputs or outputs, or the shape
     *     does not fit
     */
    public UncertainPrediction predict(Model model, Array input) {
        List<UncertainPrediction> outputs = predict(model, Dataset.ofInputs(input));
        Arguments.require(outputs.size() == 1, "MonteCarlo", "predict(Model, Array) needs one output", outputs.size());
        return outputs.get(0);
    }

    /**
     * Predicts.
     *
     * @param model a model with layers that draw random numbers
     * @param data the examples; targets are ignored
     * @return the statistics of each output
     * @throws IllegalArgumentException if the model draws no random numbers, the shapes do not fit, or there are no
     *     examples
     */
    public List<UncertainPrediction> predict(Model model, Dataset data) {
        requireRandomness(model);
        Arguments.require(
                data.size() > 0, "MonteCarlo", "at least one example must be given", data.size() + " examples");
        List<Statistics> outputs = new ArrayList<>();
        for (int from = 0; from < data.size(); from += batchSize) {
            int[] rows = IntStream.range(from, Math.min(data.size(), from + batchSize))
                    .toArray();
            Dataset part = Dataset.ofInputs(data.read(rows).inputs().toArray(Array[]::new));
            List<Array> samples = model.predictMonteCarlo(part, batchSize, firstPass, passes);
            for (int i = 0; i < samples.size(); i++) {
                if (outputs.size() == i) {
                    outputs.add(new Statistics(quantiles, keepsSamples));
                }
                outputs.get(i).add(samples.get(i));
            }
        }
        return outputs.stream().map(Statistics::prediction).toList();
    }

    /**
     * Refuses a model for which all passes would be alike.
     *
     * @param model the model
     * @throws IllegalArgumentException if it has no layers that draw random numbers
     */
    public static void requireRandomness(Model model) {
        if (model.architecture().graph().layers().stream()
                .noneMatch(layer -> layer.layer().isStochastic())) {
            throw new IllegalArgumentException(
                    "MonteCarlo: expected a model with layers that draw random numbers, received"
                            + " '" + model.architecture().name()
                            + "', which has none. Train one with Dropout, or use Model.predict.");
        }
    }

    /**
     * The statistics of passes that were made elsewhere, such as by a SavedModel.
     *
     * @param samples the passes of one output, of shape (passes, examples, ...); there may be more or fewer of them than
     *     {@link #passes}
     * @return the statistics
     * @throws IllegalArgumentException if there are less than 2 passes, or no examples
     */
    public UncertainPrediction statistics(Array samples) {
        boolean isWhole = samples.shape().numDimensions() >= 2
                && samples.shape().get(0) >= 2
                && samples.shape().get(1) > 0;
        Arguments.require(isWhole, "MonteCarlo", "samples must be of shape (passes, examples, ...)", samples);
        Statistics statistics = new Statistics(quantiles, keepsSamples);
        statistics.add(samples);
        return statistics.prediction();
    }
}
