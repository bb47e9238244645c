package io.cornu.activations;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keras' activation functions, by Keras' names and with Keras' defaults. Source: {@code keras.activations}, Keras 3.15.
 *
 * <p>Keras' files hold an activation by its name. With arguments other than the defaults, {@link #relu},
 * {@link #leakyRelu}, {@link #elu} and {@link #softmax} stand there as the layers of the same purpose; the others, and
 * {@link #threshold}, need a function that is registered in Python, and its name in the registry of the file's reader.
 */
public final class Activations {
    private static final Map<String, String> ALIASES = Map.of("swish", "silu", "hard_swish", "hard_silu");
    private static final Map<String, Activation> BY_NAME = byName();

    private Activations() {}

    private static Map<String, Activation> byName() {
        Map<String, Activation> functions = new LinkedHashMap<>();
        Stream<Activation> plain = Arrays.stream(StandardActivation.values()).map(StandardActivation::activation);
        Stream<Activation> withDefaults = Stream.of(
                relu(),
                leakyRelu(),
                elu(),
                celu(),
                gelu(),
                glu(),
                hardShrink(),
                softShrink(),
                squareplus(),
                softmax(),
                logSoftmax(),
                sparsemax());
        Stream.concat(plain, withDefaults).forEach(function -> functions.put(function.name(), function));
        return functions;
    }

    /**
     * The activation of a name, with Keras' default arguments.
     *
     * @param name Keras' name, such as {@code relu}, or an alias of Keras, such as {@code swish}
     * @return the activation, or empty where there is none of that name that needs no arguments
     */
    public static Optional<Activation> named(String name) {
        return Optional.ofNullable(BY_NAME.get(ALIASES.getOrDefault(name, name)));
    }

    /**
     * The names that {@link #named} knows, without aliases.
     *
     * @return Keras' names
     */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
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
     * Rectified linear unit. The copies of it with a slope, a ceiling or a threshold are Keras' {@code relu} with
     * arguments.
     *
     * @return {@code max(x, 0)}
     */
    public static Relu relu() {
        return Relu.of();
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
    public static LeakyRelu leakyRelu() {
        return LeakyRelu.of(0.2);
    }

    /**
     * Rectified linear unit that leaks.
     *
     * @param negativeSlope the slope below zero, finite
     * @return {@code x if x > 0 else negativeSlope x}
     * @throws IllegalArgumentException if the slope is infinite or NaN
     */
    public static LeakyRelu leakyRelu(double negativeSlope) {
        return LeakyRelu.of(negativeSlope);
    }

    /**
     * Exponential linear unit with alpha 1.
     *
     * @return {@code x if x > 0 else exp(x) - 1}
     */
    public static Elu elu() {
        return Elu.of(1);
    }

    /**
     * Exponential linear unit.
     *
     * @param alpha how far down it goes, finite
     * @return {@code x if x > 0 else alpha (exp(x) - 1)}
     * @throws IllegalArgumentException if alpha is infinite or NaN
     */
    public static Elu elu(double alpha) {
        return Elu.of(alpha);
    }

    /**
     * Continuously differentiable exponential linear unit with alpha 1 (Barron 2017).
     *
     * @return {@code max(x, 0) + exp(min(x, 0)) - 1}
     */
    public static Activation celu() {
        return new ParametricActivations.Celu(1);
    }

    /**
     * Continuously differentiable exponential linear unit (Barron 2017).
     *
     * @param alpha how far down it goes, above 0
     * @return {@code max(x, 0) + alpha (exp(min(x, 0) / alpha) - 1)}
     * @throws IllegalArgumentException if alpha is not above 0
     */
    public static Activation celu(double alpha) {
        return new ParametricActivations.Celu(alpha);
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
        return new ParametricActivations.Gelu(false);
    }

    /**
     * Gaussian error linear unit (Hendrycks and Gimpel 2016).
     *
     * @param approximate whether to approximate the error function by a hyperbolic tangent
     * @return {@code x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) if approximate, else gelu()}
     */
    public static Activation gelu(boolean approximate) {
        return new ParametricActivations.Gelu(approximate);
    }

    /**
     * Gated linear unit along the last axis, which it halves (Dauphin et al. 2017).
     *
     * @return {@code a sigmoid(b), where a and b are the halves of x}
     */
    public static Activation glu() {
        return new ParametricActivations.Glu(-1);
    }

    /**
     * Gated linear unit, which halves an axis (Dauphin et al. 2017).
     *
     * @param axis the axis of an even size, negative ones from the end
     * @return {@code a sigmoid(b), where a and b are the halves of x}
     */
    public static Activation glu(int axis) {
        return new ParametricActivations.Glu(axis);
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
     * Piecewise linear sigmoid.
     *
     * @return {@code 0 if x <= -1, 1 if x >= 1, else (x + 1) / 2}
     */
    public static Activation sparseSigmoid() {
        return StandardActivation.SPARSE_SIGMOID.activation();
    }

    /**
     * Logarithm of the sigmoid.
     *
     * @return {@code -softplus(-x)}
     */
    public static Activation logSigmoid() {
        return StandardActivation.LOG_SIGMOID.activation();
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
     * Keras' other name of {@link #silu}.
     *
     * @return {@code x sigmoid(x)}
     */
    public static Activation swish() {
        return silu();
    }

    /**
     * Piecewise approximation of the sigmoid linear unit, also called hard swish (Howard et al. 2019).
     *
     * @return {@code x hard_sigmoid(x)}
     */
    public static Activation hardSilu() {
        return StandardActivation.HARD_SILU.activation();
    }

    /**
     * Keras' other name of {@link #hardSilu}.
     *
     * @return {@code x hard_sigmoid(x)}
     */
    public static Activation hardSwish() {
        return hardSilu();
    }

    /**
     * Self-regularized smooth rectifier (Misra 2019).
     *
     * @return {@code x tanh(softplus(x))}
     */
    public static Activation mish() {
        return StandardActivation.MISH.activation();
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
     * Piecewise linear approximation of the hyperbolic tangent.
     *
     * @return {@code min(max(x, -1), 1)}
     */
    public static Activation hardTanh() {
        return StandardActivation.HARD_TANH.activation();
    }

    /**
     * What the hyperbolic tangent leaves.
     *
     * @return {@code x - tanh(x)}
     */
    public static Activation tanhShrink() {
        return StandardActivation.TANH_SHRINK.activation();
    }

    /**
     * Zero near zero, with threshold 0.5.
     *
     * @return {@code x if |x| > 0.5 else 0}
     */
    public static Activation hardShrink() {
        return new ParametricActivations.HardShrink(.5);
    }

    /**
     * Zero near zero.
     *
     * @param threshold up to where it is zero, at least 0
     * @return {@code x if |x| > threshold else 0}
     * @throws IllegalArgumentException if the threshold is negative or not finite
     */
    public static Activation hardShrink(double threshold) {
        return new ParametricActivations.HardShrink(threshold);
    }

    /**
     * Numbers moved towards zero, by at most 0.5.
     *
     * @return {@code x - 0.5 if x > 0.5, x + 0.5 if x < -0.5, else 0}
     */
    public static Activation softShrink() {
        return new ParametricActivations.SoftShrink(.5);
    }

    /**
     * Numbers moved towards zero.
     *
     * @param threshold how far, at least 0
     * @return {@code x - threshold if x > threshold, x + threshold if x < -threshold, else 0}
     * @throws IllegalArgumentException if the threshold is negative or not finite
     */
    public static Activation softShrink(double threshold) {
        return new ParametricActivations.SoftShrink(threshold);
    }

    /**
     * One value up to a threshold. Keras has no name for it without arguments.
     *
     * @param threshold up to where, finite
     * @param defaultValue the value there, finite
     * @return {@code x if x > threshold else defaultValue}
     * @throws IllegalArgumentException if a number is infinite or NaN
     */
    public static Activation threshold(double threshold, double defaultValue) {
        return new ParametricActivations.Threshold(threshold, defaultValue);
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
     * Smooth rectifier that is exactly zero below -1 and linear above 1.
     *
     * @return {@code 0 if x <= -1, (x + 1)^2 / 4 if x < 1, else x}
     */
    public static Activation sparsePlus() {
        return StandardActivation.SPARSE_PLUS.activation();
    }

    /**
     * Algebraic smooth rectifier with b = 4 (Barron 2021).
     *
     * @return {@code (x + sqrt(x^2 + 4)) / 2}
     */
    public static Activation squareplus() {
        return new ParametricActivations.Squareplus(4);
    }

    /**
     * Algebraic smooth rectifier (Barron 2021).
     *
     * @param b how smooth, at least 0
     * @return {@code (x + sqrt(x^2 + b)) / 2}
     * @throws IllegalArgumentException if b is negative or not finite
     */
    public static Activation squareplus(double b) {
        return new ParametricActivations.Squareplus(b);
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
    public static Softmax softmax() {
        return new Softmax(-1);
    }

    /**
     * Probabilities along an axis.
     *
     * @param axis the axis that sums to 1, negative ones from the end
     * @return {@code exp(x) / sum(exp(x))}
     */
    public static Softmax softmax(int axis) {
        return new Softmax(axis);
    }

    /**
     * Logarithms of probabilities along the last axis.
     *
     * @return {@code x - log(sum(exp(x)))}
     */
    public static Activation logSoftmax() {
        return new ParametricActivations.LogSoftmax(-1);
    }

    /**
     * Logarithms of probabilities along an axis.
     *
     * @param axis the axis, negative ones from the end
     * @return {@code x - log(sum(exp(x)))}
     */
    public static Activation logSoftmax(int axis) {
        return new ParametricActivations.LogSoftmax(axis);
    }

    /**
     * Sparse numbers along the last axis, as Keras 3.15 computes them.
     *
     * <p>With z sorted downwards, c its partial sums and k how many z_j satisfy {@code z_j > (c_j - 1) / j}, the threshold
     * is {@code (c_1 + ... + c_k - 1) / k}. That of sparsemax (Martins and Astudillo 2016) is {@code (c_k - 1) / k}: where
     * k is above 1, Keras' numbers do not add up to 1, and so neither do these.
     *
     * @return {@code max(x - threshold, 0)}
     */
    public static Activation sparsemax() {
        return sparsemax(-1);
    }

    /**
     * Sparse numbers along an axis, see {@link #sparsemax()}.
     *
     * @param axis the axis, negative ones from the end
     * @return {@code max(x - threshold, 0)}
     */
    public static Activation sparsemax(int axis) {
        return new ParametricActivations.Sparsemax(axis);
    }
}
