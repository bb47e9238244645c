package io.cornu.models.experiments;

import io.cornu.data.DataType;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.landscapes.Descent;
import io.cornu.landscapes.DescentPath;
import io.cornu.landscapes.Descents;
import io.cornu.landscapes.Landscapes;
import io.cornu.landscapes.PlaneFunction;
import io.cornu.landscapes.Point;
import io.cornu.optimizers.Adagrad;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Nadam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.plots.LineChart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * "Faster Optimization" of "Deep Neural Networks": the valley {@code 20 x^2 + y^2} from (-3, -3), by gradient descent,
 * momentum, Nesterov, AdaGrad, RMSprop, Adam and Nadam, with the text's values and the code that trains networks.
 */
record DeepValley() implements Experiment {
    static final double RATE = 0.001;
    static final double MOMENTUM = 0.95;
    static final double EPSILON = 1e-8;
    static final int STEPS = 10_000;

    /** As far as the text's charts go. */
    private static final int SHOWN = 200;

    @Override
    public String name() {
        return "deep-valley";
    }

    @Override
    public String sentence() {
        return "Seven optimizers in the valley 20 x^2 + y^2: costs, paths from above and in space, and an animation.";
    }

    static Map<String, Optimizer> optimizers() {
        Map<String, Optimizer> optimizers = new LinkedHashMap<>();
        optimizers.put("gradient descent", SGD.of(RATE));
        optimizers.put("momentum", SGD.of(RATE).withMomentum(MOMENTUM));
        optimizers.put("Nesterov", SGD.of(RATE).withMomentum(MOMENTUM).withNesterov(true));
        optimizers.put(
                "AdaGrad", Adagrad.of(RATE).withInitialAccumulatorValue(0).withEpsilon(EPSILON));
        optimizers.put("RMSprop", RMSprop.of(RATE).withRho(0.9).withEpsilon(EPSILON));
        optimizers.put("Adam", Adam.of(RATE).withEpsilon(EPSILON));
        optimizers.put("Nadam", Nadam.of(RATE).withEpsilon(EPSILON));
        return optimizers;
    }

    @Override
    public Report run(Lab lab) throws IOException {
        int steps = lab.choose(3_000, STEPS);
        PlaneFunction valley = Landscapes.valley();
        Comparison comparison = lab.compare("valley", optimizers(), (optimizer, cell) -> {
            DescentPath path = descent(valley, optimizer, steps)
                    .run(step -> cell.progressed((double) step / steps, "step " + step));
            Map<String, List<Double>> columns = new LinkedHashMap<>();
            columns.put("x", path.steps().stream().map(step -> step.point().x()).toList());
            columns.put("y", path.steps().stream().map(step -> step.point().y()).toList());
            columns.put(
                    "cost", path.steps().stream().map(DescentPath.Step::cost).toList());
            Point end = path.end().point();
            return cell.outcome(
                    columns,
                    Map.of("x", end.x(), "y", end.y(), "cost", path.end().cost()));
        });
        Map<String, DescentPath> paths = new LinkedHashMap<>();
        optimizers()
                .forEach((name, optimizer) -> paths.put(
                        name,
                        path(
                                descent(valley, optimizer, steps),
                                comparison.of(name).get(0))));
        Descents descents = new Descents(paths);
        descents.writeFiles(lab.folder());

        Report report = lab.report("The valley")
                .withSetting("function", "20 x^2 + y^2 from (-3, -3)")
                .withSetting("steps", steps)
                .withSetting("optimizers", optimizers().values());
        for (Section section : descents.sections()) {
            report = report.plus(section);
        }
        return report.plus(Section.of("The first " + SHOWN + " steps", firstSteps(paths)))
                .plus(Section.of("What each does", comparison.table("After the last step")))
                .plus(differences(path(
                        descent(valley, Adam.of(RATE), steps),
                        comparison.of("Adam").get(0))));
    }

