package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.DATA_FORMAT;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.NUMBERS;
import static io.cornu.savedmodels.keras.OptionType.SIZE_2D;

import io.cornu.augmentation.AugMix;
import io.cornu.augmentation.AutoContrast;
import io.cornu.augmentation.Equalization;
import io.cornu.augmentation.FillMode;
import io.cornu.augmentation.Pipeline;
import io.cornu.augmentation.RandAugment;
import io.cornu.augmentation.RandomBrightness;
import io.cornu.augmentation.RandomColorDegeneration;
import io.cornu.augmentation.RandomColorJitter;
import io.cornu.augmentation.RandomContrast;
import io.cornu.augmentation.RandomCrop;
import io.cornu.augmentation.RandomErasing;
import io.cornu.augmentation.RandomFlip;
import io.cornu.augmentation.RandomGaussianBlur;
import io.cornu.augmentation.RandomGrayscale;
import io.cornu.augmentation.RandomHue;
import io.cornu.augmentation.RandomInvert;
import io.cornu.augmentation.RandomPerspective;
import io.cornu.augmentation.RandomPosterization;
import io.cornu.augmentation.RandomRotation;
import io.cornu.augmentation.RandomSaturation;
import io.cornu.augmentation.RandomSharpness;
import io.cornu.augmentation.RandomShear;
import io.cornu.augmentation.RandomTranslation;
import io.cornu.augmentation.RandomZoom;
import io.cornu.augmentation.Range;
import io.cornu.augmentation.Solarization;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** Layers that change images at random. Source: their {@code get_config}, Keras 3.15. */
final class AugmentationCodecs {
    private static final OptionType<FillMode> FILL_MODE = OptionType.oneOf(FillMode.class);
    private static final OptionType<Interpolation> INTERPOLATION = OptionType.oneOf(Interpolation.class);
    private static final OptionType<Range> AROUND = range(Range::around);
    private static final OptionType<Range> UP_TO = range(Range::upTo);
    static final OptionType<Range> VALUES = range(Range::exactly);

