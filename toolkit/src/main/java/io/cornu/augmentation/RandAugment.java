package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Applies a number of changes while training, each chosen by chance from eleven for the whole batch (Cubuk et al. 2020):
 * {@link RandomShear}, {@link RandomTranslation}, {@link RandomRotation}, {@link RandomBrightness}, {@link
 * RandomColorDegeneration}, {@link RandomContrast}, {@link RandomSharpness}, {@link RandomPosterization}, {@link
 * Solarization}, {@link AutoContrast} and {@link Equalization}.
 *
 * <p>All eleven are computed for each change, and one is taken, as in Keras; one that is chosen twice is applied twice
 * with the same numbers.
 *
 * <p>Shapes: (batch, height, width, 1 or 3), unchanged.
 *
 * <p>Source: {@code keras.layers.RandAugment}, Keras 3.15.
 *
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param numOps how many changes, at least 1; 2 by default
 * @param factor the factor of all of them; within [0, 1], 0 to 0.5 by default
 * @param interpolation how pixels between others come about, nearest or bilinear; bilinear by default
 */
@RecordBuilder
public record RandAugment(Range valueRange, int numOps, Range factor, Interpolation interpolation)
        implements Layer, RandAugmentBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the number is below 1, the factor leaves [0, 1], the interpolation is neither
     *     nearest nor bilinear, or the range of values is empty
     */
    public RandAugment {
        valueRange.asValues("RandAugment");
        Arguments.positive("RandAugment", "numOps", numOps);
        factor.within("RandAugment", "factor", 0, 1);
        Affine.check("RandAugment", interpolation, 0);
    }

    /**
     * Two changes of factors up to 0.5, of bytes.
     *
     * @return the layer
     */
    public static RandAugment of() {
        return new RandAugment(Range.BYTES, 2, Range.upTo(.5), Interpolation.BILINEAR);
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
        List<Choices.Change> changes = Choices.of(factor, valueRange, interpolation, true, true);
        List<RepeatedDraws<T>> repeated = new ArrayList<>();
        changes.forEach(change -> repeated.add(new RepeatedDraws<>(images.draws())));
        Operand<T> result = images.images();
        for (int i = 0; i < numOps; i++) {
            Operand<TInt32> choice = Choices.index(images, changes.size());
            Operand<T> before = result;
            for (int j = 0; j < changes.size(); j++) {
                Operand<T> changed =
                        changes.get(j).apply(new Pixels<>(repeated.get(j).again(), before));
                result = tf.select(tf.math.equal(choice, tf.constant(j)), changed, result);
            }
        }
        return result;
    }
}
