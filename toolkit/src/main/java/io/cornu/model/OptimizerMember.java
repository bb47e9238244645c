package io.cornu.model;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.constraints.Constraints;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.VariableSpec;
import io.cornu.model.Branch.After;
import io.cornu.ops.GraphMath;
import io.cornu.optimizers.OptimizedWeight;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.Optimizer.Slot;
import io.cornu.optimizers.OptimizerSettings;
import io.cornu.optimizers.WeightAverage;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * One optimizer over some weights: its variables in a session, and what it does to a batch's gradients.
 *
 * <p>Source for the order of things: {@code keras.src.optimizers.base_optimizer.BaseOptimizer.apply}, Keras 3.15.
 *
 * @param <T> the type of the weights and of all that is computed, as in Keras
 */
final class OptimizerMember<T extends TFloating> {
    /** Keras' names. */
    private static final String AVERAGE = "average";

    private static final String ACCUMULATOR = "gradient_accumulator";

    private final NativeSession session;
    private final Map<String, VariableSpec> specs;
    private final Class<T> type;
    private final int number;
    private final Optimizer optimizer;
    private final OptimizerSettings settings;
    private final String key;
    private final Map<String, Variable> weights;
    /** By the name of the slot, then by the path of the weight or the key of this optimizer. */
    private final Map<String, Map<String, Variable>> slots = new LinkedHashMap<>();

    private final Map<Variable, Variable> copies = new LinkedHashMap<>();

    /**
     * Makes the variables and gives them their first values.
     *
     * @param network where the weights are
     * @param type that of the weights and slots, in which all is computed
     * @param number which of the compilation's optimizers
     * @param optimizer what to do
     * @param weights by path, those of this optimizer
     * @param scope before the names of variables
     */
    OptimizerMember(
            Network<?> network,
            Class<T> type,
            int number,
            Optimizer optimizer,
            Map<String, Variable> weights,
            String scope) {
        this.session = network.session();
        this.specs = network.specs();
        this.type = type;
        this.number = number;
        this.optimizer = optimizer;
        this.settings = optimizer.settings();
        this.key = OptimizerState.sharedKey(number);
        this.weights = weights;
        Map<Variable, Array> initial = new LinkedHashMap<>();
        weights.forEach((path, weight) -> {
            if (settings.ema().isPresent()) {
                add(Slot.zeros(AVERAGE), path, scope, initial);
            }
            if (settings.gradientAccumulationSteps() > 1) {
                add(Slot.zeros(ACCUMULATOR), path, scope, initial);
            }
            optimizer.slots(target(path)).forEach(slot -> add(slot, path, scope, initial));
        });
        session.assign(initial);
    }

    private void add(Slot slot, String path, String scope, Map<Variable, Array> initial) {
        String owner = slot.kind() == Slot.Kind.SHARED ? key : path;
        Map<String, Variable> byOwner = slots.computeIfAbsent(slot.name(), name -> new LinkedHashMap<>());
        if (byOwner.containsKey(owner)) {
            return;
        }
        Shape shape = slot.shape(target(path));
        DataType dataType = weight(path).dataType();
        Variable variable = session.variable(scope + "/" + owner + "/" + slot.name(), dataType, shape);
        byOwner.put(owner, variable);
        double[] values = new double[Math.toIntExact(shape.size())];
        Arrays.fill(values, slot.initialValue());
        initial.put(variable, Array.of(values, shape.asArray()));
        if (slot.kind() == Slot.Kind.COPY) {
            copies.put(variable, weight(path));
        }
    }

    /** Which of the compilation's optimizers it is. */
    int number() {
        return number;
    }

    Map<String, Map<String, Variable>> slots() {
        return slots;
    }

    Set<String> weights() {
        return weights.keySet();
    }

    /** Slots that start as the weights, with the weights as they are now. */
    void copyWeights() {
        Map<Variable, Array> values = session.read(List.copyOf(copies.values()));
        Map<Variable, Array> initial = new LinkedHashMap<>();
        copies.forEach((slot, weight) -> initial.put(slot, Objects.requireNonNull(values.get(weight))));
        session.assign(initial);
    }

