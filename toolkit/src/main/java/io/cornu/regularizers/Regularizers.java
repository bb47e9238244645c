package io.cornu.regularizers;

/** Keras' regularizers. Source: {@code keras.regularizers}, Keras 3.15. */
public final class Regularizers {
    private static final Regularizer NONE = new L1L2(0, 0);

    private Regularizers() {}

    /**
     * No penalty, the default of every layer.
     *
     * @return a regularizer that adds nothing
     */
    public static Regularizer none() {
        return NONE;
    }

    /**
     * A penalty on absolute values, which drives weights to zero.
     *
     * @param factor at least 0; Keras' default is 0.01
     * @return {@code factor sum(|w|)}
     * @throws IllegalArgumentException if the factor is negative or not finite
     */
    public static Regularizer l1(double factor) {
        return new L1L2(factor, 0);
    }

    /**
     * A penalty on squares, which keeps weights small.
     *
     * @param factor at least 0; Keras' default is 0.01
     * @return {@code factor sum(w^2)}
     * @throws IllegalArgumentException if the factor is negative or not finite
     */
    public static Regularizer l2(double factor) {
        return new L1L2(0, factor);
    }

    /**
     * Both penalties, the elastic net.
     *
     * @param l1 the factor of the absolute values, at least 0
     * @param l2 the factor of the squares, at least 0
     * @return {@code l1 sum(|w|) + l2 sum(w^2)}
     * @throws IllegalArgumentException if a factor is negative or not finite
     */
    public static Regularizer l1L2(double l1, double l2) {
        return new L1L2(l1, l2);
    }

    /**
     * A penalty on the rows of a matrix that are not at right angles.
     *
     * @param factor at least 0; Keras' default is 0.01
     * @return {@code factor} times the mean |cosine| of all pairs of rows; a copy of it can take the columns
     * @throws IllegalArgumentException if the factor is negative or not finite
     */
    public static OrthogonalRegularizer orthogonalRegularizer(double factor) {
        return OrthogonalRegularizer.of(factor);
    }
}
