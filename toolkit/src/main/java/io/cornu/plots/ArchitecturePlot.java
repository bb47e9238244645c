package io.cornu.plots;

import io.cornu.data.AtomicFiles;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.LayerGraph;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.plots.LayeredLayout.Box;
import io.cornu.plots.LayeredLayout.Point;
import io.cornu.text.Shapes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network as boxes and arrows, from the inputs down to the outputs: every call of a layer with the layer's name and
 * class and the shape that comes out. Keras' {@code plot_model}, as an SVG drawing that needs no other program and no
 * font of this machine.
 *
 * <pre>{@code
 * ArchitecturePlot.of(cnn).writeSvg(Path.of("cnn.svg"));
 * }</pre>
 *
 * @param architecture what is drawn
 */
public record ArchitecturePlot(Architecture architecture) {
    private static final double LETTER = 7.3;
    private static final double LINE = 18;
    private static final double MARGIN = 20;
    private static final double HEADING = 44;

    /**
     * A drawing of a network.
     *
     * @param architecture the network
     * @return the drawing
     */
    public static ArchitecturePlot of(Architecture architecture) {
        return new ArchitecturePlot(architecture);
    }

    /**
     * Writes the drawing.
     *
     * @param file the file to make or replace; its directory must exist
     * @throws IOException if it cannot be written
     */
    public void writeSvg(Path file) throws IOException {
        byte[] drawing = svg().getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(file, temporary -> Files.write(temporary, drawing));
    }

    /**
     * The drawing as text.
     *
     * @return an SVG document
     */
    public String svg() {
        LayerGraph graph = architecture.graph();
        List<List<String>> labels = graph.calls().stream()
                .map(call -> List.of(title(graph.layers().get(call.layer()), call), shapes(call)))
                .toList();
        LayeredLayout layout = new LayeredLayout(
                labels.stream().map(lines -> width(lines) + 2 * LETTER).toList(),
                2 * LINE + 8,
                graph.calls().stream().map(Call::inputCalls).toList());
        double width = Math.max(layout.width(), architecture.name().length() * 9.0) + 2 * MARGIN;
        double height = layout.height() + HEADING + MARGIN;
        StringBuilder svg = new StringBuilder();
        add(svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>%n");
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\""
                        + " font-family=\"monospace\" font-size=\"12\">%n",
                width,
                height,
                width,
                height);
        add(svg, "<title>%s</title>%n", escaped(architecture.name()));
        add(
                svg,
                "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\""
                        + " orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"#555\"/></marker></defs>%n");
        add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
        add(svg, "<text x=\"%.0f\" y=\"26\" font-size=\"15\">%s</text>%n", MARGIN, escaped(architecture.name()));
        add(svg, "<g transform=\"translate(%.1f %.1f)\">%n", (width - layout.width()) / 2, HEADING);
        layout.edges().forEach(edge -> addEdge(svg, edge));
        for (int i = 0; i < labels.size(); i++) {
            addBox(svg, layout.boxes().get(i), labels.get(i), color(graph, i));
        }
        add(svg, "</g>%n</svg>%n");
        return svg.toString();
    }

    private static String title(NetworkLayer layer, Call call) {
        String again = call.node() == 0 ? "" : " [" + call.node() + "]";
        String policy = layer.policy().map(own -> ", " + own.kerasName()).orElse("");
        return layer.name() + again + " (" + layer.layer().kind() + policy + ")";
    }

    private static String shapes(Call call) {
        return call.outputShapes().stream().map(Shapes::text).collect(Collectors.joining(", "));
    }

    private static String color(LayerGraph graph, int call) {
        boolean isInput = graph.layers().get(graph.calls().get(call).layer()).layer() instanceof Input;
        return isInput
                ? "#dcebf7"
                : graph.outputs().stream().anyMatch(output -> output.call() == call) ? "#dff2df" : "#f6f6f6";
    }

    private static double width(List<String> lines) {
        return LETTER * lines.stream().mapToInt(String::length).max().orElse(0);
    }

    private static void addBox(StringBuilder svg, Box box, List<String> lines, String color) {
        add(
                svg,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"4\" fill=\"%s\" stroke=\"#555\"/>%n",
                box.left(),
                box.top(),
                box.width(),
                box.height(),
                color);
        for (int line = 0; line < lines.size(); line++) {
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>%n",
                    box.left() + box.width() / 2,
                    box.top() + LINE * (line + 1),
                    escaped(lines.get(line)));
        }
    }

    /** Straight down at both ends of every part. */
    private static void addEdge(StringBuilder svg, List<Point> points) {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(
                Locale.ROOT, "M%.1f %.1f", points.get(0).x(), points.get(0).y()));
        IntStream.range(1, points.size()).forEach(i -> {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            double middle = (from.y() + to.y()) / 2;
            parts.add(String.format(
                    Locale.ROOT, "C%.1f %.1f %.1f %.1f %.1f %.1f", from.x(), middle, to.x(), middle, to.x(), to.y()));
        });
        add(
                svg,
                "<path d=\"%s\" fill=\"none\" stroke=\"#555\" marker-end=\"url(#arrow)\"/>%n",
                String.join(" ", parts));
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    /** For XML; characters that it cannot hold become question marks. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(letter -> {
            switch (letter) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    boolean isAllowed = letter >= 0x20 && letter < 0xD800
                            || letter >= 0xE000 && letter <= 0xFFFD
                            || letter >= 0x10000;
                    escaped.appendCodePoint(isAllowed ? letter : '?');
                }
            }
        });
        return escaped.toString();
    }
}
