package io.cornu.model;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.ops.GraphMath;
import io.cornu.optimizers.Clipping;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.Optimizer.Slot;
import io.cornu.optimizers.UpdateStep;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * An optimizer's slots in a session, and the operations of a step.
 *
 * @param <T> the type of the numbers
 */
final class OptimizerProgram<T extends TFloating> {
    private final Network<T> network;
    private final Optimizer optimizer;
    private final Variable iterations;
    private final Map<String, Variable> trainable;
    /** By the name of the slot, then by the path of the weight. */
    private final Map<String, Map<String, Variable>> slots = new LinkedHashMap<>();

    OptimizerProgram(Network<T> network, Optimizer optimizer, String scope) {
        this.network = network;
        this.optimizer = optimizer;
        NativeSession session = network.session();
        trainable = network.trainable();
        iterations = session.variable(scope + "/iteration", DataType.INT64, Shape.scalar());
        Map<Variable, Array> initial = new LinkedHashMap<>();
        initial.put(iterations, Array.scalar(0L));
        for (Slot slot : optimizer.slots()) {
            Map<String, Variable> byWeight = new LinkedHashMap<>();
            trainable.forEach((path, weight) -> {
                String name = scope + "/" + path + "/" + slot.name();
                Variable variable = session.variable(name, network.dataType(), weight.shape());
                byWeight.put(path, variable);
                double[] values = new double[Math.toIntExact(weight.shape().size())];
                Arrays.fill(values, slot.initialValue());
                initial.put(variable, Array.of(values, weight.shape().asArray()));
            });
            slots.put(slot.name(), byWeight);
        }
        session.assign(initial);
    }

    Variable iterations() {
        return iterations;
    }

    Map<String, Map<String, Variable>> slots() {
        return slots;
    }

    Map<String, Variable> trainable() {
        return trainable;
    }

    /** Frees the slots: as much memory as the weights themselves, or twice that. */
    void release() {
        slots.values().forEach(variables -> variables.values().forEach(network.session()::release));
    }

    /** The number of steps made, as an operand. */
    @SuppressWarnings("unchecked")
    Operand<TInt64> step() {
        return (Output<TInt64>) (Output<? extends TType>) iterations.value().asOutput();
    }

    /** Adds a step that makes the loss smaller. */
    List<Op> update(Ops tf, Operand<T> loss, Operand<T> learningRate) {
        Map<String, Operand<T>> weights = new LinkedHashMap<>();
        trainable.forEach((path, weight) -> weights.put(path, network.value(weight)));
        List<Op> operations = new ArrayList<>();
        if (!weights.isEmpty()) {
            Map<String, Operand<T>> gradients = clipped(tf, network.session().gradients(loss, weights));
            Operand<T> number = tf.dtypes.cast(tf.math.add(step(), tf.constant(1L)), network.type());
            gradients.forEach((path, gradient) ->
                    optimizer.update(new Step(tf, path, gradient, learningRate, number, operations)));
        }
        // After the read, or the same step might see its own number or the next.
        operations.add(
                tf.withControlDependencies(List.of(step())).assignAddVariableOp(iterations.handle(), tf.constant(1L)));
        return operations;
    }

    private Map<String, Operand<T>> clipped(Ops tf, Map<String, Operand<T>> gradients) {
        Clipping clipping = optimizer.clipping();
        Map<String, Operand<T>> clipped = new LinkedHashMap<>();
        switch (clipping.kind()) {
            case NONE -> clipped.putAll(gradients);
            case VALUE ->
                gradients.forEach((path, g) -> clipped.put(
                        path,
                        tf.clipByValue(g, constant(tf, g, -clipping.limit()), constant(tf, g, clipping.limit()))));
            case NORM ->
                gradients.forEach((path, g) -> {
                    Operand<T> norm = tf.math.sqrt(GraphMath.sum(tf, tf.math.square(g)));
                    Operand<T> limit = constant(tf, g, clipping.limit());
                    clipped.put(path, tf.math.div(tf.math.mul(g, limit), tf.math.maximum(norm, limit)));
                });
            case GLOBAL_NORM -> {
                List<Operand<T>> squares = gradients.values().stream()
                        .map(g -> GraphMath.sum(tf, tf.math.square(g)))
                        .toList();
                Operand<T> norm =
                        tf.math.sqrt(squares.stream().reduce(tf.math::add).orElseThrow());
                Operand<T> limit = constant(tf, norm, clipping.limit());
                Operand<T> factor = tf.math.div(limit, tf.math.maximum(norm, limit));
                gradients.forEach((path, g) -> clipped.put(path, tf.math.mul(g, factor)));
            }
        }
        return clipped;
    }

    private final class Step implements UpdateStep<T> {
        private final Ops tf;
        private final String path;
        private final Operand<T> gradient;
        private final Operand<T> learningRate;
        private final Operand<T> number;
        private final List<Op> operations;

        Step(
                Ops tf,
                String path,
                Operand<T> gradient,
                Operand<T> learningRate,
                Operand<T> number,
                List<Op> operations) {
            this.tf = tf;
            this.path = path;
            this.gradient = gradient;
            this.learningRate = learningRate;
            this.number = number;
            this.operations = operations;
        }

        @Override
        public Ops tf() {
            return tf;
        }

        @Override
        public Operand<T> weight() {
            return network.value(weightVariable());
        }

        @Override
        public Operand<T> gradient() {
            return gradient;
        }

        @Override
        public Operand<T> slot(String name) {
            return network.value(slotVariable(name));
        }

        @Override
        public Operand<T> learningRate() {
            return learningRate;
        }

        @Override
        public Operand<T> number() {
            return number;
        }

        @Override
        public Operand<T> constant(double value) {
            return GraphMath.constant(tf, network.type(), value);
        }

        @Override
        public void assign(Operand<T> value) {
            operations.add(tf.assignVariableOp(weightHandle(), value));
        }

        @Override
        public void assignSlot(String name, Operand<T> value) {
            operations.add(tf.assignVariableOp(slotHandle(name), value));
        }

        @Override
        public Operand<? extends TType> weightHandle() {
            return weightVariable().handle();
        }

        @Override
        public Operand<? extends TType> slotHandle(String name) {
            return slotVariable(name).handle();
        }

        @Override
        public void run(Op kernel) {
            operations.add(kernel);
        }

        private Variable weightVariable() {
            return required(trainable.get(path), path);
        }

        private Variable slotVariable(String name) {
            Map<String, Variable> byWeight = slots.get(name);
            return required(byWeight == null ? null : byWeight.get(path), name);
        }

        private Variable required(@Nullable Variable variable, String name) {
            if (variable == null) {
                throw new IllegalArgumentException("Optimizer: expected one of its slots " + slots.keySet()
                        + ", received '" + name + "'. List it in slots().");
            }
            return variable;
        }
    }
}
