package io.cornu.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Images in one folder a class: {@code cats/1.png}, {@code dogs/1.jpg}. Read by {@link #read}.
 *
 * <p>The classes are the folders' names in alphabetical order, those beginning with a dot left out; the examples
 * run class by class, and within one by path, subfolders included; links to folders are not followed. PNG and
 * JPEG are read, by their endings; other files are passed over, but for {@code .bmp} and {@code .gif}, which Keras
 * would read and which are refused here.
 *
 * <p>Without {@link #withSize} all images must have one size, and become uint8. With it each is resized as
 * {@code tf.image.resize} does (bilinear, half-pixel centers, no antialiasing) and becomes float32 from 0 to 255,
 * as in Keras. PNG pixels are exactly TensorFlow's; JPEG pixels are exactly those of its {@code INTEGER_ACCURATE}
 * method, from which its default, {@code INTEGER_FAST}, differs by up to about 8 of 255. Grayscale from a color
 * JPEG is computed from its colors.
 *
 * <p>Small sets are decoded at once, in parallel; sets of more than {@link #inMemoryBytes} are decoded each time
 * they are read. A broken image is an error that names it: a {@link DataFileException} at once, or an
 * {@link java.io.UncheckedIOException} around it when streaming.
 *
 * <p>Source: {@code keras.utils.image_dataset_from_directory(labels="inferred", label_mode="int", shuffle=False)},
 * Keras 3.15.
 *
 * <pre>{@code
 * Dataset pets = ImageFolder.of(Path.of("pets")).withSize(64, 64).read();
 * }</pre>
 *
 * @param path the folder of folders
 * @param colors how many channels an image has
 * @param size height and width; empty for the images' own
 * @param inMemoryBytes up to how many bytes the decoded set is held in memory; by default 512 MiB
 * @param classNames the folders to read, by class number; empty for all
 */
public record ImageFolder(Path path, Colors colors, Optional<Size> size, long inMemoryBytes, List<String> classNames) {
    /** How many channels an image has. */
    public enum Colors {
        /** One channel: the brightness. */
        GRAYSCALE(1),
        /** Three channels: red, green, blue; transparency is dropped. Keras' default. */
        RGB(3),
        /** Four channels: red, green, blue, and alpha, which is 255 where the file has none. */
        RGBA(4);

        private final int channels;

        Colors(int channels) {
            this.channels = channels;
        }

        /**
         * The size of the last axis.
         *
         * @return 1, 3 or 4
         */
        public int channels() {
            return channels;
        }
    }

    /**
     * The size of an image.
     *
     * @param height in pixels, at least 1
     * @param width in pixels, at least 1
     */
    public record Size(int height, int width) {
        private static final int LARGEST = 1 << 14;

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is not from 1 to 16384
         */
        public Size {
            if (height < 1 || width < 1 || height > LARGEST || width > LARGEST) {
                throw new IllegalArgumentException("image size: expected height and width from 1 to " + LARGEST
                        + ", received " + height + " x " + width + ".");
            }
        }
    }

    /** Names by code point, as Python sorts them. */
    static final Comparator<String> PYTHON_ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private static final long HALF_A_GIB = 512L << 20;
    private static final List<String> READ = List.of(".png", ".jpg", ".jpeg");
    private static final List<String> READ_BY_KERAS_ONLY = List.of(".bmp", ".gif");

    /** Copies the names. */
    public ImageFolder {
        classNames = List.copyOf(classNames);
    }

    /**
     * Color images of one size.
     *
     * @param path the folder of folders
     * @return the description
     */
    public static ImageFolder of(Path path) {
        return new ImageFolder(path, Colors.RGB, Optional.empty(), HALF_A_GIB, List.of());
    }

    /**
     * Chooses the channels.
     *
     * @param newColors how many channels
     * @return a copy with them
     */
    public ImageFolder withColors(Colors newColors) {
        return new ImageFolder(path, newColors, size, inMemoryBytes, classNames);
    }

    /**
     * Resizes all images, without keeping their proportions.
     *
     * @param height in pixels
     * @param width in pixels
     * @return a copy with that size
     * @throws IllegalArgumentException if a number is not from 1 to 16384
     */
    public ImageFolder withSize(int height, int width) {
        return new ImageFolder(path, colors, Optional.of(new Size(height, width)), inMemoryBytes, classNames);
    }

    /**
     * Chooses what counts as small.
     *
     * @param bytes up to how many bytes the decoded set is held in memory; 0 to always stream
     * @return a copy with that limit
     */
    public ImageFolder withInMemoryBytes(long bytes) {
        return new ImageFolder(path, colors, size, bytes, classNames);
    }

    /**
     * Reads the classes of another dataset, in its order: a validation folder need not hold every class.
     *
     * @param names by class number; empty for all folders there are
     * @return a copy with them
     */
    public ImageFolder withClassNames(List<String> names) {
        return new ImageFolder(path, colors, size, inMemoryBytes, names);
    }

    /**
     * Finds the images, and decodes them if they are few.
     *
     * @return images (examples, height, width, channels), classes int32 (examples)
     * @throws DataFileException if there is no such folder, no image in it, or one that is broken or of another size
     * @throws IOException if reading fails
     */
    public Dataset read() throws IOException {
        List<String> classes = folders();
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            for (Path file : images(path.resolve(classes.get(label)))) {
                files.add(file);
                labels.add(label);
            }
        }
        if (files.isEmpty()) {
            throw new DataFileException(
                    path.toString(), "expected one folder a class with PNG or JPEG images, received none of them.");
        }
        Size imageSize = size.isPresent() ? size.get() : ImageDecoder.sizeOf(files.get(0));
        ImageDataset dataset = new ImageDataset(
                files,
                labels.stream().mapToInt(Integer::intValue).toArray(),
                new ImageDecoder(colors, imageSize, size.isPresent()),
                classes);
        return dataset.byteSize() <= Math.min(inMemoryBytes, Buffers.LARGEST) ? dataset.decodeAll() : dataset;
    }

    private List<String> folders() throws IOException {
        if (!Files.isDirectory(path)) {
            throw new DataFileException(path.toString(), "expected a folder with one folder a class, found none.");
        }
        List<String> found;
        try (Stream<Path> children = Files.list(path)) {
            found = children.filter(Files::isDirectory)
                    .map(child -> String.valueOf(child.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted(PYTHON_ORDER)
                    .toList();
        }
        for (String name : found) {
            if (!classNames.isEmpty() && !classNames.contains(name)) {
                throw new DataFileException(
                        path.resolve(name).toString(),
                        "expected the classes " + classNames + ", received '" + name
                                + "'. It does not occur in the training data.");
            }
        }
        return classNames.isEmpty() ? found : classNames;
    }

    private static List<Path> images(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
                String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
                if (READ_BY_KERAS_ONLY.stream().anyMatch(name::endsWith)) {
                    throw new DataFileException(
                            file.toString(), "expected PNG or JPEG, received another format. Convert it.");
                }
                if (READ.stream().anyMatch(name::endsWith)) {
                    files.add(file);
                }
            }
        }
        // By folder first, then by name, as Keras walks the tree.
        files.sort(Comparator.comparing((Path file) -> String.valueOf(file.getParent()), PYTHON_ORDER)
                .thenComparing(file -> String.valueOf(file.getFileName()), PYTHON_ORDER));
        return files;
    }
}
