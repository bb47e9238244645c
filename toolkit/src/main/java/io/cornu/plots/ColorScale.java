package io.cornu.plots;

import io.cornu.text.Arguments;
import java.awt.Color;

/**
 * Colors for numbers, for contour plots, surfaces and heat maps.
 *
 * <p>Equal steps of the numbers look like equal steps of the colors, also to people with another color vision and in
 * gray print. The colors are computed: a curve through the color space OKLab, walked with constant speed.
 *
 * <p>Source: B. Ottosson, A perceptual color space for image processing, 2020; the idea from matplotlib's viridis.
 */
public enum ColorScale {
    /** From a dark violet over blue and green to a light yellow, for numbers from few to many. */
    SEQUENTIAL {
        @Override
        double[] lab(double share) {
            double chroma = 0.105 + 0.055 * share * share;
            return polar(0.28 + 0.63 * share, chroma, Math.toRadians(308 - 200 * share));
        }
    },
    /** From blue over nearly white to red, for numbers below and above a middle. */
    DIVERGING {
        @Override
        double[] lab(double share) {
            double distance = 2 * share - 1;
            double lightness = 0.97 - 0.47 * Math.abs(distance);
            return polar(lightness, 0.14 * Math.abs(distance), Math.toRadians(distance < 0 ? 252 : 32));
        }
    },
    /** From black to white, for pictures of one channel. */
    GRAY {
        @Override
        double[] lab(double share) {
            return new double[] {share, 0, 0};
        }
    };

    private static final int STEPS = 1024;

    private final Color[] table = table();

    /**
     * The color of a number.
     *
     * @param share where the number lies, from 0 for the first color to 1 for the last; what lies outside has the color
     *     of the nearer end
     * @return the color
     * @throws IllegalArgumentException if it is not a number
     */
    public Color at(double share) {
        Arguments.require(!Double.isNaN(share), "ColorScale", "share must be a number", share);
        double inside = Math.max(0, Math.min(1, share));
        return table[(int) Math.round(inside * (STEPS - 1))];
    }

    /** The color space's lightness and its two axes of hue, for 0 to 1. */
    abstract double[] lab(double share);

    /** Colors at equal distances along the curve. */
    private Color[] table() {
        double[] length = new double[STEPS];
        for (int i = 1; i < STEPS; i++) {
            double[] before = lab((i - 1.0) / (STEPS - 1));
            double[] here = lab((double) i / (STEPS - 1));
            length[i] = length[i - 1] + distance(before, here);
        }
        Color[] colors = new Color[STEPS];
        int reached = 0;
        for (int i = 0; i < STEPS; i++) {
            double wanted = length[STEPS - 1] * i / (STEPS - 1);
            while (reached < STEPS - 2 && length[reached + 1] < wanted) {
                reached++;
            }
            double part = (wanted - length[reached]) / (length[reached + 1] - length[reached]);
            colors[i] = color(lab((reached + part) / (STEPS - 1)));
        }
        return colors;
    }

    static double distance(double[] some, double[] other) {
        return Math.hypot(Math.hypot(some[0] - other[0], some[1] - other[1]), some[2] - other[2]);
    }

    private static double[] polar(double lightness, double chroma, double hue) {
        return new double[] {lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)};
    }

    private static Color color(double[] lab) {
        double l = cube(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2]);
        double m = cube(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2]);
        double s = cube(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2]);
        return new Color(
                channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
    }

    private static double cube(double value) {
        return value * value * value;
    }

    /** A linear channel as sRGB has it. */
    private static int channel(double linear) {
        double inside = Math.max(0, Math.min(1, linear));
        double encoded = inside <= 0.0031308 ? 12.92 * inside : 1.055 * Math.pow(inside, 1 / 2.4) - 0.055;
        return (int) Math.round(255 * encoded);
    }
}
