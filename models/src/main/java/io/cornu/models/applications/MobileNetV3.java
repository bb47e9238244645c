package io.cornu.models.applications;

import static io.cornu.activations.Activations.hardSwish;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.layers.Padding.VALID;

import io.cornu.data.Array;
import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.Activation;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Layer;
import io.cornu.layers.Multiply;
import io.cornu.layers.ReLU;
import io.cornu.layers.Rescaling;
import io.cornu.layers.operations.ElementwiseFunction;
import io.cornu.layers.operations.Operations;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The blocks of {@link MobileNetV2}, as a search arranged them, with weighed channels and cheap activations (Howard et
 * al. 2019). Images come as 0 to 255 unless preprocessing is left out.
 *
 * <p>Images of at least 32 x 32; by default of any size, even with a top.
 *
 * <p>Source: {@code keras.applications.MobileNetV3Small} and {@code MobileNetV3Large}, Keras 3.15.
 *
 * @param kerasName {@code MobileNetV3Small} or {@code MobileNetV3Large}
 * @param alpha how many channels there are, as a share of the paper's; above 0, 1 by default
 * @param minimalistic whether filters are small, channels not weighed, and activations rectifiers; false by default
 * @param dropoutRate the share that is dropped before the classes, in [0, 1]; 0.2 by default
 * @param includePreprocessing whether pixels are scaled within the network; true by default
 * @param options classes, size of the images and the like
 */
