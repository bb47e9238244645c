package io.cornu.tests.parity;

import io.cornu.losses.Loss;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Goes with any targets, and says nothing about them. */
record NoLoss() implements Loss {
    @Override
    public String name() {
        return "no_loss";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        int[] axes = IntStream.range(1, prediction.shape().numDimensions()).toArray();
        return tf.reduceSum(tf.zerosLike(prediction), tf.constant(axes));
    }
}
