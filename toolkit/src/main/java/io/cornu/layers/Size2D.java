package io.cornu.layers;

import io.cornu.text.Arguments;
import java.util.List;

/**
 * A height and a width, in pixels or steps.
 *
 * @param height at least 1
 * @param width at least 1
 */
public record Size2D(int height, int width) {
    /**
     * Checks both numbers.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Size2D {
        Arguments.positive("Size2D", "height", height);
        Arguments.positive("Size2D", "width", width);
    }

    /**
     * A height and a width.
     *
     * @param height at least 1
     * @param width at least 1
     * @return the size
     */
    public static Size2D of(int height, int width) {
        return new Size2D(height, width);
    }

    /** One number an axis. */
    List<Integer> axes() {
        return List.of(height, width);
    }

    /**
     * A square.
     *
     * @param side height and width, at least 1
     * @return the size
     */
    public static Size2D square(int side) {
        return new Size2D(side, side);
    }
}
