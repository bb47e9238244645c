package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Takes the colors from some images while training: each channel becomes 0.2989 red + 0.587 green + 0.114 blue.
 *
 * <p>Shapes: (batch, height, width, 1 or 3), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomGrayscale}, Keras 3.15.
 *
 * @param factor the share of images, in [0, 1]; 0.5 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomGrayscale(double factor, DataFormat dataFormat) implements Layer, RandomGrayscaleBuilder.With {
    /**
     * Checks the share.
     *
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public RandomGrayscale {
        Arguments.require(factor >= 0 && factor <= 1, "RandomGrayscale", "factor must be in [0, 1]", factor);
    }

    /**
     * Takes the colors from every other image.
     *
     * @return the layer
     */
    public static RandomGrayscale of() {
        return of(.5);
    }

    /**
     * Takes the colors from a share of images.
     *
     * @param factor the share, in [0, 1]
     * @return the layer
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public static RandomGrayscale of(double factor) {
        return new RandomGrayscale(factor, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Pixels.requireChannels(input, dataFormat, 1, 3);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.augment(call, dataFormat, this::augmented);
    }

    private <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        Ops tf = images.tf();
        Operand<TBool> isGray = tf.math.less(images.perImage(Range.UNIT), images.constant(factor));
        return tf.select(isGray, images.gray(), images.images());
    }
}
