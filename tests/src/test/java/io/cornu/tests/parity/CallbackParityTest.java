package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.callbacks.EarlyStopping;
import io.cornu.callbacks.Mode;
import io.cornu.callbacks.ModelCheckpoint;
import io.cornu.callbacks.ReduceLROnPlateau;
import io.cornu.model.Callback;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Callbacks that watch a value, with drawn options, on 20 drawn sequences each: they stop in the same epoch as Keras',
 * set the same rates, write the same files, keep the same best value and put back the same weights.
 */
@NeedsPython
class CallbackParityTest {
    private static final int SEQUENCES = 20;
    private static final int BATCHES = 7;

    /**
     * A callback of both sides.
     *
     * @param name of the class in Keras
     * @param options for Keras
     * @param ours makes ours, which writes with what it is given
     */
    private record Twin(String name, Map<String, Object> options, Function<ScriptedControl, Callback> ours) {}

    /**
     * Callbacks that are played together.
     *
     * @param twins in order
     * @param batches how many batches an epoch has
     */
    record Case(List<Twin> twins, int batches) {
        @Override
        public String toString() {
            return String.join(
                            ", ",
                            twins.stream().map(t -> t.name() + t.options()).toList()) + " x " + batches;
        }
    }

    static Stream<Case> cases() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            cases.add(new Case(List.of(earlyStopping(random)), 0));
            cases.add(new Case(List.of(reduce(random)), 0));
        }
        for (int i = 0; i < 8; i++) {
            cases.add(new Case(List.of(checkpoint(random)), 0));
            cases.add(new Case(List.of(checkpointOfBatches(random)), BATCHES));
            cases.add(new Case(List.of(earlyStopping(random), reduce(random), checkpoint(random)), 0));
        }
        return cases.stream();
    }

    private static Twin earlyStopping(RandomGenerator random) {
        Map<String, Object> options = new LinkedHashMap<>();
        int patience = pick(random, 0, 1, 2, 5);
        double minDelta = pick(random, 0., 0., .05, .3);
        boolean restores = random.nextBoolean();
        int from = pick(random, 0, 0, 3, 8);
        EarlyStopping stop = EarlyStopping.of()
                .withPatience(patience)
                .withMinDelta(minDelta)
                .withRestoreBestWeights(restores)
                .withStartFromEpoch(from);
        options.put("patience", patience);
        options.put("min_delta", minDelta);
        options.put("restore_best_weights", restores);
        options.put("start_from_epoch", from);
        if (random.nextInt(3) == 0) {
            double baseline = pick(random, .3, .6, .9);
            options.put("baseline", baseline);
            stop = stop.withBaseline(baseline);
        }
        String monitor = monitor(random, options);
        EarlyStopping made = stop.withMonitor(monitor).withMode(mode(random, options));
        return new Twin("EarlyStopping", options, control -> made);
    }

    private static Twin reduce(RandomGenerator random) {
        Map<String, Object> options = new LinkedHashMap<>();
        double factor = pick(random, 0., .1, .5, .9);
        int patience = pick(random, 0, 1, 2, 4);
        double minDelta = pick(random, 0., 1e-4, .1);
        int cooldown = pick(random, 0, 0, 1, 3);
        double floor = pick(random, 0., .01, .1);
        options.put("factor", factor);
        options.put("patience", patience);
        options.put("min_delta", minDelta);
        options.put("cooldown", cooldown);
        options.put("min_lr", floor);
        String monitor = monitor(random, options);
        ReduceLROnPlateau made = ReduceLROnPlateau.of()
                .withFactor(factor)
                .withPatience(patience)
                .withMinDelta(minDelta)
                .withCooldown(cooldown)
                .withMinLearningRate(floor)
                .withMonitor(monitor)
                .withMode(mode(random, options));
        return new Twin("ReduceLROnPlateau", options, control -> made);
    }

    private static Twin checkpoint(RandomGenerator random) {
        Map<String, Object> options = new LinkedHashMap<>();
        String file = pick(random, "m.keras", "m{epoch:02d}.keras", "m{epoch}-{val_loss:.2f}-{accuracy:.3e}.keras");
        boolean bestOnly = random.nextInt(4) > 0;
        options.put("filepath", file);
        options.put("save_best_only", bestOnly);
        OptionalDouble threshold =
                random.nextInt(3) == 0 ? OptionalDouble.of(pick(random, .2, .5, .8)) : OptionalDouble.empty();
        threshold.ifPresent(value -> options.put("initial_value_threshold", value));
        String monitor = monitor(random, options);
        Mode mode = mode(random, options);
        return new Twin("ModelCheckpoint", options, control -> ModelCheckpoint.of(file, control::save)
                .withSaveBestOnly(bestOnly)
                .withInitialValueThreshold(threshold)
                .withMonitor(monitor)
                .withMode(mode));
    }

    private static Twin checkpointOfBatches(RandomGenerator random) {
        Map<String, Object> options = new LinkedHashMap<>();
        String file = pick(random, "m{epoch:02d}-{batch:03d}.keras", "m{batch}_{loss:.4f}.keras");
        int frequency = pick(random, 1, 3, 5, 10);
        boolean bestOnly = random.nextBoolean();
        String monitor = pick(random, "loss", "accuracy");
        options.put("filepath", file);
        options.put("save_freq", frequency);
        options.put("save_best_only", bestOnly);
        options.put("monitor", monitor);
        Mode mode = mode(random, options);
        return new Twin("ModelCheckpoint", options, control -> ModelCheckpoint.of(file, control::save)
                .withSaveFrequency(frequency)
                .withSaveBestOnly(bestOnly)
                .withMonitor(monitor)
                .withMode(mode));
    }

    private static String monitor(RandomGenerator random, Map<String, Object> options) {
        String monitor = pick(random, "val_loss", "val_loss", "val_accuracy", "loss", "accuracy");
        options.put("monitor", monitor);
        return monitor;
    }

    private static Mode mode(RandomGenerator random, Map<String, Object> options) {
        Mode mode = pick(random, Mode.AUTO, Mode.AUTO, Mode.MIN, Mode.MAX);
        options.put("mode", mode.name().toLowerCase(Locale.ROOT));
        return mode;
    }

    @SafeVarargs
    private static <T> T pick(RandomGenerator random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Values that fall, rise, stay, come again, differ by less than float32 shows, and are not always finite. */
    private static List<double[]> sequences(RandomGenerator random) {
        List<double[]> sequences = new ArrayList<>();
        for (int i = 0; i < SEQUENCES; i++) {
            double[] sequence = new double[random.nextInt(8, 26)];
            double value = random.nextDouble();
            double drift = random.nextDouble(-.06, .02);
            for (int epoch = 0; epoch < sequence.length; epoch++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> value = Math.round(value * 10) / 10.0;
                    case 3 -> value += 1e-9;
                    case 4 -> value -= 1e-4;
                    default -> value = Math.abs(value + drift + random.nextGaussian() * .1);
                }
                sequence[epoch] = i % 5 == 4 && random.nextInt(6) == 0
                        ? pick(random, Double.NaN, Double.POSITIVE_INFINITY)
                        : value;
            }
            sequences.add(sequence);
        }
        return sequences;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void doesWhatKerasDoes(Case played, PythonWorker python, @TempDir Path folder) {
        List<double[]> sequences = sequences(RandomGeneratorFactory.of("L64X128MixRandom")
                .create(played.toString().hashCode()));
        List<Map<String, Object>> callbacks = new ArrayList<>();
        for (Twin twin : played.twins()) {
            callbacks.add(
                    Map.of("name", twin.name(), "options", twin.options(), "knows_direction", played.batches() > 0));
        }
        JsonNode theirs = python.call(
                "callback_parity",
                "scripted",
                folder,
                Map.of("callbacks", callbacks, "sequences", sequences, "batches", played.batches()));
        assertThat(theirs).hasSize(SEQUENCES);
        try (ScriptedControl control = new ScriptedControl()) {
            List<Callback> ours = played.twins().stream()
                    .map(twin -> twin.ours().apply(control))
                    .toList();
            for (int i = 0; i < SEQUENCES; i++) {
                compare(control.play(ours, sequences.get(i), played.batches()), theirs.get(i), "sequence " + i);
            }
        }
    }

    private static void compare(ScriptedControl.Result ours, JsonNode theirs, String where) {
        assertThat(ours.epochs()).as(where).hasSize(theirs.get("epochs").size());
        for (int epoch = 0; epoch < ours.epochs().size(); epoch++) {
            ScriptedControl.Epoch our = ours.epochs().get(epoch);
            JsonNode their = theirs.get("epochs").get(epoch);
            String at = where + ", epoch " + epoch;
            double rate = their.get("rate").asDouble();
            // Keras keeps the rate in float32.
            assertThat(our.rate()).as(at).isCloseTo(rate, within(rate * 1e-6));
            assertThat(our.isStopped()).as(at).isEqualTo(their.get("stopped").asBoolean());
            List<String> saved = new ArrayList<>();
            their.get("saved").forEach(file -> saved.add(file.get(0).asText() + " " + file.get(1)));
            assertThat(our.saved()).as(at).isEqualTo(saved);
        }
        assertThat(ours.weights()).as(where).isEqualTo(theirs.get("weights").asInt());
        for (int i = 0; i < ours.best().size(); i++) {
            JsonNode best = theirs.get("best").get(i);
            assertThat(ours.best().get(i).isPresent()).as(where).isEqualTo(!best.isNull());
            if (!best.isNull()) {
                assertThat(ours.best().get(i).getAsDouble()).as(where).isEqualTo(Double.valueOf(number(best.asText())));
            }
        }
    }

    private static double number(String python) {
        return switch (python) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            default -> Double.parseDouble(python);
        };
    }
}
