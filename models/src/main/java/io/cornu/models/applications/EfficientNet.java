package io.cornu.models.applications;

import static io.cornu.activations.Activations.swish;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.layers.Padding.VALID;

import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Normalization;
import io.cornu.layers.Rescaling;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A small network whose width, depth and images grow together, from B0 to B7 (Tan and Le 2019). Images come as 0 to 255:
 * scaling is the network's own.
 *
 * <p>Images of at least 32 x 32; by default 224 x 224 for B0 to 600 x 600 for B7.
 *
 * <p>Source: {@code keras.applications.EfficientNetB0} to {@code EfficientNetB7}, Keras 3.15.
 *
 * @param kerasName {@code EfficientNetB0} to {@code EfficientNetB7}
 * @param options classes, size of the images and the like
 */
public record EfficientNet(String kerasName, ApplicationOptions options) implements Application<EfficientNet> {
    private static final BatchNormalization NORMALIZATION = BatchNormalization.of().withAxis(3);
    private static final int DIVISOR = 8;
    private static final double DROP_RATE = .2;

    private static final Map<String, Scale> SCALES = Map.of(
            "EfficientNetB0", new Scale(1, 1, 224, .2),
            "EfficientNetB1", new Scale(1, 1.1, 240, .2),
            "EfficientNetB2", new Scale(1.1, 1.2, 260, .3),
            "EfficientNetB3", new Scale(1.2, 1.4, 300, .3),
            "EfficientNetB4", new Scale(1.4, 1.8, 380, .4),
            "EfficientNetB5", new Scale(1.6, 2.2, 456, .4),
            "EfficientNetB6", new Scale(1.8, 2.6, 528, .5),
            "EfficientNetB7", new Scale(2, 3.1, 600, .5));

    private static final List<Stack> STACKS = List.of(
            new Stack(3, 1, 32, 16, 1, 1),
            new Stack(3, 2, 16, 24, 6, 2),
            new Stack(5, 2, 24, 40, 6, 2),
            new Stack(3, 3, 40, 80, 6, 2),
            new Stack(5, 3, 80, 112, 6, 1),
            new Stack(5, 4, 112, 192, 6, 2),
            new Stack(3, 1, 192, 320, 6, 1));

    /** How much wider and deeper than B0, for which images, and how much is dropped. */
    private record Scale(double width, double depth, int size, double dropout) {
        int filters(int filters) {
            return Net.divisible(filters * width, DIVISOR);
        }

        int repeats(Stack stack) {
            return (int) Math.ceil(depth * stack.repeats);
        }
    }

    /** Blocks in a row; the stride is that of the first. */
    private record Stack(int kernel, int repeats, int filtersIn, int filtersOut, int expansion, int stride) {
        /** The blocks after the first. */
        Stack rest() {
            return new Stack(kernel, repeats, filtersOut, filtersOut, expansion, 1);
        }
    }

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public EfficientNet {
        Net.requireKnown("EfficientNet", kerasName, SCALES.keySet());
    }

    /**
     * One of the eight networks.
     *
     * @param number 0, the smallest, to 7
     * @return with Keras' defaults
     * @throws IllegalArgumentException if there is no such network
     */
    public static EfficientNet b(int number) {
        return new EfficientNet("EfficientNetB" + number, ApplicationOptions.defaults());
    }

    @Override
    public EfficientNet withOptions(ApplicationOptions other) {
        return new EfficientNet(kerasName, other);
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return Preparation.NONE;
    }

    @Override
    public Functional architecture() {
        Scale scale = Objects.requireNonNull(SCALES.get(kerasName));
        Net net = Net.of(kerasName, options, scale.size, 32);
        EfficientBlocks blocks = new EfficientBlocks(net, NORMALIZATION);
        Node x = net.add(Rescaling.of(1 / 255.), net.image());
        x = net.add(Normalization.of(3), x);
        x = net.padded("stem_conv_pad", 3, x);
        x = blocks.convolved("stem_", EfficientBlocks.convolution(scale.filters(32), 3).withStrides(2), x);
        double all = STACKS.stream().mapToInt(scale::repeats).sum();
        int number = 0;
        for (int i = 0; i < STACKS.size(); i++) {
            Stack stack = STACKS.get(i);
            for (int j = 0; j < scale.repeats(stack); j++) {
                String prefix = "block" + (i + 1) + (char) ('a' + j) + "_";
                x = block(blocks, prefix, scale, j == 0 ? stack : stack.rest(), DROP_RATE * number++ / all, x);
            }
        }
        x = blocks.convolved("top_", EfficientBlocks.convolution(scale.filters(1280), 1).withPadding(SAME), x);
        return blocks.classified(kerasName.toLowerCase(Locale.ROOT), scale.dropout, x);
    }

    private static Node block(
            EfficientBlocks blocks, String prefix, Scale scale, Stack stack, double dropRate, Node input) {
        Net net = blocks.net();
        int filtersIn = scale.filters(stack.filtersIn);
        int filtersOut = scale.filters(stack.filtersOut);
        Node x = input;
        if (stack.expansion != 1) {
            x = blocks.convolved(
                    prefix + "expand_",
                    EfficientBlocks.convolution(filtersIn * stack.expansion, 1).withPadding(SAME),
                    x);
        }
        if (stack.stride == 2) {
            x = net.padded(prefix + "dwconv_pad", stack.kernel, x);
        }
        DepthwiseConv2D depthwise = DepthwiseConv2D.of(stack.kernel)
                .withStrides(stack.stride)
                .withPadding(stack.stride == 2 ? VALID : SAME)
                .withUseBias(false)
                .withDepthwiseInitializer(EfficientBlocks.KERNEL);
        x = net.add(prefix + "dwconv", depthwise, x);
        x = net.add(prefix + "bn", NORMALIZATION, x);
        x = net.activation(prefix + "activation", swish(), x);
        x = blocks.excited(prefix, filtersIn, x);
        x = blocks.normalized(
                prefix + "project_", EfficientBlocks.convolution(filtersOut, 1).withPadding(SAME), x);
        return stack.stride == 1 && filtersIn == filtersOut ? blocks.skipped(prefix, dropRate, input, x) : x;
    }
}
