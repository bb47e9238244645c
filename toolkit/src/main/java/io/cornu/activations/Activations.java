package io.cornu.activations;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Keras' activation functions, by Keras' names. Source: {@code keras.activations}, Keras 3.15. */
public final class Activations {
    private Activations() {}

    /**
     * The activation of a name.
     *
     * @param name Keras' name, such as {@code relu}
     * @return the activation, or empty where there is none of that name
     */
    public static Optional<Activation> named(String name) {
        return Arrays.stream(StandardActivation.values())
                .filter(function -> function.name().toLowerCase(Locale.ROOT).equals(name))
                .map(StandardActivation::activation)
                .findFirst();
    }

    /**
     * The names that {@link #named} knows.
     *
     * @return Keras' names
     */
    public static List<String> names() {
        return Arrays.stream(StandardActivation.values())
                .map(function -> function.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * The input itself.
     *
     * @return {@code x}
     */
    public static Activation linear() {
        return StandardActivation.LINEAR.activation();
    }

    /**
     * Rectified linear unit.
     *
     * @return {@code max(x, 0)}
     */
    public static Activation relu() {
        return StandardActivation.RELU.activation();
    }

    /**
     * Rectified linear unit cut off at 6.
     *
     * @return {@code min(max(x, 0), 6)}
     */
    public static Activation relu6() {
        return StandardActivation.RELU6.activation();
    }

    /**
     * Rectified linear unit that leaks: slope 0.2 below zero, Keras' default for this activation.
     *
     * @return {@code x if x > 0 else 0.2 x}
     */
    public static Activation leakyRelu() {
        return StandardActivation.LEAKY_RELU.activation();
    }

    /**
     * Exponential linear unit with alpha 1.
     *
     * @return {@code x if x > 0 else exp(x) - 1}
     */
    public static Activation elu() {
        return StandardActivation.ELU.activation();
    }

    /**
     * Scaled exponential linear unit (Klambauer et al. 2017).
     *
     * @return {@code 1.05070098 (x if x > 0 else 1.67326324 (exp(x) - 1))}
     */
    public static Activation selu() {
        return StandardActivation.SELU.activation();
    }

    /**
     * Gaussian error linear unit, exact.
     *
     * @return {@code x / 2 (1 + erf(x / sqrt(2)))}
     */
    public static Activation gelu() {
        return StandardActivation.GELU.activation();
    }

    /**
     * Logistic function.
     *
     * @return {@code 1 / (1 + exp(-x))}
     */
    public static Activation sigmoid() {
        return StandardActivation.SIGMOID.activation();
    }

    /**
     * Piecewise linear approximation of the sigmoid.
     *
     * @return {@code relu6(x + 3) / 6}
     */
    public static Activation hardSigmoid() {
        return StandardActivation.HARD_SIGMOID.activation();
    }

    /**
     * Sigmoid linear unit, also called swish.
     *
     * @return {@code x sigmoid(x)}
     */
    public static Activation silu() {
        return StandardActivation.SILU.activation();
    }

    /**
     * Hyperbolic tangent.
     *
     * @return {@code tanh(x)}
     */
    public static Activation tanh() {
        return StandardActivation.TANH.activation();
    }

    /**
     * Smooth rectifier.
     *
     * @return {@code log(1 + exp(x))}
     */
    public static Activation softplus() {
        return StandardActivation.SOFTPLUS.activation();
    }

    /**
     * Smooth sign.
     *
     * @return {@code x / (1 + |x|)}
     */
    public static Activation softsign() {
        return StandardActivation.SOFTSIGN.activation();
    }

    /**
     * Exponential function.
     *
     * @return {@code exp(x)}
     */
    public static Activation exponential() {
        return StandardActivation.EXPONENTIAL.activation();
    }

    /**
     * Probabilities along the last axis.
     *
     * @return {@code exp(x) / sum(exp(x))}
     */
    public static Activation softmax() {
        return StandardActivation.SOFTMAX.activation();
    }

    /**
     * Logarithms of probabilities along the last axis.
     *
     * @return {@code x - log(sum(exp(x)))}
     */
    public static Activation logSoftmax() {
        return StandardActivation.LOG_SOFTMAX.activation();
    }
}
