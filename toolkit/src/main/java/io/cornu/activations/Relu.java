package io.cornu.activations;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.family.TFloating;

/**
 * A rectifier with a slope below, a ceiling and a threshold; Keras' names its arguments in this order.
 *
 * <pre>
 * y = maxValue                               where x >= maxValue
 * y = x                                      where threshold &lt; x &lt; maxValue
 * y = negativeSlope (x - threshold)          elsewhere
 * </pre>
 *
 * <p>Source: {@code keras.activations.relu}, Keras 3.15. In files, arguments other than the defaults make it a
 * {@code ReLU} layer in the place of a function's name, as Keras itself writes one.
 *
 * @param negativeSlope the slope below the threshold, at least 0; 0 by default
 * @param maxValue the ceiling, at least 0; infinite by default
 * @param threshold where the slope changes, at least 0; 0 by default
 */
@RecordBuilder
public record Relu(double negativeSlope, double maxValue, double threshold) implements Activation, ReluBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative or NaN, or the slope or the threshold infinite
     */
    public Relu {
        Arguments.notNegative("relu", "negativeSlope", negativeSlope);
        Arguments.require(maxValue >= 0, "relu", "maxValue must be at least 0", maxValue);
        Arguments.notNegative("relu", "threshold", threshold);
    }

    /**
     * A plain rectifier: {@code max(x, 0)}.
     *
     * @return the activation
     */
    public static Relu of() {
        return new Relu(0, Double.POSITIVE_INFINITY, 0);
    }

    @Override
    public String name() {
        return "relu";
    }

    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
        if (negativeSlope != 0 && threshold == 0 && Double.isInfinite(maxValue)) {
            return tf.nn.leakyRelu(x, LeakyRelu.alpha((float) negativeSlope));
        }
        Operand<T> y = above(tf, x);
        if (negativeSlope == 0) {
            return y;
        }
        Operand<T> below =
                tf.nn.relu(threshold == 0 ? tf.math.neg(x) : tf.math.add(tf.math.neg(x), constant(tf, x, threshold)));
        return tf.math.sub(y, tf.math.mul(constant(tf, x, negativeSlope), below));
    }

    private <T extends TFloating> Operand<T> above(Ops tf, Operand<T> x) {
        if (threshold == 0 && maxValue == 6) {
            return tf.nn.relu6(x);
        }
        Operand<T> y = threshold == 0
                ? tf.nn.relu(x)
                : tf.select(tf.math.greater(x, constant(tf, x, threshold)), x, tf.zerosLike(x));
        return Double.isInfinite(maxValue) ? y : tf.clipByValue(y, constant(tf, x, 0), constant(tf, x, maxValue));
    }
}
