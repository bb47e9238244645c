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
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws figures into files. */
final class FigureFiles {
    private static final int SCALE = 2;

    private FigureFiles() {}

    static void writePng(Figure figure, Path file) throws IOException {
        BufferedImage image =
                new BufferedImage(SCALE * figure.width(), SCALE * figure.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(SCALE, SCALE);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            paint(figure, graphics);
        } finally {
            graphics.dispose();
        }
        AtomicFiles.write(file, temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                if (!ImageIO.write(image, "png", out)) {
                    throw new IOException(file + ": this Java has no PNG writer.");
                }
            }
        });
    }

    static void writeSvg(Figure figure, Path file) throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        paint(figure, graphics);
        Document document = Processors.get("svg")
                .getDocument(graphics.getCommands(), new PageSize(figure.width(), figure.height()));
        AtomicFiles.write(file, temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                document.writeTo(out);
            }
        });
    }

    /** Java without fontconfig or fonts fails in ways of its own, long after training has succeeded. */
    private static void paint(Figure figure, Graphics2D graphics) throws IOException {
        try {
            paintAll(figure, graphics);
        } catch (LinkageError | InternalError | RuntimeException e) {
            throw new IOException(
                    "chart: expected a font to draw with, received: " + e
                            + ". Install fontconfig and a font, such as Debian's fontconfig and fonts-dejavu-core.",
                    e);
        }
    }

    private static void paintAll(Figure figure, Graphics2D graphics) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, figure.width(), figure.height());
        if (figure instanceof Panels panels) {
            int left = 0;
            for (Figure each : panels.charts()) {
                Graphics2D panel = (Graphics2D) graphics.create();
                panel.translate(left, 0);
                paintAll(each, panel);
                panel.dispose();
                left += each.width();
            }
        } else if (figure instanceof LineChart chart) {
            ChartDrawing.of(chart).paint(graphics, chart.width(), chart.height());
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
        } else {
            throw new IllegalStateException("no drawing for " + figure.getClass());
        }
    }
}
