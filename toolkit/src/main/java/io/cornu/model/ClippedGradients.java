package io.cornu.model;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.ops.GraphMath;
import io.cornu.optimizers.Clipping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Gradients held within an optimizer's limits, as Keras does it. */
final class ClippedGradients {
    private ClippedGradients() {}

    /** The gradients by the same names in the same order. */
    static <T extends TFloating> Map<String, Operand<T>> of(
            Ops tf, Clipping clipping, Map<String, Operand<T>> gradients) {
        Map<String, Operand<T>> clipped = new LinkedHashMap<>();
        switch (clipping.kind()) {
            case NONE -> clipped.putAll(gradients);
            case VALUE ->
                gradients.forEach((path, g) -> clipped.put(
                        path,
                        tf.clipByValue(g, constant(tf, g, -clipping.limit()), constant(tf, g, clipping.limit()))));
            case NORM ->
                gradients.forEach((path, g) -> {
                    Operand<T> norm = tf.math.sqrt(GraphMath.sum(tf, tf.math.square(g)));
                    Operand<T> limit = constant(tf, g, clipping.limit());
                    clipped.put(path, tf.math.div(tf.math.mul(g, limit), tf.math.maximum(norm, limit)));
                });
            case GLOBAL_NORM -> {
                List<Operand<T>> squares = gradients.values().stream()
                        .map(g -> GraphMath.sum(tf, tf.math.square(g)))
                        .toList();
                Operand<T> norm =
                        tf.math.sqrt(squares.stream().reduce(tf.math::add).orElseThrow());
                Operand<T> limit = constant(tf, norm, clipping.limit());
                // An infinite norm makes all gradients NaN, as in Keras, and not some of them 0.
                Operand<T> factor =
                        tf.math.add(tf.math.div(limit, tf.math.maximum(norm, limit)), tf.math.sub(norm, norm));
                gradients.forEach((path, g) -> clipped.put(path, tf.math.mul(g, factor)));
            }
        }
        return clipped;
    }
}
