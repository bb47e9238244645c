package io.cornu.plots;

import io.cornu.data.AtomicFiles;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A contour plot whose paths grow, by CSS within the SVG. */
final class AnimatedContour {
    /** More moments than this are not seen. */
    private static final int MOMENTS = 120;

    /** The share of the time in which the paths move; then their ends are seen. */
    private static final double MOVING = 0.85;

    private final StringBuilder style = new StringBuilder();
    private final StringBuilder shapes = new StringBuilder();
    private final AxesFrame frame;
    private final double seconds;

    private AnimatedContour(AxesFrame frame, double seconds) {
        this.frame = frame;
        this.seconds = seconds;
    }

    static void write(ContourPlot plot, double seconds, Path file) throws IOException {
        AxesFrame[] frame = new AxesFrame[1];
        String still = new String(
                FigureFiles.svg(plot, graphics -> frame[0] = ContourDrawing.paintWithoutPaths(plot, graphics)),
                StandardCharsets.UTF_8);
        AnimatedContour animation = new AnimatedContour(frame[0], seconds);
        for (int i = 0; i < plot.paths().size(); i++) {
            animation.add(i, Polyline.pixels(plot.paths().get(i), frame[0]));
        }
        int end = still.lastIndexOf("</svg>");
        byte[] moving = (still.substring(0, end) + animation.text() + still.substring(end))
                .getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(file, temporary -> Files.write(temporary, moving));
    }

    private String text() {
        Rectangle2D area = frame.area();
        return String.format(
                        Locale.ROOT,
                        "<defs><clipPath id=\"area\"><rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>"
                                + "</clipPath></defs>%n",
                        area.getX(),
                        area.getY(),
                        area.getWidth(),
                        area.getHeight())
                + "<style>\n.path { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-dasharray: 1; }\n"
                + style
                + "@media (prefers-reduced-motion: reduce) { .path, .head { animation: none !important; } }\n</style>\n"
                + "<g clip-path=\"url(#area)\">\n" + shapes + "</g>\n";
    }

    /** One path, with the place of its end at each moment. */
    private void add(int index, List<double[]> pixels) {
        if (pixels.isEmpty()) {
            return;
        }
        // Far outside, so that nothing is cut that could be seen, and all lengths are finite.
        Rectangle2D area = frame.area();
        Rectangle2D room = new Rectangle2D.Double(
                area.getX() - 9 * area.getWidth(),
                area.getY() - 9 * area.getHeight(),
                19 * area.getWidth(),
                19 * area.getHeight());
        int last = 0;
        while (last + 1 < pixels.size() && room.contains(pixels.get(last + 1)[0], pixels.get(last + 1)[1])) {
            last++;
        }
        List<double[]> seen = pixels.subList(0, last + 1);
        double[] lengths = lengths(seen);
        double whole = lengths[last];
        int steps = pixels.size() - 1;
        StringBuilder line = new StringBuilder();
        StringBuilder head = new StringBuilder();
        int moments = Math.max(1, Math.min(MOMENTS, steps));
        for (int moment = 0; moment <= moments; moment++) {
            int point = Math.min(last, (int) Math.round((double) moment * steps / moments));
            double percent = 100 * MOVING * moment / moments;
            double left = whole == 0 ? 0 : 1 - lengths[point] / whole;
            add(line, "%.2f%% { stroke-dashoffset: %.5f; }%n", percent, left);
            add(head, "%.2f%% { transform: translate(%.2fpx, %.2fpx); }%n", percent, seen.get(point)[0], seen.get(point)[1]);
        }
        double[] end = seen.get(last);
        add(line, "100%% { stroke-dashoffset: 0; }%n");
        add(head, "100%% { transform: translate(%.2fpx, %.2fpx); }%n", end[0], end[1]);
        add(style, "@keyframes line%d {%n%s}%n@keyframes head%d {%n%s}%n", index, line, index, head);
        Color color = Palette.line(index);
        String hex = String.format("#%06x", color.getRGB() & 0xFFFFFF);
        String data = data(seen);
        for (String stroke : List.of("#ffffff\" style=\"stroke-width: 4; ", hex + "\" style=\"")) {
            add(
                    shapes,
                    "<path class=\"path\" pathLength=\"1\" d=\"%s\" stroke=\"%sanimation: line%d %ss linear infinite\"/>%n",
                    data,
                    stroke,
                    index,
                    seconds);
        }
        add(
                shapes,
                "<circle class=\"head\" r=\"4.5\" fill=\"%s\" stroke=\"#ffffff\" stroke-width=\"1.5\" style=\"transform:"
                        + " translate(%.2fpx, %.2fpx); animation: head%d %ss linear infinite\"/>%n",
                hex,
                end[0],
                end[1],
                index,
                seconds);
    }

    private static double[] lengths(List<double[]> pixels) {
        double[] lengths = new double[pixels.size()];
        for (int i = 1; i < lengths.length; i++) {
            double[] from = pixels.get(i - 1);
            double[] to = pixels.get(i);
            lengths[i] = lengths[i - 1] + Math.hypot(to[0] - from[0], to[1] - from[1]);
        }
        return lengths;
    }

    private static String data(List<double[]> pixels) {
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < pixels.size(); i++) {
            add(data, "%s%.2f %.2f", i == 0 ? "M" : " L", pixels.get(i)[0], pixels.get(i)[1]);
        }
        return data.toString();
    }

    private static void add(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
