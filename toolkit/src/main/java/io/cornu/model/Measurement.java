package io.cornu.model;

import java.util.List;

/**
 * The gradients and activations of a model at one moment, on one batch, as a few numbers each; made by {@link Probe}.
 *
 * <p>All are computed in float64 from the numbers of the model's own type, so that squares of small gradients are not 0.
 *
 * @param loss the loss of the batch, penalties included
 * @param weights those that the optimizer changes, in order
 * @param outputs what comes out of the layers, in order
 */
public record Measurement(double loss, List<OfWeight> weights, List<OfOutput> outputs) {
    /** Copies the lists. */
    public Measurement {
        weights = List.copyOf(weights);
        outputs = List.copyOf(outputs);
    }

    /**
     * A weight and its gradient.
     *
     * @param path the weight's path, such as {@code dense/kernel}
     * @param rank how many axes it has: kernels have at least two
     * @param gradientMean the mean of the absolute values of its gradient
     * @param gradientNorm the root of the sum of their squares
     * @param norm the root of the sum of squares of the weight itself
     */
    public record OfWeight(String path, int rank, double gradientMean, double gradientNorm, double norm) {}

    /**
     * What comes out of a layer.
     *
     * @param layer the layer's name; of a layer that is called again with the number of the call, such as
     *     {@code dense [1]}
     * @param mean the mean over all numbers of the batch
     * @param standardDeviation the root of their mean squared distance from it
     * @param deadShare the share of units (places along the last axis) that are exactly 0 for the whole batch, as those of
     *     a ReLU that is never active; not a number where there is no such axis
     * @param saturatedShare the share of numbers within a hundredth of the range from a bound of the layer's activation
     *     (sigmoid, tanh and their kin); not a number for layers whose activation has no two bounds
     */
    public record OfOutput(
            String layer, double mean, double standardDeviation, double deadShare, double saturatedShare) {}
}
