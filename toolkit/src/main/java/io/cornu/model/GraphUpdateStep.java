package io.cornu.model;

import io.cornu.model.Branch.After;
import io.cornu.ops.GraphMath;
import io.cornu.optimizers.OptimizedWeight;
import io.cornu.optimizers.UpdateStep;
import io.cornu.runtime.Variable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * The update of one weight in a graph.
 *
 * @param <T> the type of the numbers
 */
final class GraphUpdateStep<T extends TFloating> implements UpdateStep<T> {
    private final Context<T> context;
    private final After after;
    private final OptimizedWeight target;
    private final Variable variable;
    private final Operand<T> weight;
    private final Operand<T> gradient;

    /**
     * What the updates of an optimizer have in common.
     *
     * @param <T> the type of the numbers
     * @param type the type of the numbers
     * @param slots by name, then by the weight's path or the shared key
     * @param key the shared key
     * @param learningRate the rate
     * @param number the number of the update
     * @param operations what has been added
     * @param assigned the shared slots that have been assigned
     */
    record Context<T extends TFloating>(
            Class<T> type,
            Map<String, Map<String, Variable>> slots,
            String key,
            Operand<T> learningRate,
            Operand<T> number,
            List<Op> operations,
            Set<String> assigned) {
        Context(
                Class<T> type,
                Map<String, Map<String, Variable>> slots,
                String key,
                Operand<T> learningRate,
                Operand<T> number,
                List<Op> operations) {
            this(type, slots, key, learningRate, number, operations, new HashSet<>());
        }
    }

    /**
     * Starts an update.
     *
     * @param context what all updates of the optimizer have in common
     * @param after what this update waits for
     * @param target which weight
     * @param variable where it is
     * @param weight its value after decay
     * @param gradient its gradient, waiting as well
     */
    GraphUpdateStep(
            Context<T> context,
            After after,
            OptimizedWeight target,
            Variable variable,
            Operand<T> weight,
            Operand<T> gradient) {
        this.context = context;
        this.after = after;
        this.target = target;
        this.variable = variable;
        this.weight = weight;
        this.gradient = gradient;
    }

    @Override
    public Ops tf() {
        return after.maths();
    }

    @Override
    public OptimizedWeight target() {
        return target;
    }

    @Override
    public Operand<T> weight() {
        return weight;
    }

    @Override
    public Operand<T> gradient() {
        return gradient;
    }

    @Override
    public Operand<T> slot(String name) {
        return Casts.value(tf(), context.type, slotVariable(name));
    }

    @Override
    public Operand<T> learningRate() {
        return context.learningRate;
    }

    @Override
    public Operand<T> number() {
        return context.number;
    }

    @Override
    public Operand<T> constant(double value) {
        return GraphMath.constant(tf(), context.type, value);
    }

    @Override
    public void assign(Operand<T> value) {
        context.operations.add(after.tf().assignVariableOp(weightHandle(), value));
    }

    @Override
    public void assignSlot(String name, Operand<T> value) {
        Variable slot = slotVariable(name);
        boolean isShared = context.slots.getOrDefault(name, Map.of()).get(context.key) == slot;
        if (!isShared || context.assigned.add(name)) {
            context.operations.add(after.tf().assignVariableOp(slot.handle(), value));
        }
    }

    @Override
    public Operand<? extends TType> weightHandle() {
        return variable.handle();
    }

    @Override
    public Operand<? extends TType> slotHandle(String name) {
        return slotVariable(name).handle();
    }

    @Override
    public void run(Op kernel) {
        context.operations.add(kernel);
    }

    private Variable slotVariable(String name) {
        Map<String, Variable> byOwner = context.slots.getOrDefault(name, Map.of());
        Variable slot = byOwner.get(byOwner.containsKey(target.path()) ? target.path() : context.key);
        if (slot == null) {
            throw new IllegalArgumentException("Optimizer: expected one of its slots " + context.slots.keySet()
                    + ", received '" + name + "'. List it in slots().");
        }
        return slot;
    }
}
