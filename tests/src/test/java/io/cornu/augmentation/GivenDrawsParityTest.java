package io.cornu.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.data.Array;
import io.cornu.data.NumpyArchives;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Size2D;
import io.cornu.runtime.Seed;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * What layers do to images once the dice have fallen: Keras' {@code transform_images}, given a {@code transformation},
 * against ours, given the same numbers.
 */
@NeedsPython
class GivenDrawsParityTest {
    private static final int IMAGES = 4;
    private static final List<Size2D> SIZES = List.of(Size2D.of(9, 12), Size2D.of(16, 5), Size2D.of(7, 7));

    /**
     * One layer, one option set, one size of images.
     *
     * @param name of the test
     * @param layer Keras' class
     * @param options its arguments
     * @param size of the images
     * @param highest the largest value
     * @param parameters by Keras' names; those of shape (images, 1) that make up one of Keras' are joined there
     * @param change ours
     */
    record Case(
            String name,
            String layer,
            Map<String, Object> options,
            Size2D size,
            float highest,
            Map<String, Array> parameters,
            BiFunction<Pixels<TFloat32>, List<Operand<TFloat32>>, Operand<TFloat32>> change) {
        @Override
        public String toString() {
            return name + " " + size;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void equalsKeras(Case test, @TempDir Path folder, PythonWorker python) throws IOException {
        Array images = numbers(
                test.toString(),
                0,
                test.highest(),
                IMAGES,
                test.size().height(),
                test.size().width(),
                3);
        NumpyFiles.write(folder.resolve("images.npy"), images);
        NumpyArchives.write(folder.resolve("parameters.npz"), test.parameters());
        python.call("augmentation", "transform", folder, Map.of("layer", test.layer(), "options", test.options()));
        Array expected = NumpyFiles.read(folder.resolve("changed.npy"));
        Array changed = GivenDraws.run(images, List.copyOf(test.parameters().values()), test.change());
        assertThat(changed.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < changed.size(); i++) {
            assertThat(Math.abs(changed.at(i) - expected.at(i)))
                    .as(test + " value " + i + ", ours " + changed.at(i) + ", theirs " + expected.at(i))
                    .isLessThanOrEqualTo(1e-5 * Math.max(test.highest(), 1));
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Size2D size : SIZES) {
            for (FillMode mode : FillMode.values()) {
                for (Interpolation way : List.of(Interpolation.NEAREST, Interpolation.BILINEAR)) {
                    geometry(cases, size, mode, way);
                }
            }
            flips(cases, size);
            colors(cases, size);
            covers(cases, size);
            perspectives(cases, size);
        }
        return cases;
    }

    private static void geometry(List<Case> cases, Size2D size, FillMode mode, Interpolation way) {
        Map<String, Object> options =
                Map.of("fill_mode", mode.kerasName(), "interpolation", way.kerasName(), "fill_value", 9.5);
        String how = " " + mode + " " + way;
        RandomShear shear =
                RandomShear.of(0, 0).withFillMode(mode).withInterpolation(way).withFillValue(9.5);
        cases.add(new Case(
                "RandomShear" + how,
                "RandomShear",
                options,
                size,
                255,
                parameters(
                        "shear_x",
                        numbers("x" + how, -1, 1, IMAGES, 1),
                        "shear_y",
                        numbers("y" + how, -1, 1, IMAGES, 1)),
                (images, given) -> shear.slanted(images, given.get(0), given.get(1))));
        RandomTranslation moved = RandomTranslation.of(0, 0)
                .withFillMode(mode)
                .withInterpolation(way)
                .withFillValue(9.5);
        cases.add(new Case(
                "RandomTranslation" + how,
                "RandomTranslation",
                with(options, "height_factor", 0, "width_factor", 0),
                size,
                255,
                parameters(
                        "down",
                        numbers("d" + how, -20, 20, IMAGES, 1),
                        "right",
                        numbers("r" + how, -20, 20, IMAGES, 1)),
                (images, given) -> moved.moved(images, given.get(0), given.get(1))));
        RandomRotation turned =
                RandomRotation.of(0).withFillMode(mode).withInterpolation(way).withFillValue(9.5);
        cases.add(new Case(
                "RandomRotation" + how,
                "RandomRotation",
                with(options, "factor", 0),
                size,
                255,
                parameters("angle", numbers("a" + how, -3, 3, IMAGES, 1)),
                (images, given) -> turned.turned(images, given.get(0))));
        RandomZoom zoom =
                RandomZoom.of(0).withFillMode(mode).withInterpolation(way).withFillValue(9.5);
        cases.add(new Case(
                "RandomZoom" + how,
                "RandomZoom",
                with(options, "height_factor", 0),
                size,
                255,
                parameters(
                        "height_zoom",
                        numbers("h" + how, .2, 2.5, IMAGES, 1),
                        "width_zoom",
                        numbers("w" + how, .2, 2.5, IMAGES, 1)),
                (images, given) -> zoom.zoomed(images, given.get(0), given.get(1))));
    }

    private static void flips(List<Case> cases, Size2D size) {
        for (RandomFlip.Mode mode : RandomFlip.Mode.values()) {
            cases.add(new Case(
                    "RandomFlip " + mode,
                    "RandomFlip",
                    Map.of("mode", mode.kerasName()),
                    size,
                    255,
                    parameters("flips", Array.of(new float[] {1, 0, 0, 1}, IMAGES, 1)),
                    (images, given) -> RandomFlip.of(mode).flipped(images, chosen(images, given.get(0)))));
        }
    }

    private static void colors(List<Case> cases, Size2D size) {
        Array factors = numbers("factors" + size, 0, 1, IMAGES, 1);
        cases.add(new Case(
                "RandomContrast",
                "RandomContrast",
                Map.of("factor", 0),
                size,
                255,
                parameters("contrast_factor", numbers("contrast" + size, 0, 2.5, IMAGES, 1)),
                (images, given) -> RandomContrast.of(0).adjusted(images, wide(images, given.get(0)))));
        cases.add(new Case(
                "RandomHue",
                "RandomHue",
                Map.of("factor", 0),
                size,
                255,
                parameters("factor", numbers("hue" + size, -.5, .5, IMAGES, 1)),
                (images, given) -> RandomHue.of(0).turned(images, given.get(0))));
        cases.add(new Case(
                "RandomHue 0 to 1",
                "RandomHue",
                Map.of("factor", 0, "value_range", List.of(0, 1)),
                size,
                1,
                parameters("factor", numbers("hue" + size, -.5, .5, IMAGES, 1)),
                (images, given) -> RandomHue.of(0).withValueRange(Range.UNIT).turned(images, given.get(0))));
        cases.add(new Case(
                "RandomSaturation",
                "RandomSaturation",
                Map.of("factor", 0, "value_range", List.of(0, 1)),
                size,
                1,
                parameters("factor", numbers("saturation" + size, 0, 2, IMAGES, 1)),
                (images, given) ->
                        RandomSaturation.of(0).withValueRange(Range.UNIT).saturated(images, given.get(0))));
        // Keras has it in data pipelines only: in a model, its output is its input.
        for (int bins : new int[] {256, 16}) {
            cases.add(new Case(
                    "Equalization " + bins,
                    "Equalization",
                    Map.of("bins", bins),
                    size,
                    255,
                    Map.of(),
                    (images, given) -> Equalization.of().withBins(bins).augmented(images)));
        }
        cases.add(new Case(
                "Equalization 0 to 1",
                "Equalization",
                Map.of("value_range", List.of(0, 1)),
                size,
                1,
                Map.of(),
                (images, given) -> Equalization.of().withValueRange(Range.UNIT).augmented(images)));
        cases.add(new Case(
                "RandomSharpness",
                "RandomSharpness",
                Map.of("factor", 0),
                size,
                255,
                parameters("factor", factors),
                (images, given) -> RandomSharpness.of(0).sharpened(images, wide(images, given.get(0)))));
        cases.add(new Case(
                "Solarization",
                "Solarization",
                Map.of("value_range", List.of(-1, 1)),
                size,
                1,
                parameters(
                        "additions", numbers("additions" + size, 0, 200, IMAGES, 1),
                        "thresholds", numbers("thresholds" + size, 0, 255, IMAGES, 1)),
                (images, given) -> Solarization.of()
                        .withValueRange(Range.of(-1, 1))
                        .solarized(images, wide(images, given.get(0)), wide(images, given.get(1)))));
    }

    private static void perspectives(List<Case> cases, Size2D size) {
        float right = size.width() - 1;
        float bottom = size.height() - 1;
        float[] moved = {
            0,
            0,
            right,
            0,
            0,
            bottom,
            right,
            bottom,
            .5f,
            1,
            right - 1,
            .3f,
            1.2f,
            bottom + 2,
            right + 1,
            bottom - 1,
            0,
            0,
            right * 1.4f,
            0,
            0,
            bottom * .7f,
            right * .6f,
            bottom * 1.2f,
            -1,
            2,
            right,
            1,
            .2f,
            bottom,
            right - 2,
            bottom + .4f
        };
        for (Interpolation way : List.of(Interpolation.NEAREST, Interpolation.BILINEAR)) {
            RandomPerspective layer =
                    RandomPerspective.of().withInterpolation(way).withFillValue(9.5);
            cases.add(new Case(
                    "RandomPerspective " + way,
                    "RandomPerspective",
                    Map.of("interpolation", way.kerasName(), "fill_value", 9.5),
                    size,
                    255,
                    parameters("end_points", Array.of(moved, IMAGES, 4, 2)),
                    (images, given) -> layer.tilted(images, given.get(0))));
        }
    }

    private static void covers(List<Case> cases, Size2D size) {
        float w = size.width();
        float h = size.height();
        cases.add(new Case(
                "RandomErasing",
                "RandomErasing",
                Map.of("fill_value", 77),
                size,
                255,
                parameters(
                        "x0", Array.of(new float[] {0, 1.5f, 2, w - 1}, IMAGES, 1),
                        "x1", Array.of(new float[] {w, 3.2f, 3, w - .5f}, IMAGES, 1),
                        "y0", Array.of(new float[] {0, 2.1f, 3, h - 2}, IMAGES, 1),
                        "y1", Array.of(new float[] {h, 4.9f, 3, h}, IMAGES, 1)),
                (images, given) -> RandomErasing.of()
                        .covered(
                                images,
                                new Rectangles<>(given.get(0), given.get(1), given.get(2), given.get(3)),
                                images.constant(77))));
        for (Size2D kernel : List.of(Size2D.square(3), Size2D.square(7), Size2D.of(5, 3))) {
            cases.add(new Case(
                    "RandomGaussianBlur " + kernel,
                    "RandomGaussianBlur",
                    Map.of("kernel_size", List.of(kernel.height(), kernel.width())),
                    size,
                    255,
                    parameters("sigmas", Array.of(new float[] {.7f, 1.6f})),
                    (images, given) -> {
                        var tf = images.tf();
                        return images.clipped(
                                RandomGaussianBlur.of()
                                        .withKernelSize(kernel)
                                        .blurred(
                                                images,
                                                tf.gather(given.get(0), tf.constant(0), tf.constant(0)),
                                                tf.gather(given.get(0), tf.constant(1), tf.constant(0))),
                                Range.BYTES);
                    }));
        }
    }

    private static Operand<TBool> chosen(Pixels<TFloat32> images, Operand<TFloat32> flags) {
        return images.tf().math.greater(wide(images, flags), images.constant(.5));
    }

    private static Operand<TFloat32> wide(Pixels<TFloat32> images, Operand<TFloat32> numbers) {
        return images.tf().reshape(numbers, images.tf().constant(new int[] {-1, 1, 1, 1}));
    }

    static Map<String, Array> parameters(Object... namesAndArrays) {
        Map<String, Array> parameters = new LinkedHashMap<>();
        for (int i = 0; i < namesAndArrays.length; i += 2) {
            parameters.put((String) namesAndArrays[i], (Array) namesAndArrays[i + 1]);
        }
        return parameters;
    }

    private static Map<String, Object> with(Map<String, Object> options, Object... more) {
        Map<String, Object> all = new LinkedHashMap<>(options);
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], Objects.requireNonNull(more[i + 1]));
        }
        return all;
    }

    static Array numbers(String name, double low, double high, long... shape) {
        RandomGenerator random = Seed.of(name.hashCode()).generator();
        int size = 1;
        for (long length : shape) {
            size *= (int) length;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (low + (high - low) * random.nextDouble());
        }
        return Array.of(values, shape);
    }
}
