package io.cornu.plots;

import java.awt.Color;

/** Scales of color for numbers. */
enum Shades {
    /** From dark to light: cividis, made for people with and without color vision (Nunez, Anderton, Renslow 2018). */
    SEQUENTIAL(0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55, 0xFEE838),
    /** From blue over white to vermillion, for numbers on both sides of 0. */
    DIVERGING(0x00507D, 0x0072B2, 0x6BAED6, 0xFFFFFF, 0xF4A582, 0xD55E00, 0x954200);

    private final int[] colors;

    Shades(int... colors) {
        this.colors = colors;
    }

    /** The color at a place from 0 to 1. */
    Color color(double share) {
        double at = Math.max(0, Math.min(1, share)) * (colors.length - 1);
        int below = (int) Math.min(colors.length - 2, Math.floor(at));
        double rest = at - below;
        Color from = new Color(colors[below]);
        Color to = new Color(colors[below + 1]);
        return new Color(
                mixed(from.getRed(), to.getRed(), rest),
                mixed(from.getGreen(), to.getGreen(), rest),
                mixed(from.getBlue(), to.getBlue(), rest));
    }

    private static int mixed(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }
}
