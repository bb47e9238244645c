package io.cornu.losses;

import java.util.List;
import java.util.OptionalInt;

/** Keras' losses, by Keras' names. Source: {@code keras.losses}, Keras 3.15. */
public final class Losses {
    private Losses() {}

    /**
     * Cross-entropy for class numbers and probabilities.
     *
     * @return the loss with Keras' defaults
     */
    public static SparseCategoricalCrossentropy sparseCategoricalCrossentropy() {
        return new SparseCategoricalCrossentropy(false, OptionalInt.empty());
    }

    /**
     * Cross-entropy for one-hot targets and probabilities.
     *
     * @return the loss with Keras' defaults
     */
    public static CategoricalCrossentropy categoricalCrossentropy() {
        return new CategoricalCrossentropy(false, 0, -1);
    }

    /**
     * Cross-entropy for yes-or-no targets and probabilities.
     *
     * @return the loss with Keras' defaults
     */
    public static BinaryCrossentropy binaryCrossentropy() {
        return new BinaryCrossentropy(false, 0, -1);
    }

    /**
     * The mean of squared differences.
     *
     * @return the loss
     */
    public static MeanSquaredError meanSquaredError() {
        return new MeanSquaredError();
    }

    /**
     * Cross-entropy for yes-or-no targets that counts certain examples less.
     *
     * @return the loss with Keras' defaults
     */
    public static BinaryFocalCrossentropy binaryFocalCrossentropy() {
        return new BinaryFocalCrossentropy(false, .25, 2, false, 0, -1);
    }

    /**
     * Cross-entropy for one-hot targets that counts certain examples less.
     *
     * @return the loss with Keras' defaults
     */
    public static CategoricalFocalCrossentropy categoricalFocalCrossentropy() {
        return new CategoricalFocalCrossentropy(List.of(.25), 2, false, 0, -1);
    }

    /**
     * Cross-entropy for class numbers of which some are wrong.
     *
     * @return the loss with Keras' defaults
     */
    public static CategoricalGeneralizedCrossEntropy categoricalGeneralizedCrossEntropy() {
        return new CategoricalGeneralizedCrossEntropy(.5);
    }

    /**
     * The hinge loss for one-hot targets.
     *
     * @return the loss with Keras' defaults
     */
    public static CategoricalHinge categoricalHinge() {
        return new CategoricalHinge();
    }

    /**
     * The hinge loss for targets of -1 and 1.
     *
     * @return the loss with Keras' defaults
     */
    public static Hinge hinge() {
        return new Hinge();
    }

    /**
     * The squared hinge loss for targets of -1 and 1.
     *
     * @return the loss with Keras' defaults
     */
    public static SquaredHinge squaredHinge() {
        return new SquaredHinge();
    }

    /**
     * Circle loss for embeddings.
     *
     * @return the loss with Keras' defaults
     */
    public static Circle circle() {
        return new Circle(80, .4, true);
    }

    /**
     * The negative cosine of the angle between targets and predictions.
     *
     * @return the loss with Keras' defaults
     */
    public static CosineSimilarity cosineSimilarity() {
        return new CosineSimilarity(-1);
    }

    /**
     * How badly two regions overlap.
     *
     * @return the loss with Keras' defaults
     */
    public static Dice dice() {
        return new Dice(List.of());
    }

    /**
     * How badly two regions overlap, with a weight for each kind of error.
     *
     * @return the loss with Keras' defaults
     */
    public static Tversky tversky() {
        return new Tversky(.5, .5, List.of());
    }

    /**
     * Half the squares of small differences, and the sizes of large ones.
     *
     * @return the loss with Keras' defaults
     */
    public static Huber huber() {
        return new Huber(1);
    }

    /**
     * The Kullback-Leibler divergence from target probabilities.
     *
     * @return the loss with Keras' defaults
     */
    public static KLDivergence klDivergence() {
        return new KLDivergence();
    }

    /**
     * The mean of the logarithm of the hyperbolic cosine of differences.
     *
     * @return the loss with Keras' defaults
     */
    public static LogCosh logCosh() {
        return new LogCosh();
    }

    /**
     * The mean of absolute differences.
     *
     * @return the loss with Keras' defaults
     */
    public static MeanAbsoluteError meanAbsoluteError() {
        return new MeanAbsoluteError();
    }

    /**
     * The mean of differences in percent of the targets.
     *
     * @return the loss with Keras' defaults
     */
    public static MeanAbsolutePercentageError meanAbsolutePercentageError() {
        return new MeanAbsolutePercentageError();
    }

    /**
     * The mean of squared differences of logarithms.
     *
     * @return the loss with Keras' defaults
     */
    public static MeanSquaredLogarithmicError meanSquaredLogarithmicError() {
        return new MeanSquaredLogarithmicError();
    }

    /**
     * The unlikelihood of counts under predicted means.
     *
     * @return the loss with Keras' defaults
     */
    public static Poisson poisson() {
        return new Poisson();
    }
}
