package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.DATA_FORMAT;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.NUMBERS;

import io.cornu.data.Array;
import io.cornu.layers.CategoryEncoding;
import io.cornu.layers.CategoryEncoding.OutputMode;
import io.cornu.layers.CenterCrop;
import io.cornu.layers.Discretization;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.Normalization;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Resizing;
import io.cornu.layers.Resizing.AspectRatio;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Layers that prepare images and features. Source: their {@code get_config}, Keras 3.15. */
final class PreprocessingCodecs {
    /** A list, also of one. */
    private static final OptionType<List<Double>> BOUNDARIES = OptionType.ARRAY.map(
            array -> Arrays.stream(array.toDoubles()).boxed().toList(),
            list -> Array.of(list.stream().mapToDouble(Double::doubleValue).toArray()));

    /** Without axes there is one mean of all numbers. */
    private static final OptionType<List<Integer>> AXES_OR_NONE = OptionType.of(
            OptionType.AXES::write,
            (node, place) -> node.isArray() && node.isEmpty() ? List.of() : OptionType.AXES.read(node, place));

    private PreprocessingCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                // Keras cannot read one without an offset.
                KerasCodec.of(
                        Rescaling.class,
                        required("scale", NUMBERS, Rescaling::scale),
                        required("offset", NUMBERS, Rescaling::offset),
                        Rescaling::new),
                later(Resizing.class, PreprocessingCodecs::resizing),
                later(CenterCrop.class, PreprocessingCodecs::centerCrop),
                later(Normalization.class, PreprocessingCodecs::normalization),
                later(CategoryEncoding.class, PreprocessingCodecs::categoryEncoding),
                later(Discretization.class, PreprocessingCodecs::discretization));
    }

    private static KerasCodec<Resizing> resizing() {
        return KerasCodec.of(
                        Resizing.class,
                        required("height", INTEGER, Resizing::height),
                        required("width", INTEGER, Resizing::width),
                        Resizing::of)
                .option(
                        "interpolation",
                        OptionType.oneOf(Interpolation.class),
                        Resizing::interpolation,
                        Resizing::withInterpolation)
                .option(
                        "crop_to_aspect_ratio",
                        FLAG,
                        layer -> layer.aspectRatio() == AspectRatio.CROP,
                        (layer, isCropped) -> kept(layer, AspectRatio.CROP, isCropped))
                .option(
                        "pad_to_aspect_ratio",
                        FLAG,
                        layer -> layer.aspectRatio() == AspectRatio.PAD,
                        (layer, isPadded) -> kept(layer, AspectRatio.PAD, isPadded))
                .option("fill_value", NUMBER, Resizing::fillValue, Resizing::withFillValue)
                .option("antialias", FLAG, Resizing::antialias, Resizing::withAntialias)
                .option("data_format", DATA_FORMAT, Resizing::dataFormat, Resizing::withDataFormat)
                .lacking("fill_mode", "constant")
                .lacking("bounding_box_format");
    }

    private static Resizing kept(Resizing layer, AspectRatio wanted, boolean isWanted) {
        if (isWanted && layer.aspectRatio() != AspectRatio.STRETCH) {
            throw new IllegalArgumentException(
                    "expected one of crop_to_aspect_ratio and pad_to_aspect_ratio, received both");
        }
        return isWanted ? layer.withAspectRatio(wanted) : layer;
    }

    private static KerasCodec<CenterCrop> centerCrop() {
        return KerasCodec.of(
                        CenterCrop.class,
                        required("height", INTEGER, CenterCrop::height),
                        required("width", INTEGER, CenterCrop::width),
                        CenterCrop::of)
                .option("data_format", DATA_FORMAT, CenterCrop::dataFormat, CenterCrop::withDataFormat)
                .lacking("bounding_box_format");
    }

    private static KerasCodec<Normalization> normalization() {
        return KerasCodec.of(Normalization.class, Normalization::of)
                .option("axis", AXES_OR_NONE, Normalization::axis, Normalization::withAxis)
                // Both or none: until the variances are read, they are ones.
                .option(
                        "mean",
                        moments(),
                        Normalization::mean,
                        (layer, mean) -> layer.withMoments(mean.orElseThrow(), ones(mean.orElseThrow())))
                .option(
                        "variance",
                        moments(),
                        Normalization::variance,
                        (layer, variance) -> layer.withMoments(mean(layer), variance.orElseThrow()))
                .option("invert", FLAG, Normalization::invert, Normalization::withInvert);
    }

    private static OptionType<Optional<Array>> moments() {
        return OptionType.ARRAY.map(Optional::of, Optional::orElseThrow);
    }

    private static Array mean(Normalization layer) {
        return layer.mean()
                .orElseThrow(() -> new IllegalArgumentException("expected mean and variance, received no mean"));
    }

    private static Array ones(Array like) {
        double[] ones = new double[like.size()];
        Arrays.fill(ones, 1);
        return Array.of(ones, like.shape().asArray());
    }

    private static KerasCodec<CategoryEncoding> categoryEncoding() {
        return KerasCodec.of(
                        CategoryEncoding.class,
                        required("num_tokens", INTEGER, CategoryEncoding::numTokens),
                        CategoryEncoding::of)
                .option(
                        "output_mode",
                        OptionType.oneOf(OutputMode.class),
                        CategoryEncoding::outputMode,
                        CategoryEncoding::withOutputMode)
                .lacking("sparse", false);
    }

    private static KerasCodec<Discretization> discretization() {
        OptionType<Optional<OutputMode>> mode = OptionType.TEXT.map(
                text -> text.equals("int")
                        ? Optional.empty()
                        : Arrays.stream(OutputMode.values())
                                .filter(known -> known.kerasName().equals(text))
                                .findFirst()
                                .or(() -> {
                                    throw new IllegalArgumentException(
                                            "expected output_mode int, one_hot, multi_hot or count, received another");
                                }),
                known -> known.map(OutputMode::kerasName).orElse("int"));
        return KerasCodec.of(
                        Discretization.class,
                        required("bin_boundaries", BOUNDARIES, Discretization::binBoundaries),
                        Discretization::of)
                .option("output_mode", mode, Discretization::outputMode, Discretization::withOutputMode)
                .lacking("sparse", false)
                // How the boundaries were found.
                .ignoring("num_bins", "epsilon");
    }
}
