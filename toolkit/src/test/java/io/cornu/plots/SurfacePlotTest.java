package io.cornu.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.plots.LineChart.Series;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurfacePlotTest {
    private static final Color BLUE = new Color(0x0072B2);

    /** A wall along y = 0, and a path behind it for those who look from where y is small. */
    private static final SurfacePlot WALL = SurfacePlot.of(
                    "Wall", Grid.sample(-1, 1, -1, 1, 41, (x, y) -> Math.exp(-20 * y * y)))
            .plus(new Series("path", List.of(-0.5, 0.0, 0.5), List.of(0.8, 0.8, 0.8)));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** From the end of the x axis y points right; from that of the y axis x points left; from above y points up. */
    @Test
    void projectionIsThatOfTheAngles() {
        Projection alongX = new Projection(0, 0);
        assertThat(alongX.right(0.3, 0.7)).isCloseTo(0.7, within(1e-12));
        assertThat(alongX.up(0.3, 0.7, 0.2)).isCloseTo(0.2, within(1e-12));
        assertThat(alongX.near(0.3, 0.7, 0.2)).isCloseTo(0.3, within(1e-12));
        Projection alongY = new Projection(90, 0);
        assertThat(alongY.right(0.3, 0.7)).isCloseTo(-0.3, within(1e-12));
        assertThat(alongY.near(0.3, 0.7, 0.2)).isCloseTo(0.7, within(1e-12));
        Projection above = new Projection(-90, 90);
        assertThat(above.right(0.3, 0.7)).isCloseTo(0.3, within(1e-12));
        assertThat(above.up(0.3, 0.7, 0.2)).isCloseTo(0.7, within(1e-12));
        assertThat(above.near(0.3, 0.7, 0.2)).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void whatIsBehindIsHidden() throws IOException {
        SurfacePlot low = WALL.withElevation(10);
        int seen = ContourPlotTest.pixels(png(low.withAzimuth(90)), BLUE);
        int hidden = ContourPlotTest.pixels(png(low.withAzimuth(-90)), BLUE);
        int legend =
                ContourPlotTest.pixels(png(low.withPaths(List.of(new Series("path", List.of(), List.of())))), BLUE);
        assertThat(legend).isPositive();
        assertThat(hidden).isEqualTo(legend);
        assertThat(seen).isGreaterThan(legend + 500);
    }

    @Test
    void filesHaveTheirSizeAndWords() throws IOException {
        BufferedImage image = png(WALL.withWidth(400).withHeight(300));
        assertThat(image.getWidth()).isEqualTo(800);
        assertThat(image.getHeight()).isEqualTo(600);
        Path file = folder.resolve("wall.svg");
        WALL.withZLabel("height").withLogarithmic(true).writeSvg(file);
        assertThat(Files.readString(file)).contains(">Wall<", ">height<", ">path<", "stroke:rgb(0,114,178)");
    }

    @Test
    void gapsAndPlacesOutsideAreLeftOut() throws IOException {
        Grid holes = Grid.sample(0, 1, 0, 1, 5, (x, y) -> x > 0.5 ? Double.NaN : y);
        SurfacePlot plot =
                SurfacePlot.of("", holes).plus(new Series("out", List.of(-3.0, 0.2, 5.0), List.of(0.5, 0.5, 1e300)));
        assertThat(png(plot).getWidth()).isEqualTo(1440);
        assertThat(png(SurfacePlot.of("", Grid.sample(0, 1, 0, 1, 2, (x, y) -> 7)))
                        .getWidth())
                .isEqualTo(1440);
    }

    @Test
    void roundNumbersStandAtTheAxes() {
        assertThat(ticks(-3, 3)).containsExactly(-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0);
        assertThat(ticks(0, 0.1)).containsExactly(0.0, 0.02, 0.04, 0.06, 0.08, 0.1);
        assertThat(ticks(2, 2)).containsExactly(2.0);
        assertThat(ticks(-Double.MAX_VALUE, Double.MAX_VALUE)).containsExactly(-Double.MAX_VALUE);
        assertThat(Axis.number(0.30000000000000004)).isEqualTo("0.3");
        assertThat(Axis.number(-20)).isEqualTo("-20");
        assertThat(Axis.number(1234567)).isEqualTo("1.23e6");
        assertThat(Axis.number(0.00001)).isEqualTo("1e-5");
        assertThat(Axis.number(0)).isEqualTo("0");
    }

    private static Stream<Double> ticks(double low, double high) {
        return Axis.of(low, high, false, 6).ticks().stream().map(Axis.Tick::value);
    }

    @Test
    void impossiblePlotsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WALL.withElevation(91))
                .withMessageContaining("elevation must be in [-90, 90], received 91");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WALL.withAzimuth(Double.NaN))
                .withMessageContaining("azimuth");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WALL.plus(WALL.paths().get(0)))
                .withMessageContaining("names must differ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WALL.withHeight(1))
                .withMessageContaining("height");
    }

    private BufferedImage png(Figure figure) throws IOException {
        Path file = folder.resolve("surface.png");
        figure.writePng(file);
        return ImageIO.read(file.toFile());
    }
}
