package io.cornu.models.applications;

import static io.cornu.activations.Activations.swish;
import static io.cornu.layers.Padding.SAME;

import io.cornu.data.ImagePreprocessing;
import io.cornu.data.Array;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Normalization;
import io.cornu.layers.Rescaling;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * EfficientNet made faster to train: its first blocks filter and widen at once (Tan and Le 2021). Images come as 0 to
 * 255 unless preprocessing is left out.
 *
 * <p>Images of at least 32 x 32; by default 224 x 224 for B0 to 480 x 480 for L.
 *
 * <p>Source: {@code keras.applications.EfficientNetV2B0} and its kin, Keras 3.15.
 *
 * @param kerasName {@code EfficientNetV2B0} to {@code B3}, {@code S}, {@code M} and {@code L}
 * @param includePreprocessing whether pixels are scaled within the network; true by default
 * @param options classes, size of the images and the like
 */
@RecordBuilder
public record EfficientNetV2(String kerasName, boolean includePreprocessing, ApplicationOptions options)
        implements Application<EfficientNetV2>, EfficientNetV2Builder.With {
    private static final BatchNormalization NORMALIZATION =
            BatchNormalization.of().withAxis(3).withMomentum(.9);
    private static final int DIVISOR = 8;
    private static final double DROP_RATE = .2;
    private static final double TOP_DROP_RATE = .2;
    /** Of ImageNet's colors, red first. */
    private static final Array MEANS = Array.of(new double[] {.485, .456, .406}, 3);

    private static final Array VARIANCES = Array.of(new double[] {.229 * .229, .224 * .224, .225 * .225}, 3);

    private static final List<Stack> SMALL = List.of(
            new Stack(true, 1, 32, 16, 1, 1),
            new Stack(true, 2, 16, 32, 4, 2),
            new Stack(true, 2, 32, 48, 4, 2),
            new Stack(false, 3, 48, 96, 4, 2),
            new Stack(false, 5, 96, 112, 6, 1),
            new Stack(false, 8, 112, 192, 6, 2));

    private static final Map<String, Variant> VARIANTS = Map.of(
            "EfficientNetV2B0", new Variant("efficientnetv2-b0", 1, 1, 224, SMALL),
            "EfficientNetV2B1", new Variant("efficientnetv2-b1", 1, 1.1, 240, SMALL),
            "EfficientNetV2B2", new Variant("efficientnetv2-b2", 1.1, 1.2, 260, SMALL),
            "EfficientNetV2B3", new Variant("efficientnetv2-b3", 1.2, 1.4, 300, SMALL),
            "EfficientNetV2S",
                    new Variant(
                            "efficientnetv2-s",
                            1,
                            1,
                            384,
                            List.of(
                                    new Stack(true, 2, 24, 24, 1, 1),
                                    new Stack(true, 4, 24, 48, 4, 2),
                                    new Stack(true, 4, 48, 64, 4, 2),
                                    new Stack(false, 6, 64, 128, 4, 2),
                                    new Stack(false, 9, 128, 160, 6, 1),
                                    new Stack(false, 15, 160, 256, 6, 2))),
            "EfficientNetV2M",
                    new Variant(
                            "efficientnetv2-m",
                            1,
                            1,
                            480,
                            List.of(
                                    new Stack(true, 3, 24, 24, 1, 1),
                                    new Stack(true, 5, 24, 48, 4, 2),
                                    new Stack(true, 5, 48, 80, 4, 2),
                                    new Stack(false, 7, 80, 160, 4, 2),
                                    new Stack(false, 14, 160, 176, 6, 1),
                                    new Stack(false, 18, 176, 304, 6, 2),
                                    new Stack(false, 5, 304, 512, 6, 1))),
            "EfficientNetV2L",
                    new Variant(
                            "efficientnetv2-l",
                            1,
                            1,
                            480,
                            List.of(
                                    new Stack(true, 4, 32, 32, 1, 1),
                                    new Stack(true, 7, 32, 64, 4, 2),
                                    new Stack(true, 7, 64, 96, 4, 2),
                                    new Stack(false, 10, 96, 192, 4, 2),
                                    new Stack(false, 19, 192, 224, 6, 1),
                                    new Stack(false, 25, 224, 384, 6, 2),
                                    new Stack(false, 7, 384, 640, 6, 1))));

    /** How much wider and deeper than its stacks, and for which images. */
    private record Variant(String name, double width, double depth, int size, List<Stack> stacks) {
        int filters(int filters) {
            // Without what Keras adds elsewhere where rounding takes more than a tenth.
            return Math.max(DIVISOR, (int) (filters * width + DIVISOR / 2.) / DIVISOR * DIVISOR);
        }

        int repeats(Stack stack) {
            return (int) Math.ceil(depth * stack.repeats);
        }
    }

    /** Blocks in a row; the stride is that of the first. The fused ones have no squeezing. */
    private record Stack(boolean isFused, int repeats, int filtersIn, int filtersOut, int expansion, int stride) {
        /** The blocks after the first. */
        Stack rest() {
            return new Stack(isFused, repeats, filtersOut, filtersOut, expansion, 1);
        }
    }

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public EfficientNetV2 {
        Net.requireKnown("EfficientNetV2", kerasName, VARIANTS.keySet());
    }

    private static EfficientNetV2 named(String kerasName) {
        return new EfficientNetV2(kerasName, true, ApplicationOptions.defaults());
    }

    /**
     * One of the four networks that are built as their forerunners.
     *
     * @param number 0, the smallest, to 3
     * @return with Keras' defaults
     * @throws IllegalArgumentException if there is no such network
     */
    public static EfficientNetV2 b(int number) {
        return named("EfficientNetV2B" + number);
    }

    /**
     * The small network.
     *
     * @return with Keras' defaults
     */
    public static EfficientNetV2 s() {
        return named("EfficientNetV2S");
    }

    /**
     * The network of middle size.
     *
     * @return with Keras' defaults
     */
    public static EfficientNetV2 m() {
        return named("EfficientNetV2M");
    }

    /**
     * The large network.
     *
     * @return with Keras' defaults
     */
    public static EfficientNetV2 l() {
        return named("EfficientNetV2L");
    }

    @Override
    public EfficientNetV2 withOptions(ApplicationOptions other) {
        return new EfficientNetV2(kerasName, includePreprocessing, other);
    }

    @Override
    public ImagePreprocessing preprocessing() {
        if (includePreprocessing) {
            return Preparation.NONE;
        }
        return isStandardized()
                ? Preparation.STANDARDIZED
                : Preparation.NONE.withScale(1 / 128.).withOffset(-1);
    }

    @Override
    public Functional architecture() {
        Variant variant = Objects.requireNonNull(VARIANTS.get(kerasName));
        Net net = Net.of(kerasName, options, variant.size, 32);
        EfficientBlocks blocks = new EfficientBlocks(net, NORMALIZATION);
        Node x = includePreprocessing ? preprocessed(net) : net.image();
        Conv2D stem = EfficientBlocks.convolution(variant.filters(variant.stacks.get(0).filtersIn), 3);
        x = blocks.convolved("stem_", stem.withStrides(2).withPadding(SAME), x);
        double all = variant.stacks.stream().mapToInt(stack -> stack.repeats).sum();
        int number = 0;
        for (int i = 0; i < variant.stacks.size(); i++) {
            Stack stack = variant.stacks.get(i);
            for (int j = 0; j < variant.repeats(stack); j++) {
                String prefix = "block" + (i + 1) + (char) ('a' + j) + "_";
                x = block(blocks, prefix, variant, j == 0 ? stack : stack.rest(), DROP_RATE * number++ / all, x);
            }
        }
        x = blocks.convolved("top_", EfficientBlocks.convolution(variant.filters(1280), 1).withPadding(SAME), x);
        return blocks.classified(variant.name, TOP_DROP_RATE, x);
    }

    /** The small ones, for images in colors. */
    private boolean isStandardized() {
        boolean isColored = options.inputShape().isEmpty() || options.inputShape().get(2) == 3;
        return kerasName.contains("V2B") && isColored;
    }

    private Node preprocessed(Net net) {
        return isStandardized()
                ? net.add(
                        Normalization.of(3).withMoments(MEANS, VARIANCES),
                        net.add(Rescaling.of(1 / 255.), net.image()))
                : net.add(Rescaling.of(1 / 128.).withOffset(-1), net.image());
    }

    private static Node block(
            EfficientBlocks blocks, String prefix, Variant variant, Stack stack, double dropRate, Node input) {
        int filtersIn = variant.filters(stack.filtersIn);
        int filtersOut = variant.filters(stack.filtersOut);
        int widened = filtersIn * stack.expansion;
        Node x = stack.isFused
                ? fused(blocks, prefix, stack, widened, filtersOut, input)
                : projected(blocks, prefix, filtersOut, filtered(blocks, prefix, stack, filtersIn, widened, input));
        return stack.stride == 1 && filtersIn == filtersOut ? blocks.skipped(prefix, dropRate, input, x) : x;
    }

    private static Node fused(
            EfficientBlocks blocks, String prefix, Stack stack, int widened, int filtersOut, Node input) {
        if (stack.expansion == 1) {
            Conv2D only = EfficientBlocks.convolution(filtersOut, 3);
            return blocks.convolved(prefix + "project_", only.withStrides(stack.stride).withPadding(SAME), input);
        }
        Conv2D expand = EfficientBlocks.convolution(widened, 3);
        Node x = blocks.convolved(prefix + "expand_", expand.withStrides(stack.stride).withPadding(SAME), input);
        return projected(blocks, prefix, filtersOut, x);
    }

    private static Node filtered(
            EfficientBlocks blocks, String prefix, Stack stack, int filtersIn, int widened, Node input) {
        Net net = blocks.net();
        Conv2D expand = EfficientBlocks.convolution(widened, 1).withPadding(SAME);
        Node x = stack.expansion == 1 ? input : blocks.convolved(prefix + "expand_", expand, input);
        DepthwiseConv2D depthwise = DepthwiseConv2D.of(3)
                .withStrides(stack.stride)
                .withPadding(SAME)
                .withUseBias(false)
                .withDepthwiseInitializer(EfficientBlocks.KERNEL);
        x = net.add(prefix + "dwconv2", depthwise, x);
        x = net.add(prefix + "bn", NORMALIZATION, x);
        x = net.activation(prefix + "activation", swish(), x);
        return blocks.excited(prefix, filtersIn, x);
    }

    private static Node projected(EfficientBlocks blocks, String prefix, int filters, Node x) {
        return blocks.normalized(
                prefix + "project_", EfficientBlocks.convolution(filters, 1).withPadding(SAME), x);
    }
}
