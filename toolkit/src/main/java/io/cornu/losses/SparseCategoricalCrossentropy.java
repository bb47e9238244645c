package io.cornu.losses;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Cross-entropy between class numbers and probabilities.
 *
 * <pre>loss = -log(p[class])</pre>
 *
 * <p>Shapes: targets (batch, ...) or (batch, ..., 1), predictions (batch, ..., classes).
 *
 * <p>Source: {@code keras.losses.SparseCategoricalCrossentropy}, Keras 3.15.
 *
 * @param fromLogits whether predictions are logits and not probabilities; false by default
 */
@RecordBuilder
public record SparseCategoricalCrossentropy(boolean fromLogits)
        implements Loss, SparseCategoricalCrossentropyBuilder.With {
    @Override
    public String name() {
        return "sparse_categorical_crossentropy";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Optional<Operand<T>> logits = CrossEntropies.logits(prediction, fromLogits, "Softmax");
        return CrossEntropies.sparseSoftmax(
                tf,
                Targets.classNumbers(tf, target, prediction),
                logits.orElseGet(() -> tf.math.log(CrossEntropies.clipped(tf, prediction))));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireClassNumbers(name(), target, prediction);
    }

    @Override
    public long classes(Shape prediction) {
        return prediction.get(-1);
    }
}
