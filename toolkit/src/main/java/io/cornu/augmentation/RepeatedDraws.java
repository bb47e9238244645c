package io.cornu.augmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Draws that give the same numbers whenever they are asked from the start again. */
final class RepeatedDraws<T extends TFloating> implements Draws<T> {
    private final Draws<T> origin;
    private final List<Operand<T>> drawn;
    private int next;

    RepeatedDraws(Draws<T> origin) {
        this(origin, new ArrayList<>());
    }

    private RepeatedDraws(Draws<T> origin, List<Operand<T>> drawn) {
        this.origin = origin;
        this.drawn = drawn;
    }

    /** The same numbers from the start. */
    RepeatedDraws<T> again() {
        return new RepeatedDraws<>(origin, drawn);
    }

    @Override
    public Ops tf() {
        return origin.tf();
    }

    @Override
    public Class<T> type() {
        return origin.type();
    }

    @Override
    public Operand<T> randomUniform(Operand<TInt32> shape) {
        return next(() -> origin.randomUniform(shape));
    }

    @Override
    public Operand<T> randomNormal(Operand<TInt32> shape) {
        return next(() -> origin.randomNormal(shape));
    }

    private Operand<T> next(Supplier<Operand<T>> fresh) {
        if (next == drawn.size()) {
            drawn.add(fresh.get());
        }
        return drawn.get(next++);
    }
}
