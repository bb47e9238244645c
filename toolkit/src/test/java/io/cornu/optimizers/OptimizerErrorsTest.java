package io.cornu.optimizers;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Numbers that no optimizer can have are refused with its name, the number's name, what it may be, and what it was. */
class OptimizerErrorsTest {
    private static final double RATE = .1;

    static Stream<Arguments> rates() {
        return Stream.<DoubleFunction<Optimizer>>of(
                        SGD::of,
                        RMSprop::of,
                        Adam::of,
                        AdamW::of,
                        Adamax::of,
                        Nadam::of,
                        Adagrad::of,
                        Adadelta::of,
                        Adafactor::of,
                        Ftrl::of,
                        Lamb::of,
                        Lion::of,
                        Muon::of,
                        ScheduleFreeAdamW::of)
                .flatMap(of -> Stream.of(-.5, Double.NaN, Double.POSITIVE_INFINITY)
                        .map(rate -> wrong(() -> of.apply(rate), "learning rate", rate.toString())));
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                wrong(() -> RMSprop.of(RATE).withMomentum(1.5), "RMSprop", "momentum must be in [0, 1]", "1.5"),
                wrong(() -> AdamW.of(RATE).withBeta1(1), "AdamW", "beta1 must be in [0, 1)", "1.0"),
                wrong(() -> AdamW.of(RATE).withBeta2(-.1), "AdamW", "beta2", "-0.1"),
                wrong(() -> AdamW.of(RATE).withEpsilon(0), "AdamW", "epsilon", "above 0", "0.0"),
                wrong(() -> Adamax.of(RATE).withBeta1(2), "Adamax", "beta1", "2.0"),
                wrong(() -> Adamax.of(RATE).withEpsilon(-1), "Adamax", "epsilon", "-1.0"),
                wrong(() -> Nadam.of(RATE).withBeta2(1), "Nadam", "beta2", "1.0"),
                wrong(() -> Nadam.of(RATE).withEpsilon(Double.NaN), "Nadam", "epsilon", "NaN"),
                wrong(() -> Adagrad.of(RATE).withInitialAccumulatorValue(-1), "Adagrad", "at least 0", "-1.0"),
                wrong(() -> Adagrad.of(RATE).withEpsilon(0), "Adagrad", "epsilon", "0.0"),
                wrong(() -> Adadelta.of(RATE).withRho(1), "Adadelta", "rho", "1.0"),
                wrong(() -> Adadelta.of(RATE).withEpsilon(0), "Adadelta", "epsilon", "0.0"),
                wrong(() -> Adafactor.of(RATE).withBeta2Decay(.8), "Adafactor", "beta2Decay", "at most 0", "0.8"),
                wrong(() -> Adafactor.of(RATE).withEpsilon1(0), "Adafactor", "epsilon1", "0.0"),
                wrong(() -> Adafactor.of(RATE).withEpsilon2(0), "Adafactor", "epsilon2", "0.0"),
                wrong(() -> Adafactor.of(RATE).withClipThreshold(0), "Adafactor", "clipThreshold", "0.0"),
                wrong(() -> Ftrl.of(RATE).withLearningRatePower(.5), "Ftrl", "learningRatePower", "at most 0", "0.5"),
                wrong(() -> Ftrl.of(RATE).withInitialAccumulatorValue(-1), "Ftrl", "initialAccumulatorValue", "-1.0"),
                wrong(() -> Ftrl.of(RATE).withL1RegularizationStrength(-1), "Ftrl", "l1Regularization", "-1.0"),
                wrong(() -> Ftrl.of(RATE).withL2RegularizationStrength(-1), "Ftrl", "l2Regularization", "-1.0"),
                wrong(() -> Ftrl.of(RATE).withL2ShrinkageRegularizationStrength(-1), "Ftrl", "l2Shrinkage", "-1.0"),
                wrong(() -> Ftrl.of(RATE).withBeta(-1), "Ftrl", "beta", "-1.0"),
                wrong(() -> Lamb.of(RATE).withBeta1(1), "Lamb", "beta1", "1.0"),
                wrong(() -> Lion.of(RATE).withBeta1(0), "Lion", "beta1 must be above 0 and at most 1", "0.0"),
                wrong(() -> Lion.of(RATE).withBeta2(1), "Lion", "beta2", "1.0"),
                wrong(() -> Muon.of(RATE).withAdamBeta1(1), "Muon", "adamBeta1", "1.0"),
                wrong(() -> Muon.of(RATE).withNewtonSchulzSteps(0), "Muon", "newtonSchulzSteps", "0"),
                wrong(() -> Muon.of(RATE).withMuonB(Double.NaN), "Muon", "muonB", "NaN"),
                wrong(() -> Muon.of(RATE).withRmsRate(OptionalDouble.of(0)), "Muon", "rmsRate", "0.0"),
                wrong(() -> Muon.of(RATE).withExcludeLayers(List.of("de(nse")), "regular expression", "'de(nse'"),
                wrong(() -> Muon.of(RATE).withMomentum(1.5), "Muon", "momentum", "1.5"),
                wrong(() -> ScheduleFreeAdamW.of(RATE).withBeta1(0), "ScheduleFreeAdamW", "beta1", "0.0"),
                wrong(() -> ScheduleFreeAdamW.of(RATE).withWarmupSteps(-1), "ScheduleFreeAdamW", "warmupSteps", "-1"));
    }

    static Stream<Arguments> settings() {
        Adam adam = Adam.of(RATE);
        LossScaleOptimizer scaling = LossScaleOptimizer.of(adam);
        MultiOptimizer multi = MultiOptimizer.of(adam);
        return Stream.of(
                wrong(() -> adam.withClipvalue(0), "Clipping", "limit", "0.0"),
                wrong(() -> adam.withGlobalClipnorm(-1), "Clipping", "limit", "-1.0"),
                wrong(() -> adam.withWeightDecay(-.1), "WeightDecay", "rate", "-0.1"),
                wrong(() -> adam.withoutWeightDecayOf("["), "regular expression", "'['", "Pattern.quote"),
                wrong(() -> adam.withEma(1.5), "Ema", "momentum must be in [0, 1]", "1.5"),
                wrong(() -> adam.withEma(.9, -1), "Ema", "overwriteFrequency", "-1"),
                wrong(() -> adam.withGradientAccumulationSteps(0), "gradientAccumulationSteps", "at least 1", "0"),
                wrong(() -> adam.withLossScaleFactor(0), "lossScaleFactor", "0.0"),
                wrong(() -> scaling.withInitialScale(0), "LossScaleOptimizer", "initialScale", "0.0"),
                wrong(() -> scaling.withDynamicGrowthSteps(0), "LossScaleOptimizer", "dynamicGrowthSteps", "0"),
                wrong(() -> LossScaleOptimizer.of(scaling), "LossScaleOptimizer", "inner", "LossScaleOptimizer"),
                wrong(() -> multi.with("x", scaling), "MultiOptimizer", "must not wrap", "LossScaleOptimizer"),
                wrong(() -> MultiOptimizer.of(multi), "MultiOptimizer", "must not wrap", "MultiOptimizer"),
                wrong(() -> multi.with("(", adam), "regular expression", "'('"),
                wrong(() -> multi.withLossScaleFactor(-1), "MultiOptimizer", "lossScaleFactor", "-1.0"),
                wrong(
                        () -> multi.with("a.*", adam)
                                .with(".*b", adam)
                                .optimizerOf(new OptimizedWeight("a/b", Shape.of(1))),
                        "one expression that fits a/b",
                        "[a.*, .*b]"));
    }

    @ParameterizedTest(name = "{index} {1}")
    @MethodSource({"rates", "numbers", "settings"})
    void wrongArgumentsAreNamed(ThrowingCallable call, List<String> parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(call)
                .withMessageContainingAll(parts.toArray(String[]::new))
                .withMessageContaining("received");
    }

    private static Arguments wrong(ThrowingCallable call, String... parts) {
        return Arguments.of(call, List.of(parts));
    }
}
