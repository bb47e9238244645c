package io.cornu.ops;

import io.cornu.data.ImagePreprocessing;
import io.cornu.data.ImagePreprocessing.ChannelOrder;
import io.cornu.data.ImagePreprocessing.Resampling;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** {@link ImagePreprocessing} in a graph. */
public final class ImageInputs {
    private ImageInputs() {}

    /**
     * Prepares images.
     *
     * @param tf where to add it
     * @param images (batch, any height, any width, channels), values in [0, 255]
     * @param preprocessing what to do
     * @param height the network's height
     * @param width the network's width
     * @return (batch, height, width, channels)
     */
    public static Operand<TFloat32> prepare(
            Ops tf, Operand<? extends TNumber> images, ImagePreprocessing preprocessing, int height, int width) {
        Operand<TFloat32> pixels = tf.dtypes.cast(images, TFloat32.class);
        Operand<TFloat32> sized = preprocessing.resampling() == Resampling.NONE
                ? pixels
                : ImageResampling.resize(
                        tf,
                        pixels,
                        height,
                        width,
                        preprocessing.resampling() == Resampling.NEAREST ? "NEAREST" : "BILINEAR",
                        preprocessing.resampling() == Resampling.BILINEAR_ANTIALIASED);
        Operand<TFloat32> ordered = preprocessing.channelOrder() == ChannelOrder.BGR
                ? tf.reverse(sized, tf.constant(new int[] {-1}))
                : sized;
        Operand<TFloat32> scaled = ordered;
        if (preprocessing.scale() != 1) {
            scaled = tf.math.mul(scaled, tf.constant((float) preprocessing.scale()));
        }
        if (preprocessing.offset() != 0) {
            scaled = tf.math.add(scaled, tf.constant((float) preprocessing.offset()));
        }
        if (preprocessing.mean().stream().anyMatch(mean -> mean != 0)) {
            scaled = tf.math.sub(scaled, tf.constant(floats(preprocessing.mean())));
        }
        if (preprocessing.deviation().stream().anyMatch(deviation -> deviation != 1)) {
            scaled = tf.math.div(scaled, tf.constant(floats(preprocessing.deviation())));
        }
        return scaled;
    }

    private static float[] floats(List<Double> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return floats;
    }
}
