package io.cornu.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.plots.BarChart.Group;
import io.cornu.plots.LineChart.Series;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FiguresTest {
    private static final int BLUE = 0x0072B2;
    private static final int VERMILLION = 0xD55E00;
    private static final String LONG =
            "a rather long title that says everything there is to say about the picture below";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** Figures that ask for room: many categories, long names, large numbers. */
    static Stream<Arguments> crowded() {
        Random random = new Random(1);
        List<String> names = IntStream.range(0, 24)
                .mapToObj(i -> "optimizer=nesterov, learning-rate=0.00" + i + ", batch-size=128")
                .toList();
        List<String> words = List.of(
                "T-shirt/top",
                "Trouser",
                "Pullover",
                "Dress",
                "Coat",
                "Sandal",
                "Shirt",
                "Sneaker",
                "Bag",
                "Ankle boot");
        double[] many = random.doubles(24).toArray();
        LineChart lines = LineChart.of("Gradient norm", "epoch", "norm").withLogarithmic(true);
        LineChart more = lines;
        for (int i = 0; i < 36; i++) {
            more = more.plus("dense_" + i + "/kernel", random.doubles(12).toArray());
            lines = i < 14
                    ? lines.plus(
                            "batch_normalization_" + i + "/gamma",
                            random.doubles(12).toArray())
                    : lines;
        }
        double[][] table = new double[10][10];
        double[][] wide = new double[30][60];
        for (double[][] rows : List.of(table, wide)) {
            for (double[] row : rows) {
                System.arraycopy(random.doubles(row.length, 0, 123456).toArray(), 0, row, 0, row.length);
            }
        }
        List<String> layers = IntStream.range(0, 30)
                .mapToObj(i -> "block_" + i + "_expand_batch_normalization/gamma")
                .toList();
        double[] rates =
                random.doubles(24, -5, 0).map(power -> Math.pow(10, power)).toArray();
        return Stream.of(
                Arguments.of("lines with many names", lines),
                Arguments.of("lines with more names", more),
                Arguments.of(
                        "few lines with long names",
                        LineChart.of(LONG, "x", "y").plus(names.get(0), 1, 2, 3).plus(names.get(1), 3, 2, 1)),
                Arguments.of(
                        "logarithmic range",
                        LineChart.of("Range", "rate", "loss")
                                .withLogarithmicX(true)
                                .plus(new Series(
                                        "loss",
                                        IntStream.range(-7, 2)
                                                .mapToObj(power -> Math.pow(10, power))
                                                .toList(),
                                        IntStream.range(0, 9)
                                                .mapToObj(i -> 1e5 * i)
                                                .toList()))),
                Arguments.of(
                        "bars with long names",
                        BarChart.of(LONG, "setting", "accuracy", names)
                                .plus(new Group("mean", Sizes.list(many), Sizes.list(many)))),
                Arguments.of(
                        "bars with words",
                        BarChart.of("Accuracy", "class", "accuracy", words)
                                .plus(
                                        "first group with a long name",
                                        Sizes.list(many).stream()
                                                .limit(10)
                                                .mapToDouble(v -> v)
                                                .toArray())
                                .plus("second group with a long name", new double[10])
                                .plus("third group with a long name", new double[10])),
                Arguments.of(
                        "bars below zero",
                        BarChart.of("Gap", "class", "gap", List.of("a", "b")).plus("gap", -1e-5, -3e-5)),
                Arguments.of(
                        "histogram",
                        Histogram.of(LONG + LONG, "entropy", 30)
                                .plus("right", random.doubles(300, 0, 1e6).toArray())
                                .plus("wrong", random.doubles(300, 0, 1e6).toArray())),
                Arguments.of(
                        "scatter",
                        ScatterPlot.of("Trials", "rate", "accuracy", rates, many)
                                .withLogarithmicX(true)
                                .withColors("dropout of the second layer", rates)),
                Arguments.of(
                        "points by names",
                        ScatterPlot.of("Trials", "optimizer", "accuracy", new double[] {0, 1, 1, 2}, new double[] {
                                    1, 2, 3, 4
                                })
                                .withCategories(List.of("sgd", LONG, "adam"))),
                Arguments.of("confusion", HeatMap.of("Confusion", "predicted", "true", words, words, table)),
                Arguments.of(
                        "heat map of many",
                        HeatMap.of(
                                LONG,
                                "epoch",
                                "layer",
                                IntStream.range(0, 60)
                                        .mapToObj(Integer::toString)
                                        .toList(),
                                layers,
                                wide)),
                Arguments.of(
                        "heat map with long columns",
                        HeatMap.of("t", "setting", "layer", names, names.subList(0, 3), new double[3][24])),
                Arguments.of(
                        "parallel",
                        ParallelCoordinates.of("Trials", "validation accuracy", many)
                                .plusLogarithmic("learning rate", rates)
                                .plusCategories("optimizer", names)
                                .plus("dropout after the last convolution", many)
                                .plusCategories("activation", Collections.nCopies(24, "selu"))
                                .plus("batch size", many)
                                .plus("width", many)
                                .plus("depth", many)
                                .plus("momentum", many)
                                .plus("weight decay", many)),
                Arguments.of(
                        "images",
                        ImageGrid.of(
                                LONG,
                                Array.of(new float[11 * 9], 11, 3, 3),
                                IntStream.range(0, 11)
                                        .mapToObj(i -> "number " + i
                                                + ": Ankle boot, taken for Sneaker at 0.51\nentropy 1.234 nats")
                                        .toList())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("crowded")
    void textIsWholeAndApart(String name, Figure figure) throws IOException {
        List<TextBoxes> texts = TextBoxes.of(figure);
        // XChart draws text as shapes, which cannot be told from others; but what is cut off touches the edge.
        assertThat(texts).hasSizeGreaterThan(figure instanceof LineChart ? -1 : 2);
        BufferedImage image = png(figure);
        for (int x = 0; x < image.getWidth(); x++) {
            assertThat(new int[] {image.getRGB(x, 0), image.getRGB(x, image.getHeight() - 1)})
                    .containsOnly(-1);
        }
        for (int y = 0; y < image.getHeight(); y++) {
            assertThat(new int[] {image.getRGB(0, y), image.getRGB(image.getWidth() - 1, y)})
                    .containsOnly(-1);
        }
        for (int i = 0; i < texts.size(); i++) {
            TextBoxes text = texts.get(i);
            assertThat(text.box().getMinX()).as(text.toString()).isGreaterThanOrEqualTo(0);
            assertThat(text.box().getMinY()).as(text.toString()).isGreaterThanOrEqualTo(0);
            assertThat(text.box().getMaxX()).as(text.toString()).isLessThanOrEqualTo(figure.width());
            assertThat(text.box().getMaxY()).as(text.toString()).isLessThanOrEqualTo(figure.height());
            for (TextBoxes other : texts.subList(0, i)) {
                var shared = text.box().createIntersection(other.box());
                assertThat(shared.getWidth() > 1 && shared.getHeight() > 1)
                        .as("%s over %s", text, other)
                        .isFalse();
            }
        }
        figure.writeSvg(folder.resolve("figure.svg"));
        String svg = Files.readString(folder.resolve("figure.svg"));
        assertThat(svg).contains("viewBox=\"0 0 " + figure.width());
        assertThat(svg.split("font-family:", -1))
                .as("every font may be replaced")
                .hasSameSizeAs(svg.split(",sans-serif;", -1));
    }

    @Test
    void barsAreAsLongAsTheirValues() throws IOException {
        BarChart chart = BarChart.of("", "", "", List.of("a", "b"))
                .plus("one", 1, Double.NaN)
                .plus("two", 2, 0);
        BufferedImage image = png(chart);
        // Both are equally wide, the second is twice as high; edges are mixed with white.
        assertThat((double) pixels(image, VERMILLION) / pixels(image, BLUE)).isCloseTo(2, within(.1));
        BarChart lying = BarChart.of("", "", "", List.of(LONG, LONG + LONG))
                .plus("one", 1, 0)
                .plus("two", 3, 0);
        BufferedImage across = png(lying);
        assertThat((double) pixels(across, VERMILLION) / pixels(across, BLUE)).isCloseTo(3, within(.2));
    }

    @Test
    void errorBarsReachAsFarAsTheSpread() throws IOException {
        BarChart plain = BarChart.of("", "", "", List.of("a")).plus("one", 1);
        BarChart spread = BarChart.of("", "", "", List.of("a")).plus(new Group("one", List.of(1.0), List.of(1.0)));
        // The axis ends at 2.1 rather than 1.05: the bar is half as high.
        assertThat((double) pixels(png(plain), BLUE) / pixels(png(spread), BLUE))
                .isCloseTo(2, within(.1));
    }

    @Test
    void bandsSurroundTheirCurve() throws IOException {
        Series curve = new Series("mean", Sizes.list(1, 2, 3, 4), Sizes.list(5, 5, 5, 5));
        LineChart chart = LineChart.of("", "", "");
        BufferedImage image = png(chart.plus(curve.withSpread(1, 1, 1, 1)));
        // A fifth of the blue over white, 50 of 255: about (205, 227, 240).
        int band = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            int color = image.getRGB(image.getWidth() / 2 + 37, y);
            band += Math.abs((color >> 16 & 255) - 205) < 6 && Math.abs((color & 255) - 240) < 6 ? 1 : 0;
        }
        assertThat(band).isGreaterThan(image.getHeight() / 4);
        Series gaps = new Series("mean", Sizes.list(1, 2, 3, 4), Sizes.list(5, 5, Double.NaN, 5));
        png(chart.plus(gaps.withSpread(1, 9, 1, 1)).withLogarithmic(true));
        assertThatIllegalArgumentException().isThrownBy(() -> curve.withSpread(1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> curve.withSpread(1, 2, -1, 0));
    }

    @Test
    void logarithmicRangeLeavesOutWhatHasNoLogarithm() throws IOException {
        Series curve =
                new Series("loss", Sizes.list(0, 1e-3, 1e-2, 1e-1), Sizes.list(9, 1, 2, 3)).withSpread(1, 1, 1, 1);
        LineChart chart = LineChart.of("", "", "").withLogarithmicX(true);
        assertThat(pixels(png(chart.plus(curve)), BLUE)).isGreaterThan(500);
        assertThat(pixels(png(chart.plus(new Series("", Sizes.list(-1), Sizes.list(1)))), BLUE))
                .isZero();
        assertThat(pixels(png(chart.plus(new Series("", Sizes.list(.1), Sizes.list(1)))), BLUE))
                .isGreaterThan(50);
    }

    /** numpy.histogram([0, 1, 1, 2, 4], 4) gives edges 0 1 2 3 4 and counts 1 2 1 1. */
    @Test
    void histogramCountsAsNumPy() {
        Histogram histogram = Histogram.of("", "", 4).plus("a", 0, 1, 1, 2, 4);
        assertThat(histogram.edges()).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
        assertThat(histogram.counts(0)).containsExactly(1, 2, 1, 1);
        assertThat(Histogram.of("", "", 2).plus("a", 3, 3).edges()).containsExactly(2.5, 3.0, 3.5);
        assertThat(Histogram.of("", "", 2).plus("a", 3, 3).counts(0)).containsExactly(0, 2);
        assertThat(Histogram.of("", "", 3).plus("none").counts(0)).containsExactly(0, 0, 0);
        Histogram tenths = Histogram.of("", "", 10)
                .plus(
                        "a",
                        DoubleStream.iterate(0, i -> i + 1)
                                .limit(11)
                                .map(i -> i / 10)
                                .toArray());
        // Every edge but the last begins a bin of its own, and the last bin holds two.
        assertThat(tenths.counts(0)).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Histogram.of("", "", 3).plus("a", Double.NaN));
    }

    @Test
    void confusionCounts() {
        HeatMap map = HeatMap.ofConfusion(List.of("a", "b"), new int[] {0, 0, 1, 1, 1}, new int[] {0, 1, 1, 1, 0});
        assertThat(map.values()).containsExactly(List.of(1.0, 1.0), List.of(1.0, 2.0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeatMap.ofConfusion(List.of("a"), new int[] {1}, new int[] {0}));
    }

    @Test
    void cellsHaveTheColorsOfTheirNumbers() throws IOException {
        HeatMap map = HeatMap.of("", "", "", List.of("x", "y"), List.of("r"), new double[][] {{1, 100}})
                .withNumbers(false);
        BufferedImage image = png(map);
        int low = ColorScale.SEQUENTIAL.at(0).getRGB() & 0xFFFFFF;
        int high = ColorScale.SEQUENTIAL.at(1).getRGB() & 0xFFFFFF;
        assertThat(pixels(image, low)).isGreaterThan(50_000).isCloseTo(pixels(image, high), within(5_000));
        BufferedImage missing = png(map.withValues(List.of(List.of(Double.NaN, 100.0))));
        assertThat(pixels(missing, 0xEEEEEE)).isGreaterThan(50_000);
        BufferedImage numbers = png(map.withNumbers(true));
        assertThat(TextBoxes.of(map.withNumbers(true)))
                .extracting(TextBoxes::text)
                .contains("1", "100");
        assertThat(pixels(numbers, low)).isLessThan(pixels(image, low));
    }

    @Test
    void picturesShowTheirPixels() throws IOException {
        // Black, white; and red.
        float[] gray = {0, 1};
        ImageGrid grid = ImageGrid.of("", Array.of(gray, 1, 1, 2), List.of(""));
        assertThat(grid.low()).isZero();
        assertThat(grid.high()).isEqualTo(1);
        BufferedImage image = png(grid);
        assertThat(pixels(image, 0)).isGreaterThan(image.getWidth() * image.getHeight() / 4);
        ImageGrid red = ImageGrid.of("", Array.of(new byte[] {(byte) 255, 0, 0}, 1, 1, 1, 3), List.of("red"));
        assertThat(red.high()).isEqualTo(255);
        assertThat(pixels(png(red), 0xFF0000)).isGreaterThan(100_000);
        assertThat(ImageGrid.of("", Array.of(new float[] {-2, 6}, 1, 1, 2), List.of(""))
                        .high())
                .isEqualTo(6);
        ImageGrid weights = ImageGrid.ofWeights("", Array.of(new float[] {-1, 0, 1, .5f}, 2, 2), 1, 2);
        // Unit 0 has the weights -1 and 1, unit 1 has 0 and .5.
        assertThat(weights.pictures()).hasSize(2);
        assertThat(weights.pictures().get(0).pixels().toFloats()).satisfies(pixels -> {
            assertThat(pixels[2]).as("blue below 0").isGreaterThan(pixels[0]);
            assertThat(pixels[3]).as("red above 0").isGreaterThan(pixels[5]);
        });
        assertThat(ImageGrid.ofWeights("", Array.of(new float[3 * 3 * 3 * 4], 3, 3, 3, 4), 3, 3)
                        .pictures())
                .hasSize(4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.ofWeights("", Array.of(new float[6], 3, 2), 2, 2))
                .withMessageContaining("(4, units)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of("", Array.of(new float[4], 1, 2, 2), List.of("a", "b")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageGrid.Picture(Array.of(new float[4], 1, 2, 2), ""));
    }

    @Test
    void nothingToDrawIsAnEmptyFigure() throws IOException {
        double nan = Double.NaN;
        List<Figure> empty = new ArrayList<>(List.of(
                BarChart.of("", "", "", List.of("a")),
                BarChart.of("", "", "", List.of("a")).plus("b", nan),
                Histogram.of("", "", 3),
                ScatterPlot.of("", "", "", new double[0], new double[0]),
                ScatterPlot.of("", "", "", new double[] {nan}, new double[] {1}).withColors("", nan),
                ScatterPlot.of("", "", "", new double[] {2}, new double[] {-1}).withLogarithmicY(true),
                HeatMap.of("", "", "", List.of("a"), List.of("b"), new double[][] {{nan}})
                        .withLogarithmic(true),
                ParallelCoordinates.of("", ""),
                ParallelCoordinates.of("", "", nan).plus("a", nan).plusLogarithmic("b", -1)));
        for (Figure figure : empty) {
            png(figure);
        }
        png(Panels.of(empty.toArray(Figure[]::new)));
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        BarChart bars = BarChart.of("Bars", "", "", List.of("a", "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> bars.plus("x", 1)).withMessageContaining("2 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bars.plus("x", 1, 2).plus("x", 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> BarChart.of("", "", "", List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Group("x", List.of(1.0), List.of(-1.0)))
                .withMessageContaining("'x'");
        assertThatIllegalArgumentException().isThrownBy(() -> ScatterPlot.of("", "", "", new double[2], new double[3]));
        assertThatIllegalArgumentException().isThrownBy(() -> ScatterPlot.of("", "", "", new double[2], new double[2])
                .withColors("c", 1));
        ScatterPlot three = ScatterPlot.of("", "", "", new double[] {0, 1, 2}, new double[3]);
        assertThatIllegalArgumentException().isThrownBy(() -> three.withCategories(List.of("a", "b")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> three.withCategories(List.of("a", "b", "c")).withLogarithmicX(true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeatMap.of("", "", "", List.of("a"), List.of("b"), new double[1][2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeatMap.of("", "", "", List.of(), List.of(), new double[0][0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParallelCoordinates.of("", "", 1).plus("a", 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> ParallelCoordinates.of("", "", 1)
                .plus(new ParallelCoordinates.Setting("a", List.of(2.0), false, List.of("one"))));
    }

    private BufferedImage png(Figure figure) throws IOException {
        Path file = folder.resolve("figure.png");
        figure.writePng(file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(2 * figure.width());
        assertThat(image.getHeight()).isEqualTo(2 * figure.height());
        return image;
    }

    private static int pixels(BufferedImage image, int color) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xFFFFFF) == color ? 1 : 0;
            }
        }
        return count;
    }
}
