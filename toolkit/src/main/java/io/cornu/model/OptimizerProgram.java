package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.model.Branch.After;
import io.cornu.ops.GraphMath;
import io.cornu.optimizers.Clipping;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.MultiOptimizer;
import io.cornu.optimizers.OptimizedWeight;
import io.cornu.optimizers.Optimizer;
import io.cornu.runtime.Variable;
import io.cornu.schedules.LearningRate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * An optimizer's variables in a session, and the operations of a step.
 *
 * @param <T> the type of the numbers
 */
final class OptimizerProgram<T extends TFloating> {
    private final Network<T> network;
    private final Variable iterations;
    private final Map<String, Variable> trainable;
    private final List<Optimizer> optimizers;
    private final List<OptimizerMember<?>> members = new ArrayList<>();
    private final Optional<LossScaling<T>> scaling;
    private final double lossScaleFactor;
    private boolean isStarted;

    OptimizerProgram(Network<T> network, Optimizer optimizer, String scope) {
        this.network = network;
        trainable = network.trainable();
        iterations = network.session().variable(scope + "/iteration", DataType.INT64, Shape.scalar());
        network.session().assign(Map.of(iterations, Array.scalar(0L)));
        scaling = optimizer instanceof LossScaleOptimizer dynamic
                ? Optional.of(new LossScaling<>(network, dynamic, scope))
                : Optional.empty();
        Optimizer core = optimizer instanceof LossScaleOptimizer dynamic ? dynamic.inner() : optimizer;
        double factor = core instanceof MultiOptimizer multi
                ? multi.lossScaleFactor()
                : core.settings().lossScaleFactor();
        lossScaleFactor = scaling.isPresent() ? 1 : factor;
        List<Map<String, Variable>> parts = parts(core);
        optimizers = core instanceof MultiOptimizer multi ? multi.optimizers() : List.of(core);
        for (int i = 0; i < parts.size(); i++) {
            addMembers(i, parts.get(i), scope + "/" + i);
        }
    }

    /** One for each type of weights, so that each is computed in its own. */
    private void addMembers(int number, Map<String, Variable> weights, String scope) {
        Map<Class<? extends TFloating>, Map<String, Variable>> byType = new LinkedHashMap<>();
        weights.forEach((path, weight) -> byType.computeIfAbsent(Casts.type(weight), type -> new LinkedHashMap<>())
                .put(path, weight));
        Optimizer optimizer = optimizers.get(number);
        if (byType.size() > 1) {
            requireSeparable(optimizer, weights);
        }
        if (byType.isEmpty()) {
            byType.put(network.type(), weights);
        }
        byType.forEach(
                (type, part) -> members.add(new OptimizerMember<>(network, type, number, optimizer, part, scope)));
    }

    /** Weights of several types have nothing in common that would be of one of them. */
    private static void requireSeparable(Optimizer optimizer, Map<String, Variable> weights) {
        boolean isShared = weights.entrySet().stream()
                .anyMatch(
                        entry -> optimizer
                                .slots(new OptimizedWeight(
                                        entry.getKey(), entry.getValue().shape()))
                                .stream()
                                .anyMatch(slot -> slot.kind() == Optimizer.Slot.Kind.SHARED));
        boolean isClipped = optimizer.settings().clipping().kind() == Clipping.Kind.GLOBAL_NORM;
        if (isShared || isClipped) {
            throw new IllegalArgumentException("compile: expected weights of one type for "
                    + optimizer.getClass().getSimpleName() + (isClipped ? " with a global norm" : "") + ", received "
                    + weights.values().stream()
                            .map(weight -> weight.dataType().kerasName())
                            .distinct()
                            .toList()
                    + ". Give all layers one DTypePolicy, or choose another optimizer or clipping.");
        }
    }

    /** The weights of each optimizer. */
    private List<Map<String, Variable>> parts(Optimizer core) {
        if (!(core instanceof MultiOptimizer multi)) {
            return List.of(trainable);
        }
        List<Map<String, Variable>> parts = multi.optimizers().stream()
                .<Map<String, Variable>>map(each -> new LinkedHashMap<>())
                .toList();
        trainable.forEach((path, weight) -> parts.get(multi.optimizerOf(new OptimizedWeight(path, weight.shape())))
                .put(path, weight));
        return parts;
    }

    Variable iterations() {
        return iterations;
    }

    /** By the name of the slot, then by the path of the weight or the key of the optimizer. */
    Map<String, Map<String, Variable>> slots() {
        Map<String, Map<String, Variable>> slots = new LinkedHashMap<>();
        scaling.ifPresent(each -> slots.putAll(each.slots()));
        members.forEach(member -> member.slots()
                .forEach((name, variables) -> slots.computeIfAbsent(name, key -> new LinkedHashMap<>())
                        .putAll(variables)));
        return slots;
    }

    Map<String, Variable> trainable() {
        return trainable;
    }

