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
 * KerasArchive.write(model, path, registry);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class KerasRegistry {
    private final ClassTable<Layer> layers;
    private final OptimizerTable optimizers;
    private final ClassTable<Loss> losses;
    private final ClassTable<Metric> metrics;
    private final Values values;

    /** The kinds of which the options of the others are made. */
    private record Values(
            ClassTable<Initializer> initializers,
            ClassTable<Regularizer> regularizers,
            ClassTable<Constraint> constraints,
            ClassTable<LearningRate> schedules,
            ActivationTable activations) {}

    private KerasRegistry(
            ClassTable<Layer> layers,
            OptimizerTable optimizers,
            ClassTable<Loss> losses,
            ClassTable<Metric> metrics,
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
                StandardLayers.table(),
                OptimizerCodecs.table(),
                LossCodecs.table(),
                MetricCodecs.table(),
                new Values(
                        StandardValues.initializers(),
                        StandardValues.regularizers(),
                        StandardValues.constraints(),
                        ScheduleCodecs.table(),
                        StandardValues.activations()));
    }

    /**
     * The same registry with another layer. Name, {@code trainable} and {@code dtype} are not the codec's matter.
     *
     * @param codec how it stands in files
     * @return a copy
     * @throws IllegalArgumentException if its class name is taken
     */
    public KerasRegistry withLayer(KerasCodec<? extends Layer> codec) {
        return new KerasRegistry(layers.with(codec), optimizers, losses, metrics, values);
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
        return new KerasRegistry(layers, optimizers.with(codec, interleaved), losses, metrics, values);
    }

    /**
     * The same registry with another loss. The reduction is not the codec's matter.
     *
     * @param codec how it stands in files
     * @return a copy
     * @throws IllegalArgumentException if its class name is taken
     */
    public KerasRegistry withLoss(KerasCodec<? extends Loss> codec) {
        return new KerasRegistry(layers, optimizers, losses.with(codec), metrics, values);
    }

    /**
     * The same registry with another metric.
     *
     * @param codec how it stands in files, its {@code name} among the options if it can be renamed
     * @return a copy
     * @throws IllegalArgumentException if its class name is taken
     */
    public KerasRegistry withMetric(KerasCodec<? extends Metric> codec) {
        return new KerasRegistry(layers, optimizers, losses, metrics.with(codec), values);
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
                values.initializers.with(codec),
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
                values.regularizers.with(codec),
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
                values.constraints.with(codec),
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
                values.schedules.with(codec),
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
                values.activations.with(name, activation)));
    }

    /**
     * What files may hold.
     *
     * @return by Keras' module, such as {@code layers}, and then by class name ({@code package>name} for those that are no
     *     part of Keras), the options of a class in its configuration; functions have none
     */
    public Map<String, Map<String, Set<String>>> contents() {
        Map<String, Map<String, Set<String>>> contents = new LinkedHashMap<>();
        Map<String, Set<String>> layersAndCells = layers.contents();
        layersAndCells.putAll(CellCodecs.table().contents());
        contents.put("layers", layersAndCells);
        contents.put("optimizers", optimizers.classes().contents());
        contents.put("optimizers.schedules", values.schedules.contents());
        contents.put("losses", losses.contents());
        contents.put("metrics", metrics.contents());
        contents.put("initializers", values.initializers.contents());
        contents.put("regularizers", values.regularizers.contents());
        contents.put("constraints", values.constraints.contents());
        contents.put("activations", values.activations.contents());
        return contents;
    }

    ClassTable<Layer> layers() {
        return layers;
    }

    OptimizerTable optimizers() {
        return optimizers;
    }

    ClassTable<Loss> losses() {
        return losses;
    }

    ClassTable<Metric> metrics() {
        return metrics;
    }

    ClassTable<Initializer> initializers() {
        return values.initializers;
    }

    ClassTable<Regularizer> regularizers() {
        return values.regularizers;
    }

    ClassTable<Constraint> constraints() {
        return values.constraints;
    }

    ClassTable<LearningRate> schedules() {
        return values.schedules;
    }

    ActivationTable activations() {
        return values.activations;
    }

    private KerasRegistry with(Values others) {
        return new KerasRegistry(layers, optimizers, losses, metrics, others);
    }
}
