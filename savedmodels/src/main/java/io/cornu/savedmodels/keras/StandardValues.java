package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.OptionType.AXES;
import static io.cornu.savedmodels.keras.OptionType.AXIS_LIST;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.SINGLE;

import io.cornu.activations.Activation;
import io.cornu.activations.Elu;
import io.cornu.activations.LeakyRelu;
import io.cornu.activations.Relu;
import io.cornu.activations.Softmax;
import io.cornu.constraints.Constraint;
import io.cornu.constraints.MaxNorm;
import io.cornu.constraints.MinMaxNorm;
import io.cornu.constraints.NonNeg;
import io.cornu.constraints.UnitNorm;
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
import io.cornu.regularizers.L1L2;
import io.cornu.regularizers.OrthogonalRegularizer;
import io.cornu.regularizers.Regularizer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the options of layers are made of: initializers, regularizers and activations of Keras. */
final class StandardValues {
    /** Keras' default factor of a penalty that is named but not given one. */
    private static final double FACTOR = .01;

    /** Keras' default slope of the layer, which is not that of the function. */
    private static final double LAYER_SLOPE = .3;

    private StandardValues() {}

    static ClassTable<Initializer> initializers() {
        return ClassTable.of(
                "initializer",
                "keras.initializers",
                List.of(
                        scaling("GlorotUniform", Initializers.glorotUniform()),
                        scaling("GlorotNormal", Initializers.glorotNormal()),
                        scaling("HeUniform", Initializers.heUniform()),
                        scaling("HeNormal", Initializers.heNormal()),
                        scaling("LecunUniform", Initializers.lecunUniform()),
                        scaling("LecunNormal", Initializers.lecunNormal()),
                        fans(KerasCodec.of(VarianceScaling.class, Initializers::varianceScaling))
                                .option("scale", NUMBER, VarianceScaling::scale, VarianceScaling::withScale)
                                .option(
                                        "mode",
                                        OptionType.oneOf(Mode.class),
                                        VarianceScaling::mode,
                                        VarianceScaling::withMode)
                                .option(
                                        "distribution",
                                        OptionType.oneOf(Distribution.class),
                                        VarianceScaling::distribution,
                                        VarianceScaling::withDistribution),
                        KerasCodec.of(RandomNormal.class, Initializers::randomNormal)
                                .option("mean", NUMBER, RandomNormal::mean, RandomNormal::withMean)
                                .option(
                                        "stddev",
                                        NUMBER,
                                        RandomNormal::standardDeviation,
                                        RandomNormal::withStandardDeviation),
                        KerasCodec.of(TruncatedNormal.class, Initializers::truncatedNormal)
                                .option("mean", NUMBER, TruncatedNormal::mean, TruncatedNormal::withMean)
                                .option(
                                        "stddev",
                                        NUMBER,
                                        TruncatedNormal::standardDeviation,
                                        TruncatedNormal::withStandardDeviation),
                        randomUniform(),
                        KerasCodec.of(Orthogonal.class, Orthogonal::of)
                                .option("gain", NUMBER, Orthogonal::gain, (old, gain) -> Orthogonal.of(gain)),
                        KerasCodec.of(Identity.class, Identity::of)
                                .option("gain", NUMBER, Identity::gain, (old, gain) -> Identity.of(gain)),
                        KerasCodec.of(Constant.class, () -> Constant.of(0))
                                .named("Zeros")
                                .only(Constant.of(0)::equals),
                        KerasCodec.of(Constant.class, () -> Constant.of(1))
                                .named("Ones")
                                .only(Constant.of(1)::equals),
                        KerasCodec.of(Constant.class, () -> Constant.of(0))
                                .option("value", NUMBER, Constant::value, (old, value) -> Constant.of(value))),
                Map.of(
                        "zero", "Zeros",
                        "one", "Ones",
                        "normal", "RandomNormal",
                        "uniform", "RandomUniform",
                        "IdentityInitializer", "Identity",
                        "OrthogonalInitializer", "Orthogonal"),
                // The values that were drawn are in the file, and drawing again uses the seed of the model.
                config -> config.ignore("seed", "dtype"));
    }

    static ClassTable<Regularizer> regularizers() {
        return ClassTable.of(
                "regularizer",
                "keras.regularizers",
                List.of(
                        KerasCodec.of(L1L2.class, () -> new L1L2(FACTOR, 0))
                                .named("L1")
                                .option("l1", SINGLE, L1L2::l1, (old, l1) -> new L1L2(l1, 0))
                                .only(penalty -> penalty.l2() == 0),
                        KerasCodec.of(L1L2.class, () -> new L1L2(0, FACTOR))
                                .named("L2")
                                .option("l2", SINGLE, L1L2::l2, (old, l2) -> new L1L2(0, l2))
                                .only(penalty -> penalty.l1() == 0),
                        KerasCodec.of(L1L2.class, () -> new L1L2(0, 0))
                                .option("l1", SINGLE, L1L2::l1, (old, l1) -> new L1L2(l1, old.l2()))
                                .option("l2", SINGLE, L1L2::l2, (old, l2) -> new L1L2(old.l1(), l2)),
                        KerasCodec.of(OrthogonalRegularizer.class, () -> OrthogonalRegularizer.of(FACTOR))
                                .option(
                                        "factor",
                                        SINGLE,
                                        OrthogonalRegularizer::factor,
                                        OrthogonalRegularizer::withFactor)
                                .option(
                                        "mode",
                                        OptionType.oneOf(OrthogonalRegularizer.Mode.class),
                                        OrthogonalRegularizer::mode,
                                        OrthogonalRegularizer::withMode)),
                Map.of("l1_l2", "L1L2"),
                config -> {});
    }