    static Descent descent(PlaneFunction valley, Optimizer optimizer, int steps) {
        return Descent.of(valley, optimizer).withSteps(steps).withDataType(DataType.FLOAT64);
    }

    /** A walk out of the journal. */
    private static DescentPath path(Descent descent, Outcome outcome) {
        List<DescentPath.Step> steps = new ArrayList<>();
        for (int i = 0; i < outcome.column("x").size(); i++) {
            Point point =
                    Point.of(outcome.column("x").get(i), outcome.column("y").get(i));
            double slope = descent.function().gradient(point).norm();
            steps.add(new DescentPath.Step(i, point, outcome.column("cost").get(i), slope, RATE));
        }
        return new DescentPath(descent, steps);
    }

    private static Picture firstSteps(Map<String, DescentPath> paths) {
        LineChart chart = LineChart.of("Cost history", "step", "cost");
        for (Map.Entry<String, DescentPath> path : paths.entrySet()) {
            List<DescentPath.Step> steps = path.getValue().steps();
            List<DescentPath.Step> first = steps.subList(0, Math.min(steps.size(), SHOWN + 1));
            chart = chart.plus(new LineChart.Series(
                    path.getKey(),
                    first.stream().map(step -> (double) step.number()).toList(),
                    first.stream().map(DescentPath.Step::cost).toList()));
        }
        return Picture.of("first-steps", "As far as the text's charts go", chart);
    }

    /** The text's {@code adam}, whose moments start at 0 and are not corrected for it. */
    static double[][] uncorrectedAdam(int steps) {
        double[] theta = {-3, -3};
        double[] m = new double[2];
        double[] g = new double[2];
        double[][] path = new double[steps + 1][];
        path[0] = theta.clone();
        for (int step = 1; step <= steps; step++) {
            double[] gradient = {40 * theta[0], 2 * theta[1]};
            for (int i = 0; i < 2; i++) {
                m[i] = 0.9 * m[i] - 0.1 * gradient[i];
                g[i] = 0.999 * g[i] + 0.001 * gradient[i] * gradient[i];
                theta[i] += RATE * m[i] / (Math.sqrt(g[i]) + EPSILON);
            }
            path[step] = theta.clone();
        }
        return path;
    }

    private static Section differences(DescentPath adam) {
        double[][] uncorrected = uncorrectedAdam(adam.steps().size() - 1);
        double farthest = 0;
        for (DescentPath.Step step : adam.steps()) {
            double[] other = uncorrected[step.number()];
            farthest = Math.max(farthest, step.point().distance(Point.of(other[0], other[1])));
        }
        double first = (uncorrected[1][0] - uncorrected[0][0])
                / (adam.steps().get(1).point().x() - adam.steps().get(0).point().x());
        return Section.of(
                "What differs from the text",
                Blocks.text(
                        "The text explains Adam's correction of the first steps and leaves it out of its code. Here it is"
                                + " done. Without it, the first step is %.3g times as long, and the path is up to %.3g"
                                + " away from Adam's.",
                        first, farthest),
                Text.of("The text's formulas of AdaGrad, RMSprop and Adam divide the last step's rate, which would"
                        + " shrink it over and over; its code, and this experiment, divide the rate itself. The"
                        + " formulas add epsilon below the root, the code adds it to the root. Here, as in Keras,"
                        + " AdaGrad and RMSprop have it below the root; Adam and Nadam add it to the root."),
                Text.of("The text calls the function Rosenbrock's; it is a quadratic valley."),
                Text.of("Keras' Nesterov momentum, and so Cornu's, walks along the points that the text calls"
                        + " lookahead: the same walk, seen one push of momentum further on."),
                Text.of("The text names Nadam without running it; here it has Adam's values. One rate for all is the"
                        + " text's choice: AdaGrad's steps shrink from the first on, so at " + RATE
                        + " it hardly moves, whatever the text says of quadratic problems."));
    }
}
