package io.cornu.tests.parity;

import io.cornu.activations.Activation;
import io.cornu.activations.Activations;
import io.cornu.activations.Relu;
import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.constraints.MinMaxNorm;
import io.cornu.initializers.Constant;
import io.cornu.initializers.Identity;
import io.cornu.initializers.Initializer;
import io.cornu.initializers.Initializers;
import io.cornu.initializers.Orthogonal;
import io.cornu.initializers.RandomNormal;
import io.cornu.initializers.RandomUniform;
import io.cornu.initializers.TruncatedNormal;
import io.cornu.initializers.VarianceScaling;
import io.cornu.initializers.VarianceScaling.Distribution;
import io.cornu.initializers.VarianceScaling.Mode;
import io.cornu.regularizers.OrthogonalRegularizer;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A value of ours and what it is in Keras.
 *
 * @param value an activation, initializer, regularizer or constraint
 * @param keras the name of the function or class
 * @param arguments Keras' arguments of it
 */
record ValueCase(Object value, String keras, Map<String, Object> arguments) {
    @Override
    public String toString() {
        return keras + (arguments.isEmpty() ? "" : " " + arguments);
    }

    /** As Keras' {@code deserialize} takes it. */
    Map<String, Object> spec() {
        return Map.of("class_name", keras, "config", arguments);
    }

    static List<ValueCase> activations() {
        List<ValueCase> cases = new ArrayList<>();
        for (String name : Activations.names()) {
            cases.add(plain(Activations.named(name).orElseThrow(), name));
        }
        cases.add(plain(Activations.swish(), "swish"));
        cases.add(plain(Activations.hardSwish(), "hard_swish"));
        relus(cases);
        for (double alpha : new double[] {.25, 2}) {
            cases.add(one(Activations.elu(alpha), "elu", "alpha", alpha));
            cases.add(one(Activations.celu(alpha), "celu", "alpha", alpha));
            cases.add(one(Activations.leakyRelu(alpha), "leaky_relu", "negative_slope", alpha));
            cases.add(one(Activations.hardShrink(alpha), "hard_shrink", "threshold", alpha));
            cases.add(one(Activations.softShrink(alpha), "soft_shrink", "threshold", alpha));
            cases.add(one(Activations.squareplus(alpha), "squareplus", "b", alpha));
            cases.add(new ValueCase(
                    Activations.threshold(alpha, -.5), "threshold", Map.of("threshold", alpha, "default_value", -.5)));
        }
        cases.add(one(Activations.leakyRelu(-.5), "leaky_relu", "negative_slope", -.5));
        cases.add(one(Activations.gelu(true), "gelu", "approximate", true));
        for (int axis : new int[] {0, 1, -2}) {
            cases.add(one(Activations.softmax(axis), "softmax", "axis", axis));
            cases.add(one(Activations.logSoftmax(axis), "log_softmax", "axis", axis));
            cases.add(one(Activations.sparsemax(axis), "sparsemax", "axis", axis));
            cases.add(one(Activations.glu(axis), "glu", "axis", axis));
        }
        return cases;
    }

    private static void relus(List<ValueCase> cases) {
        Relu relu = Activations.relu();
        cases.add(one(relu.withNegativeSlope(.25), "relu", "negative_slope", .25));
        cases.add(one(relu.withMaxValue(2), "relu", "max_value", 2.0));
        cases.add(one(relu.withMaxValue(6), "relu", "max_value", 6));
        cases.add(one(relu.withThreshold(.5), "relu", "threshold", .5));
        cases.add(new ValueCase(
                relu.withNegativeSlope(.25).withThreshold(.5), "relu", Map.of("negative_slope", .25, "threshold", .5)));
        cases.add(new ValueCase(
                relu.withNegativeSlope(.25).withMaxValue(6), "relu", Map.of("negative_slope", .25, "max_value", 6)));
        cases.add(new ValueCase(
                relu.withNegativeSlope(.25).withMaxValue(2).withThreshold(.5),
                "relu",
                Map.of("negative_slope", .25, "max_value", 2.0, "threshold", .5)));
    }

    static List<ValueCase> regularizers() {
        OrthogonalRegularizer orthogonal = Regularizers.orthogonalRegularizer(.01);
        return List.of(
                one(Regularizers.l1(.25), "L1", "l1", .25),
                one(Regularizers.l2(.125), "L2", "l2", .125),
                plain(Regularizers.l1(.01), "L1"),
                plain(Regularizers.l2(.01), "L2"),
                new ValueCase(Regularizers.l1L2(.5, .25), "L1L2", Map.of("l1", .5, "l2", .25)),
                plain(orthogonal, "OrthogonalRegularizer"),
                one(
                        orthogonal.withMode(OrthogonalRegularizer.Mode.COLUMNS),
                        "OrthogonalRegularizer",
                        "mode",
                        "columns"),
                one(orthogonal.withFactor(.3), "OrthogonalRegularizer", "factor", .3));
    }

