package io.cornu.plots;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import io.cornu.data.AtomicFiles;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Draws figures into files. */
final class FigureFiles {
    private static final int SCALE = 2;

    /** Attributes with places; a thousandth of a pixel is not seen, and makes files half as large. */
    private static final Pattern NUMBERS =
            Pattern.compile(" (?:d|points|[xy][12]?|c[xy]|r[xy]?|width|height)=\"[^\"]*\"");

    private static final Pattern DIGITS = Pattern.compile("(\\.\\d{3})\\d+(?![\\dE])");

    /** This machine's font, which others may lack. */
    private static final Pattern FONTS = Pattern.compile("(font-family:&quot;[^;]*&quot;)(?=;)");

    private FigureFiles() {}

    static void writePng(Figure figure, Path file) throws IOException {
        BufferedImage image = image(figure, SCALE);
        AtomicFiles.write(file, temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                if (!ImageIO.write(image, "png", out)) {
                    throw new IOException(file + ": this Java has no PNG writer.");
                }
            }
        });
    }

    /** A figure as pixels, so many for each of its own. */
    static BufferedImage image(Figure figure, int scale) throws IOException {
        BufferedImage image =
                new BufferedImage(scale * figure.width(), scale * figure.height(), BufferedImage.TYPE_INT_RGB);
        onto(image, scale, graphics -> {
            white(figure, graphics);
            draw(figure, graphics);
        });
        return image;
    }

    /** Draws smoothly on an image. */
    static void onto(BufferedImage image, int scale, Consumer<Graphics2D> painter) throws IOException {
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(scale, scale);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            paint(graphics, painter);
        } finally {
            graphics.dispose();
        }
    }

    private static void white(Figure figure, Graphics2D graphics) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, figure.width(), figure.height());
    }

    static void writeSvg(Figure figure, Path file) throws IOException {
        byte[] drawing = svg(figure, graphics -> draw(figure, graphics));
        AtomicFiles.write(file, temporary -> Files.write(temporary, drawing));
    }

    /** An SVG drawing of a figure's size. */
    static byte[] svg(Figure figure, Consumer<Graphics2D> painter) throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        paint(graphics, all -> {
            white(figure, all);
            painter.accept(all);
        });
        Document document = Processors.get("svg")
                .getDocument(graphics.getCommands(), new PageSize(figure.width(), figure.height()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.writeTo(out);
        // The library leaves out what it takes for usual, which are 12 pixels; to browsers it is 16.
        String text = FONTS.matcher(out.toString(StandardCharsets.UTF_8))
                .replaceAll("$1,sans-serif")
                .replaceFirst("<svg ", "<svg font-family=\"sans-serif\" font-size=\"12\" ");
        return NUMBERS.matcher(text)
                .replaceAll(numbers -> DIGITS.matcher(numbers.group()).replaceAll("$1"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Java without fontconfig or fonts fails in ways of its own, long after training has succeeded. */
    private static void paint(Graphics2D graphics, Consumer<Graphics2D> painter) throws IOException {
        try {
            painter.accept(graphics);
        } catch (LinkageError | InternalError | RuntimeException e) {
            throw new IOException(
                    "chart: expected a font to draw with, received: " + e
                            + ". Install fontconfig and a font, such as Debian's fontconfig and fonts-dejavu-core.",
                    e);
        }
    }

    static void draw(Figure figure, Graphics2D graphics) {
        if (figure instanceof LineChart chart) {
            ChartDrawing.of(chart).paint(graphics, chart.width(), chart.height());
        } else if (figure instanceof Panels panels) {
            drawBeside(panels.charts(), graphics);
        } else if (figure instanceof BarChart chart) {
            new BarDrawing(chart, new Canvas(graphics)).paint();
        } else if (figure instanceof Histogram histogram) {
            HistogramDrawing.paint(histogram, new Canvas(graphics));
        } else if (figure instanceof ScatterPlot plot) {
            ScatterDrawing.paint(plot, new Canvas(graphics));
        } else if (figure instanceof HeatMap map) {
            new HeatMapDrawing(map, new Canvas(graphics)).paint();
        } else if (figure instanceof ParallelCoordinates plot) {
            new ParallelDrawing(plot, new Canvas(graphics)).paint();
        } else if (figure instanceof ImageGrid grid) {
            ImageGridDrawing.paint(grid, new Canvas(graphics));
        } else if (figure instanceof ContourPlot plot) {
            ContourDrawing.paint(plot, graphics);
        } else if (figure instanceof SurfacePlot plot) {
            SurfaceDrawing.paint(plot, graphics);
        } else {
            throw new IllegalStateException(figure.getClass() + " has no drawing");
        }
    }

    private static void drawBeside(List<Figure> figures, Graphics2D graphics) {
        int left = 0;
        for (Figure figure : figures) {
            Graphics2D panel = (Graphics2D) graphics.create();
            panel.translate(left, 0);
            draw(figure, panel);
            panel.dispose();
            left += figure.width();
        }
    }
}
