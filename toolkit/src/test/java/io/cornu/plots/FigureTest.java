package io.cornu.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FigureTest {
    private static final int BLUE = 0x0072B2;
    private static final int VERMILLION = 0xD55E00;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void curvesHaveTheirColors() throws IOException {
        LineChart chart = LineChart.of("Loss", "epoch", "loss")
                .plus("training", 0.9, 0.5, 0.4)
                .plus("validation", 0.8, 0.6, 0.55);
        BufferedImage image = png(chart);
        assertThat(image.getWidth()).isEqualTo(2 * 640);
        assertThat(image.getHeight()).isEqualTo(2 * 480);
        assertThat(pixels(image, BLUE)).isGreaterThan(500);
        assertThat(pixels(image, VERMILLION)).isGreaterThan(500);
    }

    @Test
    void singlePointIsVisible() throws IOException {
        assertThat(pixels(png(LineChart.of("One epoch", "epoch", "loss").plus("training", 0.5)), BLUE))
                .isGreaterThan(50);
        assertThat(pixels(png(LineChart.of("Zero", "epoch", "loss").plus("training", 0)), BLUE))
                .isGreaterThan(50);
    }

    @Test
    void gapsAreNotBridged() throws IOException {
        double[] whole = DoubleStream.iterate(0, i -> i + 1).limit(100).toArray();
        double[] gap = whole.clone();
        for (int i = 20; i < 80; i++) {
            gap[i] = i == 50 ? 50 : i % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
        }
        int all = pixels(png(LineChart.of("", "x", "y").plus("line", whole)), BLUE);
        int some = pixels(png(LineChart.of("", "x", "y").plus("line", gap)), BLUE);
        // 38 of 99 segments, and one dot.
        assertThat(some).isBetween(all * 30 / 100, all * 48 / 100);
    }

    @Test
    void pointBetweenGapsIsDotted() throws IOException {
        double[] line = DoubleStream.generate(() -> 1).limit(100).toArray();
        line[49] = Double.NaN;
        line[51] = Double.NaN;
        double[] without = line.clone();
        without[50] = Double.NaN;
        int dotted = pixels(png(LineChart.of("", "x", "y").plus("line", line)), BLUE);
        int empty = pixels(png(LineChart.of("", "x", "y").plus("line", without)), BLUE);
        assertThat(dotted).isGreaterThan(empty + 50);
    }

    @Test
    void nothingToDrawIsAnEmptyChart() throws IOException {
        for (boolean logarithmic : new boolean[] {false, true}) {
            LineChart chart = LineChart.of("Nothing", "x", "y").withLogarithmic(logarithmic);
            assertThat(pixels(png(chart), BLUE)).isZero();
            assertThat(pixels(png(chart.plus("none")), BLUE)).isZero();
            assertThat(pixels(png(chart.plus("bad", Double.NaN, Double.NEGATIVE_INFINITY)), BLUE))
                    .isZero();
        }
    }

    @Test
    void logarithmicAxisSkipsWhatHasNoLogarithm() throws IOException {
        LineChart chart = LineChart.of("Rate", "step", "rate")
                .plus("rate", 1, 0.1, 0, -1, 0.001, 1e-5)
                .withLogarithmic(true);
        assertThat(pixels(png(chart), BLUE)).isGreaterThan(200);
        assertThat(pixels(png(LineChart.of("", "", "").plus("one", 1e-3).withLogarithmic(true)), BLUE))
                .isGreaterThan(50);
    }

    @Test
    void panelsStandSideBySide() throws IOException {
        LineChart loss = LineChart.of("Loss", "epoch", "loss").plus("training", 1, 2);
        LineChart accuracy =
                LineChart.of("Accuracy", "epoch", "accuracy").plus("a", 1, 2).plus("b", 2, 1);
        BufferedImage image = png(Panels.of(loss, accuracy.withHeight(300)));
        assertThat(image.getWidth()).isEqualTo(2 * 1280);
        assertThat(image.getHeight()).isEqualTo(2 * 480);
        assertThat(pixels(image.getSubimage(0, 0, 1280, 960), BLUE)).isGreaterThan(200);
        assertThat(pixels(image.getSubimage(0, 0, 1280, 960), VERMILLION)).isZero();
        assertThat(pixels(image.getSubimage(1280, 0, 1280, 960), VERMILLION)).isGreaterThan(200);
    }

    @Test
    void historyMakesOneChartForEachMetric() {
        Map<String, double[]> history = new LinkedHashMap<>();
        history.put("loss", new double[] {0.9, 0.5});
        history.put("top_k_accuracy", new double[] {0.7, 0.8});
        history.put("val_loss", new double[] {0.8, 0.6});
        history.put("learning_rate", new double[] {0.001, 0.001});

        assertThat(TrainingCurves.of(history))
                .isEqualTo(Panels.of(
                        LineChart.of("Loss", "epoch", "loss")
                                .plus("train", 0.9, 0.5)
                                .plus("validation", 0.8, 0.6),
                        LineChart.of("Top k accuracy", "epoch", "top k accuracy")
                                .plus("train", 0.7, 0.8)));
    }

    @Test
    void svgIsXmlWithBothCurvesInBothPanels() throws Exception {
        LineChart chart =
                LineChart.of("Loss <1>", "epoch", "loss").plus("a", 0.9, 0.5).plus("b", 0.7, 0.6);
        Path file = folder.resolve("curves.svg");
        Panels.of(chart, chart.withWidth(800)).writeSvg(file);

        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Element svg = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        assertThat(svg.getAttribute("viewBox")).isEqualTo("0 0 1440 480");
        // What names no size of its own is drawn in 12 pixels; browsers would take 16.
        assertThat(svg.getAttribute("font-size")).isEqualTo("12");
        assertThat(svg.getAttribute("font-family")).isEqualTo("sans-serif");
        // In each of two panels, the one line between two points and the line in the legend.
        for (String color : List.of("rgb(0,114,178)", "rgb(213,94,0)")) {
            NodeList elements = svg.getElementsByTagName("*");
            long lines = IntStream.range(0, elements.getLength())
                    .mapToObj(i -> ((Element) elements.item(i)).getAttribute("style"))
                    .filter(style -> style.contains("stroke:" + color))
                    .count();
            assertThat(lines).as(color).isEqualTo(4);
        }
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        LineChart chart = LineChart.of("Loss", "epoch", "loss").plus("training", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chart.plus("training", 2))
                .withMessageContaining("Loss")
                .withMessageContaining("training");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chart.withWidth(10))
                .withMessageContaining("10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chart.withHeight(9000))
                .withMessageContaining("9000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineChart.Series("s", List.of(1.0), List.of()))
                .withMessageContaining("'s'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineChart.Series("s", List.of(Double.NaN), List.of(1.0)));
        assertThatIllegalArgumentException().isThrownBy(Panels::of).withMessageContaining("received 0");
    }

    @Test
    void failedWriteLeavesTheOldPicture() throws IOException {
        LineChart chart = LineChart.of("Loss", "epoch", "loss").plus("training", 1);
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> chart.writePng(folder.resolve("missing/curves.png")));
        Path taken = Files.createDirectory(folder.resolve("curves.svg"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> chart.writeSvg(taken));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(taken);
        }
    }

    private BufferedImage png(Figure figure) throws IOException {
        Path file = folder.resolve("figure.png");
        figure.writePng(file);
        return ImageIO.read(file.toFile());
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
