package io.cornu.data;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is done to the bytes of images, red first, before a network takes them.
 *
 * <pre>
 * x = resized to the size of the network's input
 * x = channels in the network's order
 * y = (x scale + offset - mean) / deviation        for each channel, in float32
 * </pre>
 *
 * <p>The same value serves in Java, with {@link #apply}, and inside the graph of a SavedModel.
 *
 * <pre>{@code
 * ImagePreprocessing unit = ImagePreprocessing.of().withScale(1 / 255.0);
 * ImagePreprocessing scaled = ImagePreprocessing.of(Scaling.standardize().fit(train));
 * Array inputs = unit.apply(images, 224, 224);
 * }</pre>
 *
 * <p>Source for the sizes: {@code tf.image.resize}, TensorFlow 2.18, and so {@code keras.layers.Resizing}.
 *
 * @param resampling how images of another size are resized; {@link Resampling#BILINEAR} by default
 * @param channelOrder the order in which the network wants the channels; {@link ChannelOrder#RGB} by default
 * @param scale what bytes are multiplied with; finite, 1 by default
 * @param offset what is added then; finite, 0 by default
 * @param mean what is taken off then: one number for each channel in the network's order, or one for all; 0 by default
 * @param deviation what is divided by at last: one number for each channel, or one for all; finite, not 0; 1 by default
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record ImagePreprocessing(
        Resampling resampling,
        ChannelOrder channelOrder,
        double scale,
        double offset,
        List<Double> mean,
        List<Double> deviation)
        implements ImagePreprocessingBuilder.With {
    /** How pixels between others come about. */
    public enum Resampling {
        /** Images of another size are refused. */
        NONE,
        /** The nearest pixel. */
        NEAREST,
        /** Between the four around, by distance. */
        BILINEAR,
        /** As bilinear, but pixels of smaller images are means over all that vanish. */
        BILINEAR_ANTIALIASED
    }

    /** Where the colors are. */
    public enum ChannelOrder {
        /** As images come: red, green, blue. */
        RGB,
        /** The other way round, as networks from Caffe want it: blue, green, red. */
        BGR
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is not finite, a deviation 0, or the lists are empty or of different
     *     lengths
     */
    public ImagePreprocessing {
        String where = "ImagePreprocessing";
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        Arguments.require(Double.isFinite(scale), where, "scale must be finite", scale);
        Arguments.require(Double.isFinite(offset), where, "offset must be finite", offset);
        Arguments.require(
                !mean.isEmpty() && mean.stream().allMatch(Double::isFinite),
                where,
                "mean must be one or more finite numbers",
                mean);
        Arguments.require(
                !deviation.isEmpty() && deviation.stream().allMatch(d -> Double.isFinite(d) && d != 0),
                where,
                "deviation must be one or more finite numbers other than 0",
                deviation);
        Arguments.require(
                deviation.size() == 1 || mean.size() == 1 || deviation.size() == mean.size(),
                where,
                "deviation must have one number, or as many as mean, " + mean.size(),
                deviation);
    }

    /**
     * Resizes bilinearly and leaves the numbers in [0, 255].
     *
     * @return the value
     */
    public static ImagePreprocessing of() {
        return new ImagePreprocessing(Resampling.BILINEAR, ChannelOrder.RGB, 1, 0, List.of(0.0), List.of(1.0));
    }

    /**
     * Resizes bilinearly and scales as the training data was.
     *
     * @param scaling of the one input that the network has, or of none
     * @return the value
     * @throws IllegalArgumentException if it is of several inputs
     */
    public static ImagePreprocessing of(FittedScaling scaling) {
        Arguments.require(
                scaling.inputs().size() <= 1,
                "ImagePreprocessing",
                "scaling must be of one input",
                scaling.inputs().size());
        if (scaling.inputs().isEmpty()) {
            return of();
        }
        FittedScaling.Channels channels = scaling.inputs().get(0);
        return of().withMean(channels.mean()).withDeviation(channels.deviation());
    }

    /**
     * Prepares images.
     *
     * @param images uint8 of shape (batch, height, width, channels), with values in [0, 255], red first
     * @param height the network's height, at least 1
     * @param width the network's width, at least 1
     * @return float32 of shape (batch, height, width, channels) for the network
     * @throws IllegalArgumentException if these are no such images, have other channels than {@code mean} or {@code deviation}, or would have
     *     to be resized where that is not wanted
     */
    public Array apply(Array images, int height, int width) {
        Arguments.positive("ImagePreprocessing", "height", height);
        Arguments.positive("ImagePreprocessing", "width", width);
        long[] shape = images.shape().asArray();
        Arguments.require(
                images.dataType() == DataType.UINT8 && shape.length == 4 && shape[1] > 0 && shape[2] > 0,
                "ImagePreprocessing",
                "expected uint8 images of shape (batch, height, width, channels)",
                images);
        int channels = Math.toIntExact(shape[3]);
        requireChannels(channels);
        ImageFolder.Size from = new ImageFolder.Size((int) shape[1], (int) shape[2]);
        ImageFolder.Size to = new ImageFolder.Size(height, width);
        Arguments.require(
                resampling != Resampling.NONE || from.equals(to),
                "ImagePreprocessing",
                "expected images of height " + height + " and width " + width,
                "height " + from.height() + " and width " + from.width());
        ImageResize resize = new ImageResize(from, to, channels, resampling);
        int examples = Math.toIntExact(shape[0]);
        int size = Math.multiplyExact(Math.multiplyExact(height, width), channels);
        ByteBuffer out = ByteBuffer.allocate(
                        Math.multiplyExact(examples, Math.multiplyExact(size, DataType.FLOAT32.size())))
                .order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer in = images.bytes();
        byte[] image = new byte[from.height() * from.width() * channels];
        for (int i = 0; i < examples; i++) {
            in.get(i * image.length, image);
            scale(resize.resize(image), channels, out);
        }
        return Array.wrap(DataType.FLOAT32, out.flip(), examples, height, width, channels);
    }

    /**
     * Prepares images of whatever sizes.
     *
     * @param images in memory, with or without color
     * @param height the network's height, at least 1
     * @param width the network's width, at least 1
     * @param channels the network's channels: 1 for gray, 3 for colors, 4 for colors and opacity
     * @return float32 of shape (batch, height, width, channels) for the network
     * @throws IllegalArgumentException if there are no such channels, {@code mean} or {@code deviation} is for others, or
     *     an image would have to be resized where that is not wanted
     */
    public Array apply(List<BufferedImage> images, int height, int width, int channels) {
        List<Array> prepared = new ArrayList<>();
        for (BufferedImage image : images) {
            prepared.add(apply(bytes(List.of(image), channels), height, width));
        }
        Arguments.require(!prepared.isEmpty(), "ImagePreprocessing", "at least one image must be given", 0);
        return Array.concatenate(prepared);
    }

    /**
     * The bytes of images of one size as they are, for networks that prepare them themselves.
     *
     * @param images in memory, at least one, with or without color
     * @param channels 1 for gray, 3 for colors, 4 for colors and opacity
     * @return uint8 of shape (batch, height, width, channels), red first
     * @throws IllegalArgumentException if there are no such channels, or the images are of different sizes
     */
    public static Array bytes(List<BufferedImage> images, int channels) {
        ImageFolder.Colors colors = Arrays.stream(ImageFolder.Colors.values())
                .filter(each -> each.channels() == channels)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "images: expected a network of 1, 3 or 4 channels, received one of " + channels + "."));
        List<Array> rows = new ArrayList<>();
        for (BufferedImage image : images) {
            byte[] pixels = ImageDecoder.pixels(plain(image), colors);
            rows.add(Array.wrap(
                    DataType.UINT8, ByteBuffer.wrap(pixels), 1, image.getHeight(), image.getWidth(), channels));
        }
        Arguments.require(!rows.isEmpty(), "images", "at least one image must be given", 0);
        return Array.concatenate(rows);
    }

    /** Drawn anew where the samples are not the colors: packed into few bits, or multiplied with opacity. */
    private static BufferedImage plain(BufferedImage image) {
        boolean isPalette = image.getColorModel() instanceof IndexColorModel;
        boolean isPlain = image.getSampleModel().getSampleSize(0) >= Byte.SIZE && !image.isAlphaPremultiplied();
        if (isPalette || isPlain) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        drawn.setRGB(0, 0, width, height, image.getRGB(0, 0, width, height, null, 0, width), 0, width);
        return drawn;
    }

    /**
     * Requires that images of so many channels can be scaled.
     *
     * @param channels how many
     * @throws IllegalArgumentException if {@code mean} or {@code deviation} is of another number of channels
     */
    public void requireChannels(int channels) {
        int expected = Math.max(mean.size(), deviation.size());
        Arguments.require(
                expected == 1 || expected == channels,
                "ImagePreprocessing",
                "expected images of " + expected + " channels, as mean and deviation have",
                channels);
    }

    private void scale(float[] image, int channels, ByteBuffer out) {
        for (int pixel = 0; pixel < image.length; pixel += channels) {
            for (int c = 0; c < channels; c++) {
                int source = channelOrder == ChannelOrder.BGR ? channels - 1 - c : c;
                float scaled = image[pixel + source] * (float) scale + (float) offset;
                out.putFloat((scaled - of(mean, c)) / of(deviation, c));
            }
        }
    }

    private static float of(List<Double> numbers, int channel) {
        return numbers.get(numbers.size() == 1 ? 0 : channel).floatValue();
    }
}