    /** The rates that a step is fed with. */
    List<LearningRate> learningRates() {
        return optimizers.stream().map(Optimizer::learningRate).toList();
    }

    /** Whether there are batches after which the number of steps is the same as before. */
    boolean maySkip() {
        return scaling.isPresent();
    }

    /** To be called before the first step, and before the state is read: weights may have been set until then. */
    void start() {
        if (!isStarted) {
            members.forEach(OptimizerMember::copyWeights);
            isStarted = true;
        }
    }

    /** The state was set and says all. */
    void markStarted() {
        isStarted = true;
    }

    /** Makes the weights their averages, where there are any, as Keras does at the end of a fit. */
    void finish() {
        members.forEach(OptimizerMember::overwriteWithAverages);
    }

    boolean hasAverages() {
        return members.stream().anyMatch(OptimizerMember::hasAverages);
    }

    /** Exchanges weights and averages. */
    void swapAverages() {
        start();
        members.forEach(OptimizerMember::swapAverages);
    }

    /** Frees the slots: as much memory as the weights themselves, or twice that. */
    void release() {
        slots().values().forEach(variables -> variables.values().forEach(network.session()::release));
    }

    /** The number of steps made, as an operand. */
    @SuppressWarnings("unchecked")
    Operand<TInt64> step() {
        return (Output<TInt64>) (Output<? extends TType>) iterations.value().asOutput();
    }

    /** The number of steps made once something has happened. */
    Operand<TInt64> stepAfter(Ops tf, Op done) {
        return tf.withControlDependencies(done).readVariableOp(iterations.handle(), TInt64.class);
    }

    /**
     * Adds a step that makes the loss smaller.
     *
     * @param tf where to add it
     * @param loss the number
     * @param learningRates one for each of {@link #learningRates}
     * @param replacements values that weights have got since the step began
     * @return what to wait for
     */
    List<Op> update(Ops tf, Operand<T> loss, List<Operand<T>> learningRates, Map<Variable, Operand<T>> replacements) {
        Map<String, Operand<T>> weights = new LinkedHashMap<>();
        trainable.forEach((path, weight) -> weights.put(path, network.value(weight)));
        // All reads of a run come first: a gradient need not depend on the weight that it changes.
        List<Op> reads = new ArrayList<>(weights.values());
        reads.add(step());
        After read = After.of(tf, tf.withControlDependencies(reads).noOp());
        List<Op> replaced = new ArrayList<>();
        replacements.forEach((weight, value) -> replaced.add(Casts.assign(read.tf(), weight, value)));
        After ready = read.and(replaced);
        if (weights.isEmpty()) {
            return List.of(count(ready));
        }
        if (scaling.isEmpty()) {
            Operand<T> factor = GraphMath.constant(tf, network.type(), lossScaleFactor);
            Operand<T> scaled = lossScaleFactor == 1 ? loss : tf.math.mul(loss, factor);
            Map<String, Operand<T>> gradients = network.session().gradients(scaled, weights);
            if (lossScaleFactor != 1) {
                gradients.replaceAll((path, g) -> tf.math.div(g, factor));
            }
            return apply(ready, gradients, learningRates, replacements);
        }
        LossScaling<T> dynamic = scaling.get();
        Operand<T> scale = dynamic.scale(tf);
        Map<String, Operand<T>> gradients = network.session().gradients(tf.math.mul(loss, scale), weights);
        Branch branch = Branch.on(ready, allFinite(tf, gradients));
        Ops finite = branch.whenTrue().tf();
        gradients.replaceAll((path, g) -> finite.math.div(g, scale));
        List<Op> applied = apply(branch.whenTrue(), gradients, learningRates, replacements);
        return List.of(branch.join(dynamic.grow(branch.whenTrue().and(applied)), dynamic.shrink(branch.whenFalse())));
    }

    private List<Op> apply(
            After before,
            Map<String, Operand<T>> gradients,
            List<Operand<T>> learningRates,
            Map<Variable, Operand<T>> replacements) {
        List<Op> operations = new ArrayList<>();
        members.forEach(member -> {
            Map<String, Operand<T>> own = new LinkedHashMap<>(gradients);
            own.keySet().retainAll(member.weights());
            if (!own.isEmpty()) {
                operations.addAll(member.apply(before, own, learningRates.get(member.number()), step(), replacements));
            }
        });
        operations.add(count(before));
        return operations;
    }

    private Op count(After before) {
        return before.tf()
                .assignAddVariableOp(iterations.handle(), before.plain().constant(1L));
    }

    private Operand<TBool> allFinite(Ops tf, Map<String, Operand<T>> gradients) {
        // A sum of zeros for finite numbers, NaN for others: x - x is 0 or NaN.
        return gradients.values().stream()
                .<Operand<TBool>>map(g -> tf.math.isFinite(GraphMath.sum(tf, tf.math.sub(g, g))))
                .reduce(tf.math::logicalAnd)
                .orElseThrow();
    }
}
