package io.cornu.models.applications;

import io.cornu.activations.Activation;
import io.cornu.activations.Activations;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

/**
 * The options that all applications have.
 *
 * @param name of the network; Keras' own by default
 * @param inputShape height, width and channels of an image, -1 where unknown; by default none, for the size that Keras
 *     takes then: with the top the network's own, without it images of any size in colors
 * @param top whether the layers that tell classes apart stand at the end; true by default
 * @param pooling what becomes of the features without a top; nothing by default
 * @param classes how many classes the top tells apart, at least 1; 1000 by default
 * @param classifierActivation what the top ends in; softmax by default, linear for logits
 */
@RecordBuilder
public record ApplicationOptions(
        Optional<String> name,
        List<Long> inputShape,
        boolean top,
        Pooling pooling,
        int classes,
        Activation classifierActivation)
        implements ApplicationOptionsBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there are no classes, or the shape is not one of an image
     */
    public ApplicationOptions {
        inputShape = List.copyOf(inputShape);
        Arguments.positive("Application", "classes", classes);
        Arguments.require(
                inputShape.isEmpty() || inputShape.size() == 3 && inputShape.get(2) > 0,
                "Application",
                "the input's shape must be height, width and a known number of channels",
                inputShape);
        for (long size : inputShape) {
            Arguments.require(
                    size > 0 || size == -1,
                    "Application",
                    "height and width must be at least 1, or -1 if unknown",
                    inputShape);
        }
    }

    /**
     * Keras' defaults.
     *
     * @return the options
     */
    public static ApplicationOptions defaults() {
        return new ApplicationOptions(
                Optional.empty(), List.of(), true, Pooling.NONE, 1000, Activations.softmax());
    }
}
