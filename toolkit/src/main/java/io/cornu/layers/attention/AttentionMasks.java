package io.cornu.layers.attention;

import io.cornu.layers.LayerCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Which steps of the key a step of the query may look at. */
final class AttentionMasks {
    private AttentionMasks() {}

    /**
     * From the masks of inputs, the query's first, and the positions.
     *
     * @return of rank 3, broadcasting to (batch, query steps, key steps); empty if every step may look at every other
     */
    static Optional<Operand<TBool>> of(
            List<Optional<Operand<TBool>>> inputMasks, LayerCall<?> call, boolean isCausal, OptionalInt slidingWindow) {
        Ops tf = call.tf();
        List<Operand<TBool>> masks = new ArrayList<>();
        for (int i = 0; i < inputMasks.size(); i++) {
            int axis = i == 0 ? 2 : 1;
            inputMasks.get(i).ifPresent(mask -> masks.add(tf.expandDims(mask, tf.constant(axis))));
        }
        if (isCausal || slidingWindow.isPresent()) {
            masks.add(tf.expandDims(
                    positions(tf, call.inputs().get(0), call.inputs().get(1), isCausal, slidingWindow),
                    tf.constant(0)));
        }
        return masks.stream().reduce(tf.math::logicalAnd);
    }

    /** By position alone, of shape (query steps, key steps). */
    private static Operand<TBool> positions(
            Ops tf,
            Operand<? extends TType> query,
            Operand<? extends TType> value,
            boolean isCausal,
            OptionalInt slidingWindow) {
        Operand<TInt32> rows = tf.expandDims(steps(tf, query), tf.constant(1));
        Operand<TInt32> columns = tf.expandDims(steps(tf, value), tf.constant(0));
        List<Operand<TBool>> masks = new ArrayList<>();
        if (isCausal) {
            masks.add(tf.math.greaterEqual(rows, columns));
        }
        slidingWindow.ifPresent(
                size -> masks.add(tf.math.less(tf.math.abs(tf.math.sub(rows, columns)), tf.constant(size))));
        return masks.stream().reduce(tf.math::logicalAnd).orElseThrow();
    }

    /** The numbers of the steps of a sequence. */
    private static Operand<TInt32> steps(Ops tf, Operand<? extends TType> sequence) {
        Operand<TInt32> count = tf.slice(tf.shape(sequence), tf.constant(new int[] {1}), tf.constant(new int[] {1}));
        return tf.range(tf.constant(0), tf.squeeze(count), tf.constant(1));
    }
}