    boolean hasAverages() {
        return settings.ema().isPresent();
    }

    /** Exchanges weights and averages, if there are any. */
    void swapAverages() {
        if (settings.ema().isPresent()) {
            Map<String, Variable> averages = slots.getOrDefault(AVERAGE, Map.of());
            List<Variable> both = new ArrayList<>(averages.values());
            averages.keySet().forEach(path -> both.add(weight(path)));
            Map<Variable, Array> values = session.read(both);
            Map<Variable, Array> swapped = new LinkedHashMap<>();
            averages.forEach((path, average) -> {
                swapped.put(weight(path), Objects.requireNonNull(values.get(average)));
                swapped.put(average, Objects.requireNonNull(values.get(weight(path))));
            });
            session.assign(swapped);
        }
    }

    /** Makes the weights their averages, if there are any. */
    void overwriteWithAverages() {
        Map<String, Variable> averages = slots.getOrDefault(AVERAGE, Map.of());
        if (settings.ema().isPresent()) {
            Map<Variable, Array> values = session.read(List.copyOf(averages.values()));
            Map<Variable, Array> weightValues = new LinkedHashMap<>();
            averages.forEach(
                    (path, average) -> weightValues.put(weight(path), Objects.requireNonNull(values.get(average))));
            session.assign(weightValues);
        }
    }

    /**
     * Adds all that a batch does.
     *
     * @param before where to add it; it waits for all reads of the weights
     * @param gradients of the loss as it is, of any type, by the paths of this optimizer's weights
     * @param learningRate the rate
     * @param batches the number of batches before this
     * @param replacements values that weights have got since the step began
     * @return what to wait for
     */
    List<Op> apply(
            After before,
            Map<String, ? extends Operand<? extends TFloating>> gradients,
            Operand<? extends TFloating> learningRate,
            Operand<TInt64> batches,
            Map<Variable, ? extends Operand<? extends TFloating>> replacements) {
        Ops tf = before.maths();
        Map<String, Operand<T>> ours = new LinkedHashMap<>();
        gradients.forEach((path, gradient) -> ours.put(path, Casts.to(tf, type, gradient)));
        Operand<T> rate = Casts.to(tf, type, learningRate);
        int steps = settings.gradientAccumulationSteps();
        Operand<TInt64> updates = steps == 1 ? batches : tf.math.floorDiv(batches, tf.constant((long) steps));
        List<Op> done;
        if (steps == 1) {
            done = update(before, ours, rate, updates, replacements);
        } else {
            Operand<TInt64> place = tf.math.floorMod(tf.math.add(batches, tf.constant(1L)), tf.constant((long) steps));
            Branch branch = Branch.on(before, tf.math.equal(place, tf.constant(0L)));
            List<Op> updated = update(branch.whenTrue(), mean(branch.whenTrue(), ours), rate, updates, replacements);
            done = List.of(branch.join(updated, accumulate(branch.whenFalse(), ours)));
        }
        if (settings.ema().isPresent()) {
            done = average(before.and(done), settings.ema().get(), updates);
        }
        return constrain(before.and(done), done);
    }

    private Map<String, Operand<T>> mean(After after, Map<String, Operand<T>> gradients) {
        Ops tf = after.maths();
        Map<String, Operand<T>> means = new LinkedHashMap<>();
        gradients.forEach((path, g) -> means.put(
                path,
                tf.math.div(
                        tf.math.add(g, value(slot(ACCUMULATOR, path))),
                        constant(tf, g, settings.gradientAccumulationSteps()))));
        return means;
    }

    private List<Op> accumulate(After after, Map<String, Operand<T>> gradients) {
        Ops tf = after.tf();
        List<Op> operations = new ArrayList<>();
        gradients.forEach((path, g) -> {
            Variable sum = slot(ACCUMULATOR, path);
            operations.add(tf.assignVariableOp(sum.handle(), tf.math.add(g, value(sum))));
        });
        return operations;
    }

