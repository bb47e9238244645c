package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.Size2D;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Blurs some images while training with a normal distribution, whose widths are drawn once for each batch, and cuts off
 * what leaves the range of values.
 *
 * <p>Shapes: (batch, height, width, channels), unchanged. Zeros stand outside.
 *
 * <p>Source: {@code keras.layers.RandomGaussianBlur}, Keras 3.15.
 *
 * @param factor what the probability of each image is drawn from; within [0, 1], 0 to 1 by default
 * @param kernelSize over how many pixels the blur reaches; odd, 3 by default
 * @param sigma what the standard deviations in both directions are drawn from, in pixels; within [0, 1], 0 to 1 by
 *     default
 * @param valueRange what values pixels have; 0 to 255 by default
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record RandomGaussianBlur(Range factor, Size2D kernelSize, Range sigma, Range valueRange, DataFormat dataFormat)
        implements Layer, RandomGaussianBlurBuilder.With {
    /** Keeps the deviation from being 0. */
    private static final double LEAST_SIGMA = 1e-6;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a factor leaves [0, 1], a size is even, or the range of values is empty
     */
    public RandomGaussianBlur {
        factor.within("RandomGaussianBlur", "factor", 0, 1);
        sigma.within("RandomGaussianBlur", "sigma", 0, 1);
        Arguments.require(
                kernelSize.height() % 2 == 1 && kernelSize.width() % 2 == 1,
                "RandomGaussianBlur",
                "kernelSize must be odd",
                kernelSize);
        valueRange.asValues("RandomGaussianBlur");
    }

    /**
     * Blurs half of all images over 3 pixels.
     *
     * @return the layer
     */
    public static RandomGaussianBlur of() {
        return of(1);
    }

    /**
     * Draws the probability from 0 up.
     *
     * @param factor the largest probability, in [0, 1]
     * @return the layer
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public static RandomGaussianBlur of(double factor) {
        return new RandomGaussianBlur(
                Range.upTo(factor), Size2D.square(3), Range.UNIT, Range.BYTES, DataFormat.CHANNELS_LAST);
    }

    /**
     * The same layer with another reach.
     *
     * @param size over how many pixels, odd
     * @return a copy
     * @throws IllegalArgumentException if it is even, or below 1
     */
    public RandomGaussianBlur withKernelSize(int size) {
        return withKernelSize(Size2D.square(size));
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
        Ops tf = images.tf();
        Operand<T> across = deviation(images);
        Operand<T> blurred = blurred(images, across, deviation(images));
        return images.clipped(tf.select(images.chosen(factor), blurred, images.images()), valueRange);
    }

    private <T extends TFloating> Operand<T> deviation(Pixels<T> images) {
        Ops tf = images.tf();
        return tf.math.add(images.uniform(tf.constant(new int[0]), sigma), images.constant(LEAST_SIGMA));
    }

    <T extends TFloating> Operand<T> blurred(Pixels<T> images, Operand<T> first, Operand<T> second) {
        Ops tf = images.tf();
        Operand<T> x = Blur.gaussian(images, tf.constant(kernelSize.height()), first);
        Operand<T> y = Blur.gaussian(images, tf.constant(kernelSize.width()), second);
        Operand<T> product = tf.math.mul(tf.expandDims(y, tf.constant(1)), x);
        // Keras reads the numbers in this order, so that only a square window has its two directions.
        Operand<T> kernel = tf.reshape(product, tf.constant(new int[] {kernelSize.height(), kernelSize.width()}));
        return Blur.with(images, kernel);
    }
}
