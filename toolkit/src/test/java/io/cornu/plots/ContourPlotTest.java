package io.cornu.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.plots.LineChart.Series;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ContourPlotTest {
    private static final Grid PLANE = Grid.sample(0, 10, 0, 10, 21, (x, y) -> x);
    private static final Series PATH = new Series("down", List.of(8.0, 6.0, 3.0, 2.0), List.of(9.0, 4.0, 5.0, 1.0));
    private static final Series AWAY =
            new Series("away", List.of(5.0, 20.0, -1e30, Double.MAX_VALUE), List.of(5.0, 5.0, 1e30, 0.0));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void bandsHaveTheColorsOfTheirLevels() throws IOException {
        ContourPlot plot = ContourPlot.of("Plane", PLANE).withLevels(List.of(2.5, 5.0));
        BufferedImage image = png(plot);
        assertThat(image.getWidth()).isEqualTo(2 * 720);
        assertThat(image.getHeight()).isEqualTo(2 * 600);
        Color low = ColorScale.SEQUENTIAL.at(0);
        Color middle = ColorScale.SEQUENTIAL.at(0.5);
        Color high = ColorScale.SEQUENTIAL.at(1);
        // A quarter, a quarter and a half, besides the scale at the right.
        BufferedImage left = image.getSubimage(0, 0, 1240, 1200);
        int lows = pixels(left, low);
        assertThat(pixels(left, middle)).isCloseTo(lows, within(lows / 20));
        assertThat(pixels(left, high)).isCloseTo(2 * lows, within(lows / 20));
        assertThat(pixels(png(plot.withFilled(false)).getSubimage(0, 0, 1240, 1200), high))
                .isZero();
    }

    @Test
    void pathsAreInThePictureAndCutAtItsEdges() throws Exception {
        ContourPlot plot = ContourPlot.of("Paths & <marks>", PLANE)
                .plus(PATH)
                .plus(AWAY)
                .withMarks(List.of(new Series("minimum", List.of(0.5), List.of(5.0))));
        Path file = folder.resolve("plot.svg");
        plot.writeSvg(file);
        Document svg = parse(file);
        // XChart draws title and axes as outlines; levels and legend are text.
        assertThat(svg.getDocumentElement().getTextContent()).contains("0.4762", "down", "away", "minimum");
        List<Element> blue = elements(svg, "path").stream()
                .filter(each -> each.getAttribute("style").contains("stroke:rgb(0,114,178)"))
                .toList();
        // 8, 9 to 2, 1 within the axes: three pieces, whose ends lie as far apart as the places.
        List<double[]> points = blue.stream()
                .map(each -> numbers(each.getAttribute("d")))
                .filter(each -> each.size() == 4)
                .findFirst()
                .orElseThrow();
        double pixelsAUnit = (points.get(0)[0] - points.get(3)[0]) / 6;
        assertThat(pixelsAUnit).isPositive();
        assertThat(points.get(1)[0]).isCloseTo(points.get(0)[0] - 2 * pixelsAUnit, within(0.1));
        double pixelsUp = (points.get(3)[1] - points.get(0)[1]) / 8;
        assertThat(points.get(2)[1]).isCloseTo(points.get(0)[1] + 4 * pixelsUp, within(0.1));
        // What runs away is cut off.
        assertThat(elements(svg, "path"))
                .allSatisfy(each -> assertThat(numbers(each.getAttribute("d")))
                        .allSatisfy(point -> assertThat(Math.abs(point[0])).isLessThan(800)));
    }

    @Test
    void linesAreCutAtTheEdges() {
        Rectangle2D area = new Rectangle2D.Double(0, 0, 10, 10);
        assertThat(Polyline.cut(new double[] {-5, 5}, new double[] {15, 5}, area)).containsExactly(0, 5, 10, 5);
        assertThat(Polyline.cut(new double[] {2, 3}, new double[] {4, 5}, area)).containsExactly(2, 3, 4, 5);
        assertThat(Polyline.cut(new double[] {5, 5}, new double[] {5, 1e300}, area)).containsExactly(5, 5, 5, 10);
        assertThat(Polyline.cut(new double[] {-5, 2}, new double[] {2, -5}, area)).isEmpty();
        assertThat(Polyline.cut(new double[] {-1, 2}, new double[] {-1, 5}, area)).isEmpty();
    }

    @Test
    void levelsAreLinearOrLogarithmic() {
        Grid grid = Grid.sample(0, 10, 0, 1, 11, (x, y) -> 5 + x);
        ContourPlot plot = ContourPlot.of("", grid);
        assertThat(plot.withLinearLevels(4).levels()).containsExactly(7.0, 9.0, 11.0, 13.0);
        List<Double> logarithmic = plot.withLogarithmicLevels(3).levels();
        // 10 / 1000, 10 / 100 and 10 / 10 above 5.
        assertThat(logarithmic.get(0)).isCloseTo(5.01, within(1e-12));
        assertThat(logarithmic.get(1)).isCloseTo(5.1, within(1e-12));
        assertThat(logarithmic.get(2)).isCloseTo(6, within(1e-12));
        assertThat(ContourPlot.of("", Grid.sample(0, 1, 0, 1, 2, (x, y) -> 3)).levels())
                .containsExactly(3.0);
        assertThat(ContourPlot.of("", Grid.sample(0, 1, 0, 1, 2, (x, y) -> Double.NaN))
                        .levels())
                .containsExactly(0.0);
    }

    @Test
    void animatedDrawingNeedsNothingElseAndStandsStillOnRequest() throws Exception {
        Path file = folder.resolve("moving.svg");
        ContourPlot.of("Moving", PLANE).plus(PATH).plus(AWAY).writeAnimatedSvg(file, 4);
        Document svg = parse(file);
        List<Element> moving = elements(svg, "path").stream()
                .filter(each -> each.getAttribute("class").equals("path"))
                .toList();
        // Each with its halo.
        assertThat(moving).hasSize(4);
        assertThat(numbers(moving.get(1).getAttribute("d"))).hasSize(4);
        assertThat(moving.get(1).getAttribute("style")).contains("line0 4.0s");
        String style = elements(svg, "style").get(0).getTextContent();
        assertThat(style).contains("prefers-reduced-motion: reduce", "@keyframes line0", "@keyframes head1");
        // Three steps in 85 % of the time.
        assertThat(style).contains("0.00% { stroke-dashoffset: 1.00000; }", "28.33% {", "85.00% {");
        assertThat(Files.readString(file))
                .doesNotContain("<script", "NaN", "Infinity")
                .doesNotContainPattern("href=\"http");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContourPlot.of("", PLANE).writeAnimatedSvg(file, 0))
                .withMessageContaining("seconds");
    }

    @Test
    void animationHasAFrameForEachMomentAndRestsAtItsEnd() throws IOException {
        Path file = folder.resolve("moving.gif");
        ContourPlot plot =
                ContourPlot.of("Moving", PLANE).withWidth(300).withHeight(240).plus(PATH);
        Animation.of(plot, 3).writeGif(file);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(3);
            assertThat(reader.getWidth(0)).isEqualTo(300);
            assertThat(reader.getHeight(0)).isEqualTo(240);
            // Of later frames only what changes is stored.
            assertThat(reader.getWidth(1)).isLessThan(200);
            int[] delays = IntStream.range(0, 3).map(i -> delay(reader, i)).toArray();
            assertThat(delays).containsExactly(10, 10, 110);
            reader.dispose();
        }
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0");
    }

    @Test
    void anyFiguresCanBeFrames() throws IOException {
        Path file = folder.resolve("charts.gif");
        LineChart chart = LineChart.of("", "x", "y").withWidth(300).withHeight(200);
        Animation.of(List.of(chart.plus("a", 1, 2), chart.plus("a", 2, 1)))
                .withFrameSeconds(0.5)
                .writeGif(file);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(2);
            assertThat(delay(reader, 0)).isEqualTo(50);
            reader.dispose();
        }
    }

    private static int delay(ImageReader reader, int frame) {
        try {
            IIOMetadataNode root = (IIOMetadataNode)
                    reader.getImageMetadata(frame).getAsTree("javax_imageio_gif_image_1.0");
            return Integer.parseInt(((Element)
                            root.getElementsByTagName("GraphicControlExtension").item(0))
                    .getAttribute("delayTime"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void impossiblePlotsAreRefused() {
        ContourPlot plot = ContourPlot.of("Plane", PLANE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plot.withLevels(List.of(1.0, 1.0)))
                .withMessage("contour plot 'Plane': levels must rise and be finite, received 1.0.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plot.withLinearLevels(0))
                .withMessageContaining("1 to 200");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plot.plus(PATH).plus(PATH))
                .withMessageContaining("names must differ");
        assertThatIllegalArgumentException().isThrownBy(() -> plot.withWidth(10)).withMessageContaining("width");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grid.of(new double[] {0, 0}, new double[] {0, 1}, new double[2][2]))
                .withMessageContaining("x must rise");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grid.of(new double[] {0, 1}, new double[] {0, 1}, new double[2][3]))
                .withMessageContaining("row 0 must have 2 values, received 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grid.sample(0, 1, 0, 1, 1, (x, y) -> 0))
                .withMessageContaining("lines must be 2 to 2000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Animation.of(List.of()))
                .withMessageContaining("frames must be 1 to 1000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Animation.of(List.of(plot, plot.withWidth(300))))
                .withMessageContaining("720 x 600, 300 x 600");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Animation.of(plot, 3).withFrameSeconds(0))
                .withMessageContaining("frameSeconds");
    }

    private BufferedImage png(Figure figure) throws IOException {
        Path file = folder.resolve("plot.png");
        figure.writePng(file);
        return ImageIO.read(file.toFile());
    }

    static int pixels(BufferedImage image, Color color) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == color.getRGB() ? 1 : 0;
            }
        }
        return count;
    }

    private static Document parse(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    /** The points of a path of straight lines. */
    private static List<double[]> numbers(String data) {
        String[] words = data.replaceAll("[A-Za-z,]", " ").trim().split("\\s+");
        return IntStream.range(0, words.length / 2)
                .mapToObj(i -> new double[] {Double.parseDouble(words[2 * i]), Double.parseDouble(words[2 * i + 1])})
                .toList();
    }
}
