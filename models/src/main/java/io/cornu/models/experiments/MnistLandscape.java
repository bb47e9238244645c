package io.cornu.models.experiments;

import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.experiments.Block;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.landscapes.LossLandscape;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.models.Mlp;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.plots.ContourPlot;
import io.cornu.plots.Grid;
import io.cornu.plots.LineChart;
import io.cornu.plots.SurfacePlot;
import io.cornu.runtime.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The surface of an objective function, the picture of "Section 5: Non-convexity" of the notes on optimization techniques
 * (w1d5t1): the loss around the weights of a trained narrow and a trained wide network on MNIST, and on the way to another
 * network of the same kind; and how far that is from convex.
 */
record MnistLandscape(DataDirectory directory) implements Experiment {
    private static final List<Integer> WIDTHS = List.of(4, 128);
    private static final int BATCH = 64;
    private static final SGD OPTIMIZER = SGD.of(0.1);
    private static final int EXAMPLES = 1000;
    private static final int LEVELS = 16;
    private static final double TINY = 1e-9;
    private static final double REACH = 1;
    private static final String LANDSCAPE = "landscape";
    private static final String NOT_CONVEX = "share_not_convex";
    private static final String RISE = "rise_at_the_edge";
    private static final String LINE = "line";
    private static final String BARRIER = "barrier";
    /** Far from other cells' seeds. */
    private static final int OTHER_START = 1000;

    @Override
    public String name() {
        return "mnist-landscape";
    }

