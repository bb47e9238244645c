package io.cornu.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColorScaleTest {
    private static final int STEPS = 16;

    /** By the inverse of OKLab's formulas, from the 8 bits of a screen: a color that no screen has fails. */
    @ParameterizedTest
    @EnumSource
    void equalStepsLookEqual(ColorScale scale) {
        double[] distances = IntStream.range(0, STEPS)
                .mapToDouble(i ->
                        ColorScale.distance(lab(scale.at((double) i / STEPS)), lab(scale.at((i + 1.0) / STEPS))))
                .toArray();
        double mean = Arrays.stream(distances).average().orElseThrow();
        for (double distance : distances) {
            assertThat(distance).isCloseTo(mean, within(0.15 * mean));
        }
    }

    @Test
    void scalesForManyBecomeLighter() {
        for (ColorScale scale : new ColorScale[] {ColorScale.SEQUENTIAL, ColorScale.GRAY}) {
            for (int i = 1; i < 24; i++) {
                assertThat(lab(scale.at((i + 1) / 24.0))[0]).isGreaterThan(lab(scale.at(i / 24.0))[0]);
            }
        }
    }

    @Test
    void divergingScaleIsLightInTheMiddleAndAsDarkAtBothEnds() {
        double middle = lab(ColorScale.DIVERGING.at(0.5))[0];
        double low = lab(ColorScale.DIVERGING.at(0))[0];
        double high = lab(ColorScale.DIVERGING.at(1))[0];
        assertThat(middle).isGreaterThan(0.95);
        assertThat(low).isCloseTo(high, within(0.01)).isLessThan(0.6);
        assertThat(ColorScale.DIVERGING.at(0).getBlue())
                .isGreaterThan(ColorScale.DIVERGING.at(0).getRed());
        assertThat(ColorScale.DIVERGING.at(1).getRed())
                .isGreaterThan(ColorScale.DIVERGING.at(1).getBlue());
    }

    @Test
    void whatLiesOutsideHasTheNearestColor() {
        assertThat(ColorScale.GRAY.at(-3)).isEqualTo(Color.BLACK);
        assertThat(ColorScale.GRAY.at(Double.POSITIVE_INFINITY)).isEqualTo(Color.WHITE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ColorScale.GRAY.at(Double.NaN))
                .withMessageContaining("received NaN");
    }

    private static double[] lab(Color color) {
        double r = linear(color.getRed());
        double g = linear(color.getGreen());
        double b = linear(color.getBlue());
        double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return new double[] {
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
        };
    }

    private static double linear(int channel) {
        double encoded = channel / 255.0;
        return encoded <= 0.04045 ? encoded / 12.92 : Math.pow((encoded + 0.055) / 1.055, 2.4);
    }
}
