package io.cornu.augmentation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.layers.CategoryEncoding;
import io.cornu.layers.CenterCrop;
import io.cornu.layers.Dense;
import io.cornu.layers.Discretization;
import io.cornu.layers.Input;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.Normalization;
import io.cornu.layers.Resizing;
import io.cornu.layers.Size2D;
import io.cornu.model.Sequential;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no layer can be, and what it cannot take. */
class RefusalsTest {
    static Stream<Arguments> constructors() {
        return Stream.of(
                refused("Range: low must be at most high", () -> Range.of(2, 1)),
                refused("Range: low must be at most high", () -> Range.of(0, Double.NaN)),
                refused(
                        "RandomTranslation: heightFactor must lie within [-1.0, 1.0]",
                        () -> RandomTranslation.of(1.5, 0)),
                refused("RandomTranslation: widthFactor", () -> RandomTranslation.of(0, 1.5)),
                refused(
                        "RandomTranslation: interpolation must be NEAREST or BILINEAR, received BICUBIC",
                        () -> RandomTranslation.of(0, 0).withInterpolation(Interpolation.BICUBIC)),
                refused("RandomRotation: factor", () -> RandomRotation.of(1.1)),
                refused("RandomRotation: fillValue", () -> RandomRotation.of(1).withFillValue(Double.NaN)),
                refused("RandomZoom: heightFactor must lie within (-1, 1]", () -> RandomZoom.of(1)),
                refused("RandomZoom: widthFactor", () -> RandomZoom.of(.1).withWidthFactor(Range.of(0, 2))),
                refused("RandomShear: xFactor", () -> RandomShear.of(Range.of(-.1, .2), Range.upTo(.1))),
                refused("RandomShear: yFactor", () -> RandomShear.of(0, 2)),
                refused("RandomCrop: height must be at least 1, received 0", () -> RandomCrop.of(0, 1)),
                refused("RandomCrop: width", () -> RandomCrop.of(1, -1)),
                refused("RandomContrast: factor must lie within [0.0, 1.0]", () -> RandomContrast.of(1.2)),
                refused("RandomContrast: valueRange", () -> RandomContrast.of(.2)
                        .withValueRange(Range.exactly(1))),
                refused("RandomBrightness: factor", () -> RandomBrightness.of(2)),
                refused("RandomHue: factor", () -> RandomHue.of(Range.of(-.1, .1))),
                refused("RandomSaturation: factor", () -> RandomSaturation.of(3)),
                refused("RandomErasing: factor", () -> RandomErasing.of(3)),
                refused("RandomErasing: scale", () -> RandomErasing.of().withScale(Range.of(0, 2))),
                refused("RandomErasing: fillValue must be none, one or three", () -> RandomErasing.of()
                        .withFillValue(List.of(1., 2.))),
                refused("RandomGaussianBlur: factor", () -> RandomGaussianBlur.of(2)),
                refused("RandomGaussianBlur: kernelSize must be odd", () -> RandomGaussianBlur.of()
                        .withKernelSize(4)),
                refused("RandomGaussianBlur: kernelSize", () -> RandomGaussianBlur.of()
                        .withKernelSize(Size2D.of(3, 2))),
                refused("RandomGaussianBlur: sigma", () -> RandomGaussianBlur.of()
                        .withSigma(Range.exactly(2))),
                refused("RandomGrayscale: factor must be in [0, 1]", () -> RandomGrayscale.of(-.1)),
                refused("RandomInvert: factor", () -> RandomInvert.of(1.1)),
                refused("RandomPosterization: factor must lie within [1.0, 8.0]", () -> RandomPosterization.of(9)),
                refused("RandomPosterization: factor must be whole", () -> RandomPosterization.of(2.5)),
                refused("RandomSharpness: factor", () -> RandomSharpness.of(1.1)),
                refused("RandomColorDegeneration: factor", () -> RandomColorDegeneration.of(1.1)),
                refused("Solarization: additionFactor", () -> Solarization.of(1.1, 0)),
                refused("Solarization: thresholdFactor", () -> Solarization.of(0, 1.1)),
                refused("AutoContrast: valueRange", () -> new AutoContrast(Range.exactly(0))),
                refused("Equalization: bins must be at least 2", () -> Equalization.of()
                        .withBins(1)),
                refused("RandomColorJitter: hueFactor", () -> RandomColorJitter.of()
                        .withHueFactor(Range.of(-1, 1))),
                refused("RandomPerspective: scale must be in [0, 1]", () -> RandomPerspective.of(1, 2)),
                refused("RandAugment: numOps must be at least 1", () -> RandAugment.of()
                        .withNumOps(0)),
                refused("RandAugment: factor", () -> RandAugment.of().withFactor(Range.of(0, 2))),
                refused("AugMix: alpha must be", () -> AugMix.of().withAlpha(0)),
                refused("AugMix: numChains must be", () -> AugMix.of().withNumChains(0)),
                refused("AugMix: chainDepth must be", () -> AugMix.of().withChainDepth(0)),
                refused("Pipeline: layers must be at least one", () -> Pipeline.of()),
                refused("Resizing: height must be at least 1", () -> Resizing.of(0, 1)),
                refused("Resizing: fillValue", () -> Resizing.of(1, 1).withFillValue(Double.NaN)),
                refused("CenterCrop: width must be at least 1", () -> CenterCrop.of(1, 0)),
                refused("CategoryEncoding: numTokens must be at least 1", () -> CategoryEncoding.of(0)),
                refused("Discretization: binBoundaries must be at least one", () -> Discretization.of(List.of())),
                refused("Discretization: binBoundaries must be in ascending", () -> Discretization.of(List.of(2., 1.))),
                refused(
                        "Discretization: bins must be at least 2",
                        () -> Discretization.adapt(Array.of(new float[3]), 1)),
                refused("Normalization: variance must be a finite number of at least 0", () -> Normalization.of()
                        .withMoments(Array.of(new double[] {1}), Array.of(new double[] {-1}))),
                refused(
                        "Normalization: mean and variance must have the shape of the axes [-1]",
                        () -> Normalization.of().withMoments(Array.of(new double[2]), Array.of(new double[3]))),
                refused("Normalization: expected examples to adapt to, received none", () -> Normalization.of()
                        .adapt(Array.of(new float[0], 0, 3))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("constructors")
    void impossibleValuesAreRefused(String message, ThrowingCallable make) {
        assertThatThrownBy(make).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    static Stream<Layer> images() {
        return Stream.of(
                RandomFlip.of(),
                RandomTranslation.of(.1, .1),
                RandomRotation.of(.1),
                RandomZoom.of(.1),
                RandomShear.of(.1, .1),
                RandomCrop.of(2, 2),
                RandomContrast.of(.1),
                RandomBrightness.of(.1),
                RandomHue.of(.1),
                RandomSaturation.of(.1),
                RandomErasing.of(),
                RandomGaussianBlur.of(),
                RandomGrayscale.of(),
                RandomInvert.of(),
                RandomPosterization.of(4),
                RandomSharpness.of(.1),
                RandomColorDegeneration.of(.1),
                Solarization.of(),
                AutoContrast.of(),
                Equalization.of(),
                RandomColorJitter.of(),
                RandomPerspective.of(),
                RandAugment.of(),
                AugMix.of(),
                Pipeline.of(RandomFlip.of()),
                Resizing.of(2, 2),
                CenterCrop.of(2, 2));
    }

    @ParameterizedTest
    @MethodSource("images")
    void whatIsNoImageIsRefused(Layer layer) {
        assertThatThrownBy(() -> Sequential.of(Input.of(12), layer.named("the_one")))
                .hasMessageStartingWith(layer.kind() + " 'the_one': expected input (batch, height, width, channels)")
                .hasMessageContaining("received (None, 12). ");
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(
                        RandomHue.of(.1), Input.of(4, 4, 1), "expected images of 3 channels, received (None, 4, 4, 1)"),
                Arguments.of(RandomGrayscale.of(), Input.of(4, 4, 2), "expected images of 1 or 3 channels"),
                Arguments.of(RandAugment.of(), Input.of(4, 4, 2), "expected images of 1 or 3 channels"),
                Arguments.of(
                        RandomErasing.of().withFillValue(List.of(1., 2., 3.)), Input.of(4, 4, 1), "fillValue of 3"),
                Arguments.of(
                        RandomCrop.of(2, 2), Input.of(-1, 4, 1), "known height and width, received (None, None, 4, 1)"),
                Arguments.of(CenterCrop.of(2, 2), Input.of(4, -1, 1), "known height and width"),
                Arguments.of(Pipeline.of(Dense.of(2)), Input.of(4), "expected layers without weights, received Dense"),
                Arguments.of(
                        CategoryEncoding.of(3),
                        Input.of(4, 4),
                        "expected input (batch, numbers), received (None, 4, 4)"),
                Arguments.of(Normalization.of(3), Input.of(4), "expected axes from -2 to 1"),
                Arguments.of(Normalization.of(), Input.of(4, -1), "expected known dimensions on axes [-1]"),
                Arguments.of(
                        Normalization.of().withMoments(Array.of(new double[3]), Array.of(new double[3])),
                        Input.of(4),
                        "expected input of shape (3,) on axes [-1], received (None, 4)"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void shapesThatDoNotFitAreRefused(Layer layer, Input input, String message) {
        assertThatThrownBy(() -> Sequential.of(input, layer.named("the_one")))
                .hasMessageStartingWith(layer.kind() + " 'the_one': ")
                .hasMessageContaining(message);
    }

    private static Arguments refused(String message, ThrowingCallable make) {
        return Arguments.of(message, make);
    }
}
