package io.cornu.models.applications;

import static io.cornu.activations.Activations.relu;
import static io.cornu.initializers.Initializers.heNormal;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.layers.Padding.VALID;

import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.Activation;
import io.cornu.layers.Add;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Cropping2D;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Margin;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.SeparableConv2D;
import io.cornu.layers.ZeroPadding2D;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import java.util.Map;
import java.util.Objects;

/**
 * Cells that a search found, each fed by the two before it (Zoph et al. 2017).
 *
 * <p>Images of at least 32 x 32; by default 224 x 224 for the small network and 331 x 331 for the large one.
 *
 * <p>Source: {@code keras.applications.NASNetMobile} and {@code NASNetLarge}, Keras 3.15.
 *
 * @param kerasName {@code NASNetMobile} or {@code NASNetLarge}
 * @param options classes, size of the images and the like
 */
public record NASNet(String kerasName, ApplicationOptions options) implements Application<NASNet> {
    private static final Map<String, Size> SIZES = Map.of(
            "NASNetMobile", new Size("nasnet_mobile", 1056, 4, 32, 224, false),
            "NASNetLarge", new Size("nasnet_large", 4032, 6, 96, 331, true));
    private static final BatchNormalization NORMALIZATION =
            BatchNormalization.of().withMomentum(.9997).withEpsilon(1e-3);

    /** How many filters and cells; whether the cell after a reduction sees what was before it. */
    private record Size(String name, int lastFilters, int cells, int stemFilters, int size, boolean skipsReduction) {}

    /** The last two results, the later first. */
    private record Pair(Node later, Node earlier) {}

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public NASNet {
        Net.requireKnown("NASNet", kerasName, SIZES.keySet());
    }

    /**
     * The small network.
     *
     * @return with Keras' defaults
     */
    public static NASNet mobile() {
        return new NASNet("NASNetMobile", ApplicationOptions.defaults());
    }

    /**
     * The large network.
     *
     * @return with Keras' defaults
     */
    public static NASNet large() {
        return new NASNet("NASNetLarge", ApplicationOptions.defaults());
    }

    @Override
    public NASNet withOptions(ApplicationOptions other) {
        return new NASNet(kerasName, other);
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return Preparation.SIGNED;
    }

    @Override
    public Functional architecture() {
        Size size = Objects.requireNonNull(SIZES.get(kerasName));
        // The small one's size is Keras' default even without a top.
        ApplicationOptions known = kerasName.equals("NASNetMobile")
                ? options.withInputShape(Net.inputShape(options.withTop(true), size.size))
                : options;
        Net net = Net.of(kerasName, known, size.size, 32);
        int filters = size.lastFilters / 24;
        Conv2D first = Conv2D.of(size.stemFilters, 3).withStrides(2).withUseBias(false);
        Node x = net.add("stem_conv1", first.withKernelInitializer(heNormal()), net.image());
        x = net.add("stem_bn1", NORMALIZATION, x);
        Cells cells = new Cells(net);
        Pair pair = cells.reduced("stem_1", filters / 4, new Pair(x, x));
        pair = cells.reduced("stem_2", filters / 2, pair);
        int number = 0;
        for (int stage = 0; stage < 3; stage++) {
            if (stage > 0) {
                Pair reduced = cells.reduced("reduce_" + stage * size.cells, filters << stage, pair);
                pair = size.skipsReduction ? new Pair(reduced.later, pair.earlier) : reduced;
                number = stage * size.cells + 1;
            }
            for (int i = 0; i < size.cells; i++) {
                pair = cells.normal(Integer.toString(number++), filters << stage, pair);
            }
        }
        x = net.add(Activation.of(relu()), pair.later);
        return net.finish(
                size.name, options.top() ? net.classes(net.add(GlobalAveragePooling2D.of(), x)) : net.pooled(x));
    }

    /** The two cells. */
    private record Cells(Net net) {
        Pair normal(String id, int filters, Pair pair) {
            Node p = adjusted(id, filters, pair);
            Node h = squeezed("normal_", id, filters, pair.later);
            Node first = net.add(
                    "normal_add_1_" + id,
                    Add.of(),
                    separable("normal_left1_" + id, filters, 5, 1, h),
                    separable("normal_right1_" + id, filters, 3, 1, p));
            Node second = net.add(
                    "normal_add_2_" + id,
                    Add.of(),
                    separable("normal_left2_" + id, filters, 5, 1, p),
                    separable("normal_right2_" + id, filters, 3, 1, p));
            Node third = net.add("normal_add_3_" + id, Add.of(), averaged("normal_left3_" + id, h), p);
            Node fourth = net.add(
                    "normal_add_4_" + id,
                    Add.of(),
                    averaged("normal_left4_" + id, p),
                    averaged("normal_right4_" + id, p));
            Node fifth =
                    net.add("normal_add_5_" + id, Add.of(), separable("normal_left5_" + id, filters, 3, 1, h), h);
            Node joined =
                    net.add("normal_concat_" + id, Concatenate.of(), p, first, second, third, fourth, fifth);
            return new Pair(joined, pair.later);
        }