    private AugmentationCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                later(RandomFlip.class, AugmentationCodecs::flip),
                later(RandomTranslation.class, AugmentationCodecs::translation),
                later(RandomRotation.class, AugmentationCodecs::rotation),
                later(RandomZoom.class, AugmentationCodecs::zoom),
                later(RandomShear.class, AugmentationCodecs::shear),
                later(RandomCrop.class, AugmentationCodecs::crop),
                later(RandomContrast.class, AugmentationCodecs::contrast),
                later(RandomBrightness.class, AugmentationCodecs::brightness),
                later(RandomHue.class, AugmentationCodecs::hue),
                later(RandomSaturation.class, AugmentationCodecs::saturation),
                later(RandomErasing.class, AugmentationCodecs::erasing),
                later(RandomGaussianBlur.class, AugmentationCodecs::blur),
                later(RandomGrayscale.class, AugmentationCodecs::grayscale),
                later(RandomInvert.class, AugmentationCodecs::invert),
                later(RandomPosterization.class, AugmentationCodecs::posterization),
                later(RandomSharpness.class, AugmentationCodecs::sharpness),
                later(RandomColorDegeneration.class, AugmentationCodecs::degeneration),
                later(Solarization.class, AugmentationCodecs::solarization),
                later(AutoContrast.class, AugmentationCodecs::autoContrast),
                later(Equalization.class, AugmentationCodecs::equalization),
                later(RandomColorJitter.class, AugmentationCodecs::jitter),
                later(RandomPerspective.class, AugmentationCodecs::perspective),
                later(RandAugment.class, AugmentationCodecs::randAugment),
                later(AugMix.class, AugmentationCodecs::augMix),
                later(Pipeline.class, AugmentationCodecs::pipeline));
    }

    /** Two numbers in any order, or one of which each class makes two in a way of its own. */
    static OptionType<Range> range(DoubleFunction<Range> ofOne) {
        return NUMBERS.map(numbers -> range(numbers, ofOne), range -> List.of(range.low(), range.high()));
    }

    private static Range range(List<Double> numbers, DoubleFunction<Range> ofOne) {
        return switch (numbers.size()) {
            case 1 -> ofOne.apply(numbers.get(0));
            case 2 ->
                // Not -0, which Keras makes of 0: it would differ from 0.
                Range.of(
                        Math.min(numbers.get(0), numbers.get(1)) + 0.0, Math.max(numbers.get(0), numbers.get(1)) + 0.0);
            default ->
                throw new IllegalArgumentException("expected a number or two, received " + numbers.size() + " numbers");
        };
    }

    /** What all of them have: a seed, which a model of ours has a single one of, and boxes, which are not read. */
    private static <T> KerasCodec<T> seeded(
            KerasCodec<T> codec, Function<T, DataFormat> format, BiFunction<T, DataFormat, T> withFormat) {
        return codec.option("data_format", DATA_FORMAT, format, withFormat)
                .ignoring("seed")
                .lacking("bounding_box_format");
    }

    private static <T> KerasCodec<T> valued(
            KerasCodec<T> codec, Function<T, Range> values, BiFunction<T, Range, T> withValues) {
        return codec.option("value_range", VALUES, values, withValues);
    }

    private static KerasCodec<RandomFlip> flip() {
        return seeded(
                KerasCodec.of(RandomFlip.class, RandomFlip::of)
                        .option(
                                "mode",
                                OptionType.oneOf(RandomFlip.Mode.class),
                                RandomFlip::mode,
                                RandomFlip::withMode),
                RandomFlip::dataFormat,
                RandomFlip::withDataFormat);
    }

    private static KerasCodec<RandomTranslation> translation() {
        return seeded(
                KerasCodec.of(
                                RandomTranslation.class,
                                required("height_factor", AROUND, RandomTranslation::heightFactor),
                                required("width_factor", AROUND, RandomTranslation::widthFactor),
                                RandomTranslation::of)
                        .option("fill_mode", FILL_MODE, RandomTranslation::fillMode, RandomTranslation::withFillMode)
                        .option(
                                "interpolation",
                                INTERPOLATION,
                                RandomTranslation::interpolation,
                                RandomTranslation::withInterpolation)
                        .option("fill_value", NUMBER, RandomTranslation::fillValue, RandomTranslation::withFillValue),
                RandomTranslation::dataFormat,
                RandomTranslation::withDataFormat);
    }

    private static KerasCodec<RandomRotation> rotation() {
        return seeded(
                KerasCodec.of(
                                RandomRotation.class,
                                required("factor", AROUND, RandomRotation::factor),
                                RandomRotation::of)
                        .option("fill_mode", FILL_MODE, RandomRotation::fillMode, RandomRotation::withFillMode)
                        .option(
                                "interpolation",
                                INTERPOLATION,
                                RandomRotation::interpolation,
                                RandomRotation::withInterpolation)
                        .option("fill_value", NUMBER, RandomRotation::fillValue, RandomRotation::withFillValue),
                RandomRotation::dataFormat,
                RandomRotation::withDataFormat);
    }

    private static KerasCodec<RandomZoom> zoom() {
        return seeded(
                KerasCodec.of(
                                RandomZoom.class,
                                required("height_factor", AROUND, RandomZoom::heightFactor),
                                RandomZoom::of)
                        .option(
                                "width_factor",
                                AROUND.map(Optional::of, Optional::orElseThrow),
                                RandomZoom::widthFactor,
                                RandomZoom::withWidthFactor)
                        .option("fill_mode", FILL_MODE, RandomZoom::fillMode, RandomZoom::withFillMode)
                        .option(
                                "interpolation",
                                INTERPOLATION,
                                RandomZoom::interpolation,
                                RandomZoom::withInterpolation)
                        .option("fill_value", NUMBER, RandomZoom::fillValue, RandomZoom::withFillValue),
                RandomZoom::dataFormat,
                RandomZoom::withDataFormat);
    }

    private static KerasCodec<RandomShear> shear() {
        // Keras writes a single number as two, of which it then refuses to read the negative one.
        OptionType<Range> factor = NUMBERS.map(
                numbers -> range(numbers, Range::around),
                range -> range.low() < 0 || range.high() == 0
                        ? List.of(range.high())
                        : List.of(range.low(), range.high()));
        return seeded(
                KerasCodec.of(RandomShear.class, () -> RandomShear.of(0, 0))
                        .option("x_factor", factor, RandomShear::xFactor, RandomShear::withXFactor)
                        .option("y_factor", factor, RandomShear::yFactor, RandomShear::withYFactor)
                        .option("fill_mode", FILL_MODE, RandomShear::fillMode, RandomShear::withFillMode)
                        .option(
                                "interpolation",
                                INTERPOLATION,
                                RandomShear::interpolation,
                                RandomShear::withInterpolation)
                        .option("fill_value", NUMBER, RandomShear::fillValue, RandomShear::withFillValue),
                RandomShear::dataFormat,
                RandomShear::withDataFormat);
    }

    private static KerasCodec<RandomCrop> crop() {
        return seeded(
                KerasCodec.of(
                        RandomCrop.class,
                        required("height", INTEGER, RandomCrop::height),
                        required("width", INTEGER, RandomCrop::width),
                        RandomCrop::of),
                RandomCrop::dataFormat,
                RandomCrop::withDataFormat);
    }

    private static KerasCodec<RandomContrast> contrast() {
        return seeded(
                valued(
                        KerasCodec.of(
                                RandomContrast.class,
                                required("factor", UP_TO, RandomContrast::factor),
                                RandomContrast::of),
                        RandomContrast::valueRange,
                        RandomContrast::withValueRange),
                RandomContrast::dataFormat,
                RandomContrast::withDataFormat);
    }

    private static KerasCodec<RandomBrightness> brightness() {
        return seeded(
                valued(
                        KerasCodec.of(
                                RandomBrightness.class,
                                required("factor", AROUND, RandomBrightness::factor),
                                RandomBrightness::of),
                        RandomBrightness::valueRange,
                        RandomBrightness::withValueRange),
                RandomBrightness::dataFormat,
                RandomBrightness::withDataFormat);
    }

    private static KerasCodec<RandomHue> hue() {
        return seeded(
                valued(
                        KerasCodec.of(RandomHue.class, required("factor", UP_TO, RandomHue::factor), RandomHue::of),
                        RandomHue::valueRange,
                        RandomHue::withValueRange),
                RandomHue::dataFormat,
                RandomHue::withDataFormat);
    }

    private static KerasCodec<RandomSaturation> saturation() {
        return seeded(
                valued(
                        KerasCodec.of(
                                RandomSaturation.class,
                                required("factor", AROUND, RandomSaturation::factor),
                                RandomSaturation::of),
                        RandomSaturation::valueRange,
                        RandomSaturation::withValueRange),
                RandomSaturation::dataFormat,
                RandomSaturation::withDataFormat);
    }

    private static KerasCodec<RandomErasing> erasing() {
        return seeded(
                valued(
                        KerasCodec.of(RandomErasing.class, RandomErasing::of)
                                .option("factor", UP_TO, RandomErasing::factor, RandomErasing::withFactor)
                                .option("scale", UP_TO, RandomErasing::scale, RandomErasing::withScale)
                                .option("fill_value", NUMBERS, RandomErasing::fillValue, RandomErasing::withFillValue),
                        RandomErasing::valueRange,
                        RandomErasing::withValueRange),
                RandomErasing::dataFormat,
                RandomErasing::withDataFormat);
    }

    private static KerasCodec<RandomGaussianBlur> blur() {
        return seeded(
                valued(
                        KerasCodec.of(RandomGaussianBlur.class, RandomGaussianBlur::of)
                                .option("factor", UP_TO, RandomGaussianBlur::factor, RandomGaussianBlur::withFactor)
                                .option(
                                        "kernel_size",
                                        SIZE_2D,
                                        RandomGaussianBlur::kernelSize,
                                        RandomGaussianBlur::withKernelSize)
                                .option("sigma", UP_TO, RandomGaussianBlur::sigma, RandomGaussianBlur::withSigma),
                        RandomGaussianBlur::valueRange,
                        RandomGaussianBlur::withValueRange),
                RandomGaussianBlur::dataFormat,
                RandomGaussianBlur::withDataFormat);
    }

    private static KerasCodec<RandomGrayscale> grayscale() {
        return seeded(
                KerasCodec.of(RandomGrayscale.class, RandomGrayscale::of)
                        .option("factor", NUMBER, RandomGrayscale::factor, RandomGrayscale::withFactor),
                RandomGrayscale::dataFormat,
                RandomGrayscale::withDataFormat);
    }

    private static KerasCodec<RandomInvert> invert() {
        return seeded(
                valued(
                        KerasCodec.of(RandomInvert.class, RandomInvert::of)
                                .option("factor", UP_TO, RandomInvert::factor, RandomInvert::withFactor),
                        RandomInvert::valueRange,
                        RandomInvert::withValueRange),
                RandomInvert::dataFormat,
                RandomInvert::withDataFormat);
    }

    private static KerasCodec<RandomPosterization> posterization() {
        return seeded(
                valued(
                        KerasCodec.of(
                                RandomPosterization.class,
                                required("factor", range(bits -> Range.of(1, bits)), RandomPosterization::factor),
                                RandomPosterization::of),
                        RandomPosterization::valueRange,
                        RandomPosterization::withValueRange),
                RandomPosterization::dataFormat,
                RandomPosterization::withDataFormat);
    }

    private static KerasCodec<RandomSharpness> sharpness() {
        return seeded(
                valued(
                        KerasCodec.of(
                                RandomSharpness.class,
                                required("factor", UP_TO, RandomSharpness::factor),
                                RandomSharpness::of),
                        RandomSharpness::valueRange,
                        RandomSharpness::withValueRange),
                RandomSharpness::dataFormat,
                RandomSharpness::withDataFormat);
    }

    private static KerasCodec<RandomColorDegeneration> degeneration() {
        return seeded(
                valued(
                        KerasCodec.of(
                                RandomColorDegeneration.class,
                                required("factor", AROUND, RandomColorDegeneration::factor),
                                RandomColorDegeneration::of),
                        RandomColorDegeneration::valueRange,
                        RandomColorDegeneration::withValueRange),
                RandomColorDegeneration::dataFormat,
                RandomColorDegeneration::withDataFormat);
    }

    private static KerasCodec<Solarization> solarization() {
        return seeded(
                valued(
                        KerasCodec.of(Solarization.class, Solarization::of)
                                .option(
                                        "addition_factor",
                                        UP_TO,
                                        Solarization::additionFactor,
                                        Solarization::withAdditionFactor)
                                .option(
                                        "threshold_factor",
                                        UP_TO,
                                        Solarization::thresholdFactor,
                                        Solarization::withThresholdFactor),
                        Solarization::valueRange,
                        Solarization::withValueRange),
                Solarization::dataFormat,
                Solarization::withDataFormat);
    }

    /** Those that know images with the channels last only. */
    private static <T> KerasCodec<T> channelsLast(KerasCodec<T> codec) {
        return StandardLayers.channelsLast(codec).ignoring("seed").lacking("bounding_box_format");
    }

    private static KerasCodec<AutoContrast> autoContrast() {
        return channelsLast(valued(
                KerasCodec.of(AutoContrast.class, AutoContrast::of),
                AutoContrast::valueRange,
                AutoContrast::withValueRange));
    }

    private static KerasCodec<Equalization> equalization() {
        return seeded(
                valued(
                        KerasCodec.of(Equalization.class, Equalization::of)
                                .option("bins", INTEGER, Equalization::bins, Equalization::withBins),
                        Equalization::valueRange,
                        Equalization::withValueRange),
                Equalization::dataFormat,
                Equalization::withDataFormat);
    }

    private static OptionType<Optional<Range>> optional(OptionType<Range> range) {
        return range.map(Optional::of, Optional::orElseThrow);
    }

    private static KerasCodec<RandomColorJitter> jitter() {
        return channelsLast(valued(
                KerasCodec.of(RandomColorJitter.class, RandomColorJitter::of)
                        .option(
                                "brightness_factor",
                                optional(AROUND),
                                RandomColorJitter::brightnessFactor,
                                RandomColorJitter::withBrightnessFactor)
                        .option(
                                "contrast_factor",
                                optional(UP_TO),
                                RandomColorJitter::contrastFactor,
                                RandomColorJitter::withContrastFactor)
                        .option(
                                "saturation_factor",
                                optional(AROUND),
                                RandomColorJitter::saturationFactor,
                                RandomColorJitter::withSaturationFactor)
                        .option(
                                "hue_factor",
                                optional(UP_TO),
                                RandomColorJitter::hueFactor,
                                RandomColorJitter::withHueFactor),
                RandomColorJitter::valueRange,
                RandomColorJitter::withValueRange));
    }

    private static KerasCodec<RandomPerspective> perspective() {
        return seeded(
                KerasCodec.of(RandomPerspective.class, RandomPerspective::of)
                        .option("factor", UP_TO, RandomPerspective::factor, RandomPerspective::withFactor)
                        .option("scale", NUMBER, RandomPerspective::scale, RandomPerspective::withScale)
                        .option(
                                "interpolation",
                                INTERPOLATION,
                                RandomPerspective::interpolation,
                                RandomPerspective::withInterpolation)
                        .option("fill_value", NUMBER, RandomPerspective::fillValue, RandomPerspective::withFillValue),
                RandomPerspective::dataFormat,
                RandomPerspective::withDataFormat);
    }

    private static KerasCodec<RandAugment> randAugment() {
        return channelsLast(valued(
                KerasCodec.of(RandAugment.class, RandAugment::of)
                        .option("num_ops", INTEGER, RandAugment::numOps, RandAugment::withNumOps)
                        .option("factor", UP_TO, RandAugment::factor, RandAugment::withFactor)
                        .option(
                                "interpolation",
                                INTERPOLATION,
                                RandAugment::interpolation,
                                RandAugment::withInterpolation),
                RandAugment::valueRange,
                RandAugment::withValueRange));
    }

    private static KerasCodec<AugMix> augMix() {
        return channelsLast(valued(
                KerasCodec.of(AugMix.class, AugMix::of)
                        .option("num_chains", INTEGER, AugMix::numChains, AugMix::withNumChains)
                        .option("chain_depth", INTEGER, AugMix::chainDepth, AugMix::withChainDepth)
                        .option("factor", UP_TO, AugMix::factor, AugMix::withFactor)
                        .option("alpha", NUMBER, AugMix::alpha, AugMix::withAlpha)
                        .option("all_ops", OptionType.FLAG, AugMix::allOps, AugMix::withAllOps)
                        .option("interpolation", INTERPOLATION, AugMix::interpolation, AugMix::withInterpolation),
                AugMix::valueRange,
                AugMix::withValueRange));
    }

    private static KerasCodec<Pipeline> pipeline() {
        return KerasCodec.of(Pipeline.class, required("layers", OptionType.LAYERS, Pipeline::layers), Pipeline::new);
    }
}
