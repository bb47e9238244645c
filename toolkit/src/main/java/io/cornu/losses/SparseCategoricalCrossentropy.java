package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt64;
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
 * @param ignoredClass a number among the targets that stands for no class, such as 255 or -1: such examples have no
 *     loss and do not count in the mean; empty by default
 */
@RecordBuilder
public record SparseCategoricalCrossentropy(boolean fromLogits, OptionalInt ignoredClass)
        implements Loss, SparseCategoricalCrossentropyBuilder.With {
    @Override
    public String name() {
        return "sparse_categorical_crossentropy";
    }

    /**
     * The same loss with a number that stands for no class.
     *
     * @param number may lie outside the classes
     * @return a copy
     */
    public SparseCategoricalCrossentropy withIgnoredClass(int number) {
        return withIgnoredClass(OptionalInt.of(number));
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<TInt64> classes = Targets.classNumbers(tf, target, prediction);
        if (ignoredClass.isEmpty()) {
            return entropy(tf, classes, prediction);
        }
        Operand<TBool> isClass = isClass(tf, classes);
        Operand<TBool> isRow = tf.expandDims(isClass, tf.constant(-1));
        Operand<T> values = entropy(
                tf,
                tf.select(isClass, classes, tf.constant(0L)),
                tf.select(isRow, prediction, constant(tf, prediction, 0)));
        return tf.select(isClass, values, constant(tf, values, 0));
    }

    @Override
    public <T extends TFloating> Optional<Operand<T>> mask(Ops tf, Operand<T> target, Operand<T> values) {
        if (ignoredClass.isEmpty()) {
            return Optional.empty();
        }
        Operand<T> flat = tf.reshape(target, tf.shape(values));
        return Optional.of(tf.dtypes.cast(isClass(tf, tf.dtypes.cast(flat, TInt64.class)), values.type()));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireClassNumbers(name(), target, prediction);
    }

    @Override
    public long classes(Shape prediction) {
        return prediction.get(-1);
    }

    private <T extends TFloating> Operand<T> entropy(Ops tf, Operand<TInt64> classes, Operand<T> prediction) {
        Optional<Operand<T>> logits = CrossEntropies.logits(prediction, fromLogits, "Softmax");
        return CrossEntropies.sparseSoftmax(
                tf, classes, logits.orElseGet(() -> tf.math.log(CrossEntropies.clipped(tf, prediction))));
    }

    private Operand<TBool> isClass(Ops tf, Operand<TInt64> classes) {
        return tf.math.notEqual(classes, tf.constant((long) ignoredClass.orElseThrow()));
    }
}
