package io.cornu.plots;

import io.cornu.plots.Canvas.Side;
import io.cornu.plots.ImageGrid.Picture;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws pictures in rows. */
final class ImageGridDrawing {
    /** Pictures are enlarged by whole numbers to about this, so that their pixels stay squares wherever they are shown. */
    private static final int LEAST_PIXELS = 256;

    private ImageGridDrawing() {}

    static void paint(ImageGrid grid, Canvas canvas) {
        canvas.title(grid.title(), grid.width());
        double y = grid.titleHeight();
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                int number = row * grid.columns() + column;
                if (number < grid.pictures().size()) {
                    double x = ImageGrid.GAP + column * (grid.cellWidth() + ImageGrid.GAP);
                    paint(grid, canvas, grid.pictures().get(number), x, y, row);
                }
            }
            y += grid.rowHeight(row);
        }
    }

    private static void paint(ImageGrid grid, Canvas canvas, Picture picture, double x, double y, int row) {
        double scale = Math.min(
                grid.cellWidth() / picture.pixelWidth(), grid.pictureHeight(row) / picture.pixelHeight());
        double width = scale * picture.pixelWidth();
        double height = scale * picture.pixelHeight();
        canvas.image(
                image(picture, grid.low(), grid.high()),
                x + (grid.cellWidth() - width) / 2,
                y + grid.pictureHeight(row) - height,
                width,
                height);
        if (!picture.caption().isEmpty()) {
            double room = grid.captionHeight(row);
            double size = canvas.fittingSize(picture.caption(), ImageGrid.CAPTION, grid.cellWidth(), room);
            List<String> lines = canvas.wrapped(picture.caption(), size, grid.cellWidth(), false);
            double middle = y + grid.pictureHeight(row) + 4 + lines.size() * size * Canvas.LINE / 2;
            canvas.lines(lines, x + grid.cellWidth() / 2, middle, size, Side.MIDDLE, Palette.TEXT, false);
        }
    }

    private static BufferedImage image(Picture picture, double low, double high) {
        int height = (int) picture.pixelHeight();
        int width = (int) picture.pixelWidth();
        int channels = picture.pixels().size() / (height * width);
        double[] values = picture.pixels().toDoubles();
        int times = Math.max(1, LEAST_PIXELS / Math.max(height, width));
        BufferedImage image = new BufferedImage(width * times, height * times, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int color = 0;
                for (int channel = 0; channel < 3; channel++) {
                    double value = values[(y * width + x) * channels + (channels == 1 ? 0 : channel)];
                    double share = Double.isNaN(value) ? 0 : Math.max(0, Math.min(1, (value - low) / (high - low)));
                    color = color << 8 | (int) Math.round(share * 255);
                }
                for (int i = 0; i < times * times; i++) {
                    image.setRGB(x * times + i % times, y * times + i / times, color);
                }
            }
        }
        return image;
    }
}
