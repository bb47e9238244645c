package io.cornu.savedmodels.tf;

import io.cornu.data.ImagePreprocessing;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * The signature {@code predict} of a SavedModel: images as they are in files, prepared inside the graph; and classes
 * rather than numbers.
 *
 * <p>It takes {@code images}, uint8 of shape (batch, any height, any width, channels), red first; or
 * {@code image_bytes}, one JPEG, PNG, BMP or GIF file as a string. It gives, beside the network's own output under its
 * name:
 *
 * <ul>
 *   <li>{@code class_index}, int64 (batch,): the likeliest class. Of a network with one number for two classes, 1 where
 *       that number is above one half.
 *   <li>{@code probability} (batch,): how likely it is.
 *   <li>{@code top_class_indices}, int64, and {@code top_probabilities}, both (batch, top): the likeliest, in order; where
 *       {@code top} is above 1.
 *   <li>{@code label} and {@code top_labels}: the same as strings, where there are labels.
 * </ul>
 *
 * @param preprocessing what is done to the images first
 * @param content how images come; as pixels by default
 * @param scores what the network gives; probabilities by default
 * @param top how many classes are named, at least 1; 1 by default
 * @param labels the names of the classes in their order; none by default
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record ImagePrediction(
        ImagePreprocessing preprocessing, Content content, Scores scores, int top, List<String> labels)
        implements ImagePredictionBuilder.With {
    /** How images come. */
    public enum Content {
        /** A batch of images of one size. */
        PIXELS,
        /** One image file at a time. */
        ENCODED
    }

    /** What the network gives. */
    public enum Scores {
        /** Probabilities of classes, such as after softmax or sigmoid. */
        PROBABILITIES,
        /** The numbers before softmax or sigmoid. */
        LOGITS,
        /** No classes at all: no outputs beside the network's own. */
        OTHER
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if {@code top} is below 1
     */
    public ImagePrediction {
        Arguments.positive("ImagePrediction", "top", top);
        labels = List.copyOf(labels);
    }

    /**
     * Takes pixels and names the likeliest class.
     *
     * @param preprocessing what is done to the images first
     * @return the signature
     */
    public static ImagePrediction of(ImagePreprocessing preprocessing) {
        return new ImagePrediction(preprocessing, Content.PIXELS, Scores.PROBABILITIES, 1, List.of());
    }
}
