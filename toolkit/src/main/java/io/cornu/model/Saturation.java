package io.cornu.model;

import io.cornu.activations.Activation;
import io.cornu.layers.EinsumDense;
import io.cornu.layers.Layer;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/**
 * Where the activation of a layer is flat, so that hardly any gradient passes.
 *
 * @param low its lower bound
 * @param high its upper bound
 */
record Saturation(double low, double high) {
    /** How near a bound, as a share of the range. */
    private static final double NEAR = .01;

    private static final Saturation SIGMOID = new Saturation(0, 1);
    private static final Saturation TANH = new Saturation(-1, 1);
    private static final Map<String, Saturation> BY_ACTIVATION = Map.of(
            "sigmoid", SIGMOID,
            "hard_sigmoid", SIGMOID,
            "sparse_sigmoid", SIGMOID,
            "tanh", TANH,
            "hard_tanh", TANH,
            "softsign", TANH);

    /** The bounds of what comes out of a layer. */
    static Optional<Saturation> of(Layer layer) {
        return activation(layer).map(Activation::name).map(BY_ACTIVATION::get);
    }

    Operand<TBool> isNearBound(Ops tf, Operand<TFloat64> x) {
        double margin = (high - low) * NEAR;
        return tf.math.logicalOr(
                tf.math.lessEqual(x, tf.constant(low + margin)), tf.math.greaterEqual(x, tf.constant(high - margin)));
    }

    private static Optional<Activation> activation(Layer layer) {
        if (layer instanceof EinsumDense dense) {
            return Optional.of(dense.activation());
        }
        if (layer instanceof io.cornu.layers.Activation activation) {
            return Optional.of(activation.activation());
        }
        return ScaledOutput.withActivation(layer).map(ScaledOutput::activation);
    }
}
