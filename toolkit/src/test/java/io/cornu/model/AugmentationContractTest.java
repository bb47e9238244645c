package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.augmentation.FillMode;
import io.cornu.augmentation.RandomBrightness;
import io.cornu.augmentation.RandomColorDegeneration;
import io.cornu.augmentation.RandomContrast;
import io.cornu.augmentation.RandomGaussianBlur;
import io.cornu.augmentation.RandomHue;
import io.cornu.augmentation.RandomRotation;
import io.cornu.augmentation.RandomSaturation;
import io.cornu.augmentation.RandomSharpness;
import io.cornu.augmentation.RandomTranslation;
import io.cornu.augmentation.RandomZoom;
import io.cornu.augmentation.Range;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.CenterCrop;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.Normalization;
import io.cornu.layers.Phase;
import io.cornu.layers.Resizing;
import io.cornu.layers.Resizing.AspectRatio;
import io.cornu.model.LayerCases.LayerCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Layers that change images, every factor a single number, and that prepare them: shapes and gradients. */
class AugmentationContractTest extends LayerContract {
    private static final Range VALUES = Range.of(-10, 10);

    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        cases.addAll(affine(Interpolation.NEAREST));
        others(cases);
        return cases;
    }

    /**
     * TensorFlow computes in float32 between pixels, where small steps drown. What it computes is linear: steps may be
     * large.
     */
    @ParameterizedTest
    @MethodSource("bilinear")
    void gradientBetweenPixelsIsThatOfWhatIsComputed(LayerCase layer) {
        try (GradientProbe probe = probe(layer, DataType.FLOAT64, .137)) {
            Array coefficients = coefficients(probe.output(Phase.TRAINING).size());
            Array gradient = Objects.requireNonNull(
                    probe.gradients(Phase.TRAINING, coefficients).get("input_0"));
            for (int i = 0; i < gradient.size(); i += 7) {
                double[] direction = new double[gradient.size()];
                direction[i] = 1;
                double expected =
                        probe.slope("input_0", direction, 1, changed -> changed.loss(Phase.TRAINING, coefficients));
                assertThat(gradient.at(i)).isCloseTo(expected, within(1e-5));
            }
        }
    }

    static List<LayerCase> bilinear() {
        return affine(Interpolation.BILINEAR);
    }

    private static List<LayerCase> affine(Interpolation way) {
        List<LayerCase> cases = new ArrayList<>();
        for (FillMode mode : FillMode.values()) {
            String how = " " + mode + " " + way;
            cases.add(image(
                    "translation" + how,
                    RandomTranslation.of(Range.exactly(.83), Range.exactly(-.47))
                            .withFillMode(mode)
                            .withInterpolation(way)));
            cases.add(image(
                    "rotation" + how,
                    RandomRotation.of(Range.exactly(.13)).withFillMode(mode).withInterpolation(way)));
            cases.add(image(
                    "zoom" + how,
                    RandomZoom.of(Range.exactly(.9)).withFillMode(mode).withInterpolation(way)));
        }
        return cases;
    }

    private static void others(List<LayerCase> cases) {
        cases.add(image("contrast", RandomContrast.of(0).withValueRange(VALUES)));
        cases.add(image("brightness", RandomBrightness.of(Range.exactly(.1)).withValueRange(VALUES)));
        cases.add(image("hue", RandomHue.of(Range.exactly(1)).withValueRange(VALUES)));
        cases.add(image("saturation", RandomSaturation.of(Range.exactly(.3)).withValueRange(VALUES)));
        cases.add(image("sharpness", RandomSharpness.of(Range.exactly(.8)).withValueRange(VALUES)));
        cases.add(image(
                "degeneration", RandomColorDegeneration.of(Range.exactly(.8)).withValueRange(VALUES)));
        cases.add(image(
                "blur",
                RandomGaussianBlur.of()
                        .withFactor(Range.exactly(1))
                        .withSigma(Range.exactly(.8))
                        .withValueRange(VALUES)));
        for (Interpolation way : Interpolation.values()) {
            cases.add(image("resizing " + way, Resizing.of(4, 9).withInterpolation(way)));
            cases.add(image(
                    "resizing antialias " + way,
                    Resizing.of(4, 9).withInterpolation(way).withAntialias(true)));
        }
        cases.add(image("resizing crop", Resizing.of(4, 9).withAspectRatio(AspectRatio.CROP)));
        cases.add(image("resizing pad", Resizing.of(4, 9).withAspectRatio(AspectRatio.PAD)));
        cases.add(image("center crop", CenterCrop.of(4, 3)));
        cases.add(image("center crop large", CenterCrop.of(9, 3)));
        cases.add(new LayerCase(
                "channels first",
                Resizing.of(4, 9).withDataFormat(DataFormat.CHANNELS_FIRST),
                List.of(Shape.of(3, 6, 5))));
        cases.add(image(
                "normalization",
                Normalization.of().withMoments(Array.of(new double[] {1, 2, 3}), Array.of(new double[] {4, .5, 1}))));
    }

    private static LayerCase image(String name, Layer layer) {
        return new LayerCase(name, layer, List.of(Shape.of(6, 5, 3)));
    }
}
