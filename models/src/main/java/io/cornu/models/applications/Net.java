package io.cornu.models.applications;

import io.cornu.layers.Activation;
import io.cornu.layers.Dense;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.GlobalMaxPooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.Margin;
import io.cornu.layers.ReLU;
import io.cornu.layers.ZeroPadding2D;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.text.Names;
import java.util.Collection;
import java.util.List;

/** A network under construction, from the image in to the classes or features out. */
final class Net {
    private static final String AVERAGE_POOL = "avg_pool";

    private final Functional.Builder layers = Functional.builder();
    private final ApplicationOptions options;
    private final Node image;

    private Net(ApplicationOptions options, List<Long> shape) {
        this.options = options;
        this.image = layers.input(Input.of(shape.get(0), shape.get(1), shape.get(2)));
    }

    /**
     * Begins with images.
     *
     * @param kerasName for messages
     * @param defaultSize the height and width where the options name none
     * @param minimumSize below which the network cannot take images
     */
    static Net of(String kerasName, ApplicationOptions options, int defaultSize, int minimumSize) {
        List<Long> shape = inputShape(options, defaultSize);
        if (options.top() && shape.contains(-1L)) {
            throw new IllegalArgumentException(kerasName + ": expected images of a known size for a network with a top,"
                    + " received " + shape + ". State the size with withInputShape, or leave the top out.");
        }
        return ofAnySize(kerasName, options.withInputShape(shape), minimumSize);
    }

    /** Begins with images whose size may be unknown. */
    static Net ofAnySize(String kerasName, ApplicationOptions options, int minimumSize) {
        List<Long> shape = options.inputShape().isEmpty() ? List.of(-1L, -1L, 3L) : options.inputShape();
        if (shape.subList(0, 2).stream().anyMatch(size -> size != -1 && size < minimumSize)) {
            throw new IllegalArgumentException(kerasName + ": expected images of at least " + minimumSize + " x "
                    + minimumSize + ", received " + shape + ". Enlarge them, or take a network for smaller ones.");
        }
        return new Net(options, shape);
    }

    /** Height, width and channels, -1 where unknown. */
    static List<Long> inputShape(ApplicationOptions options, int defaultSize) {
        if (!options.inputShape().isEmpty()) {
            return options.inputShape();
        }
        long size = options.top() ? defaultSize : -1;
        return List.of(size, size, 3L);
    }

    Node image() {
        return image;
    }

    ApplicationOptions options() {
        return options;
    }

    /** A layer with a name of its own. */
    Node add(String name, Layer layer, Node... inputs) {
        return layers.add(layer.named(name), inputs);
    }

    /** A layer that is named after its class. */
    Node add(Layer layer, Node... inputs) {
        return layers.add(layer, inputs);
    }

    /** An activation as a layer. */
    Node activation(String name, io.cornu.activations.Activation function, Node x) {
        return add(name, Activation.of(function), x);
    }

    /** At least 0 and at most 6. */
    Node relu6(String name, Node x) {
        return add(name, ReLU.of().withMaxValue(6), x);
    }

    /** Zeros around, so that a filter with stride 2 sees what it would with the padding that TensorFlow calls same. */
    Node padded(String name, int kernel, Node x) {
        return add(name, ZeroPadding2D.of(margin(kernel, x.shape().get(1)), margin(kernel, x.shape().get(2))), x);
    }

    private static Margin margin(int kernel, long size) {
        int half = kernel / 2;
        return Margin.of(size == -1 ? half - 1 : half - 1 + (int) (size % 2), half);
    }

    static int channels(Node x) {
        return Math.toIntExact(x.shape().get(3));
    }

    /** With a top the classes, else the features; the layers of both have names of their own. */
    Functional classified(String kerasName, Node x, Dense predictions) {
        return options.top() ? finish(kerasName, classes(add(AVERAGE_POOL, GlobalAveragePooling2D.of(), x), predictions)) : features(kerasName, x);
    }

    /** The classes. */
    Node classes(Node features, Dense predictions) {
        return add("predictions", predictions.withActivation(options.classifierActivation()), features);
    }

    Node classes(Node features) {
        return classes(features, Dense.of(options.classes()));
    }

    /** The features, whose layer has a name of its own. */
    Functional features(String kerasName, Node x) {
        return finish(
                kerasName,
                switch (options.pooling()) {
                    case NONE -> x;
                    case AVERAGE -> add(AVERAGE_POOL, GlobalAveragePooling2D.of(), x);
                    case MAX -> add("max_pool", GlobalMaxPooling2D.of(), x);
                });
    }

    /** The features, whose layer is named after its class. */
    Node pooled(Node x) {
        return switch (options.pooling()) {
            case NONE -> x;
            case AVERAGE -> add(GlobalAveragePooling2D.of(), x);
            case MAX -> add(GlobalMaxPooling2D.of(), x);
        };
    }

    /**
     * Ends.
     *
     * @param name unless the options have another
     */
    Functional finish(String name, Node output) {
        return layers.build(image, output).named(options.name().orElse(name));
    }

    /** A number of channels, a multiple of a divisor and at most a tenth below what was asked. */
    static int divisible(double channels, int divisor) {
        int rounded = Math.max(divisor, (int) (channels + divisor / 2.) / divisor * divisor);
        return rounded < .9 * channels ? rounded + divisor : rounded;
    }

    /** A name of a family's networks. */
    static void requireKnown(String family, String kerasName, Collection<String> known) {
        if (!known.contains(kerasName)) {
            throw new IllegalArgumentException(family + ": expected the name of a network, received '" + kerasName
                    + "'. " + Names.suggestion(kerasName, known));
        }
    }
}
