package io.cornu.augmentation;

import io.cornu.layers.Interpolation;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** The changes that are chosen from by chance. */
final class Choices {
    private static final int BITS = 8;

    private Choices() {}

    /** A change of images. */
    interface Change {
        <T extends TFloating> Operand<T> apply(Pixels<T> images);
    }

    /** One of so many, as likely as any other. */
    static <T extends TFloating> Operand<TInt32> index(Pixels<T> images, int count) {
        Ops tf = images.tf();
        Operand<T> drawn = images.uniform(tf.constant(new int[0]), Range.of(0, count));
        // A draw just below 1 may be rounded up by the product.
        return tf.math.minimum(tf.dtypes.cast(drawn, TInt32.class), tf.constant(count - 1));
    }

    static List<Change> of(
            Range factor, Range values, Interpolation interpolation, boolean withRotation, boolean withColors) {
        List<Change> changes = new ArrayList<>();
        RandomShear shear = RandomShear.of(factor, factor).withInterpolation(interpolation);
        RandomTranslation translation = RandomTranslation.of(factor, factor).withInterpolation(interpolation);
        RandomRotation rotation = RandomRotation.of(factor).withInterpolation(interpolation);
        RandomPosterization posterization = RandomPosterization.of(
                        Range.of(1, Math.max(1, (int) (BITS * factor.high()))))
                .withValueRange(values);
        Solarization solarization = Solarization.of()
                .withAdditionFactor(factor)
                .withThresholdFactor(factor)
                .withValueRange(values);
        AutoContrast contrast = new AutoContrast(values);
        Equalization equalization = Equalization.of().withValueRange(values);
        RandomBrightness brightness = RandomBrightness.of(factor).withValueRange(values);
        RandomColorDegeneration colors = RandomColorDegeneration.of(factor).withValueRange(values);
        RandomContrast strength = RandomContrast.of(factor).withValueRange(values);
        RandomSharpness sharpness = RandomSharpness.of(factor).withValueRange(values);
        changes.add(shear::augmented);
        changes.add(translation::augmented);
        if (withRotation) {
            changes.add(rotation::augmented);
        }
        changes.addAll(List.of(
                posterization::augmented, solarization::augmented, contrast::augmented, equalization::augmented));
        if (withColors) {
            changes.addAll(
                    List.of(brightness::augmented, colors::augmented, strength::augmented, sharpness::augmented));
        }
        return changes;
    }
}
