package io.cornu.initializers;

import io.cornu.initializers.VarianceScaling.Distribution;
import io.cornu.initializers.VarianceScaling.Mode;

/** Keras' initializers, by Keras' names. Source: {@code keras.initializers}, Keras 3.15. */
public final class Initializers {
    private Initializers() {}

    /**
     * Zero everywhere, the default of biases.
     *
     * @return the initializer
     */
    public static Initializer zeros() {
        return new Constant(0);
    }

    /**
     * One everywhere.
     *
     * @return the initializer
     */
    public static Initializer ones() {
        return new Constant(1);
    }

    /**
     * Uniform values of variance 1 / mean(fan_in, fan_out), for sigmoid, tanh and softmax (Glorot and Bengio 2010); the default of kernels.
     *
     * @return the initializer
     */
    public static Initializer glorotUniform() {
        return new VarianceScaling(1, Mode.FAN_AVG, Distribution.UNIFORM);
    }

    /**
     * Truncated normal values of variance 1 / mean(fan_in, fan_out), for sigmoid, tanh and softmax (Glorot and Bengio 2010).
     *
     * @return the initializer
     */
    public static Initializer glorotNormal() {
        return new VarianceScaling(1, Mode.FAN_AVG, Distribution.TRUNCATED_NORMAL);
    }

    /**
     * Uniform values of variance 2 / fan_in, for ReLU and its kin (He et al. 2015).
     *
     * @return the initializer
     */
    public static Initializer heUniform() {
        return new VarianceScaling(2, Mode.FAN_IN, Distribution.UNIFORM);
    }

    /**
     * Truncated normal values of variance 2 / fan_in, for ReLU and its kin (He et al. 2015).
     *
     * @return the initializer
     */
    public static Initializer heNormal() {
        return new VarianceScaling(2, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
    }

    /**
     * Uniform values of variance 1 / fan_in, for SELU (LeCun et al. 1998).
     *
     * @return the initializer
     */
    public static Initializer lecunUniform() {
        return new VarianceScaling(1, Mode.FAN_IN, Distribution.UNIFORM);
    }

    /**
     * Truncated normal values of variance 1 / fan_in, for SELU (LeCun et al. 1998).
     *
     * @return the initializer
     */
    public static Initializer lecunNormal() {
        return new VarianceScaling(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
    }

    /**
     * Random values whose variance is 1 / fan_in: truncated normal ones, Keras' default.
     *
     * @return the initializer
     */
    public static VarianceScaling varianceScaling() {
        return new VarianceScaling(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
    }

    /**
     * One value everywhere.
     *
     * @param value the value; finite
     * @return the initializer
     * @throws IllegalArgumentException if it is infinite or NaN
     */
    public static Constant constant(double value) {
        return Constant.of(value);
    }

    /**
     * Normally distributed values with mean 0 and standard deviation 0.05.
     *
     * @return the initializer
     */
    public static RandomNormal randomNormal() {
        return RandomNormal.of(.05);
    }

    /**
     * Evenly distributed values from -0.05 to 0.05.
     *
     * @return the initializer
     */
    public static RandomUniform randomUniform() {
        return RandomUniform.of(-.05, .05);
    }

    /**
     * Normally distributed values with mean 0 and standard deviation 0.05, drawn again beyond 0.1.
     *
     * @return the initializer
     */
    public static TruncatedNormal truncatedNormal() {
        return TruncatedNormal.of(.05);
    }

    /**
     * A random orthogonal matrix.
     *
     * @return the initializer
     */
    public static Orthogonal orthogonal() {
        return Orthogonal.of();
    }

    /**
     * The identity matrix.
     *
     * @return the initializer
     */
    public static Identity identity() {
        return Identity.of();
    }
}
