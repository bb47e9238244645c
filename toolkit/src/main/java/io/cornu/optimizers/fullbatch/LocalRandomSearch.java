package io.cornu.optimizers.fullbatch;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.random.RandomGenerator;

/**
 * Steps of a fixed length in random directions, taken only where the loss falls. It needs no gradient, and shows why
 * gradients are worth having: in many dimensions nearly all directions are useless.
 *
 * <pre>
 * d = a normal vector / its length
 * w = w + stepSize d if loss(w + stepSize d) &lt; loss(w)
 * </pre>
 *
 * @param stepSize how far a step goes, above 0
 * @param tries how many directions an iteration tries, at least 1; 100 by default
 */
@RecordBuilder
public record LocalRandomSearch(double stepSize, int tries)
        implements FullBatchOptimizer, LocalRandomSearchBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the step size is not above 0 or tries is below 1
     */
    public LocalRandomSearch {
        Arguments.positive("LocalRandomSearch", "stepSize", stepSize);
        Arguments.positive("LocalRandomSearch", "tries", tries);
    }

    /**
     * A search that tries 100 directions an iteration.
     *
     * @param stepSize how far a step goes, above 0
     * @return the optimizer
     * @throws IllegalArgumentException if it is not above 0
     */
    public static LocalRandomSearch of(double stepSize) {
        return new LocalRandomSearch(stepSize, 100);
    }

    @Override
    public void minimize(Search search) {
        double[] weights = search.start();
        double loss = search.loss(weights);
        do {
            for (int i = 0; i < tries; i++) {
                double[] candidate = step(weights, search.random());
                double other = search.loss(candidate);
                // Anything is better than a loss that is no number.
                if (other < loss || Double.isNaN(loss)) {
                    weights = candidate;
                    loss = other;
                }
            }
        } while (search.next(weights));
    }

    private double[] step(double[] weights, RandomGenerator random) {
        double[] direction = new double[weights.length];
        double squares = 0;
        for (int i = 0; i < direction.length; i++) {
            direction[i] = random.nextGaussian();
            squares += direction[i] * direction[i];
        }
        double factor = stepSize / Math.sqrt(squares);
        for (int i = 0; i < direction.length; i++) {
            direction[i] = weights[i] + factor * direction[i];
        }
        return direction;
    }
}
