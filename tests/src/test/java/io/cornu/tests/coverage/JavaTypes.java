package io.cornu.tests.coverage;

import io.cornu.activations.Activation;
import io.cornu.activations.Activations;
import io.cornu.augmentation.CutMix;
import io.cornu.augmentation.MixUp;
import io.cornu.constraints.Constraint;
import io.cornu.initializers.Initializer;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.losses.Loss;
import io.cornu.metrics.MeanMetric;
import io.cornu.metrics.Metric;
import io.cornu.model.Callback;
import io.cornu.model.Fit;
import io.cornu.model.History;
import io.cornu.optimizers.Optimizer;
import io.cornu.regularizers.Regularizer;
import io.cornu.schedules.LearningRate;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names of Keras that are Java types here and not entries of a file. */
final class JavaTypes {
    /** What every class of a module takes in Keras, and here through shared settings. */
    static final Map<String, Set<String>> SHARED_OPTIONS = Map.of(
            "losses",
            Set.of("reduction"),
            "optimizers",
            Set.of(
                    "clipnorm",
                    "clipvalue",
                    "global_clipnorm",
                    "weight_decay",
                    "use_ema",
                    "ema_momentum",
                    "ema_overwrite_frequency",
                    "gradient_accumulation_steps",
                    "loss_scale_factor"));

    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("layers.Layer", Layer.class),
            Map.entry("layers.Wrapper", LayerCall.class),
            Map.entry("layers.MixUp", MixUp.class),
            Map.entry("layers.CutMix", CutMix.class),
            Map.entry("layers.Input", Input.class),
            Map.entry("layers.InputLayer", Input.class),
            Map.entry("optimizers.Optimizer", Optimizer.class),
            Map.entry("optimizers.schedules.LearningRateSchedule", LearningRate.class),
            Map.entry("losses.Loss", Loss.class),
            Map.entry("metrics.Metric", Metric.class),
            Map.entry("metrics.MeanMetricWrapper", MeanMetric.class),
            Map.entry("activations.Activation", Activation.class),
            Map.entry("initializers.Initializer", Initializer.class),
            Map.entry("regularizers.Regularizer", Regularizer.class),
            Map.entry("constraints.Constraint", Constraint.class),
            Map.entry("callbacks.Callback", Callback.class),
            Map.entry("callbacks.CallbackList", Fit.class),
            Map.entry("callbacks.History", History.class));

    private JavaTypes() {}

    static Optional<Class<?>> of(String module, String name) {
        Class<?> type = TYPES.get(module + "." + name);
        if (type != null) {
            return Optional.of(type);
        }
        return switch (module) {
            case "callbacks" -> find("io.cornu.callbacks." + name);
            // Those that need arguments have no name in files.
            case "activations" ->
                Arrays.stream(Activations.class.getMethods())
                        .filter(method -> method.getName().equals(name))
                        .<Class<?>>map(Method::getDeclaringClass)
                        .findFirst();
            default -> Optional.empty();
        };
    }

    private static Optional<Class<?>> find(String name) {
        try {
            return Optional.of(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
