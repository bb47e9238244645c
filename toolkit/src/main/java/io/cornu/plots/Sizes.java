package io.cornu.plots;

import io.cornu.text.Arguments;
import java.util.Arrays;
import java.util.List;

/** What all figures ask of their numbers. */
final class Sizes {
    static final int WIDTH = 640;
    static final int HEIGHT = 480;
    private static final int LARGEST = 8000;

    private Sizes() {}

    static void require(String title, int width, int height) {
        String where = "chart '" + title + "'";
        Arguments.require(width >= 200 && width <= LARGEST, where, "width must be 200 to 8000", width);
        Arguments.require(height >= 150 && height <= LARGEST, where, "height must be 150 to 8000", height);
    }

    /** At least as many pixels as the content asks for, as far as that is possible. */
    static int atLeast(int given, double needed) {
        return Math.max(given, (int) Math.min(LARGEST, Math.ceil(needed)));
    }

    static void requireDistinct(String title, List<String> names) {
        Arguments.require(
                names.stream().distinct().count() == names.size(), "chart '" + title + "'", "names must differ", names);
    }

    static List<Double> list(double... values) {
        return Arrays.stream(values).boxed().toList();
    }
}
