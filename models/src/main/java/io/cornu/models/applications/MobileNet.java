package io.cornu.models.applications;

import static io.cornu.layers.Padding.SAME;
import static io.cornu.layers.Padding.VALID;

import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.Activation;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Dropout;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Margin;
import io.cornu.layers.Reshape;
import io.cornu.layers.ZeroPadding2D;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Filters for each channel, then filters over the channels, which is a small network for small machines (Howard et al.
 * 2017).
 *
 * <p>Images of at least 32 x 32; by default 224 x 224.
 *
 * <p>Source: {@code keras.applications.MobileNet}, Keras 3.15.
 *
 * @param alpha how many channels there are, as a share of the paper's; above 0, 1 by default
 * @param depthMultiplier how many filters there are for each channel, at least 1; 1 by default
 * @param dropout the share that is dropped before the classes, in [0, 1]; 0.001 by default
 * @param options classes, size of the images and the like
 */
@RecordBuilder
public record MobileNet(double alpha, int depthMultiplier, double dropout, ApplicationOptions options)
        implements Application<MobileNet>, MobileNetBuilder.With {
    /** Of the 13 blocks. */
    private static final int[] FILTERS = {64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024};

    private static final BatchNormalization NORMALIZATION = BatchNormalization.of();

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if alpha is not above 0, or the depth multiplier below 1
     */
    public MobileNet {
        Arguments.positive("MobileNet", "alpha", alpha);
        Arguments.positive("MobileNet", "depthMultiplier", depthMultiplier);
    }

    /**
     * The network of the paper.
     *
     * @return with Keras' defaults
     */
    public static MobileNet of() {
        return new MobileNet(1, 1, .001, ApplicationOptions.defaults());
    }

    @Override
    public String kerasName() {
        return "MobileNet";
    }

    @Override
    public MobileNet withOptions(ApplicationOptions other) {
        return new MobileNet(alpha, depthMultiplier, dropout, other);
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return Preparation.SIGNED;
    }

    @Override
    public Functional architecture() {
        Net net = Net.of(kerasName(), options, 224, 32);
        Node x = net.add(
                "conv1",
                Conv2D.of(scaled(32), 3).withStrides(2).withPadding(SAME).withUseBias(false),
                net.image());
        x = net.add("conv1_bn", NORMALIZATION, x);
        x = net.relu6("conv1_relu", x);
        for (int i = 0; i < FILTERS.length; i++) {
            boolean isHalving = i > 0 && FILTERS[i] > FILTERS[i - 1];
            x = block(net, i + 1, scaled(FILTERS[i]), isHalving, x);
        }
        return net.finish(name("mobilenet", alpha, net.image()), options.top() ? top(net, x) : net.pooled(x));
    }

    private int scaled(int filters) {
        return (int) (filters * alpha);
    }

    private Node block(Net net, int number, int filters, boolean isHalving, Node input) {
        DepthwiseConv2D depthwise =
                DepthwiseConv2D.of(3).withDepthMultiplier(depthMultiplier).withUseBias(false);
        Node x = input;
        if (isHalving) {
            Margin after = Margin.of(0, 1);
            x = net.add("conv_pad_" + number, ZeroPadding2D.of(after, after), x);
            depthwise = depthwise.withStrides(2).withPadding(VALID);
        } else {
            depthwise = depthwise.withPadding(SAME);
        }
        x = net.add("conv_dw_" + number, depthwise, x);
        x = net.add("conv_dw_" + number + "_bn", NORMALIZATION, x);
        x = net.relu6("conv_dw_" + number + "_relu", x);
        Conv2D pointwise = Conv2D.of(filters, 1).withPadding(SAME).withUseBias(false);
        x = net.add("conv_pw_" + number, pointwise, x);
        x = net.add("conv_pw_" + number + "_bn", NORMALIZATION, x);
        return net.relu6("conv_pw_" + number + "_relu", x);
    }

    private Node top(Net net, Node features) {
        Node x = net.add(GlobalAveragePooling2D.of().withKeepDimensions(true), features);
        x = net.add("dropout", Dropout.of(dropout), x);
        x = net.add("conv_preds", Conv2D.of(options.classes(), 1).withPadding(SAME), x);
        x = net.add("reshape_2", Reshape.of(options.classes()), x);
        return net.add("predictions", Activation.of(options.classifierActivation()), x);
    }

    /** As Keras names it, after alpha and the height of the images. */
    static String name(String family, double alpha, Node image) {
        long rows = image.shape().get(1);
        return family + "_" + new BigDecimal(alpha).setScale(2, RoundingMode.HALF_EVEN) + "_"
                + (rows == -1 ? "None" : rows);
    }
}
