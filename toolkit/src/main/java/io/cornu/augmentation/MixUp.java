package io.cornu.augmentation;

import io.cornu.text.Arguments;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Learns from sums of two examples in place of single ones, inputs and targets alike (Zhang et al. 2018).
 *
 * <pre>
 * x' = share x + (1 - share) x[order]
 * y' = share y + (1 - share) y[order],   share ~ Beta(alpha, alpha) for each example
 * </pre>
 *
 * <p>For images, tables and sequences of numbers; all inputs of a model are mixed alike. Targets must be one-hot or soft:
 * encode class numbers with {@link io.cornu.data.OneHot}, and use categorical cross-entropy.
 *
 * <pre>{@code
 * model.compile(Adam.of(.001), categoricalCrossentropy(), accuracy())
 *         .fit(OneHot.of(10).apply(train), Fit.epochs(10).withAugmentation(MixUp.of()));
 * }</pre>
 *
 * <p>Source: {@code keras.layers.MixUp}, Keras 3.15, which is given to data pipelines.
 *
 * @param alpha above 0: the smaller, the nearer shares are to 0 and 1; 0.2 by default
 */
public record MixUp(double alpha) implements BatchAugmentation {
    private static final double KERAS_ALPHA = .2;

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not finite and above 0
     */
    public MixUp {
        Arguments.positive("MixUp", "alpha", alpha);
    }

    /**
     * Keras' alpha, 0.2.
     *
     * @return the augmentation
     */
    public static MixUp of() {
        return of(KERAS_ALPHA);
    }

    /**
     * An alpha of one's own.
     *
     * @param alpha above 0: the smaller, the nearer shares are to 0 and 1
     * @return the augmentation
     * @throws IllegalArgumentException if it is not finite and above 0
     */
    public static MixUp of(double alpha) {
        return new MixUp(alpha);
    }

    @Override
    public <T extends TFloating> Examples<T> augment(Examples<T> examples, Draws<T> draws) {
        Ops tf = draws.tf();
        Operand<TInt32> count = Mixing.count(tf, examples.inputs().get(0));
        Operand<TInt32> order = Distributions.order(draws, count);
        Operand<TInt32> rows = tf.concat(List.of(count, tf.constant(new int[] {1})), tf.constant(0));
        Operand<T> share = Distributions.beta(draws, rows, draws.constant(alpha));
        return new Examples<>(
                Mixing.mixed(draws, examples.inputs(), share, order),
                Mixing.mixed(draws, examples.targets(), share, order));
    }
}
