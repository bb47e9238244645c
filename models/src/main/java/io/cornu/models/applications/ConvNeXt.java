package io.cornu.models.applications;

import static io.cornu.activations.Activations.gelu;
import static io.cornu.activations.Activations.linear;
import static io.cornu.layers.Padding.SAME;

import io.cornu.data.Array;
import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerNormalization;
import io.cornu.layers.LayerScale;
import io.cornu.layers.Normalization;
import io.cornu.layers.operations.Operations;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.model.Sequential;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.ndarray.Shape;

/**
 * A residual network made over after the example of transformers: large filters for each channel, and few normalizations
 * and activations (Liu et al. 2022). Images come as 0 to 255 unless preprocessing is left out.
 *
 * <p>Images of at least 32 x 32; by default 224 x 224.
 *
 * <p>Source: {@code keras.applications.ConvNeXtTiny} and its kin, Keras 3.15.
 *
 * @param kerasName {@code ConvNeXtTiny}, {@code ConvNeXtSmall}, {@code ConvNeXtBase}, {@code ConvNeXtLarge} or
 *     {@code ConvNeXtXLarge}
 * @param includePreprocessing whether images in colors are standardized within the network; true by default
 * @param options classes, size of the images and the like
 */
@RecordBuilder
public record ConvNeXt(String kerasName, boolean includePreprocessing, ApplicationOptions options)
        implements Application<ConvNeXt>, ConvNeXtBuilder.With {
    private static final LayerNormalization NORMALIZATION =
            LayerNormalization.of().withEpsilon(1e-6);
    private static final double LAYER_SCALE = 1e-6;
    /** Of ImageNet's colors, red first. */
    private static final Array MEANS = Array.of(new double[] {.485 * 255, .456 * 255, .406 * 255}, 3);

    private static final Array VARIANCES =
            Array.of(new double[] {square(.229 * 255), square(.224 * 255), square(.225 * 255)}, 3);

    private static final Map<String, Size> SIZES = Map.of(
            "ConvNeXtTiny", new Size("convnext_tiny", List.of(3, 3, 9, 3), 96),
            "ConvNeXtSmall", new Size("convnext_small", List.of(3, 3, 27, 3), 96),
            "ConvNeXtBase", new Size("convnext_base", List.of(3, 3, 27, 3), 128),
            "ConvNeXtLarge", new Size("convnext_large", List.of(3, 3, 27, 3), 192),
            "ConvNeXtXLarge", new Size("convnext_xlarge", List.of(3, 3, 27, 3), 256));

    /** How many blocks each stage has, and how many channels the first; each next has twice as many. */
    private record Size(String name, List<Integer> blocks, int channels) {}

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public ConvNeXt {
        Net.requireKnown("ConvNeXt", kerasName, SIZES.keySet());
    }

    private static ConvNeXt named(String kerasName) {
        return new ConvNeXt(kerasName, true, ApplicationOptions.defaults());
    }

    /**
     * The smallest network.
     *
     * @return with Keras' defaults
     */
    public static ConvNeXt tiny() {
        return named("ConvNeXtTiny");
    }

    /**
     * The small network.
     *
     * @return with Keras' defaults
     */
    public static ConvNeXt small() {
        return named("ConvNeXtSmall");
    }

    /**
     * The network of the paper.
     *
     * @return with Keras' defaults
     */
    public static ConvNeXt base() {
        return named("ConvNeXtBase");
    }

    /**
     * The large network.
     *
     * @return with Keras' defaults
     */
    public static ConvNeXt large() {
        return named("ConvNeXtLarge");
    }

    /**
     * The largest network.
     *
     * @return with Keras' defaults
     */
    public static ConvNeXt xLarge() {
        return named("ConvNeXtXLarge");
    }

    @Override
    public ConvNeXt withOptions(ApplicationOptions other) {
        return new ConvNeXt(kerasName, includePreprocessing, other);
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return includePreprocessing ? Preparation.NONE : Preparation.STANDARDIZED;
    }

    @Override
    public Functional architecture() {
        Size size = Objects.requireNonNull(SIZES.get(kerasName));
        Net net = Net.of(kerasName, options, 224, minimumSize());
        // Keras names the layers after the network.
        String name = options.name().orElse(size.name);
        Node x = net.image();
        if (includePreprocessing && Net.channels(x) == 3) {
            x = net.add(name + "_prestem_normalization", Normalization.of().withMoments(MEANS, VARIANCES), x);
        }
        for (int stage = 0; stage < size.blocks.size(); stage++) {
            int channels = size.channels << stage;
            x = stage == 0 ? stem(net, name, channels, x) : halved(net, name, stage, channels, x);
            for (int i = 0; i < size.blocks.get(stage); i++) {
                x = block(net, name + "_stage_" + stage + "_block_" + i, channels, x);
            }
        }
        return net.finish(name, options.top() ? top(net, name, x) : net.add(NORMALIZATION, net.pooled(x)));
    }

    private static Node stem(Net net, String name, int channels, Node x) {
        return chained(
                net,
                name + "_stem",
                1,
                x,
                Conv2D.of(channels, 4).withStrides(4).named(name + "_stem_conv"),
                NORMALIZATION.named(name + "_stem_layernorm"));
    }

    private static Node halved(Net net, String name, int stage, int channels, Node x) {
        int number = stage - 1;
        return chained(
                net,
                name + "_downsampling_block_" + number,
                stage + 1,
                x,
                NORMALIZATION.named(name + "_downsampling_layernorm_" + number),
                Conv2D.of(channels, 2).withStrides(2).named(name + "_downsampling_conv_" + number));
    }

    /** Layers that are a network of their own within this one, with an input that Keras counts with the others. */
    private static Node chained(Net net, String name, int input, Node x, Layer first, Layer second) {
        Shape shape = x.shape();
        Layer entry = Input.of(shape.get(1), shape.get(2), shape.get(3)).named("input_layer_" + input);
        return net.add(name, Sequential.of(entry, first, second).asLayer(), x);
    }

    private static Node block(Net net, String name, int channels, Node input) {
        Conv2D depthwise = Conv2D.of(channels, 7).withPadding(SAME).withGroups(channels);
        Node x = net.add(name + "_depthwise_conv", depthwise, input);
        x = net.add(name + "_layernorm", NORMALIZATION, x);
        x = net.add(name + "_pointwise_conv_1", Dense.of(4 * channels), x);
        x = net.activation(name + "_gelu", gelu(), x);
        x = net.add(name + "_pointwise_conv_2", Dense.of(channels), x);
        x = net.add(name + "_layer_scale", LayerScale.of(LAYER_SCALE, channels), x);
        x = net.activation(name + "_identity", linear(), x);
        return net.add(Operations.add(), input, x);
    }

    private Node top(Net net, String name, Node features) {
        Node x = net.add(name + "_head_gap", GlobalAveragePooling2D.of(), features);
        x = net.add(name + "_head_layernorm", NORMALIZATION, x);
        Dense classes = Dense.of(options.classes()).withActivation(options.classifierActivation());
        return net.add(name + "_head_dense", classes, x);
    }

    private static double square(double number) {
        return number * number;
    }
}
