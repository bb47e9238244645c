package io.cornu.landscapes;

import io.cornu.data.CsvFiles;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Verdict;
import io.cornu.landscapes.DescentPath.Step;
import io.cornu.plots.Animation;
import io.cornu.plots.ContourPlot;
import io.cornu.plots.Grid;
import io.cornu.plots.LineChart;
import io.cornu.plots.LineChart.Series;
import io.cornu.plots.SurfacePlot;
import io.cornu.text.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Several walks down one function, to be compared: their pictures, and what a report says of them.
 *
 * @param paths the walks by the name of what made them, in order
 */
public record Descents(Map<String, DescentPath> paths) {
    private static final int MOST_POINTS = 600;
    private static final double ROUNDING = 1e-16;

    private static final int LINES = 121;
    private static final int LEVELS = 20;
    private static final int FRAMES = 60;
    private static final double SECONDS = 8;

    /** A walk has arrived when its cost is this part of the first. */
    private static final double ARRIVED = 0.01;

    private static final String ANIMATION = "animation";

    /**
     * Checks the walks.
     *
     * @throws IllegalArgumentException if there is none, or they are down several functions
     */
    public Descents {
        paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
        List<PlaneFunction> functions = paths.values().stream()
                .map(path -> path.descent().function())
                .distinct()
                .toList();
        Arguments.require(
                functions.size() == 1,
                "Descents",
                "walks must be down one function",
                functions.stream().map(PlaneFunction::name).toList());
    }

    /**
     * The function they go down.
     *
     * @return the function
     */
    public PlaneFunction function() {
        return paths.values().iterator().next().descent().function();
    }

    private Grid grid() {
        PlaneFunction function = function();
        Domain domain = function.domain();
        return Grid.sample(
                domain.xLow(),
                domain.xHigh(),
                domain.yLow(),
                domain.yHigh(),
                LINES,
                (x, y) -> function.at(new Point(x, y)));
    }

    private List<Series> series() {
        List<Series> series = new ArrayList<>();
        paths.forEach((name, path) -> series.add(series(
                name,
                path.steps().stream()
                        .map(Step::point)
                        .takeWhile(Point::isFinite)
                        .toList())));
        return series;
    }

    private static Series series(String name, List<Point> points) {
        return new Series(
                name,
                points.stream().map(Point::x).toList(),
                points.stream().map(Point::y).toList());
    }

    /**
     * The function from above with the walks over it; its levels are logarithmic where a minimum is known.
     *
     * @return the plot
     */
    public ContourPlot contour() {
        ContourPlot plot = ContourPlot.of("Paths on " + function().name(), grid());
        List<Point> minima = function().minima();
        ContourPlot leveled = minima.isEmpty() ? plot : plot.withLogarithmicLevels(LEVELS);
        return leveled.withPaths(series())
                .withMarks(minima.isEmpty() ? List.of() : List.of(series("known minimum", minima)));
    }

    /**
     * The function in space with the walks on it.
     *
     * @return the plot
     */
    public SurfacePlot surface() {
        return SurfacePlot.of("Surface of " + function().name(), grid())
                .withZLabel("cost")
                .withPaths(series());
    }

    /**
     * The cost of each walk's steps, of every so many where there are more than 600; logarithmic where a minimum is known,
     * which is 0 for the usual functions. What then lies below 1e-16 of the highest cost is left out: it is rounding.
     *
     * @return the chart
     */
    public LineChart costs() {
        boolean isLogarithmic = !function().minima().isEmpty();
        double highest = paths.values().stream()
                .flatMap(path -> path.steps().stream())
                .mapToDouble(Step::cost)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        double floor = isLogarithmic ? highest * ROUNDING : Double.NEGATIVE_INFINITY;
        LineChart chart =
                LineChart.of("Cost by step", "step", "cost").withWidth(720).withLogarithmic(isLogarithmic);
        for (Map.Entry<String, DescentPath> each : paths.entrySet()) {
            List<Step> steps = each.getValue().steps();
            int stride = 1 + (steps.size() - 1) / MOST_POINTS;
            List<Step> shown =
                    steps.stream().filter(step -> step.number() % stride == 0).toList();
            chart = chart.plus(new Series(
                    each.getKey(),
                    shown.stream().map(step -> (double) step.number()).toList(),
                    shown.stream()
                            .map(step -> step.cost() < floor ? Double.NaN : step.cost())
                            .toList()));
        }
        return chart;
    }

