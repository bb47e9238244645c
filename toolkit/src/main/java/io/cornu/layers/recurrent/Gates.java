package io.cornu.layers.recurrent;

import io.cornu.layers.LayerCall;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A product with the kernels of several gates side by side, with dropout of what goes in.
 *
 * <p>Masks are drawn once for a sequence (Gal and Ghahramani 2016): one for all gates, or one for each where the state is
 * dropped, too. Source: {@code keras.src.layers.rnn.dropout_rnn_cell}, Keras 3.15.
 *
 * @param <T> the type of the numbers
 */
final class Gates<T extends TFloating> {
    private final Ops tf;
    private final Operand<T> kernel;
    private final int count;
    private final List<Operand<T>> masks;
    private final Operand<TInt32> axis;
    private final List<Operand<T>> kernels;

    private Gates(Ops tf, Operand<T> kernel, int count, List<Operand<T>> masks) {
        this.tf = tf;
        this.kernel = kernel;
        this.count = count;
        this.masks = masks;
        this.axis = tf.constant(1);
        this.kernels = split(kernel);
    }

    /**
     * Gates of a cell.
     *
     * @param call the cell's call, whose input is the first step
     * @param kernel of shape (size, gates * units)
     * @param count how many gates
     * @param rate the share that is dropped
     * @param size how many numbers go in
     * @param masks how many masks to draw: 1, or one for each gate
     */
    static <T extends TFloating> Gates<T> of(
            LayerCall<T> call, Operand<T> kernel, int count, double rate, long size, int masks) {
        Ops tf = call.tf();
        List<Operand<T>> drawn = new ArrayList<>();
        if (rate > 0 && call.phase().isRandom()) {
            Operand<TInt32> batch =
                    tf.slice(tf.shape(call.input()), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
            Operand<TInt32> shape = tf.concat(List.of(batch, tf.constant(new int[] {(int) size})), tf.constant(0));
            for (int i = 0; i < masks; i++) {
                Operand<T> kept = tf.dtypes.cast(
                        tf.math.greaterEqual(call.randomUniform(shape), call.constant(rate)), kernel.type());
                drawn.add(tf.math.mul(kept, call.constant(1 / (1 - rate))));
            }
        }
        return new Gates<>(tf, kernel, count, drawn);
    }

    /** What goes into all gates, side by side. */
    Operand<T> all(Operand<T> x) {
        if (masks.size() <= 1) {
            return tf.linalg.matMul(dropped(0, x), kernel);
        }
        List<Operand<T>> products = new ArrayList<>();
        for (int gate = 0; gate < count; gate++) {
            products.add(one(gate, x));
        }
        return tf.concat(products, axis);
    }

    /** What goes into one gate, of shape (batch, units). */
    Operand<T> one(int gate, Operand<T> x) {
        return tf.linalg.matMul(dropped(gate, x), kernels.get(gate));
    }

    /** Gates that stand side by side, one by one. */
    List<Operand<T>> split(Operand<T> together) {
        return count == 1
                ? List.of(together)
                : List.copyOf(tf.split(axis, together, (long) count).output());
    }

    /**
     * A sum of arrays of the same shape. Unlike that of an addition, its gradient needs no look at the shapes: a third of
     * the nodes of an unrolled cell, which TensorFlow's optimizer goes through many times before the first step.
     */
    static <T extends TFloating> Operand<T> sum(Ops tf, List<Operand<T>> terms) {
        return tf.math.addN(terms);
    }

    private Operand<T> dropped(int gate, Operand<T> x) {
        return masks.isEmpty() ? x : tf.math.mul(x, masks.get(Math.min(gate, masks.size() - 1)));
    }
}
