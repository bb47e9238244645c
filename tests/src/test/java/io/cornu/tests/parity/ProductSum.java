package io.cornu.tests.parity;

import io.cornu.losses.Loss;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The sum of targets times predictions of each example: any upstream gradient can be chosen by the targets. */
record ProductSum() implements Loss {
    @Override
    public String name() {
        return "product_sum";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        int[] axes = IntStream.range(1, prediction.shape().numDimensions()).toArray();
        return tf.reduceSum(tf.math.mul(target, prediction), tf.constant(axes));
    }
}
