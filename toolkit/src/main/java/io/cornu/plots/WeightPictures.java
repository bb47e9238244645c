package io.cornu.plots;

import io.cornu.data.Array;
import io.cornu.text.Arguments;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** Makes pictures of a kernel. */
final class WeightPictures {
    private static final int MOST_COLUMNS = 10;

    private WeightPictures() {}

    static ImageGrid of(String title, Array kernel, int height, int width) {
        Shape shape = kernel.shape();
        int rank = shape.numDimensions();
        boolean isDense = rank == 2 && shape.get(0) == (long) height * width;
        boolean isConvolution = rank == 4
                && shape.get(0) == height
                && shape.get(1) == width
                && (shape.get(2) == 1 || shape.get(2) == 3);
        Arguments.require(
                isDense || isConvolution,
                "chart '" + title + "'",
                "kernel must be of shape (" + height * width + ", units) or (" + height + ", " + width
                        + ", 1 or 3, filters)",
                kernel);
        int units = (int) shape.get(-1);
        double[] values = kernel.toDoubles();
        double largest = Arrays.stream(values)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(1);
        double scale = largest == 0 ? 1 : largest;
        boolean isColored = isConvolution && shape.get(2) == 3;
        List<ImageGrid.Picture> pictures = new ArrayList<>();
        for (int unit = 0; unit < units; unit++) {
            float[] pixels = isColored
                    ? colors(values, unit, units, scale)
                    : shades(values, unit, units, scale, height * width);
            pictures.add(new ImageGrid.Picture(Array.of(pixels, height, width, 3), Integer.toString(unit)));
        }
        return new ImageGrid(title, pictures, 0, 1, Math.min(MOST_COLUMNS, Math.max(1, units)), Sizes.WIDTH);
    }

    private static float[] shades(double[] values, int unit, int units, double scale, int size) {
        float[] pixels = new float[size * 3];
        for (int i = 0; i < size; i++) {
            double value = values[i * units + unit];
            Color color = ColorScale.DIVERGING.at(Double.isFinite(value) ? .5 + value / scale / 2 : .5);
            float[] parts = color.getRGBColorComponents(null);
            System.arraycopy(parts, 0, pixels, 3 * i, 3);
        }
        return pixels;
    }

    private static float[] colors(double[] values, int unit, int units, double scale) {
        float[] pixels = new float[values.length / units];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (.5 + values[i * units + unit] / scale / 2);
        }
        return pixels;
    }
}
