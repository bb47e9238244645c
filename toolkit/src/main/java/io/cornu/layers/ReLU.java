package io.cornu.layers;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A rectifier with a ceiling, a slope below and a threshold.
 *
 * <pre>
 * y = maxValue                               where x >= maxValue
 * y = x                                      where threshold &lt;= x &lt; maxValue
 * y = negativeSlope (x - threshold)          elsewhere
 * </pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.ReLU}, Keras 3.15.
 *
 * @param maxValue the ceiling, at least 0; infinite by default
 * @param negativeSlope the slope below the threshold, at least 0; 0 by default
 * @param threshold where the slope changes, at least 0; 0 by default
 */
@RecordBuilder
public record ReLU(double maxValue, double negativeSlope, double threshold) implements Layer, ReLUBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative or NaN
     */
    public ReLU {
        Arguments.require(maxValue >= 0, "ReLU", "maxValue must be at least 0", maxValue);
        Arguments.notNegative("ReLU", "negativeSlope", negativeSlope);
        Arguments.notNegative("ReLU", "threshold", threshold);
    }

    /**
     * A plain rectifier: {@code max(x, 0)}.
     *
     * @return the layer
     */
    public static ReLU of() {
        return new ReLU(Double.POSITIVE_INFINITY, 0, 0);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> x = call.input();
        if (threshold == 0 && negativeSlope == 0 && maxValue == 6) {
            return tf.nn.relu6(x);
        }
        Operand<T> y = threshold == 0
                ? tf.nn.relu(x)
                : tf.math.mul(x, tf.dtypes.cast(tf.math.greater(x, call.constant(threshold)), x.type()));
        if (Double.isFinite(maxValue)) {
            y = tf.math.minimum(y, call.constant(maxValue));
        }
        if (negativeSlope != 0) {
            Operand<T> below = tf.nn.relu(tf.math.sub(call.constant(threshold), x));
            y = tf.math.sub(y, tf.math.mul(call.constant(negativeSlope), below));
        }
        return y;
    }
}
