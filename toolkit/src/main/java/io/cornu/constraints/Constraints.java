package io.cornu.constraints;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Keras' constraints, with Keras' defaults. Source: {@code keras.constraints}, Keras 3.15. */
public final class Constraints {
    private static final Constraint NONE = new Unconstrained();

    private Constraints() {}

    private record Unconstrained() implements Constraint {
        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight) {
            return weight;
        }

        @Override
        public String toString() {
            return "none";
        }
    }

    /**
     * No constraint, the default of every layer.
     *
     * @return a constraint that changes nothing
     */
    public static Constraint none() {
        return NONE;
    }

    /**
     * Norms of at most 2 along axis 0.
     *
     * @return the constraint
     */
    public static MaxNorm maxNorm() {
        return MaxNorm.of(2);
    }

    /**
     * Norms of at most a value along axis 0.
     *
     * @param maxValue the largest norm, at least 0
     * @return the constraint
     * @throws IllegalArgumentException if the value is negative or not finite
     */
    public static MaxNorm maxNorm(double maxValue) {
        return MaxNorm.of(maxValue);
    }

    /**
     * Norms from 0 to 1 along axis 0, fully enforced.
     *
     * @return the constraint
     */
    public static MinMaxNorm minMaxNorm() {
        return MinMaxNorm.of(0, 1);
    }

    /**
     * Norms in a range along axis 0, fully enforced.
     *
     * @param minValue the smallest norm, at least 0
     * @param maxValue the largest norm, at least the smallest
     * @return the constraint
     * @throws IllegalArgumentException if the range is empty, negative or not finite
     */
    public static MinMaxNorm minMaxNorm(double minValue, double maxValue) {
        return MinMaxNorm.of(minValue, maxValue);
    }

    /**
     * No negative weights.
     *
     * @return the constraint
     */
    public static NonNeg nonNeg() {
        return NonNeg.of();
    }

    /**
     * Norms of 1 along axis 0.
     *
     * @return the constraint
     */
    public static UnitNorm unitNorm() {
        return UnitNorm.of();
    }
}