    /**
     * Where each walk ended.
     *
     * @return a table {@code ends}
     */
    public Table ends() {
        Table table = Table.of(
                "ends",
                "Where the walks ended",
                "optimizer",
                "steps",
                "x",
                "y",
                "cost",
                "gradient norm",
                "distance to minimum",
                "steps to 1 % of the cost",
                "diverged");
        for (Map.Entry<String, DescentPath> each : paths.entrySet()) {
            DescentPath path = each.getValue();
            Step end = path.end();
            int arrived = path.stepsTo(ARRIVED * path.steps().get(0).cost());
            table = table.plus(
                    each.getKey(),
                    end.number(),
                    end.point().x(),
                    end.point().y(),
                    end.cost(),
                    end.gradientNorm(),
                    path.distanceToMinimum(),
                    arrived < 0 ? Double.NaN : (double) arrived,
                    path.hasDiverged() ? "yes" : "no");
        }
        return table;
    }

    /**
     * What a report says of the walks: pictures, the table of their ends, and a verdict made from it.
     *
     * @return the sections
     */
    public List<Section> sections() {
        return List.of(
                Section.of(
                        "Paths",
                        Verdict.of(verdict()),
                        Picture.of(
                                "paths", "Rings: starts. Dots: ends. What leaves the picture is cut off.", contour()),
                        Picture.of(ANIMATION, "The same, step by step.", contour()),
                        Picture.of("surface", "The function in space.", surface())),
                Section.of("Costs", ends(), Picture.of("costs", "The function's value after each step.", costs())));
    }

    private String verdict() {
        List<Map.Entry<String, DescentPath>> arrived = paths.entrySet().stream()
                .filter(each -> !each.getValue().hasDiverged())
                .sorted(Comparator.comparingDouble(each -> each.getValue().end().cost()))
                .toList();
        String lost = paths.entrySet().stream()
                .filter(each -> each.getValue().hasDiverged())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        String ran = lost.isEmpty() ? "" : " Ran away: " + lost + ".";
        if (arrived.isEmpty()) {
            return "No walk stayed near." + ran;
        }
        DescentPath best = arrived.get(0).getValue();
        return String.format(
                        Locale.ROOT,
                        "Lowest after %d steps: %s, with a cost of %.4g",
                        best.end().number(),
                        arrived.get(0).getKey(),
                        best.end().cost())
                + (arrived.size() == 1
                        ? "."
                        : String.format(
                                Locale.ROOT,
                                "; highest: %s, with %.4g.",
                                arrived.get(arrived.size() - 1).getKey(),
                                arrived.get(arrived.size() - 1).getValue().end().cost()))
                + ran;
    }

    /**
     * Writes what a report does not: the animation as {@code animation.gif}, which a report written into the same folder
     * afterwards shows, and as {@code animated.svg}, and every step of every walk as {@code steps.csv}.
     *
     * @param folder where to, made if it is not there
     * @throws IOException if a file cannot be written
     */
    public void writeFiles(Path folder) throws IOException {
        Files.createDirectories(folder);
        ContourPlot contour = contour();
        Animation.of(contour, FRAMES).writeGif(folder.resolve(ANIMATION + ".gif"));
        contour.writeAnimatedSvg(folder.resolve("animated.svg"), SECONDS);
        List<List<Object>> rows = paths.entrySet().stream()
                .flatMap(walk -> walk.getValue().steps().stream().map(step -> row(walk.getKey(), step)))
                .toList();
        CsvFiles.write(
                folder.resolve("steps.csv"),
                List.of("optimizer", "step", "x", "y", "cost", "gradient_norm", "learning_rate"),
                rows);
    }

    private static List<Object> row(String optimizer, Step step) {
        return List.of(
                optimizer,
                step.number(),
                step.point().x(),
                step.point().y(),
                step.cost(),
                step.gradientNorm(),
                Double.isNaN(step.learningRate()) ? "" : step.learningRate());
    }
}
