package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Mirrors every other image while training, by a coin of its own.
 *
 * <p>With both directions one coin decides for both, as in Keras: an image is turned by half a circle, or left as it is.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.RandomFlip}, Keras 3.15.
 *
 * @param mode what is swapped; both by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomFlip(Mode mode, DataFormat dataFormat) implements Layer, RandomFlipBuilder.With {
    /** What a flip swaps. */
    public enum Mode {
        /** Left and right. */
        HORIZONTAL,
        /** Top and bottom. */
        VERTICAL,
        /** Both at once. */
        HORIZONTAL_AND_VERTICAL;

        /**
         * Keras' name.
         *
         * @return in lower case
         */
        public String kerasName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Flips in both directions.
     *
     * @return the layer
     */
    public static RandomFlip of() {
        return of(Mode.HORIZONTAL_AND_VERTICAL);
    }

    /**
     * Flips in one direction or both.
     *
     * @param mode what is swapped
     * @return the layer
     */
    public static RandomFlip of(Mode mode) {
        return new RandomFlip(mode, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Pixels.requireImages(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pixels.augment(call, dataFormat, this::augmented);
    }

    private <T extends TFloating> Operand<T> augmented(Pixels<T> images) {
        Operand<T> coin = images.perImage(Range.UNIT);
        return flipped(images, images.tf().math.lessEqual(coin, images.constant(.5)));
    }

    <T extends TFloating> Operand<T> flipped(Pixels<T> images, Operand<TBool> flips) {
        Ops tf = images.tf();
        int[] axes =
                switch (mode) {
                    case HORIZONTAL -> new int[] {2};
                    case VERTICAL -> new int[] {1};
                    case HORIZONTAL_AND_VERTICAL -> new int[] {1, 2};
                };
        return tf.select(flips, tf.reverse(images.images(), tf.constant(axes)), images.images());
    }
}
