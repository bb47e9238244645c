package io.cornu.cli;

import io.cornu.schedules.CosineAnnealing;
import io.cornu.schedules.CyclicalLR;
import io.cornu.schedules.ExponentialDecay;
import io.cornu.schedules.InverseTimeDecay;
import io.cornu.schedules.LearningRate;
import io.cornu.schedules.OneCycle;
import io.cornu.schedules.PerEpoch;
import io.cornu.schedules.PolynomialDecay;
import io.cornu.schedules.WarmUp;
import io.cornu.text.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A learning rate schedule as people type it: a name, perhaps with a number, such as {@code exponential:0.9}.
 *
 * @param name the name
 * @param number what stands behind the colon
 */
record ScheduleChoice(String name, Optional<Double> number) {
    static final String DESCRIPTION =
            "cosine[:MIN], cosine-epochs[:MIN] (once an epoch), exponential[:FACTOR an epoch],"
                    + " inverse-time[:FACTOR], polynomial[:END], one-cycle or cyclical[:EPOCHS up]; from the learning rate, over"
                    + " all epochs. Default: constant.";

    private static final double USUAL_FACTOR = .9;
    private static final double USUAL_INVERSE = 1;
    private static final double USUAL_END = 1e-4;
    private static final double CYCLE_EPOCHS = 2;

    /** How low a cycle begins, as a share of its top. */
    private static final double CYCLE_FLOOR = .1;

    private static final Map<String, Maker> MAKERS = makers();

    /**
     * How long a training is.
     *
     * @param epochs how many epochs
     * @param stepsPerEpoch how many steps each has
     */
    record Length(int epochs, long stepsPerEpoch) {
        long steps() {
            return epochs * stepsPerEpoch;
        }
    }

    @FunctionalInterface
    private interface Maker {
        LearningRate make(double rate, Optional<Double> number, Length length);
    }

    private static Map<String, Maker> makers() {
        Map<String, Maker> makers = new LinkedHashMap<>();
        makers.put("constant", (rate, number, length) -> LearningRate.constant(rate));
        makers.put("cosine", (rate, low, length) -> CosineAnnealing.of(rate, low.orElse(0.0), length.steps()));
        makers.put(
                "cosine-epochs",
                (rate, low, length) -> new PerEpoch(
                        CosineAnnealing.of(rate, low.orElse(0.0), length.epochs()), length.stepsPerEpoch()));
        makers.put(
                "exponential",
                (rate, factor, length) ->
                        ExponentialDecay.of(rate, length.stepsPerEpoch(), factor.orElse(USUAL_FACTOR)));
        makers.put(
                "inverse-time",
                (rate, factor, length) ->
                        InverseTimeDecay.of(rate, length.stepsPerEpoch(), factor.orElse(USUAL_INVERSE)));
        makers.put("polynomial", (rate, end, length) -> PolynomialDecay.of(rate, length.steps())
                .withEndLearningRate(end.orElse(USUAL_END)));
        makers.put("one-cycle", (rate, number, length) -> OneCycle.of(rate, length.steps()));
        makers.put(
                "cyclical",
                (rate, epochs, length) -> CyclicalLR.of(
                        rate * CYCLE_FLOOR,
                        rate,
                        Math.max(1, Math.round(epochs.orElse(CYCLE_EPOCHS) * length.stepsPerEpoch()))));
        return makers;
    }

    /**
     * Reads what was typed.
     *
     * @throws IllegalArgumentException if there is no such schedule, or what stands behind the colon is no number for it
     */
    static ScheduleChoice parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (!MAKERS.containsKey(name)) {
            throw new IllegalArgumentException("--schedule: expected one of " + MAKERS.keySet() + ", received '" + text
                    + "'. " + Names.suggestion(name, MAKERS.keySet()));
        }
        Optional<Double> number = colon < 0 ? Optional.empty() : Optional.of(number(text, text.substring(colon + 1)));
        if (number.isPresent() && (name.equals("one-cycle") || name.equals("constant"))) {
            throw new IllegalArgumentException(
                    "--schedule: expected " + name + " without a number, received '" + text + "'.");
        }
        return new ScheduleChoice(name, number);
    }

    private static double number(String text, String part) {
        try {
            double number = Double.parseDouble(part);
            if (Double.isFinite(number) && number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for other wrong numbers.
        }
        throw new IllegalArgumentException(
                "--schedule: expected a number of at least 0 behind the colon, received '" + text + "'.");
    }

    /** The schedule from a rate, after a rise from 0 over as many epochs as wanted. */
    LearningRate from(double rate, double warmUpEpochs, Length length) {
        long warmUp = Math.round(warmUpEpochs * length.stepsPerEpoch());
        if (warmUp >= length.steps()) {
            throw new IllegalArgumentException("--warmup: expected less than the " + length.epochs()
                    + " epochs of training, received " + warmUpEpochs + ".");
        }
        LearningRate schedule = Objects.requireNonNull(MAKERS.get(name)).make(rate, number, length);
        return warmUp == 0 ? schedule : WarmUp.of(warmUp, schedule);
    }
}
