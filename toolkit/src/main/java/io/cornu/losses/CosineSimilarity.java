package io.cornu.losses;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The cosine of the angle between targets and predictions, negative so that alike is small: from -1 to 1.
 *
 * <pre>
 * loss = -sum(target / |target| prediction / |prediction|)
 * </pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.losses.CosineSimilarity}, Keras 3.15.
 *
 * @param axis along which the vectors lie; -1, the last, by default; not the batch
 */
@RecordBuilder
public record CosineSimilarity(int axis) implements Loss, CosineSimilarityBuilder.With {
    @Override
    public String name() {
        return "cosine_similarity";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> products =
                tf.math.mul(LossMath.normalized(tf, target, axis), LossMath.normalized(tf, prediction, axis));
        return tf.math.neg(LossMath.sum(tf, products, false, axis));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
        Targets.requireAxis(name(), axis, prediction);
    }
}
