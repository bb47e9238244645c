package io.cornu.layers;

import io.cornu.text.Arguments;
import java.util.List;

/**
 * A depth, a height and a width, in voxels or steps.
 *
 * @param depth at least 1
 * @param height at least 1
 * @param width at least 1
 */
public record Size3D(int depth, int height, int width) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Size3D {
        Arguments.positive("Size3D", "depth", depth);
        Arguments.positive("Size3D", "height", height);
        Arguments.positive("Size3D", "width", width);
    }

    /**
     * A depth, a height and a width.
     *
     * @param depth at least 1
     * @param height at least 1
     * @param width at least 1
     * @return the size
     */
    public static Size3D of(int depth, int height, int width) {
        return new Size3D(depth, height, width);
    }

    /** One number an axis. */
    List<Integer> axes() {
        return List.of(depth, height, width);
    }

    /**
     * A cube.
     *
     * @param side depth, height and width, at least 1
     * @return the size
     */
    public static Size3D cube(int side) {
        return new Size3D(side, side, side);
    }
}