    static List<ValueCase> constraints() {
        List<ValueCase> cases = new ArrayList<>();
        cases.add(plain(Constraints.nonNeg(), "NonNeg"));
        cases.add(plain(Constraints.maxNorm(), "MaxNorm"));
        cases.add(plain(Constraints.minMaxNorm(), "MinMaxNorm"));
        cases.add(plain(Constraints.unitNorm(), "UnitNorm"));
        cases.add(one(Constraints.maxNorm(.5), "MaxNorm", "max_value", .5));
        cases.add(one(Constraints.maxNorm(0), "MaxNorm", "max_value", 0));
        MinMaxNorm range = Constraints.minMaxNorm(.75, 1.5);
        Map<String, Object> bounds = Map.of("min_value", .75, "max_value", 1.5);
        cases.add(new ValueCase(range, "MinMaxNorm", bounds));
        cases.add(new ValueCase(
                range.withRate(.25).withAxis(-1),
                "MinMaxNorm",
                Map.of("min_value", .75, "max_value", 1.5, "rate", .25, "axis", -1)));
        cases.add(new ValueCase(
                Constraints.minMaxNorm(2, 3).withRate(0),
                "MinMaxNorm",
                Map.of("min_value", 2, "max_value", 3, "rate", 0)));
        for (int axis : new int[] {1, -1, -2}) {
            cases.add(one(Constraints.maxNorm().withAxis(axis), "MaxNorm", "axis", axis));
            cases.add(one(Constraints.unitNorm().withAxis(axis), "UnitNorm", "axis", axis));
            cases.add(one(Constraints.minMaxNorm().withAxis(axis), "MinMaxNorm", "axis", axis));
        }
        cases.add(one(Constraints.unitNorm().withAxis(0, 1), "UnitNorm", "axis", List.of(0, 1)));
        cases.add(one(Constraints.maxNorm().withAxis(0, -1), "MaxNorm", "axis", List.of(0, -1)));
        cases.add(one(Constraints.minMaxNorm().withAxis(-2, 1), "MinMaxNorm", "axis", List.of(-2, 1)));
        return cases;
    }

    static List<ValueCase> initializers() {
        List<ValueCase> cases = new ArrayList<>(List.of(
                plain(Initializers.glorotUniform(), "GlorotUniform"),
                plain(Initializers.glorotNormal(), "GlorotNormal"),
                plain(Initializers.heUniform(), "HeUniform"),
                plain(Initializers.heNormal(), "HeNormal"),
                plain(Initializers.lecunUniform(), "LecunUniform"),
                plain(Initializers.lecunNormal(), "LecunNormal"),
                plain(Initializers.varianceScaling(), "VarianceScaling"),
                plain(Initializers.randomNormal(), "RandomNormal"),
                plain(Initializers.randomUniform(), "RandomUniform"),
                plain(Initializers.truncatedNormal(), "TruncatedNormal"),
                new ValueCase(new RandomNormal(.5, 2), "RandomNormal", Map.of("mean", .5, "stddev", 2)),
                new ValueCase(new TruncatedNormal(-.5, 2), "TruncatedNormal", Map.of("mean", -.5, "stddev", 2)),
                new ValueCase(RandomUniform.of(2, 3), "RandomUniform", Map.of("minval", 2, "maxval", 3)),
                new ValueCase(RandomUniform.of(-3, -2), "RandomUniform", Map.of("minval", -3, "maxval", -2)),
                new ValueCase(
                        ((VarianceScaling) Initializers.glorotUniform())
                                .withInputAxes(List.of(0, 1))
                                .withOutputAxes(List.of(-1)),
                        "GlorotUniform",
                        Map.of("input_axes", List.of(0, 1), "output_axes", List.of(-1)))));
        for (Mode mode : Mode.values()) {
            for (Distribution distribution : Distribution.values()) {
                cases.add(new ValueCase(
                        new VarianceScaling(3, mode, distribution),
                        "VarianceScaling",
                        Map.of("scale", 3, "mode", lower(mode), "distribution", lower(distribution))));
            }
        }
        return cases;
    }

    /** Those that draw nothing, or nothing that could be compared number by number. */
    static List<ValueCase> otherInitializers() {
        return List.of(
                plain(Initializers.zeros(), "Zeros"),
                plain(Initializers.ones(), "Ones"),
                one(Constant.of(2.5), "Constant", "value", 2.5),
                plain(Initializers.identity(), "Identity"),
                plain(Initializers.orthogonal(), "Orthogonal"),
                one(Orthogonal.of(-.5), "Orthogonal", "gain", -.5));
    }

    /** Keras itself leaves the gain out of its files. */
    static ValueCase scaledIdentity() {
        return one(Identity.of(3), "Identity", "gain", 3);
    }

    String kind() {
        if (value instanceof Activation) {
            return "activation";
        }
        if (value instanceof Initializer) {
            return "initializer";
        }
        return value instanceof Regularizer ? "regularizer" : "constraint";
    }

    Constraint constraint() {
        return (Constraint) value;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static ValueCase plain(Object value, String keras) {
        return new ValueCase(value, keras, Map.of());
    }

    private static ValueCase one(Object value, String keras, String argument, Object given) {
        return new ValueCase(value, keras, Map.of(argument, given));
    }
}
