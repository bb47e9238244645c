package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Changes brightness, contrast, saturation and hue of each image while training, in this order, each as the layer of that
 * name; what is not given is left alone.
 *
 * <p>Shapes: (batch, height, width, 3), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomColorJitter}, Keras 3.15.
 *
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param brightnessFactor that of {@link RandomBrightness}; none by default
 * @param contrastFactor that of {@link RandomContrast}; none by default
 * @param saturationFactor that of {@link RandomSaturation}; none by default
 * @param hueFactor that of {@link RandomHue}; none by default
 */
@RecordBuilder
public record RandomColorJitter(
        Range valueRange,
        Optional<Range> brightnessFactor,
        Optional<Range> contrastFactor,
        Optional<Range> saturationFactor,
        Optional<Range> hueFactor)
        implements Layer, RandomColorJitterBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a factor leaves the range that its layer allows, or the range of values is empty
     */
    public RandomColorJitter {
        valueRange.asValues("RandomColorJitter");
        brightnessFactor.ifPresent(factor -> factor.within("RandomColorJitter", "brightnessFactor", -1, 1));
        contrastFactor.ifPresent(factor -> factor.within("RandomColorJitter", "contrastFactor", 0, 1));
        saturationFactor.ifPresent(factor -> factor.within("RandomColorJitter", "saturationFactor", -1, 1));
        hueFactor.ifPresent(factor -> factor.within("RandomColorJitter", "hueFactor", 0, 1));
    }

    /**
     * Changes nothing yet.
     *
     * @return the layer
     */
    public static RandomColorJitter of() {
        return new RandomColorJitter(
                Range.BYTES, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * The same layer with changes of brightness.
     *
     * @param factor that of {@link RandomBrightness}
     * @return a copy
     */
    public RandomColorJitter withBrightnessFactor(Range factor) {
        return withBrightnessFactor(Optional.of(factor));
    }

    /**
     * The same layer with changes of contrast.
     *
     * @param factor that of {@link RandomContrast}
     * @return a copy
     */
    public RandomColorJitter withContrastFactor(Range factor) {
        return withContrastFactor(Optional.of(factor));
    }

    /**
     * The same layer with changes of saturation.
     *
     * @param factor that of {@link RandomSaturation}
     * @return a copy
     */
    public RandomColorJitter withSaturationFactor(Range factor) {
        return withSaturationFactor(Optional.of(factor));
    }

    /**
     * The same layer with changes of hue.
     *
     * @param factor that of {@link RandomHue}
     * @return a copy
     */
    public RandomColorJitter withHueFactor(Range factor) {
        return withHueFactor(Optional.of(factor));
    }

    @Override
    public Shape outputShape(Shape input) {
        return Pixels.requireChannels(input, DataFormat.CHANNELS_LAST, 3);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.augment(call, DataFormat.CHANNELS_LAST, this::augmented);
    }

    private <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        Pixels<T> jittered = images;
        if (brightnessFactor.isPresent()) {
            RandomBrightness layer = RandomBrightness.of(brightnessFactor.get()).withValueRange(valueRange);
            jittered = images.with(layer.augmented(jittered));
        }
        if (contrastFactor.isPresent()) {
            RandomContrast layer = RandomContrast.of(contrastFactor.get()).withValueRange(valueRange);
            jittered = images.with(layer.augmented(jittered));
        }
        if (saturationFactor.isPresent()) {
            RandomSaturation layer = RandomSaturation.of(saturationFactor.get()).withValueRange(valueRange);
            jittered = images.with(layer.augmented(jittered));
        }
        if (hueFactor.isPresent()) {
            RandomHue layer = RandomHue.of(hueFactor.get()).withValueRange(valueRange);
            jittered = images.with(layer.augmented(jittered));
        }
        return jittered.images();
    }
}
