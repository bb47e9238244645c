package io.cornu.optimizers.fullbatch;

import java.util.random.RandomGenerator;

/** What a {@link FullBatchOptimizer} works with: the loss as a function of all weights that learn, in one row. */
public interface Search {
    /**
     * The weights to start from.
     *
     * @return a fresh copy
     */
    double[] start();

    /**
     * The loss of all examples, with penalties.
     *
     * @param weights as many as {@link #start} has
     * @return the loss; may be infinite or not a number
     */
    double loss(double[] weights);

    /**
     * The gradient of {@link #loss}.
     *
     * @param weights as many as {@link #start} has
     * @return a fresh copy, one number for each weight
     */
    double[] gradient(double[] weights);

    /**
     * Where random numbers come from: the same ones for the same seed of the model.
     *
     * @return the generator
     */
    RandomGenerator random();

    /**
     * Ends an iteration: metrics are computed, and callbacks hear of an epoch.
     *
     * @param weights the best so far
     * @return whether to go on
     */
    boolean next(double[] weights);
}
