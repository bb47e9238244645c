package io.cornu.models.experiments;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.model.Architecture;
import io.cornu.models.Mlp;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/**
 * "Section 4: Poor conditioning" of the notes on optimization techniques (w1d5t1): gradient descent with and without
 * momentum on 784-10-10 and MNIST, as it is and with an objective made flat in half of its directions.
 */
record MnistMomentum(DataDirectory directory) implements Experiment {
    private static final float FAINT = 0.1f;
    private static final double RATE = 0.1;
    private static final double MOMENTUM = 0.9;
    private static final String PLAIN = "plain";

    @Override
    public String name() {
        return "mnist-momentum";
    }

    @Override
    public String sentence() {
        return "Momentum against poor conditioning: gradient descent on MNIST as it is and with half of it faint.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("mnist", Scaling.unit(), directory, lab);
        Architecture network = Mlp.of(Shape.of(28, 28, 1), 10, 10);
        int steps = lab.choose(100, 300);
        Map<String, Optimizer> optimizers = new LinkedHashMap<>();
        optimizers.put(PLAIN, SGD.of(RATE));
        optimizers.put("momentum " + MOMENTUM, SGD.of(RATE).withMomentum(MOMENTUM));
        optimizers.put(
                "Nesterov " + MOMENTUM, SGD.of(RATE).withMomentum(MOMENTUM).withNesterov(true));

        Comparison even = compare(lab, "even", optimizers, network, data.train(), data.test(), steps);
        Comparison uneven =
                compare(lab, "uneven", optimizers, network, halfFaint(data.train()), halfFaint(data.test()), steps);

        return data.describe(lab.report("Momentum against poor conditioning"))
                .withSetting("steps", steps)
                .withSetting("batch", "all training examples")
                .withSetting("optimizers", optimizers.values())
                .plus(section("The images as they are", even))
                .plus(section("The left half of each image with " + FAINT + " of its brightness", uneven))
                .plus(Section.of(
                        "Why that is badly conditioned",
                        Text.of(String.format(
                                Locale.ROOT,
                                "The objective's curvature along a weight of the first layer grows with the square of its"
                                        + " pixel. Where pixels are %.1f as bright it is %.2f as large, and there is one"
                                        + " learning rate for both halves.",
                                FAINT,
                                FAINT * FAINT))))
                .plus(Sections.differences(
                        "The text has its objective and formulas in pictures that are missing, and names"
                                + " no rate: it is " + RATE + ", momentum " + MOMENTUM
                                + " as Keras computes it. One step uses all examples, so that"
                                + " nothing but the start is random."))
                .plus(Sections.everyEpoch("An epoch is one step.", even, uneven));
    }

    private static Comparison compare(
            Lab lab,
            String name,
            Map<String, Optimizer> optimizers,
            Architecture network,
            Dataset train,
            Dataset test,
            int steps)
            throws IOException {
        return lab.compare(
                name,
                optimizers,
                (optimizer, cell) -> Training.classify(
                        network, optimizer, train, test, cell.fit(steps).withFullBatch(), cell));
    }

    /** The left 14 columns of each image, darker. */
    static Dataset halfFaint(Dataset data) {
        return data.map(batch -> {
            Array images = batch.inputs().get(0);
            float[] pixels = images.toFloats();
            for (int i = 0; i < pixels.length; i++) {
                if (i % 28 < 14) {
                    pixels[i] *= FAINT;
                }
            }
            Array changed = Array.of(pixels, images.shape().asArray());
            return new Batch(List.of(changed), batch.targets(), batch.sampleWeights());
        });
    }

    private static Section section(String heading, Comparison comparison) {
        return Section.of(
                heading,
                comparison.picture("Training loss", "loss"),
                comparison.picture("Training accuracy", Sections.accuracyColumn(comparison)),
                Sections.best(comparison),
                stepsSaved(comparison),
                comparison.table("On test data"));
    }

    /** After how many steps the others are where plain gradient descent ends. */
    static Verdict stepsSaved(Comparison comparison) {
        List<Double> plain = comparison.curve(PLAIN, "loss").y();
        // The last loss that is known is the one that the last step starts from.
        double reached = plain.get(plain.size() - 1);
        String others = comparison.variants().stream()
                .filter(variant -> !variant.equals(PLAIN))
                .map(variant -> variant + " "
                        + Sections.steps(comparison.curve(variant, "loss").y(), reached))
                .collect(Collectors.joining(", "));
        return Blocks.verdict(
                "The loss that plain gradient descent has after %d steps, %.4g, takes %s.",
                plain.size() - 1, reached, others);
    }
}
