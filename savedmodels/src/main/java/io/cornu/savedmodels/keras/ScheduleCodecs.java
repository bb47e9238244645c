package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.LEARNING_RATE;
import static io.cornu.savedmodels.keras.OptionType.LONG;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;

import io.cornu.schedules.Chain;
import io.cornu.schedules.CosineAnnealing;
import io.cornu.schedules.CosineDecay;
import io.cornu.schedules.CosineDecayRestarts;
import io.cornu.schedules.CyclicalLR;
import io.cornu.schedules.ExponentialDecay;
import io.cornu.schedules.InverseTimeDecay;
import io.cornu.schedules.LearningRate;
import io.cornu.schedules.OneCycle;
import io.cornu.schedules.PerEpoch;
import io.cornu.schedules.PiecewiseConstantDecay;
import io.cornu.schedules.PolynomialDecay;
import io.cornu.schedules.PowerDecay;
import io.cornu.schedules.WarmUp;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The learning rate schedules of Keras, and ours under registered names. */
final class ScheduleCodecs {
    /** The package of what Keras lacks. */
    private static final String OURS = "cornu";

    private static final String INITIAL = "initial_learning_rate";

    private ScheduleCodecs() {}

    static ClassTable<LearningRate> table() {
        return ClassTable.of(
                "learning rate schedule",
                "keras.optimizers.schedules",
                List.of(
                        later(ExponentialDecay.class, ScheduleCodecs::exponential),
                        later(InverseTimeDecay.class, ScheduleCodecs::inverseTime),
                        later(PolynomialDecay.class, ScheduleCodecs::polynomial),
                        later(CosineDecay.class, ScheduleCodecs::cosine),
                        later(CosineDecayRestarts.class, ScheduleCodecs::restarts),
                        KerasCodec.of(
                                PiecewiseConstantDecay.class,
                                required("boundaries", OptionType.listOf(LONG), PiecewiseConstantDecay::boundaries),
                                required("values", OptionType.listOf(NUMBER), PiecewiseConstantDecay::values),
                                PiecewiseConstantDecay::of),
                        power(),
                        annealing(),
                        oneCycle(),
                        cyclical(),
                        warmUp(),
                        chain(),
                        KerasCodec.of(
                                        PerEpoch.class,
                                        required("schedule", LEARNING_RATE, PerEpoch::schedule),
                                        required("steps_per_epoch", LONG, PerEpoch::stepsPerEpoch),
                                        PerEpoch::new)
                                .registeredIn(OURS)),
                Map.of(),
                config -> config.ignore("name"));
    }

    private static KerasCodec<ExponentialDecay> exponential() {
        return KerasCodec.of(
                        ExponentialDecay.class,
                        KerasStart.of(
                                required(INITIAL, NUMBER, ExponentialDecay::initialLearningRate),
                                required("decay_steps", LONG, ExponentialDecay::decaySteps),
                                required("decay_rate", NUMBER, ExponentialDecay::decayRate),
                                ExponentialDecay::of))
                .option("staircase", FLAG, ExponentialDecay::staircase, ExponentialDecay::withStaircase);
    }

    private static KerasCodec<InverseTimeDecay> inverseTime() {
        return KerasCodec.of(
                        InverseTimeDecay.class,
                        KerasStart.of(
                                required(INITIAL, NUMBER, InverseTimeDecay::initialLearningRate),
                                required("decay_steps", LONG, InverseTimeDecay::decaySteps),
                                required("decay_rate", NUMBER, InverseTimeDecay::decayRate),
                                InverseTimeDecay::of))
                .option("staircase", FLAG, InverseTimeDecay::staircase, InverseTimeDecay::withStaircase);
    }

    private static KerasCodec<PolynomialDecay> polynomial() {
        return KerasCodec.of(
                        PolynomialDecay.class,
                        required(INITIAL, NUMBER, PolynomialDecay::initialLearningRate),
                        required("decay_steps", LONG, PolynomialDecay::decaySteps),
                        PolynomialDecay::of)
                .option(
                        "end_learning_rate",
                        NUMBER,
                        PolynomialDecay::endLearningRate,
                        PolynomialDecay::withEndLearningRate)
                .option("power", NUMBER, PolynomialDecay::power, PolynomialDecay::withPower)
                .option("cycle", FLAG, PolynomialDecay::cycle, PolynomialDecay::withCycle);
    }