        /** To half the height and width. */
        Pair reduced(String id, int filters, Pair pair) {
            Node p = adjusted(id, filters, pair);
            Node h = squeezed("reduction_", id, filters, pair.later);
            Node padded = net.padded("reduction_pad_1_" + id, 3, h);
            MaxPooling2D largest = MaxPooling2D.of(3).withStrides(2);
            Node first = net.add(
                    "reduction_add_1_" + id,
                    Add.of(),
                    separable("reduction_left1_" + id, filters, 5, 2, h),
                    separable("reduction_right1_" + id, filters, 7, 2, p));
            Node second = net.add(
                    "reduction_add_2_" + id,
                    Add.of(),
                    net.add("reduction_left2_" + id, largest, padded),
                    separable("reduction_right2_" + id, filters, 7, 2, p));
            Node third = net.add(
                    "reduction_add3_" + id,
                    Add.of(),
                    net.add("reduction_left3_" + id, AveragePooling2D.of(3).withStrides(2), padded),
                    separable("reduction_right3_" + id, filters, 5, 2, p));
            Node fourth = net.add(Add.of(), second, averaged("reduction_left4_" + id, first));
            Node fifth = net.add(
                    "reduction_add4_" + id,
                    Add.of(),
                    separable("reduction_left4_" + id, filters, 3, 1, first),
                    net.add("reduction_right5_" + id, largest, padded));
            Node joined = net.add("reduction_concat_" + id, Concatenate.of(), second, third, fourth, fifth);
            return new Pair(joined, pair.later);
        }

        private Node squeezed(String prefix, String id, int filters, Node x) {
            Node squeezed = net.add(prefix + "conv_1_" + id, narrow(filters), net.add(Activation.of(relu()), x));
            return net.add(prefix + "bn_1_" + id, NORMALIZATION, squeezed);
        }

        private Node averaged(String name, Node x) {
            return net.add(name, AveragePooling2D.of(3).withStrides(1).withPadding(SAME), x);
        }

        private Node separable(String id, int filters, int kernel, int stride, Node input) {
            Node x = net.add(Activation.of(relu()), input);
            SeparableConv2D convolution =
                    SeparableConv2D.of(filters, kernel).withPadding(SAME).withUseBias(false);
            SeparableConv2D first = convolution;
            if (stride == 2) {
                x = net.padded("separable_conv_1_pad_" + id, kernel, x);
                first = convolution.withStrides(2).withPadding(VALID);
            }
            x = net.add("separable_conv_1_" + id, first, x);
            x = net.add("separable_conv_1_bn_" + id, NORMALIZATION, x);
            x = net.add(Activation.of(relu()), x);
            x = net.add("separable_conv_2_" + id, convolution, x);
            return net.add("separable_conv_2_bn_" + id, NORMALIZATION, x);
        }

        /** The earlier result, brought to the size of the later. */
        private Node adjusted(String id, int filters, Pair pair) {
            Node p = pair.earlier;
            if (p.shape().get(2) != pair.later.shape().get(2)) {
                return halved(id, filters, p);
            }
            // Both are the image's own at the very beginning.
            if (p == pair.later || Net.channels(p) == filters) {
                return p;
            }
            p = net.add(Activation.of(relu()), p);
            p = net.add("adjust_conv_projection_" + id, narrow(filters), p);
            return net.add("adjust_bn_" + id, NORMALIZATION, p);
        }

        /** Every second pixel, and those between. */
        private Node halved(String id, int filters, Node earlier) {
            AveragePooling2D every = AveragePooling2D.of(1).withStrides(2);
            Node p = net.activation("adjust_relu_1_" + id, relu(), earlier);
            Node even = net.add("adjust_avg_pool_1_" + id, every, p);
            even = net.add("adjust_conv_1_" + id, narrow(filters / 2), even);
            Node odd = net.add(ZeroPadding2D.of(Margin.of(0, 1), Margin.of(0, 1)), p);
            odd = net.add(Cropping2D.of(Margin.of(1, 0), Margin.of(1, 0)), odd);
            odd = net.add("adjust_avg_pool_2_" + id, every, odd);
            odd = net.add("adjust_conv_2_" + id, narrow(filters / 2), odd);
            return net.add("adjust_bn_" + id, NORMALIZATION, net.add(Concatenate.of(), even, odd));
        }

        private static Conv2D narrow(int filters) {
            return Conv2D.of(filters, 1)
                    .withPadding(SAME)
                    .withUseBias(false)
                    .withKernelInitializer(heNormal());
        }
    }
}
