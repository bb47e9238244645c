package io.cornu.uncertainty;

import io.cornu.data.Array;
import io.cornu.text.Arguments;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What many predictions of the same examples say together; made by {@link MonteCarlo}.
 *
 * <p>Where the output is a probability distribution over classes (softmax, or sigmoid of one unit), the uncertainty has
 * two parts. Of the entropy of the mean, the mean entropy is what every single prediction is unsure of (noise in the
 * data), and the mutual information is what they disagree on (the model knows too little here):
 *
 * <pre>
 * p            = mean over passes of p_t
 * predictive   = -sum over classes of p log p
 * mutual       = predictive - mean over passes of (-sum over classes of p_t log p_t)
 * </pre>
 *
 * <p>Source: Houlsby et al. 2011 (BALD); Gal, Islam and Ghahramani 2017.
 */
public final class UncertainPrediction {
    private final Array mean;
    private final Array standardDeviation;
    private final Optional<Entropies> entropies;
    private final Map<Double, Array> quantiles;
    private final Optional<Array> samples;

    UncertainPrediction(
            Array mean,
            Array standardDeviation,
            Optional<Entropies> entropies,
            Map<Double, Array> quantiles,
            Optional<Array> samples) {
        this.mean = mean;
        this.standardDeviation = standardDeviation;
        this.entropies = entropies;
        this.quantiles = Collections.unmodifiableMap(new LinkedHashMap<>(quantiles));
        this.samples = samples;
    }

    /**
     * Predictions of some examples after those of others, such as of a large set predicted part by part. The single
     * predictions are left out; the entropies too, unless all parts are distributions.
     *
     * @param parts at least one, all of the same output and with the same quantiles
     * @return the whole
     * @throws IllegalArgumentException if there are none, or they do not fit together
     */
    public static UncertainPrediction concatenate(List<UncertainPrediction> parts) {
        Arguments.require(!parts.isEmpty(), "UncertainPrediction", "at least one part must be given", "none");
        Map<Double, Array> quantiles = new LinkedHashMap<>();
        for (double probability : parts.get(0).quantiles().keySet()) {
            quantiles.put(probability, joined(parts, part -> part.quantile(probability)));
        }
        boolean areDistributions = parts.stream().allMatch(UncertainPrediction::isDistribution);
        return new UncertainPrediction(
                joined(parts, UncertainPrediction::mean),
                joined(parts, UncertainPrediction::standardDeviation),
                areDistributions
                        ? Optional.of(new Entropies(
                                joined(parts, UncertainPrediction::predictiveEntropy),
                                joined(parts, UncertainPrediction::mutualInformation)))
                        : Optional.empty(),
                quantiles,
                Optional.empty());
    }

    private static Array joined(List<UncertainPrediction> parts, Function<UncertainPrediction, Array> what) {
        return Array.concatenate(parts.stream().map(what).toList());
    }

    /**
     * Whether the output is a probability distribution, for which there are entropies.
     *
     * @return true for softmax, and for a single sigmoid unit
     */
    public boolean isDistribution() {
        return entropies.isPresent();
    }

    /** In nats, one a distribution. */
    record Entropies(Array predictive, Array mutual) {}

    /**
     * The mean over the passes: a better prediction than that with dropout off, where dropout was trained.
     *
     * @return of the output's shape, (examples, ...)
     */
    public Array mean() {
        return mean;
    }

    /**
     * The standard deviation over the passes, the root of the mean squared distance from the mean.
     *
     * @return of the output's shape, (examples, ...)
     */
    public Array standardDeviation() {
        return standardDeviation;
    }

    /**
     * How unsure the mean prediction is, from whatever reason.
     *
     * @return in nats, from 0 to log(classes); of the output's shape without its last axis
     * @throws IllegalStateException if the output is no probability distribution
     */
    public Array predictiveEntropy() {
        return entropies("predictiveEntropy").predictive();
    }

    /**
     * How much the passes disagree: what the model could still learn about the example.
     *
     * @return in nats, from 0 to the predictive entropy; of the output's shape without its last axis
     * @throws IllegalStateException if the output is no probability distribution
     */
    public Array mutualInformation() {
        return entropies("mutualInformation").mutual();
    }

    /**
     * A quantile over the passes, between two passes by linear interpolation, as NumPy's.
     *
     * @param probability one of {@link MonteCarlo#quantiles}
     * @return of the output's shape, (examples, ...)
     * @throws IllegalArgumentException if another was asked for
     */
    public Array quantile(double probability) {
        Array quantile = quantiles.get(probability);
        Arguments.require(
                quantile != null,
                "quantile",
                "expected one of " + quantiles.keySet() + "; ask for others with MonteCarlo.withQuantiles",
                probability);
        return Objects.requireNonNull(quantile);
    }

    /**
     * All quantiles that were asked for.
     *
     * @return by probability, in the order asked for
     */
    public Map<Double, Array> quantiles() {
        return quantiles;
    }

    /**
     * The single predictions.
     *
     * @return of shape (passes, examples, ...)
     * @throws IllegalStateException if they were not kept
     */
    public Array samples() {
        return samples.orElseThrow(() ->
                new IllegalStateException("samples: expected a prediction that kept them, received one that did not."
                        + " Use MonteCarlo.withKeepsSamples(true)."));
    }

    private Entropies entropies(String what) {
        return entropies.orElseThrow(() -> new IllegalStateException(what
                + ": expected probabilities that sum to 1 along the last axis, received other numbers."
                + " End the network in softmax, or in one sigmoid unit."));
    }
}
