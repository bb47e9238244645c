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
}
