package io.cornu.savedmodels.keras;

import io.cornu.activations.Activation;
import io.cornu.constraints.Constraint;
import io.cornu.initializers.Initializer;
import io.cornu.layers.Layer;
import io.cornu.losses.Loss;
import io.cornu.metrics.Metric;
import io.cornu.optimizers.Optimizer;
import io.cornu.regularizers.Regularizer;
import io.cornu.schedules.LearningRate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which classes may stand in a file: a closed table, to which a program adds its own. Nothing else is ever looked up by
 * a name that a file gives.
 *
 * <pre>{@code
 * KerasRegistry registry = KerasRegistry.standard().withLayer(codec).withActivation("my_package>square", new Square());
 * KerasArchive.write(KerasModel.of(compiled), path, registry);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class KerasRegistry {
    private final Lazy<ClassTable<Layer>> layers;
    private final Lazy<OptimizerTable> optimizers;
    private final Lazy<ClassTable<Loss>> losses;
    private final Lazy<ClassTable<Metric>> metrics;
    private final Values values;

    /** The kinds of which the options of the others are made. */
    private record Values(
            Lazy<ClassTable<Initializer>> initializers,
            Lazy<ClassTable<Regularizer>> regularizers,
            Lazy<ClassTable<Constraint>> constraints,
            Lazy<ClassTable<LearningRate>> schedules,
            Lazy<ActivationTable> activations) {}

    private KerasRegistry(
            Lazy<ClassTable<Layer>> layers,
            Lazy<OptimizerTable> optimizers,
            Lazy<ClassTable<Loss>> losses,
            Lazy<ClassTable<Metric>> metrics,
            Values values) {
        this.layers = layers;
        this.optimizers = optimizers;
        this.losses = losses;
        this.metrics = metrics;
        this.values = values;
    }

    /**
     * All classes of Keras that this toolkit has.
     *
     * @return the registry
     */
    public static KerasRegistry standard() {
        return new KerasRegistry(
                new Lazy<>(StandardLayers::table),
                new Lazy<>(OptimizerCodecs::table),
                new Lazy<>(LossCodecs::table),
                new Lazy<>(MetricCodecs::table),
                new Values(
                        new Lazy<>(StandardValues::initializers),
                        new Lazy<>(StandardValues::regularizers),
                        new Lazy<>(StandardValues::constraints),
                        new Lazy<>(ScheduleCodecs::table),
                        new Lazy<>(StandardValues::activations)));
    }

    /**
     * The same registry with another layer. Name, {@code trainable} and {@code dtype} are not the codec's matter.
     *
     * @param codec how it stands in files
     * @return a copy
     * @throws IllegalArgumentException if its class name is taken
     */
    public KerasRegistry withLayer(KerasCodec<? extends Layer> codec) {
        return new KerasRegistry(Lazy.of(layers.get().with(codec)), optimizers, losses, metrics, values);
    }

    /**
     * The same registry with another optimizer. Its {@link io.cornu.optimizers.OptimizerSettings} are not the codec's
     * matter.
     *
     * @param codec how it stands in files; its learning rate is of {@link OptionType#LEARNING_RATE}
     * @param interleaved the slots that Keras stores weight by weight (m, v, m, v, ...), in that order; all others are
     *     stored one slot after the other, in the order of {@link Optimizer#slots}
     * @return a copy
     * @throws IllegalArgumentException if its class name is taken
     */
    public KerasRegistry withOptimizer(KerasCodec<? extends Optimizer> codec, String... interleaved) {
        return new KerasRegistry(layers, Lazy.of(optimizers.get().with(codec, interleaved)), losses, metrics, values);
    }

    /**
     * The same registry with another loss. The reduction is not the codec's matter.
     *
     * @param codec how it stands in files
     * @return a copy
     * @throws IllegalArgumentException if its class name is taken
     */
    public KerasRegistry withLoss(KerasCodec<? extends Loss> codec) {
        return new KerasRegistry(layers, optimizers, Lazy.of(losses.get().with(codec)), metrics, values);
    }

    /**
     * The same registry with another metric.
     *
     * @param codec how it stands in files, its {@code name} among the options if it can be renamed
     * @return a copy
     * @throws IllegalArgumentException if its class name is taken
     */
    public KerasRegistry withMetric(KerasCodec<? extends Metric> codec) {
        return new KerasRegistry(
                layers, optimizers, losses, Lazy.of(metrics.get().with(codec)), values);
    }

    /**
     * The same registry with another initializer.
     *
     * @param codec how it stands in files
     * @return a copy
     * @throws IllegalArgumentException if its class name is taken
     */
    public KerasRegistry withInitializer(KerasCodec<? extends Initializer> codec) {
        return with(new Values(
                Lazy.of(values.initializers.get().with(codec)),
                values.regularizers,
                values.constraints,
                values.schedules,
                values.activations));
    }

    /**
     * The same registry with another regularizer.
     *
     * @param codec how it stands in files
     * @return a copy
     * @throws IllegalArgumentException if its class name is taken
     */
    public KerasRegistry withRegularizer(KerasCodec<? extends Regularizer> codec) {
        return with(new Values(
                values.initializers,
                Lazy.of(values.regularizers.get().with(codec)),
                values.constraints,
                values.schedules,
                values.activations));
    }

    /**
     * The same registry with another constraint.
     *
     * @param codec how it stands in files
     * @return a copy
     * @throws IllegalArgumentException if its class name is taken
     */
    public KerasRegistry withConstraint(KerasCodec<? extends Constraint> codec) {
        return with(new Values(
                values.initializers,
                values.regularizers,
                Lazy.of(values.constraints.get().with(codec)),
                values.schedules,
                values.activations));
    }

    /**
     * The same registry with another learning rate schedule.
     *
     * @param codec how it stands in files
     * @return a copy
     * @throws IllegalArgumentException if its class name is taken
     */
    public KerasRegistry withSchedule(KerasCodec<? extends LearningRate> codec) {
        return with(new Values(
                values.initializers,
                values.regularizers,
                values.constraints,
                Lazy.of(values.schedules.get().with(codec)),
                values.activations));
    }

    /**
     * The same registry with another activation function.
     *
     * @param name the name in files: Keras', or {@code package>name} as it is registered in Python
     * @param activation the function; must have an {@code equals} of its own, as records have
     * @return a copy
     * @throws IllegalArgumentException if the name is taken
     */
    public KerasRegistry withActivation(String name, Activation activation) {
        return with(new Values(
                values.initializers,
                values.regularizers,
                values.constraints,
                values.schedules,
                Lazy.of(values.activations.get().with(name, activation))));
    }

    /**
     * What files may hold.
     *
     * @return by Keras' module, such as {@code layers}, and then by class name ({@code package>name} for those that are no
     *     part of Keras), the options of a class in its configuration; functions have none
     */
    public Map<String, Map<String, Set<String>>> contents() {
        Map<String, Map<String, Set<String>>> contents = new LinkedHashMap<>();
        Map<String, Set<String>> layersAndCells = layers().contents();
        layersAndCells.putAll(CellCodecs.table().contents());
        contents.put("layers", layersAndCells);
        contents.put("optimizers", optimizers().classes().contents());
        contents.put("optimizers.schedules", schedules().contents());
        contents.put("losses", losses().contents());
        contents.put("metrics", metrics().contents());
        contents.put("initializers", initializers().contents());
        contents.put("regularizers", regularizers().contents());
        contents.put("constraints", constraints().contents());
        contents.put("activations", activations().contents());
        return contents;
    }

    ClassTable<Layer> layers() {
        return layers.get();
    }

    OptimizerTable optimizers() {
        return optimizers.get();
    }

    ClassTable<Loss> losses() {
        return losses.get();
    }

    ClassTable<Metric> metrics() {
        return metrics.get();
    }

    ClassTable<Initializer> initializers() {
        return values.initializers.get();
    }

    ClassTable<Regularizer> regularizers() {
        return values.regularizers.get();
    }

    ClassTable<Constraint> constraints() {
        return values.constraints.get();
    }

    ClassTable<LearningRate> schedules() {
        return values.schedules.get();
    }

    ActivationTable activations() {
        return values.activations.get();
    }

    private KerasRegistry with(Values others) {
        return new KerasRegistry(layers, optimizers, losses, metrics, others);
    }
}
