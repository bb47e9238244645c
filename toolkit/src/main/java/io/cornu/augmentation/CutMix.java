package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Learns from images into which a rectangle of another one is pasted, in its own place; targets are mixed by the shares
 * of area (Yun et al. 2019).
 *
 * <pre>
 * sides = sqrt(1 - share) of the image's, share ~ Beta(a, a) for each image, a ~ factor for each batch
 * y' = (1 - area) y + area y[order]
 * </pre>
 *
 * <p>For models with images as their only input. Targets must be one-hot or soft: encode class numbers with {@link
 * io.cornu.data.OneHot}, and use categorical cross-entropy.
 *
 * <p>Source: {@code keras.layers.CutMix}, Keras 3.15, which is given to data pipelines.
 *
 * @param factor what the parameter of the distribution is drawn from, for each batch; within [0, 1], 0 to 1 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record CutMix(Range factor, DataFormat dataFormat) implements BatchAugmentation, CutMixBuilder.With {
    /** Keeps the parameter from being 0. */
    private static final double LEAST = 1e-6;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if it leaves [0, 1]
     */
    public CutMix {
        factor.within("CutMix", "factor", 0, 1);
    }

    /**
     * Draws the parameter between 0 and 1.
     *
     * @return the augmentation
     */
    public static CutMix of() {
        return of(1);
    }

    /**
     * Draws the parameter from 0 up.
     *
     * @param factor the largest parameter, in [0, 1]
     * @return the augmentation
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public static CutMix of(double factor) {
        return new CutMix(Range.upTo(factor), DataFormat.CHANNELS_LAST);
    }

    @Override
    public <T extends TFloating> Examples<T> augment(Examples<T> examples, Draws<T> draws) {
        Shape shape = examples.inputs().get(0).shape();
        if (examples.inputs().size() != 1 || shape.numDimensions() != 4) {
            throw new IllegalArgumentException("CutMix: expected a model with images as its only input, received "
                    + examples.inputs().size() + " input(s), the first of shape " + Shapes.text(shape)
                    + ". Use MixUp for other inputs.");
        }
        Ops tf = draws.tf();
        int[] toLast = {0, 2, 3, 1};
        int[] fromLast = {0, 3, 1, 2};
        boolean isLast = dataFormat == DataFormat.CHANNELS_LAST;
        Operand<T> given = examples.inputs().get(0);
        Pixels<T> images = new Pixels<>(draws, isLast ? given : tf.linalg.transpose(given, tf.constant(toLast)));
        Operand<T> parameter = tf.math.add(images.uniform(tf.constant(new int[0]), factor), draws.constant(LEAST));
        Operand<T> share = Distributions.beta(draws, images.batchAnd(1), parameter);
        Operand<T> side = tf.math.sqrt(tf.math.sub(draws.constant(1), share));
        Rectangles<T> rectangles = Rectangles.draw(images, side, side);
        Operand<TInt32> order = Distributions.order(draws, images.batch());
        Operand<T> cut = pasted(images, rectangles, order);
        Operand<T> own = tf.math.sub(draws.constant(1), rectangles.share(images));
        return new Examples<>(
                List.of(isLast ? cut : tf.linalg.transpose(cut, tf.constant(fromLast))),
                Mixing.mixed(draws, examples.targets(), own, order));
    }

    <T extends TFloating> Operand<T> pasted(Pixels<T> images, Rectangles<T> rectangles, Operand<TInt32> order) {
        Ops tf = images.tf();
        Operand<T> others = tf.gather(images.images(), order, tf.constant(0));
        return tf.select(rectangles.mask(images), others, images.images());
    }
}
