package io.cornu.models.applications;

import static io.cornu.activations.Activations.relu;
import static io.cornu.layers.Padding.SAME;

import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Five blocks of small filters, each followed by pooling (Simonyan and Zisserman 2014). Large and slow for what it does;
 * its features are still used for comparing images.
 *
 * <p>Images of at least 32 x 32; by default 224 x 224.
 *
 * <p>Source: {@code keras.applications.VGG16} and {@code VGG19}, Keras 3.15.
 *
 * @param kerasName {@code VGG16} or {@code VGG19}
 * @param options classes, size of the images and the like
 */
public record VGG(String kerasName, ApplicationOptions options) implements Application<VGG> {
    private static final Map<String, List<Integer>> CONVOLUTIONS =
            Map.of("VGG16", List.of(2, 2, 3, 3, 3), "VGG19", List.of(2, 2, 4, 4, 4));
    private static final int HIDDEN_UNITS = 4096;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public VGG {
        Net.requireKnown("VGG", kerasName, CONVOLUTIONS.keySet());
    }

    /**
     * The network with 16 layers of weights.
     *
     * @return with Keras' defaults
     */
    public static VGG vgg16() {
        return new VGG("VGG16", ApplicationOptions.defaults());
    }

    /**
     * The network with 19 layers of weights.
     *
     * @return with Keras' defaults
     */
    public static VGG vgg19() {
        return new VGG("VGG19", ApplicationOptions.defaults());
    }

    @Override
    public VGG withOptions(ApplicationOptions other) {
        return new VGG(kerasName, other);
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return Preparation.BLUE_FIRST;
    }

    @Override
    public Functional architecture() {
        Net net = Net.of(kerasName, options, 224, 32);
        Node x = net.image();
        List<Integer> convolutions = CONVOLUTIONS.getOrDefault(kerasName, List.of());
        for (int block = 1; block <= convolutions.size(); block++) {
            int filters = Math.min(512, 32 << block);
            for (int i = 1; i <= convolutions.get(block - 1); i++) {
                Conv2D convolution = Conv2D.of(filters, 3).withPadding(SAME).withActivation(relu());
                x = net.add("block" + block + "_conv" + i, convolution, x);
            }
            x = net.add("block" + block + "_pool", MaxPooling2D.of(2), x);
        }
        return net.finish(kerasName.toLowerCase(Locale.ROOT), options.top() ? top(net, x) : net.pooled(x));
    }

    private static Node top(Net net, Node features) {
        Dense hidden = Dense.of(HIDDEN_UNITS).withActivation(relu());
        Node x = net.add("flatten", Flatten.of(), features);
        return net.classes(net.add("fc2", hidden, net.add("fc1", hidden, x)));
    }
}
