package io.cornu.losses;

import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A loss whose values become one number in another way than usual; made by {@link Loss#withReduction}.
 *
 * @param loss gives the values
 * @param reduction how they become one number
 */
public record ReducedLoss(Loss loss, Reduction reduction) implements Loss {
    @Override
    public String name() {
        return loss.name();
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        return loss.values(tf, target, prediction);
    }

    @Override
    public <T extends TFloating> Optional<Operand<T>> mask(Ops tf, Operand<T> target, Operand<T> values) {
        return loss.mask(tf, target, values);
    }

    @Override
    public Loss withReduction(Reduction newReduction) {
        return loss.withReduction(newReduction);
    }

    @Override
    public void check(Shape target, Shape prediction) {
        loss.check(target, prediction);
    }

    @Override
    public long classes(Shape prediction) {
        return loss.classes(prediction);
    }

    @Override
    public OptionalInt ignoredClass() {
        return loss.ignoredClass();
    }
}
