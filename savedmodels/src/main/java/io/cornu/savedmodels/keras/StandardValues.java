package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.OptionType.AXES;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.SINGLE;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.constraints.Constraint;
import io.cornu.constraints.MaxNorm;
import io.cornu.constraints.MinMaxNorm;
import io.cornu.constraints.NonNeg;
import io.cornu.constraints.UnitNorm;
import io.cornu.initializers.Constant;
import io.cornu.initializers.Initializer;
import io.cornu.initializers.Initializers;
import io.cornu.initializers.VarianceScaling;
import io.cornu.initializers.VarianceScaling.Distribution;
import io.cornu.initializers.VarianceScaling.Mode;
import io.cornu.regularizers.L1L2;
import io.cornu.regularizers.Regularizer;
import java.util.List;
import java.util.Map;

/** What the options of layers are made of: initializers, regularizers and activations of Keras. */
final class StandardValues {
    /** Keras' default factor of a penalty that is named but not given one. */
    private static final double FACTOR = .01;

    private StandardValues() {}

    static ClassTable<Initializer> initializers() {
        return new ClassTable<>(
                "initializer",
                "keras.initializers",
                List.of(
                        scaling("GlorotUniform", Initializers.glorotUniform()),
                        scaling("GlorotNormal", Initializers.glorotNormal()),
                        scaling("HeUniform", Initializers.heUniform()),
                        scaling("HeNormal", Initializers.heNormal()),
                        scaling("LecunUniform", Initializers.lecunUniform()),
                        scaling("LecunNormal", Initializers.lecunNormal()),
                        KerasCodec.of(
                                        VarianceScaling.class,
                                        () -> new VarianceScaling(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL))
                                .option(
                                        "scale",
                                        NUMBER,
                                        VarianceScaling::scale,
                                        (old, scale) -> new VarianceScaling(scale, old.mode(), old.distribution()))
                                .option(
                                        "mode",
                                        OptionType.oneOf(Mode.class),
                                        VarianceScaling::mode,
                                        (old, mode) -> new VarianceScaling(old.scale(), mode, old.distribution()))
                                .option(
                                        "distribution",
                                        OptionType.oneOf(Distribution.class),
                                        VarianceScaling::distribution,
                                        (old, distribution) ->
                                                new VarianceScaling(old.scale(), old.mode(), distribution))
                                .lacking("input_axes")
                                .lacking("output_axes"),
                        KerasCodec.of(Constant.class, () -> Constant.of(0))
                                .named("Zeros")
                                .only(Constant.of(0)::equals),
                        KerasCodec.of(Constant.class, () -> Constant.of(1))
                                .named("Ones")
                                .only(Constant.of(1)::equals),
                        KerasCodec.of(Constant.class, () -> Constant.of(0))
                                .option("value", NUMBER, Constant::value, (old, value) -> Constant.of(value))),
                Map.of("zero", "Zeros", "one", "Ones"),
                // The values that were drawn are in the file, and drawing again uses the seed of the model.
                config -> config.ignore("seed", "dtype"));
    }

    static ClassTable<Regularizer> regularizers() {
        return new ClassTable<>(
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
                                .option("l2", SINGLE, L1L2::l2, (old, l2) -> new L1L2(old.l1(), l2))),
                Map.of("l1_l2", "L1L2"),
                config -> {});
    }

    static ClassTable<Constraint> constraints() {
        return new ClassTable<>(
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
        config.findNullable("axis").filter(JsonNode::isNull).ifPresent(none -> {
            throw config.place().in("axis").expected("an axis, or a list of them", none);
        });
    }

    static ActivationTable activations() {
        return new ActivationTable(Map.of());
    }

    private static KerasCodec<VarianceScaling> scaling(String name, Initializer initializer) {
        VarianceScaling value = (VarianceScaling) initializer;
        return KerasCodec.of(VarianceScaling.class, () -> value)
                .named(name)
                .only(value::equals)
                .lacking("input_axes")
                .lacking("output_axes");
    }
}
