package io.cornu.models.applications;

import io.cornu.data.Array;
import io.cornu.data.DataFileException;
import io.cornu.text.Arguments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What the classes of a network are called, and with it what a network says about images.
 *
 * <pre>{@code
 * ClassLabels labels = ClassLabels.of("cat", "dog", "horse");
 * List<List<Guess>> guesses = labels.decode(predictions, 2);      // the two likeliest of every image
 * }</pre>
 *
 * <p>Source: {@code keras.applications.imagenet_utils.decode_predictions}, Keras 3.15.
 *
 * @param labels one for each class, in order
 */
public record ClassLabels(List<Label> labels) {
    private static final int LARGEST_FILE = 1 << 24;
    private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.)*+)\"";
    private static final Pattern ENTRY =
            Pattern.compile("\"(\\d{1,7})\"\\s*:\\s*\\[\\s*" + TEXT + "\\s*,\\s*" + TEXT + "\\s*]");

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no label
     */
    public ClassLabels {
        labels = List.copyOf(labels);
        Arguments.require(!labels.isEmpty(), "ClassLabels", "labels must be at least one", labels);
    }

    /**
     * What a class is called.
     *
     * @param id in the catalog it is from, such as {@code n02123045}; often the description again
     * @param description such as {@code tabby}
     */
    public record Label(String id, String description) {}

    /**
     * A class, and how likely it is.
     *
     * @param label what it is called
     * @param number its place among the classes, from 0
     * @param score what the network gave it
     */
    public record Guess(Label label, int number, double score) {}

    /**
     * Labels without catalog.
     *
     * @param descriptions one for each class, in order
     * @return the labels
     * @throws IllegalArgumentException if there is none
     */
    public static ClassLabels of(String... descriptions) {
        return new ClassLabels(
                List.of(descriptions).stream().map(text -> new Label(text, text)).toList());
    }

    /**
     * The labels in a file of the form of Keras' {@code imagenet_class_index.json}:
     * {@code {"0": ["n01440764", "tench"], ...}}. Keras keeps it in {@code ~/.keras/models}.
     *
     * @param file of at most 16 MiB
     * @return the labels
     * @throws IOException if it cannot be read, or is not of that form
     */
    public static ClassLabels read(Path file) throws IOException {
        Map<Integer, Label> found = new TreeMap<>();
        Matcher entries = ENTRY.matcher(text(file));
        while (entries.find()) {
            Label label = new Label(plain(file, entries.group(2)), plain(file, entries.group(3)));
            if (found.put(Integer.parseInt(entries.group(1)), label) != null) {
                throw new DataFileException(
                        file.toString(),
                        "expected every class once, received " + entries.group(1) + " twice. Take one of them out.");
            }
        }
        List<Integer> numbers = List.copyOf(found.keySet());
        if (numbers.isEmpty() || numbers.get(numbers.size() - 1) != numbers.size() - 1) {
            throw new DataFileException(
                    file.toString(),
                    "expected classes from \"0\" on as in imagenet_class_index.json, received " + numbers.size()
                            + " of that form" + (numbers.isEmpty() ? "" : ", the last " + numbers.get(numbers.size() - 1))
                            + ". Write {\"0\": [\"id\", \"description\"], ...}.");
        }
        return new ClassLabels(List.copyOf(found.values()));
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new DataFileException(
                        file.toString(), "expected at most " + LARGEST_FILE + " bytes, received more.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static String plain(Path file, String text) throws DataFileException {
        String unescaped = text.replace("\\\"", "\"").replace("\\/", "/");
        if (unescaped.indexOf('\\') >= 0) {
            throw new DataFileException(
                    file.toString(), "expected labels without escapes, received " + text + ". Write it plainly.");
        }
        return unescaped;
    }

    /**
     * The likeliest classes of every image, the likeliest first; of equally likely ones the later, as in Keras.
     *
     * @param predictions of shape (batch, classes), as a network with a softmax gives them
     * @param top how many for an image, at least 1
     * @return one list for each image, of fewer where there are not so many classes
     * @throws IllegalArgumentException if there are not as many classes as labels
     */
    public List<List<Guess>> decode(Array predictions, int top) {
        Arguments.positive("ClassLabels", "top", top);
        long[] shape = predictions.shape().asArray();
        Arguments.require(
                shape.length == 2 && shape[1] == labels.size(),
                "ClassLabels",
                "predictions must be of shape (batch, " + labels.size() + ")",
                predictions);
        List<List<Guess>> all = new ArrayList<>();
        for (int image = 0; image < shape[0]; image++) {
            int start = image * labels.size();
            List<Guess> guesses = new ArrayList<>(IntStream.range(0, labels.size())
                    .mapToObj(i -> new Guess(labels.get(i), i, predictions.at(start + i)))
                    .toList());
            Collections.reverse(guesses);
            guesses.sort(Comparator.comparingDouble(Guess::score).reversed());
            all.add(List.copyOf(guesses.subList(0, Math.min(top, guesses.size()))));
        }
        return List.copyOf(all);
    }
}
