package io.cornu.layers.operations;

import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.MultiOutputLayer;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The largest numbers along the last axis, from the largest on, and where they are.
 *
 * <p>Shapes: (batch, ..., n) to two (batch, ..., k): the numbers, and their places, which pass no gradient on.
 *
 * <p>Source: {@code keras.ops.top_k}, Keras 3.15.
 *
 * @param k how many, at least 1 and at most n
 */
public record TopK(int k) implements MultiOutputLayer {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public TopK {
        Arguments.positive("TopK", "k", k);
    }

    @Override
    public List<Shape> outputShapes(List<Shape> inputs) {
        Shape input = Batches.only(inputs);
        int last = Batches.axis(-1, input);
        if (Batches.known(input, last) < k) {
            throw new LayerShapeException(
                    "expected a last axis of at least " + k + " places, received " + Shapes.text(input),
                    "Choose a smaller k.");
        }
        return Collections.nCopies(2, Batches.with(input, last, k));
    }

    @Override
    public <T extends TFloating> List<Operand<T>> callAll(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<TInt32> places = tf.nn.topK(tf.stopGradient(call.input()), tf.constant(k), TInt32.class)
                .indices();
        // TensorFlow has no gradient of the numbers that its operation gives.
        long before = call.inputShapes().get(0).numDimensions() - 1L;
        Operand<T> numbers = tf.gather(call.input(), places, tf.constant((int) before), Gather.batchDims(before));
        return List.of(
                numbers, tf.stopGradient(tf.dtypes.cast(places, call.input().type())));
    }
}