@RecordBuilder
public record MobileNetV3(
        String kerasName,
        double alpha,
        boolean minimalistic,
        double dropoutRate,
        boolean includePreprocessing,
        ApplicationOptions options)
        implements Application<MobileNetV3>, MobileNetV3Builder.With {
    private static final BatchNormalization NORMALIZATION =
            BatchNormalization.of().withEpsilon(1e-3).withMomentum(.999);
    private static final int DIVISOR = 8;
    private static final double SQUEEZE_RATIO = .25;
    /** Not a whole number, as Keras writes it into files. */
    private static final Array THREE = Array.of(new double[] {3}, new long[0]);

    private static final Map<String, Size> SIZES = Map.of(
            "MobileNetV3Small",
            new Size(
                    1024,
                    List.of(
                            new Block(1, 16, 3, 2, true, false),
                            new Block(72. / 16, 24, 3, 2, false, false),
                            new Block(88. / 24, 24, 3, 1, false, false),
                            new Block(4, 40, 5, 2, true, true),
                            new Block(6, 40, 5, 1, true, true),
                            new Block(6, 40, 5, 1, true, true),
                            new Block(3, 48, 5, 1, true, true),
                            new Block(3, 48, 5, 1, true, true),
                            new Block(6, 96, 5, 2, true, true),
                            new Block(6, 96, 5, 1, true, true),
                            new Block(6, 96, 5, 1, true, true))),
            "MobileNetV3Large",
            new Size(
                    1280,
                    List.of(
                            new Block(1, 16, 3, 1, false, false),
                            new Block(4, 24, 3, 2, false, false),
                            new Block(3, 24, 3, 1, false, false),
                            new Block(3, 40, 5, 2, true, false),
                            new Block(3, 40, 5, 1, true, false),
                            new Block(3, 40, 5, 1, true, false),
                            new Block(6, 80, 3, 2, false, true),
                            new Block(2.5, 80, 3, 1, false, true),
                            new Block(2.3, 80, 3, 1, false, true),
                            new Block(2.3, 80, 3, 1, false, true),
                            new Block(6, 112, 3, 1, true, true),
                            new Block(6, 112, 3, 1, true, true),
                            new Block(6, 160, 5, 2, true, true),
                            new Block(6, 160, 5, 1, true, true),
                            new Block(6, 160, 5, 1, true, true))));

    /** The filters before the classes, and the blocks. */
    private record Size(int lastFilters, List<Block> blocks) {}

    /** Whether channels are weighed, and whether it ends in the hard swish. */
    private record Block(double expansion, int filters, int kernel, int stride, boolean isWeighed, boolean isSwished) {}

    /**
     * Checks the name and the numbers.
     *
     * @throws IllegalArgumentException if there is no such network, or alpha is not above 0, or the rate not in [0, 1]
     */
    public MobileNetV3 {
        Net.requireKnown("MobileNetV3", kerasName, SIZES.keySet());
        Arguments.positive("MobileNetV3", "alpha", alpha);
        Arguments.require(
                dropoutRate >= 0 && dropoutRate <= 1, "MobileNetV3", "dropoutRate must be in [0, 1]", dropoutRate);
    }

    private static MobileNetV3 named(String kerasName) {
        return new MobileNetV3(kerasName, 1, false, .2, true, ApplicationOptions.defaults());
    }

    /**
     * The small network.
     *
     * @return with Keras' defaults
     */
    public static MobileNetV3 small() {
        return named("MobileNetV3Small");
    }

    /**
     * The large network.
     *
     * @return with Keras' defaults
     */
    public static MobileNetV3 large() {
        return named("MobileNetV3Large");
    }

    @Override
    public MobileNetV3 withOptions(ApplicationOptions other) {
        return new MobileNetV3(kerasName, alpha, minimalistic, dropoutRate, includePreprocessing, other);
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return includePreprocessing ? Preparation.NONE : Preparation.SIGNED;
    }

    @Override
    public Functional architecture() {
        Size size = Objects.requireNonNull(SIZES.get(kerasName));
        Net net = Net.ofAnySize(kerasName, options, minimumSize());
        Node x = net.image();
        if (includePreprocessing) {
            x = net.add(Rescaling.of(1 / 127.5).withOffset(-1), x);
        }
        x = net.add("conv", Conv2D.of(16, 3).withStrides(2).withPadding(SAME).withUseBias(false), x);
        x = net.add(activation(true), net.add("conv_bn", NORMALIZATION, x));
        for (int i = 0; i < size.blocks.size(); i++) {
            x = block(net, i == 0 ? "expanded_conv_" : "expanded_conv_" + i + "_", i > 0, size.blocks.get(i), x);
        }
        x = net.add("conv_1", pointwise(depth(Net.channels(x) * 6)), x);
        x = net.add(activation(true), net.add("conv_1_bn", NORMALIZATION, x));
        int last = alpha > 1 ? depth(size.lastFilters * alpha) : size.lastFilters;
        return options.top() ? net.finish(kerasName, top(net, last, x)) : net.features(kerasName, x);
    }

    private Layer activation(boolean isSwished) {
        return isSwished && !minimalistic ? Activation.of(hardSwish()) : ReLU.of();
    }

    private static int depth(double channels) {
        return Net.divisible(channels, DIVISOR);
    }

    private static Conv2D pointwise(int filters) {
        return Conv2D.of(filters, 1).withPadding(SAME).withUseBias(false);
    }

    private Node block(Net net, String prefix, boolean isExpanded, Block block, Node input) {
        int channels = Net.channels(input);
        int widened = depth(channels * block.expansion);
        int kernel = minimalistic ? 3 : block.kernel;
        Node x = input;
        if (isExpanded) {
            x = net.add(prefix + "expand", pointwise(widened), x);
            x = net.add(activation(block.isSwished), net.add(prefix + "expand_bn", NORMALIZATION, x));
        }
        if (block.stride == 2) {
            x = net.padded(prefix + "depthwise_pad", kernel, x);
        }
        DepthwiseConv2D depthwise = DepthwiseConv2D.of(kernel)
                .withStrides(block.stride)
                .withPadding(block.stride == 1 ? SAME : VALID)
                .withUseBias(false);
        x = net.add(prefix + "depthwise", depthwise, x);
        x = net.add(activation(block.isSwished), net.add(prefix + "depthwise_bn", NORMALIZATION, x));
        if (block.isWeighed && !minimalistic) {
            x = weighed(net, prefix + "squeeze_excite_", widened, x);
        }
        int filters = depth(block.filters * alpha);
        x = net.add(prefix + "project", pointwise(filters), x);
        x = net.add(prefix + "project_bn", NORMALIZATION, x);
        return block.stride == 1 && channels == filters ? net.add(prefix + "add", Add.of(), input, x) : x;
    }

    /** Every channel weighed by what all channels are on average. */
    private static Node weighed(Net net, String prefix, int filters, Node input) {
        Node x = net.add(prefix + "avg_pool", GlobalAveragePooling2D.of().withKeepDimensions(true), input);
        x = net.add(prefix + "conv", pointwise(depth(filters * SQUEEZE_RATIO)).withUseBias(true), x);
        x = net.add(prefix + "relu", ReLU.of(), x);
        x = net.add(prefix + "conv_1", pointwise(filters).withUseBias(true), x);
        // A cheap sigmoid.
        x = net.add(ReLU.of().withMaxValue(6), net.add(Operations.of(ElementwiseFunction.ADD, THREE), x));
        x = net.add(Operations.multiply(1 / 6.), x);
        return net.add(prefix + "mul", Multiply.of(), input, x);
    }

    private Node top(Net net, int filters, Node features) {
        Node x = net.add(GlobalAveragePooling2D.of().withKeepDimensions(true), features);
        x = net.add("conv_2", pointwise(filters).withUseBias(true), x);
        x = net.add(activation(true), x);
        if (dropoutRate > 0) {
            x = net.add(Dropout.of(dropoutRate), x);
        }
        x = net.add("logits", pointwise(options.classes()).withUseBias(true), x);
        return net.add("predictions", Activation.of(options.classifierActivation()), net.add(Flatten.of(), x));
    }
}
