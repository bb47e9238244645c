package io.cornu.models.applications;

import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.activations.Activations.swish;
import static io.cornu.layers.Padding.SAME;

import io.cornu.initializers.Initializer;
import io.cornu.initializers.VarianceScaling;
import io.cornu.initializers.VarianceScaling.Distribution;
import io.cornu.initializers.VarianceScaling.Mode;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Multiply;
import io.cornu.layers.Reshape;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;

/**
 * What both generations of EfficientNet are made of.
 *
 * @param net the network under construction
 * @param normalization of all blocks
 */
record EfficientBlocks(Net net, BatchNormalization normalization) {
    /** How filters start. */
    static final Initializer KERNEL = new VarianceScaling(2, Mode.FAN_OUT, Distribution.TRUNCATED_NORMAL);

    private static final Initializer DENSE_KERNEL = new VarianceScaling(1 / 3., Mode.FAN_OUT, Distribution.UNIFORM);
    private static final double SQUEEZE_RATIO = .25;

    static Conv2D convolution(int filters, int kernel) {
        return Conv2D.of(filters, kernel).withUseBias(false).withKernelInitializer(KERNEL);
    }

    /** A convolution, normalized, under one prefix. */
    Node normalized(String prefix, Conv2D layer, Node x) {
        return net.add(prefix + "bn", normalization, net.add(prefix + "conv", layer, x));
    }

    /** The same, activated. */
    Node convolved(String prefix, Conv2D layer, Node x) {
        return net.activation(prefix + "activation", swish(), normalized(prefix, layer, x));
    }

    /** Every channel weighed by what all channels are on average. */
    Node excited(String prefix, int filtersIn, Node x) {
        int filters = Net.channels(x);
        Node weights = net.add(prefix + "se_squeeze", GlobalAveragePooling2D.of(), x);
        weights = net.add(prefix + "se_reshape", Reshape.of(1, 1, filters), weights);
        Conv2D reduce = convolution(Math.max(1, (int) (filtersIn * SQUEEZE_RATIO)), 1);
        weights = net.add(
                prefix + "se_reduce",
                reduce.withUseBias(true).withPadding(SAME).withActivation(swish()),
                weights);
        Conv2D expand = convolution(filters, 1).withUseBias(true).withPadding(SAME);
        weights = net.add(prefix + "se_expand", expand.withActivation(sigmoid()), weights);
        return net.add(prefix + "se_excite", Multiply.of(), x, weights);
    }

    /** A block added to its input, and left out at random in training. */
    Node skipped(String prefix, double dropRate, Node input, Node output) {
        Node x = output;
        if (dropRate > 0) {
            x = net.add(prefix + "drop", Dropout.of(dropRate).withNoiseShape(-1, 1, 1, 1), x);
        }
        return net.add(prefix + "add", Add.of(), x, input);
    }

    /** The end, with or without top. */
    Functional classified(String name, double dropout, Node features) {
        if (!net.options().top()) {
            return net.features(name, features);
        }
        Node x = net.add("avg_pool", GlobalAveragePooling2D.of(), features);
        x = net.add("top_dropout", Dropout.of(dropout), x);
        return net.finish(
                name, net.classes(x, Dense.of(net.options().classes()).withKernelInitializer(DENSE_KERNEL)));
    }
}
