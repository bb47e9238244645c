package io.cornu.model;

import io.cornu.augmentation.Draws;
import io.cornu.runtime.Seed;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Random numbers for what happens to batches before they enter a network, other than those within it.
 *
 * @param <T> the type of the numbers
 */
final class SeededDraws<T extends TFloating> implements Draws<T> {
    private final Ops tf;
    private final Network<T> network;
    private final Operand<TInt64> step;
    private int drawn;

    SeededDraws(Ops tf, Network<T> network, Operand<TInt64> step) {
        this.tf = tf.withSubScope("augmentation");
        this.network = network;
        this.step = step;
    }

    @Override
    public Ops tf() {
        return tf;
    }

    @Override
    public Class<T> type() {
        return network.type();
    }

    @Override
    public Operand<T> randomUniform(Operand<TInt32> shape) {
        return tf.stopGradient(tf.random.statelessRandomUniform(shape, next(), network.type()));
    }

    @Override
    public Operand<T> randomNormal(Operand<TInt32> shape) {
        return tf.stopGradient(tf.random.statelessRandomNormal(shape, next(), network.type()));
    }

    private Operand<TInt64> next() {
        Seed base = network.seed().derive("augmentation", drawn++);
        return tf.stack(List.of(tf.constant(base.value()), step));
    }
}
