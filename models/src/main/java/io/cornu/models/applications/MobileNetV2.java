package io.cornu.models.applications;

import static io.cornu.layers.Padding.SAME;
import static io.cornu.layers.Padding.VALID;

import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Blocks that widen, filter each channel, and narrow again, added to their input (Sandler et al. 2018).
 *
 * <p>Images of at least 32 x 32; by default 224 x 224.
 *
 * <p>Source: {@code keras.applications.MobileNetV2}, Keras 3.15.
 *
 * @param alpha how many channels there are, as a share of the paper's; above 0, 1 by default
 * @param options classes, size of the images and the like
 */
@RecordBuilder
public record MobileNetV2(double alpha, ApplicationOptions options)
        implements Application<MobileNetV2>, MobileNetV2Builder.With {
    private static final BatchNormalization NORMALIZATION =
            BatchNormalization.of().withEpsilon(1e-3).withMomentum(.999);
    private static final int DIVISOR = 8;
    private static final int LAST_FILTERS = 1280;

    /** Blocks in a row: filters, stride of the first, how many. */
    private static final int[][] STACKS = {
        {16, 1, 1}, {24, 2, 2}, {32, 2, 3}, {64, 2, 4}, {96, 1, 3}, {160, 2, 3}, {320, 1, 1}
    };

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if alpha is not above 0
     */
    public MobileNetV2 {
        Arguments.positive("MobileNetV2", "alpha", alpha);
    }

    /**
     * The network of the paper.
     *
     * @return with Keras' defaults
     */
    public static MobileNetV2 of() {
        return new MobileNetV2(1, ApplicationOptions.defaults());
    }

    @Override
    public String kerasName() {
        return "MobileNetV2";
    }

    @Override
    public MobileNetV2 withOptions(ApplicationOptions other) {
        return new MobileNetV2(alpha, other);
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return Preparation.SIGNED;
    }

    @Override
    public Functional architecture() {
        Net net = Net.of(kerasName(), options, 224, 32);
        Conv2D first = Conv2D.of(Net.divisible(32 * alpha, DIVISOR), 3)
                .withStrides(2)
                .withPadding(SAME)
                .withUseBias(false);
        Node x = net.add("Conv1", first, net.image());
        x = net.add("bn_Conv1", NORMALIZATION, x);
        x = net.relu6("Conv1_relu", x);
        int number = 0;
        for (int[] stack : STACKS) {
            for (int i = 0; i < stack[2]; i++) {
                x = block(net, number++, stack[0], i == 0 ? stack[1] : 1, x);
            }
        }
        int last = alpha > 1 ? Net.divisible(LAST_FILTERS * alpha, DIVISOR) : LAST_FILTERS;
        x = net.add("Conv_1", Conv2D.of(last, 1).withUseBias(false), x);
        x = net.add("Conv_1_bn", NORMALIZATION, x);
        x = net.relu6("out_relu", x);
        return net.finish(
                MobileNet.name("mobilenetv2", alpha, net.image()),
                options.top() ? net.classes(net.add(GlobalAveragePooling2D.of(), x)) : net.pooled(x));
    }

    private Node block(Net net, int number, int filters, int stride, Node input) {
        String prefix = number == 0 ? "expanded_conv_" : "block_" + number + "_";
        int channels = Net.channels(input);
        Node x = input;
        if (number > 0) {
            x = net.add(prefix + "expand", narrow(6 * channels), x);
            x = net.add(prefix + "expand_BN", NORMALIZATION, x);
            x = net.relu6(prefix + "expand_relu", x);
        }
        DepthwiseConv2D depthwise =
                DepthwiseConv2D.of(3).withUseBias(false).withStrides(stride).withPadding(stride == 1 ? SAME : VALID);
        if (stride == 2) {
            x = net.padded(prefix + "pad", 3, x);
        }
        x = net.add(prefix + "depthwise", depthwise, x);
        x = net.add(prefix + "depthwise_BN", NORMALIZATION, x);
        x = net.relu6(prefix + "depthwise_relu", x);
        int narrowed = Net.divisible((int) (filters * alpha), DIVISOR);
        x = net.add(prefix + "project", narrow(narrowed), x);
        x = net.add(prefix + "project_BN", NORMALIZATION, x);
        return channels == narrowed && stride == 1 ? net.add(prefix + "add", Add.of(), input, x) : x;
    }

    private static Conv2D narrow(int filters) {
        return Conv2D.of(filters, 1).withPadding(SAME).withUseBias(false);
    }
}
