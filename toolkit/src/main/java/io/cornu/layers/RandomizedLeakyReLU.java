package io.cornu.layers;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A leaky rectifier whose slope below zero is drawn anew for every number while training, and is its mean in inference,
 * which keeps small data sets from being learned by heart (Xu et al. 2015). In {@link Phase#MONTE_CARLO} it draws.
 *
 * <pre>
 * training:  y = x if x > 0 else slope x, slope uniform in [lower, upper)
 * otherwise: y = x if x > 0 else (lower + upper) / 2 x
 * </pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Keras has no such layer. Files hold it as class {@code RandomizedLeakyReLU} of package {@code cornu}, with the options
 * {@code lower} and {@code upper}: Python reads them once a class is registered under
 * {@code keras.saving.register_keras_serializable(package="cornu")}.
 *
 * @param lower the smallest slope, at least 0; 1/8 by default
 * @param upper the largest slope, at least the smallest; 1/3 by default
 */
@RecordBuilder
public record RandomizedLeakyReLU(double lower, double upper) implements Layer, RandomizedLeakyReLUBuilder.With {
    /**
     * Checks the slopes.
     *
     * @throws IllegalArgumentException if one is negative or not finite, or the range is empty
     */
    public RandomizedLeakyReLU {
        Arguments.notNegative("RandomizedLeakyReLU", "lower", lower);
        Arguments.require(
                Double.isFinite(upper) && upper >= lower,
                "RandomizedLeakyReLU",
                "upper must be finite and at least lower (" + lower + ")",
                upper);
    }

    /**
     * Slopes from 1/8 to 1/3, the best in the paper's experiments.
     *
     * @return the layer
     */
    public static RandomizedLeakyReLU of() {
        return new RandomizedLeakyReLU(1 / 8.0, 1 / 3.0);
    }

    /**
     * Slopes in a range.
     *
     * @param lower the smallest slope, at least 0
     * @param upper the largest slope, at least the smallest
     * @return the layer
     * @throws IllegalArgumentException if one is negative or not finite, or the range is empty
     */
    public static RandomizedLeakyReLU of(double lower, double upper) {
        return new RandomizedLeakyReLU(lower, upper);
    }

    @Override
    public boolean isStochastic() {
        return lower < upper;
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> x = call.input();
        Operand<T> slope = call.phase().isRandom() && isStochastic()
                ? tf.math.add(
                        tf.math.mul(call.randomUniform(tf.shape(x)), call.constant(upper - lower)),
                        call.constant(lower))
                : call.constant((lower + upper) / 2);
        return tf.math.sub(tf.nn.relu(x), tf.math.mul(slope, tf.nn.relu(tf.math.neg(x))));
    }
}