    private static KerasCodec<CosineDecay> cosine() {
        return KerasCodec.of(
                        CosineDecay.class,
                        required(INITIAL, NUMBER, CosineDecay::initialLearningRate),
                        required("decay_steps", LONG, CosineDecay::decaySteps),
                        CosineDecay::of)
                .option("alpha", NUMBER, CosineDecay::alpha, CosineDecay::withAlpha)
                .option(
                        "warmup_target",
                        NUMBER.map(OptionalDouble::of, OptionalDouble::orElseThrow),
                        CosineDecay::warmupTarget,
                        CosineDecay::withWarmupTarget)
                .option("warmup_steps", LONG, CosineDecay::warmupSteps, CosineDecay::withWarmupSteps);
    }

    private static KerasCodec<CosineDecayRestarts> restarts() {
        return KerasCodec.of(
                        CosineDecayRestarts.class,
                        required(INITIAL, NUMBER, CosineDecayRestarts::initialLearningRate),
                        required("first_decay_steps", LONG, CosineDecayRestarts::firstDecaySteps),
                        CosineDecayRestarts::of)
                .option("t_mul", NUMBER, CosineDecayRestarts::tMul, CosineDecayRestarts::withTMul)
                .option("m_mul", NUMBER, CosineDecayRestarts::mMul, CosineDecayRestarts::withMMul)
                .option("alpha", NUMBER, CosineDecayRestarts::alpha, CosineDecayRestarts::withAlpha);
    }

    private static KerasCodec<PowerDecay> power() {
        return KerasCodec.of(
                        PowerDecay.class,
                        KerasStart.of(
                                required(INITIAL, NUMBER, PowerDecay::initialLearningRate),
                                required("speed", NUMBER, PowerDecay::speed),
                                required("power", NUMBER, PowerDecay::power),
                                PowerDecay::of))
                .registeredIn(OURS);
    }

    private static KerasCodec<CosineAnnealing> annealing() {
        return KerasCodec.of(
                        CosineAnnealing.class,
                        KerasStart.of(
                                required("max_learning_rate", NUMBER, CosineAnnealing::maxLearningRate),
                                required("min_learning_rate", NUMBER, CosineAnnealing::minLearningRate),
                                required("steps", LONG, CosineAnnealing::steps),
                                CosineAnnealing::of))
                .registeredIn(OURS);
    }

    private static KerasCodec<OneCycle> oneCycle() {
        return KerasCodec.of(
                        OneCycle.class,
                        required("max_learning_rate", NUMBER, OneCycle::maxLearningRate),
                        required("total_steps", LONG, OneCycle::totalSteps),
                        OneCycle::of)
                .option("rise_share", NUMBER, OneCycle::riseShare, OneCycle::withRiseShare)
                .option("divisor", NUMBER, OneCycle::divisor, OneCycle::withDivisor)
                .option("final_divisor", NUMBER, OneCycle::finalDivisor, OneCycle::withFinalDivisor)
                .option("linear", FLAG, OneCycle::linear, OneCycle::withLinear)
                .registeredIn(OURS);
    }

    private static KerasCodec<CyclicalLR> cyclical() {
        return KerasCodec.of(
                        CyclicalLR.class,
                        KerasStart.of(
                                required("base_learning_rate", NUMBER, CyclicalLR::baseLearningRate),
                                required("max_learning_rate", NUMBER, CyclicalLR::maxLearningRate),
                                required("step_size", LONG, CyclicalLR::stepSize),
                                CyclicalLR::of))
                .option("mode", OptionType.oneOf(CyclicalLR.Mode.class), CyclicalLR::mode, CyclicalLR::withMode)
                .option("gamma", NUMBER, CyclicalLR::gamma, CyclicalLR::withGamma)
                .registeredIn(OURS);
    }

    private static KerasCodec<WarmUp> warmUp() {
        return KerasCodec.of(
                        WarmUp.class,
                        required("steps", LONG, WarmUp::steps),
                        required("next", LEARNING_RATE, WarmUp::next),
                        WarmUp::of)
                .option("from", NUMBER, WarmUp::from, WarmUp::withFrom)
                .registeredIn(OURS);
    }

    private static KerasCodec<Chain> chain() {
        return KerasCodec.of(
                        Chain.class,
                        KerasStart.of(
                                required("first", LEARNING_RATE, Chain::first),
                                required("steps", LONG, Chain::steps),
                                required("next", LEARNING_RATE, Chain::next),
                                Chain::new))
                .registeredIn(OURS);
    }
}
