package io.cornu.models.experiments;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Ranking;
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
import org.tensorflow.ndarray.Shape;

/**
 * "Section 4: Poor conditioning" of the notes on optimization techniques (w1d5t1): gradient descent with and without
 * momentum on 784-10-10 and MNIST, as it is and with an objective made flat in half of its directions.
 */
record MnistMomentum(DataDirectory directory) implements Experiment {
    private static final float FAINT = 0.1f;

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
        optimizers.put("plain", SGD.of(0.1));
        optimizers.put("momentum 0.9", SGD.of(0.1).withMomentum(0.9));
        optimizers.put("Nesterov 0.9", SGD.of(0.1).withMomentum(0.9).withNesterov(true));

        Comparison even = compare(lab, "even", optimizers, network, data.train(), data.test(), steps);
        Comparison uneven =
                compare(lab, "uneven", optimizers, network, halfFaint(data.train()), halfFaint(data.test()), steps);

        return data.describe(lab.report("Momentum against poor conditioning"))
                .withSetting("steps", steps)
                .withSetting("batch", "all training examples")
                .withSetting("optimizers", optimizers.values())
                .plus(section("The images as they are", even))
                .plus(section("The left half of each image at a tenth of its brightness", uneven))
                .plus(Section.of(
                        "Why that is badly conditioned",
                        Text.of(String.format(
                                Locale.ROOT,
                                "The objective's curvature along a weight of the first layer grows with the square of its"
                                        + " pixel. Where pixels are %.1f as bright it is %.2f as large, and one learning"
                                        + " rate that suits the other half crawls there.",
                                FAINT,
                                FAINT * FAINT))))
                .plus(Sections.differences(
                        "The text has its objective and formulas in pictures that are missing, and names"
                                + " no rate: it is 0.1, momentum 0.9 as Keras computes it. One step uses all examples, so that"
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
                comparison
                        .ranking(Training.TEST_ACCURACY, Ranking.Direction.HIGHEST)
                        .verdict(),
                stepsSaved(comparison),
                comparison.table("On test data"));
    }

    /** After how many steps the others are where plain gradient descent ends. */
    private static Verdict stepsSaved(Comparison comparison) {
        List<Double> plain = comparison.curve("plain", "loss").y();
        double reached = plain.get(plain.size() - 1);
        StringBuilder words = new StringBuilder(String.format(
                Locale.ROOT,
                "The loss that plain gradient descent has in step %d, %.4g, takes",
                plain.size(),
                reached));
        for (String variant : comparison.variants()) {
            long steps = comparison.curve(variant, "loss").y().stream()
                    .takeWhile(loss -> loss > reached)
                    .count();
            if (!variant.equals("plain")) {
                words.append(" ").append(variant).append(" ").append(steps).append(" steps,");
            }
        }
        words.setCharAt(words.length() - 1, '.');
        return Verdict.of(words.toString());
    }
}
