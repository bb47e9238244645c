package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.layers.Dense;
import io.cornu.layers.Layer;
import io.cornu.losses.Loss;
import io.cornu.losses.Losses;
import io.cornu.losses.MeanSquaredError;
import io.cornu.metrics.Metric;
import io.cornu.metrics.Metrics;
import io.cornu.model.Compilation;
import io.cornu.model.LayerGraph;
import io.cornu.optimizers.Adadelta;
import io.cornu.optimizers.Adafactor;
import io.cornu.optimizers.Adagrad;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.AdamW;
import io.cornu.optimizers.Adamax;
import io.cornu.optimizers.Clipping;
import io.cornu.optimizers.ConfigurableOptimizer;
import io.cornu.optimizers.Ftrl;
import io.cornu.optimizers.Lamb;
import io.cornu.optimizers.Lion;
import io.cornu.optimizers.Muon;
import io.cornu.optimizers.Nadam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.ScheduleFreeAdamW;
import io.cornu.schedules.LearningRate;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tensorflow.ndarray.Shape;

/** Optimizers and losses by the names that people type. */
final class Choices {
    private static final Map<String, Function<LearningRate, ConfigurableOptimizer<?>>> OPTIMIZERS = optimizers();

    private static final Map<String, Supplier<Loss>> LOSSES = losses();

    private static final double USUAL_RATE = .001;
    private static final Map<String, Double> OTHER_RATES = Map.of("sgd", .01, "schedulefreeadamw", .0025);

    private static final String MOMENTUM = "momentum";
    private static final String NESTEROV = "nesterov";

    private Choices() {}

    static List<String> lossNames() {
        return List.copyOf(LOSSES.keySet());
    }

    /**
     * An optimizer with Keras' learning rate unless another is given, changing as asked for over a training of this
     * length; Adam unless another is named.
     */
    static Optimizer optimizer(TrainSettings settings, ScheduleChoice.Length length) {
        String name =
                settings.optimizer() == null ? "adam" : settings.optimizer().toLowerCase(Locale.ROOT);
        Function<LearningRate, ConfigurableOptimizer<?>> make = OPTIMIZERS.get(name);
        if (make == null) {
            throw new IllegalArgumentException("--optimizer: expected one of " + OPTIMIZERS.keySet() + ", received '"
                    + settings.optimizer() + "'." + nearest(name, OPTIMIZERS.keySet()));
        }
        double rate =
                settings.learningRate() != null ? settings.learningRate() : OTHER_RATES.getOrDefault(name, USUAL_RATE);
        ScheduleChoice schedule = ScheduleChoice.parse(settings.schedule() == null ? "constant" : settings.schedule());
        Optimizer optimizer =
                make.apply(schedule.from(rate, settings.warmUp() == null ? 0 : settings.warmUp(), length));
        Double momentum = settings.momentum();
        if (optimizer instanceof SGD sgd) {
            optimizer = sgd.withMomentum(momentum == null ? 0 : momentum).withNesterov(settings.nesterov());
        } else if (settings.nesterov()) {
            throw new IllegalArgumentException(
                    "--nesterov: expected with --optimizer sgd, received with " + name + ". Leave it out.");
        } else if (optimizer instanceof RMSprop rmsprop) {
            optimizer = rmsprop.withMomentum(momentum == null ? 0 : momentum);
        } else if (momentum != null) {
            throw new IllegalArgumentException(
                    "--momentum: expected with --optimizer sgd or rmsprop, received with " + name + ". Leave it out.");
        }
        return settings.clipnorm() != null && optimizer instanceof ConfigurableOptimizer<?> clipped
                ? clipped.withClipping(Clipping.byNorm(settings.clipnorm()))
                : optimizer;
    }

