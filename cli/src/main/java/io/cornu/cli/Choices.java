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
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Clipping;
import io.cornu.optimizers.ConfigurableOptimizer;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.text.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/** Optimizers and losses by the names that people type. */
final class Choices {
    static final List<String> OPTIMIZERS = List.of("adam", "sgd", "rmsprop");

    private static final Map<String, Supplier<Loss>> LOSSES = losses();

    private Choices() {}

    static List<String> lossNames() {
        return List.copyOf(LOSSES.keySet());
    }

    /** An optimizer with Keras' learning rate unless another is given; Adam unless another is named. */
    static Optimizer optimizer(TrainSettings settings) {
        String name = settings.optimizer() == null ? "adam" : settings.optimizer();
        Double learningRate = settings.learningRate();
        Double momentum = settings.momentum();
        Double clipnorm = settings.clipnorm();
        boolean nesterov = settings.nesterov();
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("adam") && momentum != null) {
            throw new IllegalArgumentException(
                    "--momentum: expected with --optimizer sgd or rmsprop, received with adam. Leave it out.");
        }
        if (nesterov && !lower.equals("sgd")) {
            throw new IllegalArgumentException(
                    "--nesterov: expected with --optimizer sgd, received with " + lower + ". Leave it out.");
        }
        double share = momentum == null ? 0 : momentum;
        return switch (lower) {
            case "adam" -> clipped(Adam.of(learningRate == null ? .001 : learningRate), clipnorm);
            case "sgd" ->
                clipped(
                        SGD.of(learningRate == null ? .01 : learningRate)
                                .withMomentum(share)
                                .withNesterov(nesterov),
                        clipnorm);
            case "rmsprop" ->
                clipped(RMSprop.of(learningRate == null ? .001 : learningRate).withMomentum(share), clipnorm);
            default ->
                throw new IllegalArgumentException("--optimizer: expected one of " + OPTIMIZERS + ", received '" + name
                        + "'. " + Names.suggestion(lower, OPTIMIZERS));
        };
    }

    /** A file's own optimizer, but for what was asked for. */
    static Optimizer overridden(Optimizer own, TrainSettings settings) {
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
                    + "'. " + Names.suggestion(name.toLowerCase(Locale.ROOT), LOSSES.keySet()));
        }
        return loss.get();
    }

    /** The loss that output and targets ask for: cross-entropy where the last activation makes probabilities. */
    static Loss usualLoss(LayerGraph graph, int output, List<Array> targets) {
        if (output >= targets.size()) {
            throw new IllegalArgumentException(
                    "--data: expected " + graph.outputs().size() + " targets, one for each output, received "
                            + targets.size() + ". Use data with a target each.");
        }
        Shape target = targets.get(output).shape();
        LayerGraph.Call call = graph.calls().get(graph.outputs().get(output));
        Layer last = graph.layers().get(call.layer()).layer();
        String activation = activationOf(last).orElse("linear");
        Shape prediction = call.outputShape();
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

    private static <O extends Optimizer> O clipped(ConfigurableOptimizer<O> optimizer, @Nullable Double clipnorm) {
        return optimizer.withClipping(clipnorm == null ? Clipping.none() : Clipping.byNorm(clipnorm));
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
