package io.cornu.tests.parity;

import io.cornu.data.Array;
import io.cornu.layers.CategoryEncoding;
import io.cornu.layers.CategoryEncoding.OutputMode;
import io.cornu.layers.CenterCrop;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Dense;
import io.cornu.layers.Discretization;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.Normalization;
import io.cornu.layers.Resizing;
import io.cornu.layers.Resizing.AspectRatio;
import io.cornu.model.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/** Layers that prepare images and features. */
class PreprocessingParityTest extends LayerParity {
    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        sizes(cases);
        normalizations(cases);
        categories(cases);
        return cases;
    }

    private static void sizes(List<LayerCase> cases) {
        for (int[] size : new int[][] {{5, 4}, {16, 14}, {11, 3}, {3, 12}, {8, 7}}) {
            String to = " " + size[0] + "x" + size[1];
            Resizing resizing = Resizing.of(size[0], size[1]);
            for (Interpolation way : Interpolation.values()) {
                cases.add(image("Resizing " + way + to, resizing.withInterpolation(way)));
            }
            for (Interpolation way : Interpolation.values()) {
                Resizing smooth = resizing.withInterpolation(way).withAntialias(true);
                // TensorFlow has no gradient for its own operation by images of a layer before.
                cases.add(LayerCase.of(
                        "Resizing antialias " + way + to,
                        Sequential.of(Input.of(8, 7, 3), smooth, Flatten.of(), Dense.of(5))));
            }
            cases.add(image("Resizing crop" + to, resizing.withAspectRatio(AspectRatio.CROP)));
            cases.add(image(
                    "Resizing pad" + to,
                    resizing.withAspectRatio(AspectRatio.PAD).withFillValue(.5)));
            cases.add(image("CenterCrop" + to, CenterCrop.of(size[0], size[1])));
        }
        cases.add(image("CenterCrop 3x3", CenterCrop.of(3, 3)));
        DataFormat first = DataFormat.CHANNELS_FIRST;
        cases.add(first("Resizing", Resizing.of(5, 9).withDataFormat(first)));
        cases.add(first("Resizing crop", Resizing.of(5, 9).withDataFormat(first).withAspectRatio(AspectRatio.CROP)));
        cases.add(first("CenterCrop", CenterCrop.of(5, 3).withDataFormat(first)));
        cases.add(first("CenterCrop large", CenterCrop.of(12, 3).withDataFormat(first)));
    }

    private static LayerCase first(String name, Layer layer) {
        return LayerCase.of(
                name + " channels first", Sequential.of(Input.of(3, 8, 7), layer, Flatten.of(), Dense.of(3)));
    }

    private static void normalizations(List<LayerCase> cases) {
        cases.add(vector("Normalization to be learned", Normalization.of()));
        cases.add(vector("Normalization inverse", Normalization.of().withInvert(true)));
        cases.add(image("Normalization of channels", Normalization.of()));
        cases.add(image("Normalization of all", Normalization.of(new Integer[0])));
        cases.add(image("Normalization of rows", Normalization.of(1)));
        cases.add(image("Normalization of places", Normalization.of(1, 2)));
        cases.add(image("Normalization of channels and columns", Normalization.of(-1, 2)));
        Normalization given = Normalization.of()
                .withMoments(Array.of(new double[] {1, -2, .5, 0, 3}), Array.of(new double[] {1, 4, .25, 0, 9}));
        cases.add(vector(
                "Normalization given",
                given.withMoments(
                        Array.of(new double[] {1, -2, .5, 0, 3}), Array.of(new double[] {1, 4, .25, .01, 9}))));
        cases.add(vector("Normalization given inverse", given.withInvert(true)));
        cases.add(image(
                "Normalization given once",
                Normalization.of()
                        .withMoments(
                                Array.of(new double[] {.5}, new long[0]), Array.of(new double[] {4}, new long[0]))));
        cases.add(image(
                "Normalization given on two axes",
                Normalization.of(1, 3).withMoments(numbers(0, 8, 4), numbers(2, 8, 4))));
        cases.add(image(
                "Normalization given on the last of two axes",
                Normalization.of(1, 3).withMoments(numbers(0, 4), numbers(2, 4))));
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        cases.add(vector("Normalization adapted", Normalization.of().adapt(normal(random, Shape.of(300, 5)))));
    }

    private static void categories(List<LayerCase> cases) {
        for (OutputMode mode : OutputMode.values()) {
            cases.add(tokens("CategoryEncoding " + mode, CategoryEncoding.of(6).withOutputMode(mode), 4));
            cases.add(tokens(
                    "CategoryEncoding of one " + mode, CategoryEncoding.of(6).withOutputMode(mode), 1));
        }
        Discretization bins = Discretization.of(List.of(-1., 0., .5));
        for (OutputMode mode : OutputMode.values()) {
            cases.add(features("Discretization " + mode, bins.withOutputMode(mode)));
        }
        cases.add(features(
                "Discretization of one boundary",
                Discretization.of(List.of(.25)).withOutputMode(OutputMode.COUNT)));
    }

    private static LayerCase tokens(String name, Layer layer, int numbers) {
        return LayerCase.of(name, Sequential.of(Input.of(numbers), layer, Flatten.of(), Dense.of(5)))
                .withInputs(PreprocessingParityTest::wholeNumbers);
    }

    private static LayerCase features(String name, Layer layer) {
        return LayerCase.of(name, Sequential.of(Input.of(4), layer, Flatten.of(), Dense.of(5)));
    }

    private static Array wholeNumbers(RandomGenerator random, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(6);
        }
        return Array.of(values, shape.asArray());
    }

    private static Array numbers(double shift, long... shape) {
        double[] values = new double[Math.toIntExact(Shape.of(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = shift + Math.sin(i);
        }
        return Array.of(values, shape);
    }
}
