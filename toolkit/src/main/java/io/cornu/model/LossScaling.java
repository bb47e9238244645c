package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.model.Branch.After;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.runtime.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * The scale of a {@link LossScaleOptimizer}, in a session.
 *
 * @param <T> the type of the network's numbers
 */
final class LossScaling<T extends TFloating> {
    private static final String COUNTER = "step_counter";
    private static final String SCALE = "dynamic_scale";

    private final Network<T> network;
    private final LossScaleOptimizer settings;
    private final Variable counter;
    private final Variable scale;

    LossScaling(Network<T> network, LossScaleOptimizer settings, String scope) {
        this.network = network;
        this.settings = settings;
        counter = network.session().variable(scope + "/" + COUNTER, DataType.INT64, Shape.scalar());
        scale = network.session().variable(scope + "/" + SCALE, DataType.FLOAT32, Shape.scalar());
        network.session()
                .assign(Map.of(
                        counter, Array.scalar(0L),
                        scale, Array.scalar((float) settings.initialScale())));
    }

    Map<String, Map<String, Variable>> slots() {
        Map<String, Map<String, Variable>> slots = new LinkedHashMap<>();
        slots.put(COUNTER, Map.of(OptimizerState.sharedKey(0), counter));
        slots.put(SCALE, Map.of(OptimizerState.sharedKey(0), scale));
        return slots;
    }

    /** By how much the loss of this step is multiplied. */
    Operand<T> scale(Ops tf) {
        return tf.dtypes.cast(scale.value(), network.type());
    }

    /** After an update: counts it, and doubles the scale when it is time. */
    List<Op> grow(After after) {
        Ops tf = after.tf();
        Operand<TInt64> count = typed(counter);
        var isTime = tf.math.equal(count, tf.constant(settings.dynamicGrowthSteps() - 1L));
        Operand<TFloat32> now = typed(scale);
        return List.of(
                tf.assignVariableOp(
                        counter.handle(), tf.select(isTime, tf.constant(0L), tf.math.add(count, tf.constant(1L)))),
                tf.assignVariableOp(scale.handle(), tf.select(isTime, tf.math.mul(now, tf.constant(2f)), now)));
    }

    /** In place of an update. */
    List<Op> shrink(After after) {
        Ops tf = after.tf();
        Operand<TFloat32> now = typed(scale);
        return List.of(
                tf.assignVariableOp(counter.handle(), tf.constant(0L)),
                tf.assignVariableOp(scale.handle(), tf.math.mul(now, tf.constant(.5f))));
    }

    @SuppressWarnings("unchecked")
    private static <N extends TType> Operand<N> typed(Variable variable) {
        // Each is of the type it was made with.
        return (Output<N>) (Output<? extends TType>) variable.value().asOutput();
    }
}
