package io.cornu.callbacks;

import io.cornu.data.Array;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Weights as images, as Keras' TensorBoard draws them.
 *
 * @param width in pixels
 * @param height in pixels
 * @param files each a PNG file, at most three
 */
record WeightImages(int width, int height, List<byte[]> files) {
    private static final int MOST = 3;

    /** The images of a weight; none where it has no form that can be drawn. */
    static Optional<WeightImages> of(Array weight) throws IOException {
        int[] shape = Arrays.stream(weight.shape().asArray())
                .filter(size -> size != 1)
                .mapToInt(Math::toIntExact)
                .toArray();
        float[] values = weight.toFloats();
        return switch (shape.length) {
            case 1 -> Optional.of(draw(values, new int[] {1, shape[0], 1, 1}, new int[] {0, 1, 0, 0}));
            case 2 ->
                Optional.of(
                        shape[0] > shape[1]
                                ? draw(values, new int[] {1, shape[1], shape[0], 1}, new int[] {0, 1, shape[1], 0})
                                : draw(values, new int[] {1, shape[0], shape[1], 1}, new int[] {0, shape[1], 1, 0}));
            // One image for each filter.
            case 3 ->
                Optional.of(draw(values, new int[] {shape[2], shape[0], shape[1], 1}, new int[] {
                    1, shape[1] * shape[2], shape[2], 0
                }));
            case 4 ->
                shape[3] == 3 || shape[3] == 4
                        ? Optional.of(draw(values, shape, new int[] {
                            shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1
                        }))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Draws values of a shape (images, height, width, channels) that lie so far apart. */
    private static WeightImages draw(float[] values, int[] shape, int[] strides) throws IOException {
        List<byte[]> files = new ArrayList<>();
        int type = shape[3] == 1
                ? BufferedImage.TYPE_BYTE_GRAY
                : shape[3] == 3 ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_4BYTE_ABGR;
        for (int image = 0; image < Math.min(shape[0], MOST); image++) {
            BufferedImage pixels = new BufferedImage(shape[2], shape[1], type);
            WritableRaster raster = pixels.getRaster();
            for (int y = 0; y < shape[1]; y++) {
                for (int x = 0; x < shape[2]; x++) {
                    for (int channel = 0; channel < shape[3]; channel++) {
                        int at = image * strides[0] + y * strides[1] + x * strides[2] + channel * strides[3];
                        raster.setSample(x, y, channel, level(values[at]));
                    }
                }
            }
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            ImageIO.write(pixels, "png", file);
            files.add(file.toByteArray());
        }
        return new WeightImages(shape[2], shape[1], files);
    }

    /** {@code tf.image.convert_image_dtype} to uint8, saturated. */
    private static int level(float value) {
        return (int) Math.max(0, Math.min(255, value * 255.5f));
    }
}
