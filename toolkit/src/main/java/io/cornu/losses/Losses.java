package io.cornu.losses;

/** Keras' losses, by Keras' names. Source: {@code keras.losses}, Keras 3.15. */
public final class Losses {
    private Losses() {}

    /**
     * Cross-entropy for class numbers and probabilities.
     *
     * @return the loss with Keras' defaults
     */
    public static SparseCategoricalCrossentropy sparseCategoricalCrossentropy() {
        return new SparseCategoricalCrossentropy(false);
    }

    /**
     * Cross-entropy for one-hot targets and probabilities.
     *
     * @return the loss with Keras' defaults
     */
    public static CategoricalCrossentropy categoricalCrossentropy() {
        return new CategoricalCrossentropy(false, 0);
    }

    /**
     * Cross-entropy for yes-or-no targets and probabilities.
     *
     * @return the loss with Keras' defaults
     */
    public static BinaryCrossentropy binaryCrossentropy() {
        return new BinaryCrossentropy(false, 0);
    }

    /**
     * The mean of squared differences.
     *
     * @return the loss
     */
    public static MeanSquaredError meanSquaredError() {
        return new MeanSquaredError();
    }
}
