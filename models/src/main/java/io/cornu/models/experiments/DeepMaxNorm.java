package io.cornu.models.experiments;

import static io.cornu.activations.Activations.elu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.initializers.Initializers.heNormal;

import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.data.Array;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.plots.Histogram;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * "MaxNorm Regularization" of "Deep Neural Networks": the norm of each unit's weights before and after training, with the
 * text's limit of 1 and without.
 */
record DeepMaxNorm(DataDirectory directory) implements Experiment {
    static final double LIMIT = 1;
    private static final int WATCHED = 100;
    private static final SGD OPTIMIZER = SGD.of(0.01).withMomentum(0.9);
    private static final String LIMITED = "max_norm(" + Math.round(LIMIT) + ")";

    @Override
    public String name() {
        return "deep-max-norm";
    }

    @Override
    public String sentence() {
        return "The norms of all units' weights before and after training, with max_norm(1) and without.";
    }

    private static Architecture network(Constraint constraint) {
        return Sequential.of(
                Input.of(28, 28, 1),
                Flatten.of(),
                hidden(300, constraint),
                hidden(WATCHED, constraint),
                Dense.of(10).withActivation(softmax()));
    }

    /** The text's layer. */
    static Dense hidden(int units, Constraint constraint) {
        return Dense.of(units)
                .withActivation(elu())
                .withKernelInitializer(heNormal())
                .withKernelConstraint(constraint);
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 5_000);
        int epochs = lab.choose(5, 20);
        Map<String, Constraint> constraints = new LinkedHashMap<>();
        constraints.put("none", Constraints.none());
        constraints.put(LIMITED, Constraints.maxNorm(LIMIT));
        Comparison comparison = lab.compare("max-norm", constraints, (constraint, cell) -> {
            try (Model model = network(constraint).build(cell.options())) {
                double[] before = norms(model.weights().get("dense_1/kernel"));
                Trained trained = data.train(model, OPTIMIZER, cell.fit(epochs));
                double[] after = norms(model.weights().get("dense_1/kernel"));
                return trained.with(
                                "largest_norm_before",
                                Arrays.stream(before).max().orElseThrow())
                        .with("largest_norm_after", Arrays.stream(after).max().orElseThrow())
                        .withColumn("before", Blocks.list(before))
                        .withColumn("after", Blocks.list(after))
                        .outcome(cell);
            }
        });
        return data.describe(lab.report("Max-norm"))
                .withSetting("epochs", epochs)
                .withSetting("limit", LIMIT)
                .withSetting("optimizer", OPTIMIZER)
                .plus(Section.of(
                        "The norms of the second hidden layer's " + WATCHED + " units",
                        Blocks.verdict(
                                "The largest norm goes from %.3f to %.3f without a constraint, from %.3f to %.3f with"
                                        + " %s.",
                                result(comparison, "none", "largest_norm_before"),
                                result(comparison, "none", "largest_norm_after"),
                                result(comparison, LIMITED, "largest_norm_before"),
                                result(comparison, LIMITED, "largest_norm_after"),
                                LIMITED),
                        histogram(comparison, "none"),
                        histogram(comparison, LIMITED)))
                .plus(Sections.learned("How well they do", comparison, "Training loss", "On test data"))
                .plus(Section.of(
                        "What differs from the text",
                        Text.of("He's weights begin with norms above 1: the limit takes hold with the first step, not"
                                + " only when weights grow. The text makes this layer and trains nothing with it;"
                                + " optimizer and epochs are this experiment's.")));
    }

    /** The norm of each unit's incoming weights: of each column of a kernel of (inputs, units). */
    static double[] norms(Array kernel) {
        int units = (int) kernel.shape().get(1);
        double[] squares = new double[units];
        for (int i = 0; i < kernel.size(); i++) {
            squares[i % units] += kernel.at(i) * kernel.at(i);
        }
        return Arrays.stream(squares).map(Math::sqrt).toArray();
    }

    private static double result(Comparison comparison, String variant, String result) {
        return Sections.mean(comparison, variant, result);
    }

    private static Picture histogram(Comparison comparison, String variant) {
        Outcome outcome = comparison.of(variant).get(0);
        return Picture.of(
                "norms-" + Blocks.file(variant),
                Sections.ofOne(comparison, outcome, "Norms of the units' weights before and after training"),
                Histogram.of("Norms: " + variant, "norm", 30)
                        .plus("before", Blocks.numbers(outcome.column("before")))
                        .plus("after", Blocks.numbers(outcome.column("after"))));
    }
}
