package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.augmentation.AugMix;
import io.cornu.augmentation.AutoContrast;
import io.cornu.augmentation.FillMode;
import io.cornu.augmentation.Pipeline;
import io.cornu.augmentation.RandAugment;
import io.cornu.augmentation.RandomBrightness;
import io.cornu.augmentation.RandomColorDegeneration;
import io.cornu.augmentation.RandomColorJitter;
import io.cornu.augmentation.RandomContrast;
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
import io.cornu.data.Array;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.Resizing;
import io.cornu.layers.Size2D;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * Layers that change images, with nothing left to chance: every factor is a single number. A dense layer stands behind,
 * with as many units as there are examples: the gradient of its kernel is the changed images times random targets, and
 * tells every pixel of every image.
 */
class AugmentationParityTest extends LayerParity {
    private static final Range UNIT = Range.UNIT;

    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        geometry(cases);
        colors(cases);
        covers(cases);
        channelsFirst(cases);
        return cases;
    }

    /** Where something is drawn, numbers differ in training: what counts is the file, and that prediction draws nothing. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("random")
    void predictsAndReadsAsKeras(LayerCase test, @TempDir Path folder, PythonWorker python) throws IOException {
        RandomGenerator random = Seed.of(test.name().hashCode()).generator();
        Array x = pixels(random, Shape.of(5, 8, 7, 3), 255);
        NumpyFiles.write(folder.resolve("x0.npy"), x);
        NumpyFiles.write(folder.resolve("target.npy"), pixels(random, Shape.of(5, 5), 1));
        try (Model model = test.architecture().build(Seed.of(1))) {
            KerasArchive.write(model, folder.resolve("case.keras"));
            python.call("parity", "layer_case", folder, Map.of("model", "case.keras", "inputs", 1));
            assertClose(test.name(), model.predict(x), NumpyFiles.read(folder.resolve("inference.npy")), 1e-5);
        }
        assertThat(KerasArchive.read(folder.resolve("back.keras"))
                        .architecture()
                        .graph())
                .isEqualTo(test.architecture().graph());
    }

    private static void geometry(List<LayerCase> cases) {
        RandomTranslation moved = RandomTranslation.of(Range.exactly(.23), Range.exactly(-.37));
        RandomRotation turned = RandomRotation.of(Range.exactly(.13));
        RandomZoom out = RandomZoom.of(Range.exactly(.3));
        RandomZoom in = RandomZoom.of(Range.exactly(-.4)).withWidthFactor(Range.exactly(.2));
        for (FillMode mode : FillMode.values()) {
            for (Interpolation way : List.of(Interpolation.NEAREST, Interpolation.BILINEAR)) {
                String how = " " + mode + " " + way;
                cases.add(image(
                        "RandomTranslation" + how,
                        moved.withFillMode(mode).withInterpolation(way).withFillValue(17)));
                cases.add(image(
                        "RandomRotation" + how,
                        turned.withFillMode(mode).withInterpolation(way).withFillValue(17)));
                cases.add(image(
                        "RandomZoom out" + how,
                        out.withFillMode(mode).withInterpolation(way).withFillValue(17)));
                cases.add(image(
                        "RandomZoom in" + how,
                        in.withFillMode(mode).withInterpolation(way).withFillValue(17)));
            }
        }
        cases.add(image("RandomTranslation far", RandomTranslation.of(Range.exactly(1), Range.exactly(-1))));
        cases.add(image("RandomRotation back", RandomRotation.of(Range.exactly(-.4))));
        cases.add(image("RandomShear 0", RandomShear.of(0, 0)));
    }

    private static void colors(List<LayerCase> cases) {
        for (double factor : new double[] {0, .4, 1}) {
            Range exactly = Range.exactly(factor);
            cases.add(image("RandomBrightness " + factor, RandomBrightness.of(exactly)));
            cases.add(image("RandomBrightness -" + factor, RandomBrightness.of(Range.exactly(0 - factor))));
            cases.add(image("RandomSharpness " + factor, RandomSharpness.of(exactly)));
            cases.add(image("RandomColorDegeneration " + factor, RandomColorDegeneration.of(exactly)));
            cases.add(image("Solarization " + factor, Solarization.of(0, 0).withAdditionFactor(Range.exactly(0))));
            // Products with 1 / (1 - f) are near 1e7 at f = 1, where the saturation is cut off.
            cases.add(unit(
                    "RandomSaturation " + factor, RandomSaturation.of(exactly).withValueRange(UNIT)));
            cases.add(image("RandomSaturation of bytes " + factor, RandomSaturation.of(exactly)));
        }
        cases.add(image("RandomContrast 0", RandomContrast.of(0)));
        cases.add(unit("RandomContrast 0 to 1", RandomContrast.of(0).withValueRange(UNIT)));
        cases.add(image("RandomHue 0", RandomHue.of(0)));
        cases.add(image("RandomHue half", RandomHue.of(Range.exactly(1))));
        cases.add(unit("RandomHue half 0 to 1", RandomHue.of(Range.exactly(1)).withValueRange(UNIT)));
        for (int bits = 1; bits <= 8; bits++) {
            cases.add(image("RandomPosterization " + bits, RandomPosterization.of(Range.exactly(bits))));
        }
        cases.add(unit(
                "RandomPosterization 3 of 0 to 1",
                RandomPosterization.of(Range.exactly(3)).withValueRange(UNIT)));
        cases.add(unit(
                "RandomBrightness .2 0 to 1",
                RandomBrightness.of(Range.exactly(.2)).withValueRange(UNIT)));
        cases.add(unit(
                "RandomSharpness 0 to 1", RandomSharpness.of(Range.exactly(.7)).withValueRange(UNIT)));
        cases.add(unit("Solarization 0 to 1", Solarization.of().withValueRange(UNIT)));
        cases.add(image("AutoContrast", AutoContrast.of()));
        cases.add(unit("AutoContrast 0 to 1", AutoContrast.of().withValueRange(UNIT)));
        cases.add(image(
                "RandomColorJitter",
                RandomColorJitter.of()
                        .withBrightnessFactor(Range.exactly(.1))
                        .withContrastFactor(Range.exactly(0))
                        .withSaturationFactor(Range.exactly(.4))
                        .withHueFactor(Range.exactly(1))));
        cases.add(image(
                "RandomColorJitter of brightness", RandomColorJitter.of().withBrightnessFactor(Range.exactly(.2))));
        cases.add(image("RandomPerspective 0", RandomPerspective.of(1, 0)));
        cases.add(image(
                "Pipeline",
                Pipeline.of(
                        RandomRotation.of(Range.exactly(.1)),
                        RandomBrightness.of(Range.exactly(.2)),
                        Resizing.of(6, 9),
                        RandomInvert.of(Range.exactly(1)))));
        cases.add(image("RandomGrayscale", RandomGrayscale.of(1)));
        cases.add(image("RandomInvert", RandomInvert.of(Range.exactly(1))));
        cases.add(unit("RandomInvert 0 to 1", RandomInvert.of(Range.exactly(1)).withValueRange(UNIT)));
    }

    private static void covers(List<LayerCase> cases) {
        RandomErasing all = RandomErasing.of().withFactor(Range.exactly(1)).withScale(Range.exactly(1));
        cases.add(image("RandomErasing 40", all.withFillValue(40)));
        cases.add(image("RandomErasing three colors", all.withFillValue(List.of(1.5, 300., -2.))));
        RandomGaussianBlur blur =
                RandomGaussianBlur.of().withFactor(Range.exactly(1)).withSigma(Range.exactly(.8));
        cases.add(image("RandomGaussianBlur", blur));
        cases.add(image("RandomGaussianBlur 5", blur.withKernelSize(5)));
        cases.add(image("RandomGaussianBlur 3 x 5", blur.withKernelSize(Size2D.of(3, 5))));
        cases.add(unit("RandomGaussianBlur 0 to 1", blur.withValueRange(UNIT).withSigma(Range.exactly(0))));
    }

    static List<LayerCase> random() {
        List<LayerCase> cases = new ArrayList<>();
        for (RandomFlip.Mode mode : RandomFlip.Mode.values()) {
            cases.add(image("RandomFlip " + mode, RandomFlip.of(mode)));
        }
        cases.add(image("RandAugment", RandAugment.of()));
        cases.add(image(
                "RandAugment 3",
                RandAugment.of().withNumOps(3).withFactor(Range.of(.1, .4)).withInterpolation(Interpolation.NEAREST)));
        cases.add(image("AugMix", AugMix.of().withNumChains(1).withChainDepth(1)));
        cases.add(image(
                "AugMix of others",
                AugMix.of()
                        .withNumChains(2)
                        .withChainDepth(1)
                        .withAllOps(false)
                        .withAlpha(.5)
                        .withFactor(UNIT)));
        cases.add(image("RandomPerspective", RandomPerspective.of(.4, .3).withFillValue(3)));
        cases.add(image(
                "RandomColorJitter all",
                RandomColorJitter.of()
                        .withBrightnessFactor(Range.around(.1))
                        .withContrastFactor(Range.of(.1, .2))
                        .withSaturationFactor(Range.of(.3, .6))
                        .withHueFactor(Range.upTo(.1))));
        cases.add(image("Pipeline of chance", Pipeline.of(RandomFlip.of(), RandomContrast.of(.3))));
        cases.add(image("RandomTranslation", RandomTranslation.of(.2, .3)));
        cases.add(image("RandomRotation", RandomRotation.of(.2)));
        cases.add(image("RandomZoom", RandomZoom.of(.2)));
        cases.add(image("RandomShear .2", RandomShear.of(Range.of(.1, .2), Range.of(0, .2))));
        cases.add(image("RandomContrast", RandomContrast.of(Range.of(.1, .3))));
        cases.add(image("RandomErasing", RandomErasing.of(.5).withScale(Range.of(.1, .2))));
        cases.add(image("RandomPosterization", RandomPosterization.of(5)));
        cases.add(image("Solarization", Solarization.of(.2, .7)));
        return cases;
    }

    private static void channelsFirst(List<LayerCase> cases) {
        DataFormat first = DataFormat.CHANNELS_FIRST;
        cases.add(first(
                "RandomTranslation",
                RandomTranslation.of(Range.exactly(.2), Range.exactly(.4)).withDataFormat(first)));
        cases.add(first("RandomRotation", RandomRotation.of(Range.exactly(.2)).withDataFormat(first)));
        cases.add(first("RandomZoom", RandomZoom.of(Range.exactly(.2)).withDataFormat(first)));
        cases.add(first("RandomContrast", RandomContrast.of(0).withDataFormat(first)));
        cases.add(first("RandomHue", RandomHue.of(Range.exactly(1)).withDataFormat(first)));
        cases.add(
                first("RandomSaturation", RandomSaturation.of(Range.exactly(.3)).withDataFormat(first)));
        cases.add(first("RandomSharpness", RandomSharpness.of(Range.exactly(.8)).withDataFormat(first)));
        cases.add(first("RandomGrayscale", RandomGrayscale.of(1).withDataFormat(first)));
        cases.add(first(
                "RandomColorDegeneration",
                RandomColorDegeneration.of(Range.exactly(.8)).withDataFormat(first)));
    }

    private static LayerCase first(String name, Layer layer) {
        return LayerCase.of(
                        name + " channels first", Sequential.of(Input.of(3, 8, 7), layer, Flatten.of(), Dense.of(5)))
                .withInputs((random, shape) -> pixels(random, shape, 255));
    }

    static LayerCase image(String name, Layer layer) {
        return LayerCase.of(name, Sequential.of(Input.of(8, 7, 3), layer, Flatten.of(), Dense.of(5)))
                .withInputs((random, shape) -> pixels(random, shape, 255));
    }

    private static LayerCase unit(String name, Layer layer) {
        return image(name, layer).withInputs((random, shape) -> pixels(random, shape, 1));
    }

    private static Array pixels(RandomGenerator random, Shape shape, float highest) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = highest * random.nextFloat();
        }
        return Array.of(values, shape.asArray());
    }
}
