package io.cornu.models.applications;

import static io.cornu.activations.Activations.relu;
import static io.cornu.layers.Padding.SAME;

import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
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
 * Blocks that learn what to add to their input (He et al. 2015), in the second version normalized before the filters
 * instead of after them (He et al. 2016).
 *
 * <p>Images of at least 32 x 32; by default 224 x 224.
 *
 * <p>Source: {@code keras.applications.ResNet50}, {@code ResNet50V2} and their larger kin, Keras 3.15.
 *
 * @param kerasName such as {@code ResNet50} or {@code ResNet152V2}
 * @param options classes, size of the images and the like
 */
public record ResNet(String kerasName, ApplicationOptions options) implements Application<ResNet> {
    private static final Map<String, List<Integer>> BLOCKS = Map.of(
            "ResNet50", List.of(3, 4, 6, 3),
            "ResNet101", List.of(3, 4, 23, 3),
            "ResNet152", List.of(3, 8, 36, 3),
            "ResNet50V2", List.of(3, 4, 6, 3),
            "ResNet101V2", List.of(3, 4, 23, 3),
            "ResNet152V2", List.of(3, 8, 36, 3));
    private static final BatchNormalization NORMALIZATION =
            BatchNormalization.of().withAxis(3).withEpsilon(1.001e-5);

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public ResNet {
        Net.requireKnown("ResNet", kerasName, BLOCKS.keySet());
    }

    private static ResNet named(String kerasName) {
        return new ResNet(kerasName, ApplicationOptions.defaults());
    }

    /**
     * The network with 50 layers of weights.
     *
     * @return with Keras' defaults
     */
    public static ResNet resNet50() {
        return named("ResNet50");
    }

    /**
     * The network with 101 layers of weights.
     *
     * @return with Keras' defaults
     */
    public static ResNet resNet101() {
        return named("ResNet101");
    }

    /**
     * The network with 152 layers of weights.
     *
     * @return with Keras' defaults
     */
    public static ResNet resNet152() {
        return named("ResNet152");
    }

    /**
     * The second version with 50 layers of weights.
     *
     * @return with Keras' defaults
     */
    public static ResNet resNet50V2() {
        return named("ResNet50V2");
    }

    /**
     * The second version with 101 layers of weights.
     *
     * @return with Keras' defaults
     */
    public static ResNet resNet101V2() {
        return named("ResNet101V2");
    }

    /**
     * The second version with 152 layers of weights.
     *
     * @return with Keras' defaults
     */
    public static ResNet resNet152V2() {
        return named("ResNet152V2");
    }

    @Override
    public ResNet withOptions(ApplicationOptions other) {
        return new ResNet(kerasName, other);
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return kerasName.endsWith("V2") ? Preparation.SIGNED : Preparation.BLUE_FIRST;
    }

    @Override
    public Functional architecture() {
        boolean isSecond = kerasName.endsWith("V2");
        Net net = Net.of(kerasName, options, 224, 32);
        Node x = net.add("conv1_pad", ZeroPadding2D.of(3), net.image());
        x = net.add("conv1_conv", Conv2D.of(64, 7).withStrides(2), x);
        if (!isSecond) {
            x = net.add("conv1_bn", NORMALIZATION, x);
            x = net.activation("conv1_relu", relu(), x);
        }
        x = net.add("pool1_pad", ZeroPadding2D.of(1), x);
        x = net.add("pool1_pool", MaxPooling2D.of(3).withStrides(2), x);
        List<Integer> blocks = BLOCKS.getOrDefault(kerasName, List.of());
        for (int stage = 0; stage < blocks.size(); stage++) {
            String name = "conv" + (stage + 2);
            int filters = 64 << stage;
            x = isSecond
                    ? secondStack(net, name, filters, blocks.get(stage), stage < 3 ? 2 : 1, x)
                    : stack(net, name, filters, blocks.get(stage), stage > 0 ? 2 : 1, x);
        }
        if (isSecond) {
            x = net.add("post_bn", NORMALIZATION, x);
            x = net.activation("post_relu", relu(), x);
        }
        return net.classified(kerasName.toLowerCase(Locale.ROOT), x, Dense.of(options.classes()));
    }

    private static Node stack(Net net, String name, int filters, int blocks, int stride, Node input) {
        Node x = block(net, name + "_block1", filters, stride, true, input);
        for (int i = 2; i <= blocks; i++) {
            x = block(net, name + "_block" + i, filters, 1, false, x);
        }
        return x;
    }

    private static Node block(Net net, String name, int filters, int stride, boolean isFirst, Node input) {
        Node shortcut = input;
        if (isFirst) {
            shortcut = net.add(name + "_0_conv", Conv2D.of(4 * filters, 1).withStrides(stride), input);
            shortcut = net.add(name + "_0_bn", NORMALIZATION, shortcut);
        }
        Node x = net.add(name + "_1_conv", Conv2D.of(filters, 1).withStrides(stride), input);
        x = net.add(name + "_1_bn", NORMALIZATION, x);
        x = net.activation(name + "_1_relu", relu(), x);
        x = net.add(name + "_2_conv", Conv2D.of(filters, 3).withPadding(SAME), x);
        x = net.add(name + "_2_bn", NORMALIZATION, x);
        x = net.activation(name + "_2_relu", relu(), x);
        x = net.add(name + "_3_conv", Conv2D.of(4 * filters, 1), x);
        x = net.add(name + "_3_bn", NORMALIZATION, x);
        x = net.add(name + "_add", Add.of(), shortcut, x);
        return net.activation(name + "_out", relu(), x);
    }

    private static Node secondStack(Net net, String name, int filters, int blocks, int stride, Node input) {
        Node x = secondBlock(net, name + "_block1", filters, 1, true, input);
        for (int i = 2; i <= blocks; i++) {
            x = secondBlock(net, name + "_block" + i, filters, i == blocks ? stride : 1, false, x);
        }
        return x;
    }

    private static Node secondBlock(Net net, String name, int filters, int stride, boolean isFirst, Node input) {
        Node normalized = net.add(name + "_preact_bn", NORMALIZATION, input);
        normalized = net.activation(name + "_preact_relu", relu(), normalized);
        Node shortcut = input;
        if (isFirst) {
            shortcut = net.add(name + "_0_conv", Conv2D.of(4 * filters, 1).withStrides(stride), normalized);
        } else if (stride > 1) {
            shortcut = net.add(MaxPooling2D.of(1).withStrides(stride), input);
        }
        Node x = net.add(name + "_1_conv", Conv2D.of(filters, 1).withUseBias(false), normalized);
        x = net.add(name + "_1_bn", NORMALIZATION, x);
        x = net.activation(name + "_1_relu", relu(), x);
        x = net.add(name + "_2_pad", ZeroPadding2D.of(1), x);
        x = net.add(
                name + "_2_conv", Conv2D.of(filters, 3).withStrides(stride).withUseBias(false), x);
        x = net.add(name + "_2_bn", NORMALIZATION, x);
        x = net.activation(name + "_2_relu", relu(), x);
        x = net.add(name + "_3_conv", Conv2D.of(4 * filters, 1), x);
        return net.add(name + "_out", Add.of(), shortcut, x);
    }
}
