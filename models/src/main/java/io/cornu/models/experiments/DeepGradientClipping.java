package io.cornu.models.experiments;

import static io.cornu.activations.Activations.elu;
import static io.cornu.initializers.Initializers.heNormal;

import io.cornu.data.DataType;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Verdict;
import io.cornu.landscapes.Arithmetic;
import io.cornu.landscapes.Descent;
import io.cornu.landscapes.Domain;
import io.cornu.landscapes.PlaneFunction;
import io.cornu.landscapes.Point;
import io.cornu.model.Architecture;
import io.cornu.model.NonFiniteLossException;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Clipping;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * "Gradient Clipping" of "Deep Neural Networks": what clipping by value and by norm makes of the text's gradient
 * [0.9, 100], and of training with a learning rate that is too large without it.
 */
record DeepGradientClipping(DataDirectory directory) implements Experiment {
    /** Ten times Keras' default, which the text uses. */
    static final double RATE = 0.1;

    private static final double LIMIT = 1;

    @Override
    public String name() {
        return "deep-gradient-clipping";
    }

    @Override
    public String sentence() {
        return "Gradients clipped by value, by norm and by global norm: what it does to their direction and to training.";
    }

    /** The text's optimizer, and its kin. */
    static Map<String, Optimizer> optimizers() {
        Map<String, Optimizer> optimizers = new LinkedHashMap<>();
        optimizers.put("no clipping", SGD.of(RATE));
        optimizers.put("clipvalue " + Math.round(LIMIT), SGD.of(RATE).withClipvalue(LIMIT));
        optimizers.put("clipnorm " + Math.round(LIMIT), SGD.of(RATE).withClipnorm(LIMIT));
        optimizers.put("global_clipnorm " + Math.round(LIMIT), SGD.of(RATE).withGlobalClipnorm(LIMIT));
        return optimizers;
    }

    /** The deep network of the vanishing gradients, with what makes gradients large instead: ELU and He. */
    private static Architecture network() {
        return DeepVanishingGradients.deep(
                dense -> List.of(dense.withActivation(elu()).withKernelInitializer(heNormal())));
    }

    /** A plane, whose gradient is the same everywhere. */
    private record Plane(double alongX, double alongY) implements PlaneFunction {
        @Override
        public String name() {
            return "plane";
        }

        @Override
        public Domain domain() {
            return Domain.square(1);
        }

        @Override
        public <N> N value(Arithmetic<N> math, N x, N y) {
            return math.add(math.times(x, alongX), math.times(y, alongY));
        }
    }

    /** What clipping makes of a gradient: how far one step at a rate of 1 leads down a plane. */
    static Point clipped(double first, double second, Clipping clipping) {
        Point end = Descent.of(new Plane(first, second), SGD.of(1).withClipping(clipping))
                .withStart(Point.of(0, 0))
                .withSteps(1)
                .withDataType(DataType.FLOAT64)
                .run()
                .end()
                .point();
        return Point.of(-end.x(), -end.y());
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 5_000);
        int epochs = lab.choose(3, 10);
        Architecture network = network();
        Comparison comparison = lab.compare("clipping", optimizers(), (optimizer, cell) -> {
            try {
                return data.train(network, optimizer, cell.fit(epochs), cell);
            } catch (NonFiniteLossException diverged) {
                return lost(cell);
            }
        });
        return data.describe(lab.report("Gradient clipping"))
                .withSetting("epochs", epochs)
                .withSetting("learning rate", RATE)
                .withSetting(
                        "network",
                        "300 and " + (DeepVanishingGradients.HIDDEN - 1) + " times 100 units, ELU, He normal")
                .plus(directions())
                .plus(Sections.learned(
                        "Training at a rate of " + RATE,
                        comparison,
                        "Training loss",
                        "On test data; no value where the loss became infinite",
                        diverged(comparison),
                        comparison.history()))
                .plus(Sections.differences(
                        "The text says that clipnorm clips the whole gradient. It clips the gradient of each"
                                + " weight matrix and each bias by itself, which changes the direction of all of them"
                                + " together; global_clipnorm is what keeps it.",
                        "The text trains nothing with clipping; the network and the rate are this" + " experiment's."));
    }

    private static Verdict diverged(Comparison comparison) {
        List<String> lost = comparison.outcomes().stream()
                .filter(outcome -> Double.isNaN(outcome.result(Training.TEST_ACCURACY)))
                .map(Outcome::variant)
                .distinct()
                .toList();
        return Verdict.of(
                lost.isEmpty()
                        ? "No training's loss became infinite."
                        : "The loss became infinite with " + String.join(", ", lost) + ".");
    }

    /** A training that ended in infinity has no results. */
    private static Outcome lost(Cell cell) {
        return cell.outcome(Map.of(), Map.of("test_loss", Double.NaN, Training.TEST_ACCURACY, Double.NaN));
    }

    private static Section directions() {
        double first = 0.9;
        double second = 100;
        Table table = Table.of("directions", "The text's gradient", "clipping", "first", "second", "angle in degrees");
        Map<String, Clipping> clippings = new LinkedHashMap<>();
        clippings.put("none", Clipping.none());
        clippings.put("by value", Clipping.byValue(LIMIT));
        clippings.put("by norm", Clipping.byNorm(LIMIT));
        double[] angles = new double[clippings.size()];
        int row = 0;
        for (Map.Entry<String, Clipping> clipping : clippings.entrySet()) {
            Point clipped = clipped(first, second, clipping.getValue());
            angles[row] = Math.toDegrees(Math.atan2(clipped.y(), clipped.x()));
            table = table.plus(clipping.getKey(), clipped.x(), clipped.y(), angles[row++]);
        }
        return Section.of(
                "Directions",
                Blocks.verdict(
                        "Clipping [%s, %s] at %s by value turns it by %.1f degrees; by norm, by %.1f.",
                        first, second, LIMIT, angles[0] - angles[1], angles[0] - angles[2]),
                table);
    }
}
