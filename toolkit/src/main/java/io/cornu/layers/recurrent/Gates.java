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
    private final List<Operand<T>> kernels;

    private Gates(Ops tf, Operand<T> kernel, int count, List<Operand<T>> masks) {
        this.tf = tf;
        this.kernel = kernel;
        this.count = count;
        this.masks = masks;
        this.kernels = split(tf, kernel, count);
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

    /** What goes into each gate, of shape (batch, units). */
    List<Operand<T>> all(Operand<T> x) {
        if (masks.size() > 1) {
            List<Operand<T>> products = new ArrayList<>();
            for (int gate = 0; gate < count; gate++) {
                products.add(one(gate, x));
            }
            return products;
        }
        return split(tf, tf.linalg.matMul(dropped(0, x), kernel), count);
    }

    /** What goes into one gate. */
    Operand<T> one(int gate, Operand<T> x) {
        return tf.linalg.matMul(dropped(gate, x), kernels.get(gate));
    }

    private Operand<T> dropped(int gate, Operand<T> x) {
        return masks.isEmpty() ? x : tf.math.mul(x, masks.get(Math.min(gate, masks.size() - 1)));
    }

    static <T extends TFloating> List<Operand<T>> split(Ops tf, Operand<T> x, int count) {
        if (count == 1) {
            return List.of(x);
        }
        return List.copyOf(tf.split(tf.constant(x.shape().numDimensions() - 1), x, (long) count)
                .output());
    }
}