    @Override
    public String sentence() {
        return "The loss around a narrow and a wide network on MNIST as surfaces, and on the way between two of each.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("mnist", Scaling.unit(), directory, lab);
        int epochs = lab.choose(10, 5);
        // One more than a multiple of 4: then both ends of the line are among the places.
        int points = lab.choose(17, 33);
        Map<String, Integer> widths = new LinkedHashMap<>();
        WIDTHS.forEach(width -> widths.put(width + " units", width));
        Comparison comparison =
                lab.compare("landscapes", widths, (width, cell) -> train(width, epochs, points, data, cell));
        Report report = data.describe(lab.report("Loss landscapes on MNIST"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("optimizer", OPTIMIZER)
                .withSetting("places", points + " by " + points + ", up to " + REACH + " lengths of the weights away")
                .withSetting("loss of", "the first " + EXAMPLES + " training examples")
                .plus(Section.of(
                        "How far from convex?",
                        Text.of(
                                "Where a function is convex, no value lies above the mean of its two neighbors on a line."
                                        + " Counted are the places of the grid, along both directions, where one does."),
                        comparison.ranking(NOT_CONVEX, Ranking.Direction.LOWEST).verdict(),
                        compared(comparison),
                        comparison.table("In the middle of each landscape, around it, and between two networks")))
                .plus(Section.of(
                        "From one network to another",
                        Text.of("Both come from training, from different starts. The barrier is by how much the loss"
                                + " between them exceeds that of the worse one; in a convex function there is none."),
                        comparison.ranking(BARRIER, Ranking.Direction.LOWEST).verdict(),
                        barriers(comparison),
                        Picture.of(
                                "line",
                                Sections.meanOfSeeds(
                                        comparison, "Training loss on the straight line from one (0) to the other (1)"),
                                between(comparison, points))));
        for (String variant : comparison.variants()) {
            report = report.plus(drawn(comparison, variant, points));
        }
        return report.plus(Sections.differences(
                "The text has this surface as a picture, which is missing. Here it is measured along two random directions"
                        + " whose filters are as long as the network's (Li et al. 2018), so that both networks can be"
                        + " compared: a plane through thousands of dimensions, which hides whatever lies beside it.",
                "The widths, the learning rate and the epochs are chosen here, as those of mnist-width."));
    }

    /** Keeps the values with the outcome, so that a run that goes on draws the same pictures. */
    private static Outcome train(int width, int epochs, int points, CourseData data, Cell cell) {
        Architecture network = Mlp.of(Shape.of(28, 28, 1), width, 10);
        Dataset few = DeepData.first(data.train(), EXAMPLES);
        LossLandscape landscape = LossLandscape.of(Seed.of(cell.seed()))
                .withPoints(points)
                .withRange(REACH)
                .withBatchSize(EXAMPLES);
        try (Model model = network.build(cell.options());
                Model other = network.build(cell.options().withSeed(Seed.of(cell.seed() + OTHER_START)))) {
            CompiledModel compiled = trained(model, epochs, data, cell);
            trained(other, epochs, data, cell);
            Grid loss = landscape
                    .plane(compiled, few, (done, all) -> cell.progressed((double) done / all, LANDSCAPE))
                    .grid("loss");
            LossLandscape.Line line = landscape.line(compiled, other.weights(), few);
            Map<String, Double> results = new LinkedHashMap<>();
            results.put("loss_in_the_middle", loss.at(points / 2, points / 2));
            results.put(RISE, rise(loss));
            results.put(NOT_CONVEX, notConvex(loss));
            results.putAll(Training.tested(compiled, data.test()));
            results.put(BARRIER, barrier(line));
            return cell.outcome(Map.of(LANDSCAPE, values(loss), LINE, line.values("loss")), results);
        }
    }

    private static CompiledModel trained(Model model, int epochs, CourseData data, Cell cell) {
        CompiledModel compiled = model.compile(OPTIMIZER, sparseCategoricalCrossentropy(), sparseCategoricalAccuracy());
        compiled.fit(data.train(), cell.fit(epochs).withBatchSize(BATCH));
        return compiled;
    }

    /** By how much the highest loss between both ends exceeds that of the worse end. */
    static double barrier(LossLandscape.Line line) {
        List<Double> positions = line.positions();
        List<Double> losses = line.values("loss");
        double highest = Double.NEGATIVE_INFINITY;
        double ends = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < losses.size(); i++) {
            boolean isEnd = Math.abs(positions.get(i)) < TINY || Math.abs(positions.get(i) - 1) < TINY;
            boolean isBetween = positions.get(i) > -TINY && positions.get(i) < 1 + TINY;
            highest = isBetween ? Math.max(highest, losses.get(i)) : highest;
            ends = isEnd ? Math.max(ends, losses.get(i)) : ends;
        }
        return highest - ends;
    }

    private static Verdict barriers(Comparison comparison) {
        List<String> with = comparison.variants().stream()
                .filter(variant -> Sections.mean(comparison, variant, BARRIER) > 0)
                .toList();
        return Verdict.of(
                with.isEmpty()
                        ? "No network of either width has a barrier on this line, which proves nothing of other lines."
                        : "A barrier stands between networks with " + String.join(" and with ", with)
                                + ": their loss is not convex, whatever the planes above look like.");
    }

    private static LineChart between(Comparison comparison, int points) {
        LineChart chart = LineChart.of("Between two networks", "place on the line", "training loss");
        List<Double> places = IntStream.range(0, points)
                .mapToObj(i -> -0.5 + 2.0 * i / (points - 1))
                .toList();
        for (String variant : comparison.variants()) {
            chart = chart.plus(new LineChart.Series(
                    variant, places, comparison.curve(variant, LINE).y()));
        }
        return chart;
    }

    private static List<Double> values(Grid grid) {
        List<Double> values = new ArrayList<>();
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                values.add(grid.at(row, column));
            }
        }
        return values;
    }

    /** The mean loss at the border less that in the middle. */
    static double rise(Grid grid) {
        double sum = 0;
        int count = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                if (row == 0 || column == 0 || row == grid.rows() - 1 || column == grid.columns() - 1) {
                    sum += grid.at(row, column);
                    count++;
                }
            }
        }
        return sum / count - grid.at(grid.rows() / 2, grid.columns() / 2);
    }

    /** Which share of the places lies above the mean of its neighbors, along rows and columns. */
    static double notConvex(Grid grid) {
        int above = 0;
        int count = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                if (column > 0 && column < grid.columns() - 1) {
                    count++;
                    above += isAbove(grid.at(row, column - 1), grid.at(row, column), grid.at(row, column + 1));
                }
                if (row > 0 && row < grid.rows() - 1) {
                    count++;
                    above += isAbove(grid.at(row - 1, column), grid.at(row, column), grid.at(row + 1, column));
                }
            }
        }
        return (double) above / count;
    }

    private static int isAbove(double before, double value, double after) {
        return value > (before + after) / 2 ? 1 : 0;
    }

    private static Verdict compared(Comparison comparison) {
        List<String> variants = comparison.variants();
        String narrow = variants.get(0);
        String wide = variants.get(variants.size() - 1);
        return Blocks.verdict(
                "With %s %.1f %% of the places are not convex and the loss rises by %.3g up to the border; with %s %.1f %%,"
                        + " and by %.3g.",
                narrow,
                100 * Sections.mean(comparison, narrow, NOT_CONVEX),
                Sections.mean(comparison, narrow, RISE),
                wide,
                100 * Sections.mean(comparison, wide, NOT_CONVEX),
                Sections.mean(comparison, wide, RISE));
    }

    private static Section drawn(Comparison comparison, String variant, int points) {
        Outcome shown = comparison.of(variant).get(0);
        Grid grid = grid(shown.column(LANDSCAPE), points);
        String title = "Training loss around the weights, " + variant;
        Block contour = Picture.of(
                "contour-" + Blocks.file(variant),
                Sections.ofOne(comparison, shown, "The trained network is in the middle, at (0, 0)"),
                ContourPlot.of(title, grid)
                        .withXLabel("first direction")
                        .withYLabel("second direction")
                        .withLogarithmicLevels(LEVELS));
        Block surface = Picture.of(
                "surface-" + Blocks.file(variant),
                Sections.ofOne(comparison, shown, "The same in space"),
                SurfacePlot.of(title, grid)
                        .withXLabel("first direction")
                        .withYLabel("second direction")
                        .withZLabel("loss"));
        return Section.of("The landscape with " + variant, surface, contour);
    }

    private static Grid grid(List<Double> values, int points) {
        double[] places = new double[points];
        double[][] rows = new double[points][points];
        for (int i = 0; i < points; i++) {
            places[i] = REACH * (2.0 * i / (points - 1) - 1);
            for (int j = 0; j < points; j++) {
                rows[i][j] = values.get(i * points + j);
            }
        }
        return Grid.of(places, places, rows);
    }
}