    private List<Op> update(
            After after,
            Map<String, Operand<T>> gradients,
            Operand<T> learningRate,
            Operand<TInt64> updates,
            Map<Variable, ? extends Operand<? extends TFloating>> replacements) {
        Ops tf = after.maths();
        List<Op> operations = new ArrayList<>();
        Operand<T> update = tf.dtypes.cast(tf.math.add(updates, tf.constant(1L)), type);
        var context = new GraphUpdateStep.Context<>(type, slots, key, learningRate, update, operations);
        ClippedGradients.of(tf, settings.clipping(), gradients).forEach((path, gradient) -> {
            OptimizedWeight target = target(path);
            double decay = optimizer.weightDecay(target);
            After ready = after;
            Operand<? extends TFloating> replacement = replacements.get(weight(path));
            Operand<T> weight = replacement == null ? value(weight(path)) : Casts.to(ready.maths(), type, replacement);
            if (decay > 0) {
                weight = tf.math.sub(
                        weight, tf.math.mul(tf.math.mul(weight, constant(tf, weight, decay)), learningRate));
                Op shrunk = after.tf().assignVariableOp(weight(path).handle(), weight);
                operations.add(shrunk);
                ready = after.and(List.of(shrunk));
            }
            // What takes the gradient waits for the decay, and for all that reads weights as they were.
            Operand<T> waiting = ready.tf().identity(gradient);
            optimizer.update(new GraphUpdateStep<>(context, ready, target, weight(path), weight, waiting));
        });
        if (settings.gradientAccumulationSteps() > 1) {
            gradients.forEach((path, g) -> {
                Variable sum = slot(ACCUMULATOR, path);
                operations.add(after.and(List.of(g)).tf().assignVariableOp(sum.handle(), tf.zerosLike(g)));
            });
        }
        return operations;
    }

    private List<Op> average(After after, WeightAverage ema, Operand<TInt64> updates) {
        Ops tf = after.tf();
        Operand<T> isLater = tf.dtypes.cast(tf.math.notEqual(updates, tf.constant(0L)), type);
        Operand<T> momentum = tf.math.mul(isLater, GraphMath.constant(tf, type, ema.momentum()));
        Operand<T> rest = tf.math.sub(GraphMath.constant(tf, type, 1), momentum);
        List<Op> operations = new ArrayList<>();
        Map<String, Operand<T>> averages = new LinkedHashMap<>();
        weights.forEach((path, weight) -> {
            Variable average = slot(AVERAGE, path);
            Operand<T> moved = tf.math.add(
                    tf.math.mul(momentum, value(average)), tf.math.mul(rest, tf.readVariableOp(weight.handle(), type)));
            averages.put(path, moved);
            operations.add(tf.assignVariableOp(average.handle(), moved));
        });
        if (ema.overwriteFrequency() > 0) {
            Operand<TInt64> place = tf.math.floorMod(
                    tf.math.add(updates, tf.constant(1L)), tf.constant((long) ema.overwriteFrequency()));
            Branch branch = Branch.on(after, tf.math.equal(place, tf.constant(0L)));
            List<Op> overwritten = new ArrayList<>();
            averages.forEach((path, average) -> overwritten.add(
                    branch.whenTrue().tf().assignVariableOp(weight(path).handle(), average)));
            operations.add(branch.join(overwritten, List.of()));
        }
        return operations;
    }

    private List<Op> constrain(After after, List<Op> done) {
        Ops tf = after.tf();
        List<Op> operations = new ArrayList<>(done);
        weights.forEach((path, weight) -> {
            VariableSpec spec = specs.get(path);
            if (spec != null && !spec.constraint().equals(Constraints.none())) {
                Operand<T> value = tf.readVariableOp(weight.handle(), type);
                operations.add(
                        tf.assignVariableOp(weight.handle(), spec.constraint().apply(tf, value)));
            }
        });
        return operations;
    }

    private Operand<T> value(Variable variable) {
        return Casts.value(session.tf(), type, variable);
    }

    private OptimizedWeight target(String path) {
        return new OptimizedWeight(path, weight(path).shape());
    }

    private Variable weight(String path) {
        return Objects.requireNonNull(weights.get(path), path);
    }

    private Variable slot(String name, String path) {
        return Objects.requireNonNull(slots.getOrDefault(name, Map.of()).get(path), name);
    }
}
