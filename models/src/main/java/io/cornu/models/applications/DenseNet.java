package io.cornu.models.applications;

import static io.cornu.activations.Activations.relu;
import static io.cornu.layers.Padding.SAME;

import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.ZeroPadding2D;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Blocks that see the features of all blocks before them (Huang et al. 2016).
 *
 * <p>Images of at least 32 x 32; by default 224 x 224.
 *
 * <p>Source: {@code keras.applications.DenseNet121}, {@code DenseNet169} and {@code DenseNet201}, Keras 3.15.
 *
 * @param kerasName such as {@code DenseNet121}
 * @param options classes, size of the images and the like
 */
public record DenseNet(String kerasName, ApplicationOptions options) implements Application<DenseNet> {
    private static final Map<String, List<Integer>> BLOCKS = Map.of(
            "DenseNet121", List.of(6, 12, 24, 16),
            "DenseNet169", List.of(6, 12, 32, 32),
            "DenseNet201", List.of(6, 12, 48, 32));
    private static final BatchNormalization NORMALIZATION =
            BatchNormalization.of().withAxis(3).withEpsilon(1.001e-5);
    private static final int GROWTH = 32;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public DenseNet {
        Net.requireKnown("DenseNet", kerasName, BLOCKS.keySet());
    }

    /**
     * The network with 121 layers of weights.
     *
     * @return with Keras' defaults
     */
    public static DenseNet denseNet121() {
        return new DenseNet("DenseNet121", ApplicationOptions.defaults());
    }

    /**
     * The network with 169 layers of weights.
     *
     * @return with Keras' defaults
     */
    public static DenseNet denseNet169() {
        return new DenseNet("DenseNet169", ApplicationOptions.defaults());
    }

    /**
     * The network with 201 layers of weights.
     *
     * @return with Keras' defaults
     */
    public static DenseNet denseNet201() {
        return new DenseNet("DenseNet201", ApplicationOptions.defaults());
    }

    @Override
    public DenseNet withOptions(ApplicationOptions other) {
        return new DenseNet(kerasName, other);
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return Preparation.STANDARDIZED;
    }

    @Override
    public Functional architecture() {
        Net net = Net.of(kerasName, options, 224, 32);
        Node x = net.add(ZeroPadding2D.of(3), net.image());
        x = net.add("conv1_conv", Conv2D.of(64, 7).withStrides(2).withUseBias(false), x);
        x = normalized(net, "conv1_", x);
        x = net.add(ZeroPadding2D.of(1), x);
        x = net.add("pool1", MaxPooling2D.of(3).withStrides(2), x);
        List<Integer> blocks = BLOCKS.getOrDefault(kerasName, List.of());
        for (int stage = 2; stage < blocks.size() + 2; stage++) {
            for (int i = 1; i <= blocks.get(stage - 2); i++) {
                x = block(net, "conv" + stage + "_block" + i, x);
            }
            if (stage < blocks.size() + 1) {
                x = transition(net, "pool" + stage + "_", x);
            }
        }
        x = normalized(net, "", x);
        return net.classified(kerasName.toLowerCase(Locale.ROOT), x, Dense.of(options.classes()));
    }

    private static Node block(Net net, String name, Node input) {
        Node x = normalized(net, name + "_0_", input);
        x = net.add(name + "_1_conv", Conv2D.of(4 * GROWTH, 1).withUseBias(false), x);
        x = normalized(net, name + "_1_", x);
        x = net.add(name + "_2_conv", Conv2D.of(GROWTH, 3).withPadding(SAME).withUseBias(false), x);
        return net.add(name + "_concat", Concatenate.of(3), input, x);
    }

    /** Half the channels, half the height and width. */
    private static Node transition(Net net, String prefix, Node input) {
        Node x = normalized(net, prefix, input);
        x = net.add(prefix + "conv", Conv2D.of(Net.channels(x) / 2, 1).withUseBias(false), x);
        return net.add(prefix + "pool", AveragePooling2D.of(2).withStrides(2), x);
    }

    private static Node normalized(Net net, String prefix, Node x) {
        return net.activation(prefix + "relu", relu(), net.add(prefix + "bn", NORMALIZATION, x));
    }
}
