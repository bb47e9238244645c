package io.cornu.optimizers.fullbatch;

/**
 * Finds weights by the loss of all examples at once; for models of up to some ten thousand weights.
 *
 * <p>{@code Model.compile} takes one in place of an {@link io.cornu.optimizers.Optimizer}; an epoch of {@code fit} is
 * one iteration. One of your own:
 *
 * <pre>{@code
 * record Descent(double rate) implements FullBatchOptimizer {
 *     public void minimize(Search search) {
 *         double[] weights = search.start();
 *         do {
 *             double[] gradient = search.gradient(weights);
 *             Arrays.setAll(weights, i -> weights[i] - rate * gradient[i]);
 *         } while (search.next(weights));
 *     }
 * }
 * }</pre>
 */
public interface FullBatchOptimizer {
    /**
     * Looks for weights with a small loss until told to stop, or until there is nothing more to gain.
     *
     * @param search the loss, and where to report each iteration
     */
    void minimize(Search search);
}
