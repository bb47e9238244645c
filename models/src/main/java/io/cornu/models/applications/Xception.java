package io.cornu.models.applications;

import static io.cornu.activations.Activations.relu;
import static io.cornu.layers.Padding.SAME;

import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.SeparableConv2D;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;

/**
 * Convolutions that filter each channel and then mix them, in blocks added to their input (Chollet 2016).
 *
 * <p>Images of at least 71 x 71; by default 299 x 299.
 *
 * <p>Source: {@code keras.applications.Xception}, Keras 3.15.
 *
 * @param options classes, size of the images and the like
 */
public record Xception(ApplicationOptions options) implements Application<Xception> {
    private static final BatchNormalization NORMALIZATION = BatchNormalization.of();
    private static final int MIDDLE_FILTERS = 728;

    /**
     * The network of the paper.
     *
     * @return with Keras' defaults
     */
    public static Xception of() {
        return new Xception(ApplicationOptions.defaults());
    }

    @Override
    public String kerasName() {
        return "Xception";
    }

    @Override
    public Xception withOptions(ApplicationOptions other) {
        return new Xception(other);
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return Preparation.SIGNED;
    }

    @Override
    public Functional architecture() {
        Net net = Net.of(kerasName(), options, 299, 71);
        Node x = net.add("block1_conv1", Conv2D.of(32, 3).withStrides(2).withUseBias(false), net.image());
        x = net.add("block1_conv1_bn", NORMALIZATION, x);
        x = net.activation("block1_conv1_act", relu(), x);
        x = net.add("block1_conv2", Conv2D.of(64, 3).withUseBias(false), x);
        x = net.add("block1_conv2_bn", NORMALIZATION, x);
        x = net.activation("block1_conv2_act", relu(), x);

        x = halved(net, 2, 128, 128, x);
        x = halved(net, 3, 256, 256, x);
        x = halved(net, 4, MIDDLE_FILTERS, MIDDLE_FILTERS, x);
        for (int block = 5; block <= 12; block++) {
            Node input = x;
            for (int i = 1; i <= 3; i++) {
                x = separable(net, block, i, MIDDLE_FILTERS, true, x);
            }
            x = net.add(Add.of(), x, input);
        }
        x = halved(net, 13, MIDDLE_FILTERS, 1024, x);

        x = separable(net, 14, 1, 1536, false, x);
        x = net.activation("block14_sepconv1_act", relu(), x);
        x = separable(net, 14, 2, 2048, false, x);
        x = net.activation("block14_sepconv2_act", relu(), x);
        return net.finish(
                "xception",
                options.top() ? net.classes(net.add("avg_pool", GlobalAveragePooling2D.of(), x)) : net.pooled(x));
    }

    /** Two convolutions and a pooling, added to what a stride of 2 leaves of the input. */
    private static Node halved(Net net, int block, int filters, int lastFilters, Node input) {
        Conv2D shrinking = Conv2D.of(lastFilters, 1).withStrides(2).withPadding(SAME).withUseBias(false);
        Node residual = net.add(NORMALIZATION, net.add(shrinking, input));
        // The first block begins with what is activated already.
        Node x = separable(net, block, 1, filters, block > 2, input);
        x = separable(net, block, 2, lastFilters, true, x);
        x = net.add("block" + block + "_pool", MaxPooling2D.of(3).withStrides(2).withPadding(SAME), x);
        return net.add(Add.of(), x, residual);
    }

    private static Node separable(Net net, int block, int number, int filters, boolean isActivated, Node input) {
        String name = "block" + block + "_sepconv" + number;
        Node x = isActivated ? net.activation(name + "_act", relu(), input) : input;
        x = net.add(name, SeparableConv2D.of(filters, 3).withPadding(SAME).withUseBias(false), x);
        return net.add(name + "_bn", NORMALIZATION, x);
    }
}
