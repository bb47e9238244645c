package io.cornu.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * Turns image files into pixels.
 *
 * @param size what every image must have, or is brought to
 * @param resizes whether images of another size are resized; all become float32 then
 */
record ImageDecoder(ImageFolder.Colors colors, ImageFolder.Size size, boolean resizes) {
    /** 8,192 x 8,192: beyond it a small file could ask for gigabytes. */
    private static final long MOST_PIXELS = 1L << 26;

    private static final int PNG_MAGIC = 0x89504e47;
    private static final int JPEG_MAGIC = 0xffd8ff;
    private static final int OPAQUE = 255;

    DataType dataType() {
        return resizes ? DataType.FLOAT32 : DataType.UINT8;
    }

    int byteSize() {
        return size.height() * size.width() * colors.channels() * dataType().size();
    }

    static ImageFolder.Size sizeOf(Path file) throws IOException {
        return withReader(file, reader -> requireSize(file, reader));
    }

    /** Fills a buffer of {@link #byteSize} with one image. */
    void decode(Path file, ByteBuffer out) throws IOException {
        BufferedImage image = withReader(file, reader -> read(file, reader));
        ImageFolder.Size own = new ImageFolder.Size(image.getHeight(), image.getWidth());
        byte[] pixels = pixels(image, colors);
        if (resizes) {
            BilinearResize.resize(
                    pixels, own, colors.channels(), size, out.slice().order(ByteOrder.LITTLE_ENDIAN));
        } else if (own.equals(size)) {
            out.put(pixels);
        } else {
            throw new DataFileException(
                    file.toString(),
                    "expected an image of height " + size.height() + " and width " + size.width()
                            + ", as the first one, " + "received " + own.height() + " and " + own.width()
                            + ". Give a size to resize all to.");
        }
    }

    private static BufferedImage read(Path file, ImageReader reader) throws IOException {
        requireSize(file, reader);
        // The JPEG decoder fills what is missing with gray and only warns.
        boolean[] cutOff = {false};
        reader.addIIOReadWarningListener((source, warning) -> {
            String message = warning.toLowerCase(Locale.ROOT);
            cutOff[0] |= message.contains("premature") || message.contains("truncated");
        });
        ImageReadParam defaults = reader.getDefaultReadParam();
        BufferedImage image = reader.read(0, defaults);
        if (cutOff[0]) {
            throw new DataFileException(file.toString(), "the image is cut off. Get it again or delete it.");
        }
        return image;
    }

    private static ImageFolder.Size requireSize(Path file, ImageReader reader) throws IOException {
        long height = reader.getHeight(0);
        long width = reader.getWidth(0);
        if (height * width > MOST_PIXELS) {
            throw new DataFileException(
                    file.toString(),
                    "expected at most " + MOST_PIXELS + " pixels, received " + width + " x " + height
                            + ". Make it smaller.");
        }
        return new ImageFolder.Size((int) height, (int) width);
    }

    /** Uses a decoder. */
    @FunctionalInterface
    private interface Use<T> {
        T apply(ImageReader reader) throws IOException;
    }

    private static <T> T withReader(Path file, Use<T> use) throws IOException {
        ByteSource.requireReadable(file);
        ImageReader reader = readerFor(file);
        try (ImageInputStream input = new FileImageInputStream(file.toFile())) {
            // Metadata may be packed bombs, and is not needed.
            reader.setInput(input, true, true);
            return use.apply(reader);
        } catch (DataFileException clear) {
            throw clear;
        } catch (IOException | RuntimeException broken) {
            // Decoders answer broken files with exceptions of many kinds.
            throw new DataFileException(
                    file.toString(),
                    "expected a whole PNG or JPEG image, received one that cannot be decoded (" + broken.getMessage()
                            + "). Get it again or delete it.",
                    broken);
        } catch (OutOfMemoryError full) {
            throw new DataFileException(file.toString(), "the image needs more memory than is free.", full);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader readerFor(Path file) throws IOException {
        Optional<String> format;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            int magic = start.length < 4 ? 0 : ByteBuffer.wrap(start).getInt();
            format = magic == PNG_MAGIC
                    ? Optional.of("png")
                    : magic >>> 8 == JPEG_MAGIC ? Optional.of("jpeg") : Optional.empty();
        }
        Iterator<ImageReader> readers = format.map(ImageIO::getImageReadersByFormatName)
                .orElseThrow(() -> new DataFileException(
                        file.toString(), "expected a PNG or JPEG image, received something else."));
        if (!readers.hasNext()) {
            throw new DataFileException(file.toString(), "this Java has no decoder for " + format.orElseThrow() + ".");
        }
        return readers.next();
    }

    /** The file's own samples, without color management, as TensorFlow's decoders give them. */
    static byte[] pixels(BufferedImage image, ImageFolder.Colors colors) {
        int width = image.getWidth();
        int channels = colors.channels();
        byte[] pixels = new byte[image.getHeight() * width * channels];
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
        int[] samples = new int[width * bands];
        int[] rgba = new int[4];
        for (int y = 0, at = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, samples);
            for (int x = 0; x < width; x++) {
                if (image.getColorModel() instanceof IndexColorModel palette) {
                    int index = samples[x];
                    rgba[0] = palette.getRed(index);
                    rgba[1] = palette.getGreen(index);
                    rgba[2] = palette.getBlue(index);
                    rgba[3] = palette.getAlpha(index);
                } else {
                    spread(samples, x * bands, bands, shift, rgba);
                }
                if (channels == 1) {
                    pixels[at++] = (byte) (gray(rgba, shift) >> shift);
                } else {
                    for (int c = 0; c < channels; c++) {
                        pixels[at++] = (byte) (rgba[c] >> shift);
                    }
                }
            }
        }
        return pixels;
    }

    private static void spread(int[] samples, int from, int bands, int shift, int[] rgba) {
        boolean gray = bands < 3;
        rgba[0] = samples[from];
        rgba[1] = gray ? rgba[0] : samples[from + 1];
        rgba[2] = gray ? rgba[0] : samples[from + 2];
        rgba[3] = bands % 2 == 0 ? samples[from + bands - 1] : OPAQUE << shift;
    }

    /** 0.299 red, 0.587 green and 0.114 blue in libpng's fixed point, which rounds 16-bit samples only. */
    private static int gray(int[] rgba, int shift) {
        return (rgba[0] * 9797 + rgba[1] * 19234 + rgba[2] * 3737 + (shift > 0 ? 1 << 14 : 0)) >> 15;
    }
}
