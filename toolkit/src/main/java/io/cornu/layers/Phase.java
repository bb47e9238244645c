package io.cornu.layers;

/** What a network is being used for: some layers behave differently. */
public enum Phase {
    /** Learning: dropout drops, batch normalization uses and tracks the batch's own statistics. */
    TRAINING(true, true),
    /** Evaluating and predicting: nothing is random, nothing is tracked. */
    INFERENCE(false, false),
    /** Predicting with dropout switched on and everything else as in inference (Gal and Ghahramani 2016). */
    MONTE_CARLO(true, false);

    private final boolean random;
    private final boolean learning;

    Phase(boolean random, boolean learning) {
        this.random = random;
        this.learning = learning;
    }

    /**
     * Whether layers that drop or disturb values at random do so.
     *
     * @return true in training and in Monte-Carlo prediction
     */
    public boolean isRandom() {
        return random;
    }

    /**
     * Whether layers use the batch's own statistics and track them.
     *
     * @return true in training only
     */
    public boolean isLearning() {
        return learning;
    }
}
