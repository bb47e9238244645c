package io.cornu.layers;

import io.cornu.regularizers.L1L2;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * Adds a penalty on its input to the loss, and changes nothing else.
 *
 * <pre>penalty = (l1 sum(|x|) + l2 sum(x^2)) / batch</pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.ActivityRegularization}, Keras 3.15.
 *
 * @param l1 the factor of the absolute values, at least 0; 0 by default
 * @param l2 the factor of the squares, at least 0; 0 by default
 */
@RecordBuilder
public record ActivityRegularization(double l1, double l2) implements Layer, ActivityRegularizationBuilder.With {
    /**
     * Checks the factors.
     *
     * @throws IllegalArgumentException if one is negative or not finite
     */
    public ActivityRegularization {
        Arguments.notNegative("ActivityRegularization", "l1", l1);
        Arguments.notNegative("ActivityRegularization", "l2", l2);
    }

    /**
     * A layer without a penalty yet; add one with {@code withL1} or {@code withL2}.
     *
     * @return the layer
     */
    public static ActivityRegularization of() {
        return new ActivityRegularization(0, 0);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return ActivityPenalty.on(call.input(), new L1L2(l1, l2), call);
    }
}