    static ClassTable<Constraint> constraints() {
        return ClassTable.of(
                "constraint",
                "keras.constraints",
                List.of(
                        KerasCodec.of(MaxNorm.class, () -> MaxNorm.of(2))
                                .option("max_value", NUMBER, MaxNorm::maxValue, MaxNorm::withMaxValue)
                                .option("axis", AXES, MaxNorm::axis, MaxNorm::withAxis),
                        KerasCodec.of(MinMaxNorm.class, () -> MinMaxNorm.of(0, 1))
                                // The maximum first: a range is never empty on the way to one that is not.
                                .option("max_value", NUMBER, MinMaxNorm::maxValue, MinMaxNorm::withMaxValue)
                                .option("min_value", NUMBER, MinMaxNorm::minValue, MinMaxNorm::withMinValue)
                                .option("rate", NUMBER, MinMaxNorm::rate, MinMaxNorm::withRate)
                                .option("axis", AXES, MinMaxNorm::axis, MinMaxNorm::withAxis),
                        KerasCodec.of(NonNeg.class, NonNeg::of),
                        KerasCodec.of(UnitNorm.class, UnitNorm::of)
                                .option("axis", AXES, UnitNorm::axis, UnitNorm::withAxis)),
                Map.of(),
                StandardValues::requireAxes);
    }

    /** Keras' null is the norm of the whole weight, not the default. */
    private static void requireAxes(ConfigObject config) {
        if (config.isNull("axis")) {
            throw config.place().in("axis").error("expected an axis, or a list of them, received null. List all axes.");
        }
    }

    static ActivationTable activations() {
        return new ActivationTable(Map.of(), activationLayers());
    }

    /** Keras writes layers in the place of activations whose arguments a name does not tell. */
    private static ClassTable<Activation> activationLayers() {
        return ClassTable.of(
                "activation",
                "keras.layers",
                List.of(
                        KerasCodec.of(Relu.class, Relu::of)
                                .named("ReLU")
                                .option("max_value", NUMBER, Relu::maxValue, Relu::withMaxValue)
                                .option("negative_slope", NUMBER, Relu::negativeSlope, Relu::withNegativeSlope)
                                .option("threshold", NUMBER, Relu::threshold, Relu::withThreshold),
                        KerasCodec.of(LeakyRelu.class, () -> LeakyRelu.of(LAYER_SLOPE))
                                .named("LeakyReLU")
                                .option(
                                        "negative_slope",
                                        NUMBER,
                                        LeakyRelu::negativeSlope,
                                        LeakyRelu::withNegativeSlope),
                        KerasCodec.of(Elu.class, () -> Elu.of(1))
                                .named("ELU")
                                .option("alpha", NUMBER, Elu::alpha, Elu::withAlpha),
                        KerasCodec.of(Softmax.class, Softmax::of)
                                .option("axis", INTEGER, Softmax::axis, Softmax::withAxis)),
                Map.of(),
                config -> {
                    config.ignore("name", "trainable", "dtype");
                    config.requireDefault("activity_regularizer", Set.of());
                });
    }

    private static KerasCodec<VarianceScaling> scaling(String name, Initializer initializer) {
        VarianceScaling value = (VarianceScaling) initializer;
        return fans(KerasCodec.of(VarianceScaling.class, () -> value))
                .named(name)
                .only(other ->
                        other.withInputAxes(List.of()).withOutputAxes(List.of()).equals(value));
    }

    private static KerasCodec<VarianceScaling> fans(KerasCodec<VarianceScaling> codec) {
        return codec.option("input_axes", AXIS_LIST, VarianceScaling::inputAxes, VarianceScaling::withInputAxes)
                .option("output_axes", AXIS_LIST, VarianceScaling::outputAxes, VarianceScaling::withOutputAxes);
    }

    /** A range in a file may lie anywhere, so it is read as a whole. */
    private static KerasCodec<RandomUniform> randomUniform() {
        return KerasCodec.of(RandomUniform.class, Initializers::randomUniform)
                .option(
                        "minval",
                        NUMBER,
                        RandomUniform::minValue,
                        (old, min) -> RandomUniform.of(min, Math.max(min, old.maxValue())))
                .option("maxval", NUMBER, RandomUniform::maxValue, RandomUniform::withMaxValue);
    }
}
