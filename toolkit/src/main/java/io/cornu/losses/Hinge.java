package io.cornu.losses;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The hinge loss of support vector machines, each output by itself. Targets are -1 and 1; a batch whose targets
 * are all 0 and 1 is understood as -1 and 1.
 *
 * <pre>loss = mean(max(1 - target prediction, 0))</pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.losses.Hinge}, Keras 3.15.
 */
public record Hinge() implements Loss {
    @Override
    public String name() {
        return "hinge";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        return LossMath.mean(tf, LossMath.hinge(tf, target, prediction));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
    }
}
