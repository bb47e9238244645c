package io.cornu.plots;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Pictures in rows, with a caption below each: examples with class, prediction and uncertainty, or the weights of a first
 * layer.
 *
 * <p>Pictures have the shape (height, width), (height, width, 1) for gray, or (height, width, 3) for red, green and blue.
 * Their numbers run from {@code low}, which is black, to {@code high}, which is white or full color. Pixels stay sharp
 * squares.
 *
 * <pre>{@code
 * ImageGrid.of("Most uncertain", images, List.of("cat, 3.2 nats", "dog, 3.1 nats")).writePng(Path.of("uncertain.png"));
 * }</pre>
 *
 * @param title the title; empty for none
 * @param pictures the pictures, in the order of reading
 * @param low the number that is black
 * @param high the number that is white, above it
 * @param columns how many stand in a row, 1 to 50
 * @param width the width in pixels, 200 to 8000; 640 by default
 */
@RecordBuilder
public record ImageGrid(String title, List<Picture> pictures, double low, double high, int columns, int width)
        implements Figure, ImageGridBuilder.With {
    static final double GAP = 8;
    static final double CAPTION = 12;
    /** The average width of a letter of a caption. */
    private static final double LETTER = 7.4;

    private static final int MOST_PICTURES = 2000;

    /**
     * One picture.
     *
     * @param pixels of the shape (height, width), (height, width, 1) or (height, width, 3)
     * @param caption what stands below; empty for nothing, with line breaks where wanted
     */
    public record Picture(Array pixels, String caption) {
        /**
         * Checks the shape.
         *
         * @throws IllegalArgumentException if it is not that of a picture
         */
        public Picture {
            Shape shape = pixels.shape();
            int rank = shape.numDimensions();
            Arguments.require(
                    (rank == 2 || rank == 3 && (shape.get(2) == 1 || shape.get(2) == 3)) && shape.size() > 0,
                    "ImageGrid",
                    "pictures must be of shape (height, width), (height, width, 1) or (height, width, 3)",
                    pixels);
        }

        double pixelHeight() {
            return pixels.shape().get(0);
        }

        double pixelWidth() {
            return pixels.shape().get(1);
        }
    }

    /**
     * Checks numbers and sizes.
     *
     * @throws IllegalArgumentException if there are no pictures or more than 2,000, the range is empty, or the width or
     *     the columns are out of range
     */
    public ImageGrid {
        pictures = List.copyOf(pictures);
        String where = "chart '" + title + "'";
        Arguments.require(
                !pictures.isEmpty() && pictures.size() <= MOST_PICTURES,
                where,
                "pictures must be 1 to " + MOST_PICTURES,
                pictures.size());
        Arguments.require(
                Double.isFinite(low) && Double.isFinite(high) && low < high,
                where,
                "low must be below high",
                low + " and " + high);
        Arguments.require(columns >= 1 && columns <= 50, where, "columns must be 1 to 50", columns);
        Sizes.require(title, width, Sizes.HEIGHT);
    }

    /**
     * Pictures with captions, five in a row, or fewer where there are fewer. Bytes run from 0 to 255, other numbers from
     * 0 to 1 where all lie there, else from the least to the largest.
     *
     * @param title the title; empty for none
     * @param images of the shape (examples, height, width), (examples, height, width, 1) or (examples, height, width, 3)
     * @param captions one for each
     * @return the grid
     * @throws IllegalArgumentException if the shape is not that of pictures, or there are more or fewer captions
     */
    public static ImageGrid of(String title, Array images, List<String> captions) {
        long count = images.shape().numDimensions() < 1 ? 0 : images.shape().get(0);
        Arguments.require(
                count == captions.size(), "chart '" + title + "'", "expected " + count + " captions", captions.size());
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Shape one = images.shape().takeLast(images.shape().numDimensions() - 1);
            pictures.add(new Picture(images.rows(i, i + 1).reshape(one.asArray()), captions.get(i)));
        }
        double[] range = images.dataType() == DataType.UINT8 ? new double[] {0, 255} : range(images);
        return new ImageGrid(title, pictures, range[0], range[1], Math.max(1, Math.min(5, (int) count)), Sizes.WIDTH);
    }

    /**
     * The weights of a first layer as pictures, one for each unit or filter: blue below 0, white at 0, vermillion above.
     * Those of filters with three channels are shown in their colors instead.
     *
     * @param title the title; empty for none
     * @param kernel of the shape (height * width, units) of Dense, or (height, width, 1 or 3, filters) of Conv2D
     * @param height that of the pictures; for convolutions that of the filters
     * @param width that of the pictures; for convolutions that of the filters
     * @return the grid, with the numbers of the units as captions
     * @throws IllegalArgumentException if the shape does not fit
     */
    public static ImageGrid ofWeights(String title, Array kernel, int height, int width) {
        return WeightPictures.of(title, kernel, height, width);
    }

    /**
     * How high it is: as high as the pictures and captions are.
     *
     * @return the height in pixels of a screen of ordinary density
     */
    @Override
    public int height() {
        double sum = titleHeight();
        for (int row = 0; row < rows(); row++) {
            sum += rowHeight(row);
        }
        return (int) Math.ceil(sum + GAP);
    }

    double titleHeight() {
        double lines = Math.ceil(title.length() * LETTER * 1.35 / (width - 24));
        return title.isEmpty() ? GAP : 20 + lines * Canvas.TITLE * Canvas.LINE;
    }

    int rows() {
        return (pictures.size() + columns - 1) / columns;
    }

    double cellWidth() {
        return (width - GAP * (columns + 1)) / columns;
    }

    private List<Picture> row(int row) {
        return pictures.subList(row * columns, Math.min(pictures.size(), (row + 1) * columns));
    }

    double pictureHeight(int row) {
        return row(row).stream()
                .mapToDouble(picture -> cellWidth() * Math.min(2, picture.pixelHeight() / picture.pixelWidth()))
                .max()
                .orElse(0);
    }

    double captionHeight(int row) {
        double lines = row(row).stream()
                .flatMapToDouble(picture -> IntStream.of(picture.caption().isEmpty()
                                ? 0
                                : (int) picture.caption()
                                        .lines()
                                        .mapToDouble(line -> Math.max(1, Math.ceil(line.length() * LETTER / cellWidth())))
                                        .sum())
                        .asDoubleStream())
                .max()
                .orElse(0);
        return lines * CAPTION * Canvas.LINE;
    }

    double rowHeight(int row) {
        double caption = captionHeight(row);
        return pictureHeight(row) + (caption > 0 ? caption + 4 : 0) + GAP;
    }

    private static double[] range(Array images) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : images.toDoubles()) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        boolean isUnit = low >= 0 && high <= 1;
        return isUnit || low >= high ? new double[] {0, Math.max(1, Math.min(high, 1))} : new double[] {low, high};
    }
}