    /** An optimizer by its name alone, {@code momentum} and {@code nesterov} among them. */
    static Optimizer optimizer(String name, double rate, double momentum) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals(MOMENTUM) || lower.equals(NESTEROV)) {
            return SGD.of(rate).withMomentum(momentum).withNesterov(lower.equals(NESTEROV));
        }
        Function<LearningRate, ConfigurableOptimizer<?>> make = OPTIMIZERS.get(lower);
        if (make == null) {
            List<String> known = new ArrayList<>(List.of(MOMENTUM, NESTEROV));
            known.addAll(OPTIMIZERS.keySet());
            throw new IllegalArgumentException(
                    "--optimizer: expected one of " + known + ", received '" + name + "'." + nearest(lower, known));
        }
        return make.apply(LearningRate.constant(rate));
    }

    /** A file's own optimizer, but for what was asked for. */
    static Optimizer overridden(Optimizer own, TrainSettings settings) {
        if (settings.schedule() != null || settings.warmUp() != null) {
            throw new IllegalArgumentException(
                    "--schedule and --warmup: expected with an --optimizer, received with the file's own. Name one.");
        }
        Optimizer changed = own;
        Double momentum = settings.momentum();
        if (momentum != null || settings.nesterov()) {
            if (own instanceof SGD sgd) {
                changed = sgd.withMomentum(momentum == null ? sgd.momentum() : momentum)
                        .withNesterov(settings.nesterov() || sgd.nesterov());
            } else if (own instanceof RMSprop rmsprop && momentum != null && !settings.nesterov()) {
                changed = rmsprop.withMomentum(momentum);
            } else {
                throw new IllegalArgumentException((momentum == null ? "--nesterov" : "--momentum")
                        + ": expected with an optimizer that has it, received with the file's own, "
                        + own.getClass().getSimpleName() + ". Leave it out, or name another with --optimizer.");
            }
        }
        if (settings.clipnorm() != null) {
            if (!(changed instanceof ConfigurableOptimizer<?> clipped)) {
                throw new IllegalArgumentException(
                        "--clipnorm: expected with an optimizer that clips, received with the file's own, "
                                + own.getClass().getSimpleName() + ". Leave it out.");
            }
            changed = clipped.withClipping(Clipping.byNorm(settings.clipnorm()));
        }
        return changed;
    }

    static Loss loss(String name) {
        Supplier<Loss> loss = LOSSES.get(name.toLowerCase(Locale.ROOT));
        if (loss == null) {
            throw new IllegalArgumentException("--loss: expected one of " + LOSSES.keySet() + ", received '" + name
                    + "'." + nearest(name.toLowerCase(Locale.ROOT), LOSSES.keySet()));
        }
        return loss.get();
    }

    /** The names there are stand in the message already. */
    private static String nearest(String name, Collection<String> known) {
        return Names.closest(name, known)
                .map(nearest -> " Did you mean '" + nearest + "'?")
                .orElse("");
    }

    /** The loss that output and targets ask for: cross-entropy where the last activation makes probabilities. */
    static Loss usualLoss(LayerGraph graph, int output, List<Array> targets) {
        if (output >= targets.size()) {
            throw new IllegalArgumentException(
                    "--data: expected " + graph.outputs().size() + " targets, one for each output, received "
                            + targets.size() + ". Use data with a target each.");
        }
        Shape target = targets.get(output).shape();
        LayerGraph flat = graph.flat();
        LayerGraph.Call call = flat.calls().get(flat.outputs().get(output).call());
        Layer last = flat.layers().get(call.layer()).layer();
        String activation = activationOf(last).orElse("linear");
        Shape prediction = graph.shape(graph.outputs().get(output));
        boolean isNumbered = target.numDimensions() < prediction.numDimensions() || target.get(-1) == 1;
        return switch (activation) {
            case "softmax" -> isNumbered ? Losses.sparseCategoricalCrossentropy() : Losses.categoricalCrossentropy();
            case "sigmoid" -> Losses.binaryCrossentropy();
            default -> Losses.meanSquaredError();
        };
    }

    /** A loss with the metric that people look at beside it. */
    static Compilation.Output measured(Loss loss) {
        Metric[] metrics = loss instanceof MeanSquaredError ? new Metric[0] : new Metric[] {Metrics.accuracy()};
        return Compilation.Output.of(loss, metrics);
    }

    private static Optional<String> activationOf(Layer layer) {
        if (layer instanceof Dense dense) {
            return Optional.of(dense.activation().name());
        }
        return layer instanceof io.cornu.layers.Activation activation
                ? Optional.of(activation.activation().name())
                : Optional.empty();
    }

    private static Map<String, Function<LearningRate, ConfigurableOptimizer<?>>> optimizers() {
        Map<String, Function<LearningRate, ConfigurableOptimizer<?>>> optimizers = new LinkedHashMap<>();
        optimizers.put("adam", Adam::of);
        optimizers.put("sgd", SGD::of);
        optimizers.put("rmsprop", RMSprop::of);
        optimizers.put("adamw", AdamW::of);
        optimizers.put("adamax", Adamax::of);
        optimizers.put("nadam", Nadam::of);
        optimizers.put("adagrad", Adagrad::of);
        optimizers.put("adadelta", Adadelta::of);
        optimizers.put("adafactor", Adafactor::of);
        optimizers.put("ftrl", Ftrl::of);
        optimizers.put("lamb", Lamb::of);
        optimizers.put("lion", Lion::of);
        optimizers.put("muon", Muon::of);
        optimizers.put("schedulefreeadamw", ScheduleFreeAdamW::of);
        return optimizers;
    }

    private static Map<String, Supplier<Loss>> losses() {
        Map<String, Supplier<Loss>> losses = new LinkedHashMap<>();
        losses.put("sparse_categorical_crossentropy", Losses::sparseCategoricalCrossentropy);
        losses.put("categorical_crossentropy", Losses::categoricalCrossentropy);
        losses.put("binary_crossentropy", Losses::binaryCrossentropy);
        losses.put("mean_squared_error", Losses::meanSquaredError);
        losses.put("mse", Losses::meanSquaredError);
        return losses;
    }
}
