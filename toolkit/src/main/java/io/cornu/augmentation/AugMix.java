package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Mixes each batch with a mean of several chains of changes of it while training (Hendrycks et al. 2020).
 *
 * <pre>y = b x + (1 - b) sum of w_i chain_i(x),   b ~ Beta(alpha, alpha), w ~ Dirichlet(alpha)</pre>
 *
 * <p>Each link of a chain is chosen by chance for the whole batch in each step: a change of {@link RandAugment}, but for
 * the rotation, or none. Keras chooses when it traces a model, and keeps to it. All changes are computed for each link, so
 * that this layer is slow: about a hundred times as slow as one of them.
 *
 * <p>Shapes: (batch, height, width, 1 or 3), unchanged.
 *
 * <p>Source: {@code keras.layers.AugMix}, Keras 3.15.
 *
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param numChains how many chains, at least 1; 3 by default
 * @param chainDepth how many links each has, at least 1; 3 by default
 * @param factor the factor of all changes; within [0, 1], 0 to 0.3 by default
 * @param alpha how even the shares are, above 0; 1 by default
 * @param allOps whether brightness, colors, contrast and sharpness change, too; true by default
 * @param interpolation how pixels between others come about, nearest or bilinear; bilinear by default
 */
@RecordBuilder
public record AugMix(
        Range valueRange,
        int numChains,
        int chainDepth,
        Range factor,
        double alpha,
        boolean allOps,
        Interpolation interpolation)
        implements Layer, AugMixBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a number is below 1, the factor leaves [0, 1], alpha is not above 0, the
     *     interpolation is neither nearest nor bilinear, or the range of values is empty
     */
    public AugMix {
        valueRange.asValues("AugMix");
        Arguments.positive("AugMix", "numChains", numChains);
        Arguments.positive("AugMix", "chainDepth", chainDepth);
        factor.within("AugMix", "factor", 0, 1);
        Arguments.positive("AugMix", "alpha", alpha);
        Affine.check("AugMix", interpolation, 0);
    }

    /**
     * Three chains of three changes of bytes, of factors up to 0.3.
     *
     * @return the layer
     */
    public static AugMix of() {
        return new AugMix(Range.BYTES, 3, 3, Range.upTo(.3), 1, true, Interpolation.BILINEAR);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Pixels.requireChannels(input, DataFormat.CHANNELS_LAST, 1, 3);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.augment(call, DataFormat.CHANNELS_LAST, this::augmented);
    }

    private <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        Ops tf = images.tf();
        Operand<T> weights = Distributions.dirichlet(images.draws(), numChains, alpha);
        Operand<T> own = Distributions.beta(images.draws(), tf.constant(new int[0]), images.constant(alpha));
        Operand<T> sum = tf.zerosLike(images.images());
        for (int i = 0; i < numChains; i++) {
            Operand<T> weight = tf.gather(weights, tf.constant(i), tf.constant(0));
            sum = tf.math.add(sum, tf.math.mul(chain(images), weight));
        }
        Operand<T> rest = tf.math.sub(images.constant(1), own);
        Operand<T> mixed = tf.math.add(tf.math.mul(own, images.images()), tf.math.mul(rest, sum));
        return images.clipped(mixed, valueRange);
    }

    private <T extends TFloating> Operand<T> chain(Pixels<T> images) {
        Ops tf = images.tf();
        List<Choices.Change> changes = Choices.of(factor, valueRange, interpolation, false, allOps);
        Operand<T> result = images.images();
        for (int i = 0; i < chainDepth; i++) {
            // The last choice is none.
            Operand<TInt32> choice = Choices.index(images, changes.size() + 1);
            Operand<T> before = result;
            for (int j = 0; j < changes.size(); j++) {
                Operand<T> changed = changes.get(j).apply(images.with(before));
                result = tf.select(tf.math.equal(choice, tf.constant(j)), changed, result);
            }
        }
        return result;
    }
}
